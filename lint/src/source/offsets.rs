// src/source/offsets.rs - Where the tokens of a text stand, in bytes

//! Where the tokens of a text stand, in bytes.
//!
//! proc-macro2 counts in characters and answers in bytes by a map that grows with each question. Lines and columns it has at
//! once, and in a line of ASCII a column is a number of bytes.

use memchr::memchr_iter;
use proc_macro2::{LineColumn, Span as SynSpan};

use super::facts::Span;

/// The lines of the text that proc-macro2 was given, as a part of the text of a file.
pub(super) struct Offsets<'t> {
    whole: &'t str,
    text: &'t str,
    /// Where the part begins in the whole.
    base: usize,
    lines: Vec<Line>,
}

/// Where a line begins in the part, and whether each of its characters is one byte.
struct Line {
    start: u32,
    ascii: bool,
}

impl<'t> Offsets<'t> {
    /// Those of what follows byte `base` of a text.
    pub(super) fn new(whole: &'t str, base: usize) -> Self {
        let text = whole.get(base..).unwrap_or_default();
        let all_ascii = text.is_ascii();
        let mut lines = Vec::with_capacity(text.len() / 32);
        let mut start = 0;
        let ends = memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        for end in ends.chain((!text.ends_with('\n')).then_some(text.len())) {
            let ascii = all_ascii || text.get(start..end).is_some_and(str::is_ascii);
            lines.push(Line { start: start as u32, ascii });
            start = end;
        }
        Self { whole, text, base, lines }
    }

    /// The byte range of one token.
    pub(super) fn span(&self, span: SynSpan) -> Span {
        Span::new(self.offset(span.start()), self.offset(span.end()))
    }

    /// What stands at a token.
    pub(super) fn slice(&self, span: SynSpan) -> &'t str {
        self.whole.get(self.span(span).range()).unwrap_or_default()
    }

    fn offset(&self, at: LineColumn) -> usize {
        let offset = match self.lines.get(at.line - 1) {
            Some(line) if line.ascii => line.start as usize + at.column,
            Some(line) => {
                let start = line.start as usize;
                let rest = self.text.get(start..).unwrap_or_default();
                rest.char_indices().nth(at.column).map_or(self.text.len(), |(bytes, _)| start + bytes)
            }
            // Behind the last line break.
            None => self.text.len(),
        };
        self.base + offset
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use proc_macro2::TokenStream;

    use super::Offsets;

    #[test]
    fn tokens_stand_where_proc_macro2_says() -> Result<(), proc_macro2::LexError> {
        for text in
            ["a b\nc  dd\r\n\n  e", "ä /* ü */ b\n\"é\" c\n// ß\nd", "/// ö\nfn a() {}\n", "\"a\nä\nb\" c", "x\n", ""]
        {
            let whole = format!("#!ß\n{text}");
            let base = whole.len() - text.len();
            let offsets = Offsets::new(&whole, base);
            for token in TokenStream::from_str(text)? {
                let expected = token.span().byte_range();
                let expected = expected.start + base..expected.end + base;
                assert_eq!(offsets.span(token.span()).range(), expected, "{token} of {text:?}");
            }
        }
        Ok(())
    }
}
