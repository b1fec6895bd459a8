// src/source/docs.rs - Doc comments made short for the parser

//! Doc comments made short for the parser.
//!
//! To syn each line of a doc comment is an attribute with a string in it, and in well documented code a seventh of the work
//! of parsing goes into these. All that is asked of them is where they stand, which the lexer knows. So syn gets a text of the
//! same length in which each run of `///` lines is one short attribute.

use std::ops::Range;

use super::facts::{Comment, Span};

/// What stands for a run of lines. It takes attributes wherever a doc comment is taken.
const SHORT: &[u8] = b"#[d]";

/// The runs of lines that were made short.
#[derive(Default)]
pub(super) struct Docs {
    runs: Vec<Run>,
}

/// Where a run begins, and the numbers of its comments.
struct Run {
    start: u32,
    comments: Range<usize>,
}

impl Docs {
    /// The text with its doc comments made short, if it has any. `lines` are the numbers of the comments that may be.
    pub(super) fn shorten(text: &str, comments: &[Comment], lines: &[usize]) -> Option<(String, Self)> {
        // To proc-macro2 the `\r` of a line break is a part of the comment before it.
        if lines.is_empty() || text.contains('\r') {
            return None;
        }
        let mut short = text.as_bytes().to_vec();
        let mut runs: Vec<Run> = Vec::new();
        for number in lines.iter().copied() {
            let span = comments.get(number)?.span;
            match runs.last_mut() {
                Some(run) if run.comments.end == number && follows(text, comments, number) => {
                    run.comments.end += 1;
                    // With a blank for its third slash it documents nothing.
                    *short.get_mut(span.start as usize + 2)? = b' ';
                }
                _ => {
                    let line = short.get_mut(span.range())?;
                    if line.len() < SHORT.len() {
                        continue;
                    }
                    line.fill(b' ');
                    line.get_mut(..SHORT.len())?.copy_from_slice(SHORT);
                    runs.push(Run { start: span.start, comments: number..number + 1 });
                }
            }
        }
        Some((String::from_utf8(short).ok()?, Self { runs }))
    }

    /// The numbers of the comments that the attribute at that byte stands for, if it does.
    pub(super) fn at(&self, start: u32) -> Option<Range<usize>> {
        let found = self.runs.binary_search_by_key(&start, |run| run.start).ok()?;
        self.runs.get(found).map(|run| run.comments.clone())
    }
}

/// Whether nothing but blanks stands between a comment and the one before it.
fn follows(text: &str, comments: &[Comment], number: usize) -> bool {
    let between = |before: &Comment, comment: &Comment| Span { start: before.span.end, end: comment.span.start };
    let (Some(before), Some(comment)) = (comments.get(number - 1), comments.get(number)) else { return false };
    let between = text.as_bytes().get(between(before, comment).range());
    between.is_some_and(|between| between.iter().all(u8::is_ascii_whitespace))
}

#[cfg(test)]
mod tests {
    use super::super::lexer::lex;
    use super::Docs;

    fn short(text: &str) -> Option<String> {
        let lexed = lex(text);
        Docs::shorten(text, &lexed.comments, &lexed.doc_lines).map(|(short, _)| short)
    }

    #[test]
    fn each_run_of_lines_is_one_attribute() {
        for (text, expected) in [
            ("/// ä\n/// b\n///\nfn a() {}", "#[d]  \n//  b\n// \nfn a() {}"),
            ("/// a\n\n// b\n/// c\nfn a() {}", "#[d] \n\n// b\n#[d] \nfn a() {}"),
            ("///\n/// a\nfn a() {}", "///\n#[d] \nfn a() {}"),
            ("struct A { /// a\n b: u8 } m! { /// a\n }", "struct A { #[d] \n b: u8 } m! { /// a\n }"),
            ("#[a(/// b\n)] /// c\nfn a() {}", "#[a(/// b\n)] #[d] \nfn a() {}"),
            ("macro_rules! a { () => { /// b\n } } /// c\n", "macro_rules! a { () => { /// b\n } } #[d] \n"),
        ] {
            assert_eq!(short(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["//! a\n/** b */ fn a() {} // c\n//// d", "/// a\r\nfn a() {}", "a!(/// b\n)"] {
            assert_eq!(short(text), None, "{text}");
        }
    }
}
