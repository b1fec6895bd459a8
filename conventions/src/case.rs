// src/case.rs - Words of a name, and the cases that Rust, SQL and URLs want them in

//! Words of a name, and the cases that Rust, SQL and URLs want them in.

use std::borrow::Cow;

/// Spellings with a capital inside that are one word to a reader. Splitting by capitals alone makes `o_auth` of `OAuth`.
const ONE_WORD: [&str; 12] = [
    "OAuth",
    "OpenId",
    "GraphQL",
    "GitHub",
    "GitLab",
    "IPv4",
    "IPv6",
    "MySQL",
    "PostgreSQL",
    "SQLite",
    "PayPal",
    "YouTube",
];

/// The words of a name in any case, lowercased: `HTTPServer` is `http`, `server`; `OAuth2Token` is `oauth2`, `token`.
///
/// A word ends at any character that is neither letter nor digit, before a capital that follows a small letter or a
/// digit, and before the last capital of a run of capitals that a small letter follows.
pub fn words(name: &str) -> Vec<String> {
    let name = with_one_words(name);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let mut letters = name.chars().peekable();
    while let Some(c) = letters.next() {
        let ends_run = letters.peek().is_some_and(|after| after.is_lowercase());
        let starts = c.is_uppercase()
            && before.is_some_and(|b| b.is_lowercase() || b.is_numeric() || (b.is_uppercase() && ends_run));
        if starts || !c.is_alphanumeric() {
            words.extend(take(&mut word));
        }
        match c {
            _ if c.is_ascii_alphanumeric() => word.push(c.to_ascii_lowercase()),
            _ if c.is_alphanumeric() => word.extend(c.to_lowercase()),
            _ => {}
        }
        before = Some(c);
    }
    words.extend(take(&mut word));
    words
}

/// A name with the spellings that are one word as such: `Oauth2Token` of `OAuth2Token`.
fn with_one_words(name: &str) -> Cow<'_, str> {
    // Each of them begins with a capital, and most names that are asked for have none.
    let capitals = name.match_indices(|c: char| c.is_ascii_uppercase());
    let mut rests = capitals.filter_map(|(at, _)| name.get(at..));
    if !rests.any(|rest| ONE_WORD.iter().any(|spelling| rest.starts_with(spelling))) {
        return Cow::Borrowed(name);
    }
    let mut name = name.to_owned();
    for spelling in ONE_WORD {
        let mut one = spelling.to_lowercase();
        one.get_mut(..1).map(str::make_ascii_uppercase);
        name = name.replace(spelling, &one);
    }
    Cow::Owned(name)
}

fn take(word: &mut String) -> Option<String> {
    (!word.is_empty()).then(|| std::mem::take(word))
}

/// `snake_case`: Rust modules, functions and fields, SQL tables and columns, JSON keys.
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `kebab-case`: segments of a URL.
pub fn kebab(name: &str) -> String {
    words(name).join("-")
}

/// Words with spaces, small letters: messages and descriptions.
pub fn human(name: &str) -> String {
    words(name).join(" ")
}

/// `PascalCase`: Rust types. An acronym is a word like any other: `HttpServer`.
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalized(word)).collect()
}

/// The text with its first letter as a capital: the start of a sentence.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::{human, kebab, pascal, snake};

    #[test]
    fn one_name_in_all_cases() {
        for (given, snaked, pascaled) in [
            ("job", "job", "Job"),
            ("UserProfile", "user_profile", "UserProfile"),
            ("user-profile", "user_profile", "UserProfile"),
            ("user_profile", "user_profile", "UserProfile"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("OAuth2Token", "oauth2_token", "Oauth2Token"),
            ("GitHubRepo", "github_repo", "GithubRepo"),
            ("parseURL", "parse_url", "ParseUrl"),
            ("IPv6Address", "ipv6_address", "Ipv6Address"),
            ("address_2", "address_2", "Address2"),
            ("__x", "x", "X"),
            ("", "", ""),
        ] {
            assert_eq!(snake(given), snaked);
            assert_eq!(pascal(given), pascaled);
        }
        assert_eq!(kebab("BacktestRun"), "backtest-run");
        assert_eq!(human("BacktestRun"), "backtest run");
    }
}
