// src/spec/syntax.rs - The field language: one token cut into its parts

//! The field language: one token cut into its parts.
//!
//! `name:type[=values][:modifier[=value]]...`. Nothing is judged here but the shape.

/// One thing that is wrong with a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) reason: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into() }
    }
}

/// A field token in parts, all of them as they were written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) name: &'a str,
    /// The type and its values; nothing if the token has none.
    pub(super) kind: Option<Part<'a>>,
    pub(super) modifiers: Vec<Part<'a>>,
}

/// A word with the value behind its `=`, if it has one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    pub(super) word: &'a str,
    pub(super) value: Option<&'a str>,
}

/// Cuts a token.
///
/// A piece that begins with a digit or with `//` belongs to the value before it, since no modifier does: so a time of day
/// and an address need no escape (`due:datetime:default=2026-01-01T08:30:00Z`, `site:url:default=https://example.com`).
pub(super) fn cut(token: &str) -> Parts<'_> {
    let (name, rest) = match token.split_once(':') {
        Some((name, rest)) => (name, Some(rest)),
        None => (token, None),
    };
    let mut parts: Vec<Part<'_>> = rest.into_iter().flat_map(pieces).map(part).collect();
    let kind = (!parts.is_empty()).then(|| parts.remove(0));
    Parts { name, kind, modifiers: parts }
}

fn pieces(rest: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, _) in rest.match_indices(':') {
        let after = rest.get(at + 1..).unwrap_or_default();
        let in_value = rest.get(start..at).is_some_and(|piece| piece.contains('='));
        let goes_on = after.starts_with(|c: char| c.is_ascii_digit()) || after.starts_with("//");
        if !(in_value && goes_on) {
            pieces.extend(rest.get(start..at));
            start = at + 1;
        }
    }
    pieces.extend(rest.get(start..));
    pieces
}

fn part(piece: &str) -> Part<'_> {
    match piece.split_once('=') {
        Some((word, value)) => Part { word, value: Some(value) },
        None => Part { word: piece, value: None },
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    /// The parts in a form that reads like the token.
    fn shown(token: &str) -> String {
        let parts = cut(token);
        let all = parts.kind.iter().chain(&parts.modifiers);
        let words: Vec<String> = all.map(|part| format!("{}{:?}", part.word, part.value)).collect();
        format!("{} {}", parts.name, words.join(" "))
    }

    #[test]
    fn tokens_are_cut() {
        for (token, expected) in [
            ("note:text:null", "note textNone nullNone"),
            ("a:enum=x,y:default=x", r#"a enumSome("x,y") defaultSome("x")"#),
            ("a", "a "),
            ("a:", "a None"),
            ("a:string:default=", r#"a stringNone defaultSome("")"#),
            ("a:string:default=x=y", r#"a stringNone defaultSome("x=y")"#),
            (
                "a:datetime:default=2026-01-01T08:30:00Z:null",
                r#"a datetimeNone defaultSome("2026-01-01T08:30:00Z") nullNone"#,
            ),
            ("a:i32:9", "a i32None 9None"),
        ] {
            assert_eq!(shown(token), expected);
        }
    }
}
