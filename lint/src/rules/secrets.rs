// src/rules/secrets.rs - Names that say that a value is a secret

//! Names that say that a value is a secret.

/// Beginnings of names that speak about a secret and are none.
const ABOUT: &[&str] =
    &["encrypted", "hashed", "has", "invalid", "is", "masked", "missing", "needs", "no", "redacted", "with", "without"];

/// Whether a name in any case is one of the words, or ends with one: `api_key`, `SMTP_PASSWORD`, `refreshToken`.
pub(crate) fn is_secret(words: &[String], name: &str) -> bool {
    // `http.headers.hashed_token` speaks of its last part.
    let name = snake(name.rsplit('.').next().unwrap_or(name));
    let first = name.split('_').next().unwrap_or_default();
    let is_word =
        |word: &String| name == *word || name.strip_suffix(word.as_str()).is_some_and(|rest| rest.ends_with('_'));
    !ABOUT.contains(&first) && words.iter().any(is_word)
}

/// A name in lower case, its words parted by `_`.
fn snake(name: &str) -> String {
    let mut written = String::with_capacity(name.len());
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            written.push('_');
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        match c {
            '-' | '.' => written.push('_'),
            c => written.extend(c.to_lowercase()),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::is_secret;

    #[test]
    fn names_say_whether_they_are_secrets() {
        let words = ["password", "token", "api_key"].map(str::to_owned);
        for (name, expected) in [
            ("password", true),
            ("SMTP_PASSWORD", true),
            ("apiKey", true),
            ("refreshToken", true),
            ("x-api-key", true),
            ("token_id", false),
            ("http.headers.hashed_token", false),
            ("user.token", true),
            ("has_token", false),
            ("tokens", false),
            ("mytoken", false),
            ("key", false),
        ] {
            assert_eq!(is_secret(&words, name), expected, "{name}");
        }
    }
}
