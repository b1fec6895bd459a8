// src/plan/rust_text.rs - Tokens of Rust as text in the spacing of rustfmt

//! Tokens of Rust as text in the spacing of rustfmt.
//!
//! Made for what wiring and types insert: paths, types, calls, fields, one line each. What a template renders never
//! passes here.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The tokens on one line.
pub(crate) fn text(tokens: TokenStream) -> String {
    let mut text = String::new();
    write(tokens, &mut text);
    text
}

/// A string literal of Rust. Marks of the layout are escaped, so that no value of a person is mistaken for one.
pub(crate) fn string_literal(value: &str) -> String {
    let mut literal = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            c if super::layout::MARKS.contains(&c) || c.is_control() => literal.extend(c.escape_unicode()),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

fn write(tokens: TokenStream, out: &mut String) {
    let mut glue = true;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => (" { ", " }"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                write(group.stream(), out);
                out.push_str(close);
                glue = false;
            }
            TokenTree::Punct(punct) => {
                out.push(punct.as_char());
                glue = match punct.as_char() {
                    ',' | ';' => {
                        out.push(' ');
                        true
                    }
                    // `name: Type`, but not `a::b`.
                    ':' if punct.spacing() == Spacing::Alone && !out.ends_with("::") => {
                        out.push(' ');
                        true
                    }
                    _ => true,
                };
            }
            TokenTree::Ident(ident) => {
                separate(out, glue);
                out.push_str(&ident.to_string());
                glue = false;
            }
            TokenTree::Literal(literal) => {
                separate(out, glue);
                out.push_str(&literal.to_string());
                glue = false;
            }
        }
    }
    out.truncate(out.trim_end().len());
}

/// A space between two words.
fn separate(out: &mut String, glue: bool) {
    if !glue && out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | ')')) {
        out.push(' ');
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{string_literal, text};

    #[test]
    fn tokens_are_spaced_as_rustfmt_does() {
        for (tokens, expected) in [
            (quote!(Option<chrono::DateTime<chrono::Utc>>), "Option<chrono::DateTime<chrono::Utc>>"),
            (
                quote!(
                    pub mod job;
                ),
                "pub mod job;",
            ),
            (quote!(.merge(job::router())), ".merge(job::router())"),
            (quote!(pub jobs: JobService,), "pub jobs: JobService,"),
            (quote!(jobs: JobService::new(database.clone()),), "jobs: JobService::new(database.clone()),"),
            (
                quote!(
                    use crate::services::job_service::JobService;
                ),
                "use crate::services::job_service::JobService;",
            ),
            (quote!(&str), "&str"),
            (quote!(f(a, b)), "f(a, b)"),
        ] {
            assert_eq!(text(tokens), expected);
        }
    }

    #[test]
    fn literals_hold_any_text() {
        assert_eq!(string_literal("it's \"a\\b\" «x»\n"), r#""it's \"a\\b\" \u{ab}x\u{bb}\u{a}""#);
        assert!(syn::parse_str::<syn::LitStr>(&string_literal("‹\u{0}é")).is_ok());
    }
}
