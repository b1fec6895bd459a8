// src/plan/meaning.rs - Whether two texts say the same, apart from how they are set

//! Whether two texts say the same, apart from how they are set.
//!
//! A file that only `cargo fmt` or a change of line endings touched is still as the generator made it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Whether the texts of a file at `path` differ in nothing but line endings and, for Rust, white space and the commas
/// behind last elements. Comments count: a comment is an edit like any other.
pub(crate) fn same(path: &str, one: &str, other: &str) -> bool {
    let (one, other) = (unix(one), unix(other));
    one == other || (path.ends_with(".rs") && same_rust(&one, &other))
}

/// As [`same`], of Rust or a part of it.
pub(crate) fn same_rust(one: &str, other: &str) -> bool {
    one == other || (squeezed(one) == squeezed(other) && same_tokens(one, other))
}

/// The text with `\n` as line ending and one at the end.
pub(crate) fn unix(text: &str) -> String {
    let mut unix = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    unix.truncate(unix.trim_end().len());
    unix.push('\n');
    unix
}

/// The text without white space and commas before closing brackets: comments are in it, which tokens lack.
pub(crate) fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if matches!(c, ')' | ']' | '}' | '>') && squeezed.ends_with(',') {
            squeezed.pop();
        }
        squeezed.push(c);
    }
    squeezed
}

/// White space inside a literal counts, so the tokens are compared too.
fn same_tokens(one: &str, other: &str) -> bool {
    match (one.parse::<TokenStream>(), other.parse::<TokenStream>()) {
        (Ok(one), Ok(other)) => {
            let (mut left, mut right) = (Vec::new(), Vec::new());
            flatten(one, &mut left);
            flatten(other, &mut right);
            left == right
        }
        _ => false,
    }
}

fn flatten(tokens: TokenStream, out: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                out.push(open.to_owned());
                flatten(group.stream(), out);
                if out.last().is_some_and(|last| last == ",") {
                    out.pop();
                }
                out.push(close.to_owned());
            }
            other => out.push(other.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn only_the_setting_may_differ() {
        let text = "fn f(a: A, b: B) {\n    g(\"a b\"); // why\n}\n";
        for (other, expected) in [
            (text.replace('\n', "\r\n"), true),
            (text.trim_end().to_owned(), true),
            ("fn f(\n    a: A,\n    b: B,\n) {\n    g(\"a b\"); // why\n}\n".to_owned(), true),
            (text.replace("a b", "ab"), false),
            (text.replace("why", "because"), false),
            (text.replace("b: B", "b: C"), false),
        ] {
            assert_eq!(same("src/a.rs", text, &other), expected, "{other}");
        }
        assert!(!same("a.sql", "a  b\n", "a b\n"));
    }
}
