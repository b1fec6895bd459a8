// src/source/offsets.rs - Where the tokens of a text stand, in bytes

//! Where the tokens of a text stand, in bytes.
//!
//! proc-macro2 counts in characters and answers in bytes by a map that grows with each question. Lines and columns it has with
//! a search for the line, and in a line of ASCII a column is a number of bytes. The search is what costs: so of two tokens only
//! those ends are asked for that are needed, and where a name ends is read in the text.

use memchr::memchr_iter;
use proc_macro2::{LineColumn, Span as SynSpan};

use super::facts::Span;
use super::lexer::is_word;

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
    /// Those of what follows byte `base` of a text. `parsed` is that text as it was parsed, of the same length.
    pub(super) fn new(whole: &'t str, parsed: &'t str, base: usize) -> Self {
        let text = parsed.get(base..).unwrap_or_default();
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
    pub(super) fn span(&self, token: SynSpan) -> Span {
        self.between(token, token)
    }

    /// From the start of one token to the end of another.
    pub(super) fn between(&self, first: SynSpan, last: SynSpan) -> Span {
        Span::new(self.start(first), self.end(last))
    }

    /// The byte range of an identifier. That of a doc comment's attribute stands nowhere: the comment is it.
    pub(super) fn name(&self, name: SynSpan) -> Span {
        let start = self.start(name);
        let rest = self.whole.as_bytes().get(start..).unwrap_or_default();
        let raw = if rest.starts_with(b"r#") { 2 } else { 0 };
        let rest = rest.get(raw..).unwrap_or_default();
        let name_ends = rest.iter().position(|byte| !is_word(*byte));
        match name_ends.and_then(|length| rest.get(..length)) {
            Some(word) if !word.is_empty() && word.is_ascii() => Span::new(start, start + raw + word.len()),
            _ => Span::new(start, self.end(name)),
        }
    }

    /// The text of the file.
    pub(super) fn whole(&self) -> &'t str {
        self.whole
    }

    /// The first byte of a token.
    pub(super) fn start(&self, token: SynSpan) -> usize {
        self.offset(token.start())
    }

    /// One past the last byte of a token.
    pub(super) fn end(&self, token: SynSpan) -> usize {
        self.offset(token.end())
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

    use proc_macro2::{TokenStream, TokenTree};

    use super::Offsets;

    #[test]
    fn tokens_stand_where_proc_macro2_says() -> Result<(), proc_macro2::LexError> {
        for text in [
            "a b\nc  dd\r\n\n  e",
            "ä /* ü */ b\n\"é\" c\n// ß\nd",
            "/// ö\nfn a() {}\n",
            "\"a\nä\nb\" c",
            "x\n",
            "r#a r#bä c\u{2028}d",
            "",
        ] {
            let whole = format!("#!ß\n{text}");
            let base = whole.len() - text.len();
            let offsets = Offsets::new(&whole, &whole, base);
            for token in TokenStream::from_str(text)? {
                let expected = token.span().byte_range();
                let expected = expected.start + base..expected.end + base;
                assert_eq!(offsets.span(token.span()).range(), expected, "{token} of {text:?}");
                if matches!(token, TokenTree::Ident(_)) {
                    assert_eq!(offsets.name(token.span()).range(), expected, "{token} of {text:?}");
                }
            }
        }
        Ok(())
    }
}
