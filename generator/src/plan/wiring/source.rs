// src/plan/wiring/source.rs - A Rust file with its syntax, and text put into it without touching the rest

//! A Rust file with its syntax, and text put into it without touching the rest.

use std::ops::Range;

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::spanned::Spanned;

use crate::error::{Error, Result};
use crate::plan::{merge, rust_text};

/// A file that is to be wired.
///
/// Invariant: `syntax` was parsed from `text`, so each span of it is a byte range of `text`.
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) syntax: syn::File,
    /// How many bytes at the start syn has not seen: a byte order mark.
    skipped: usize,
}

impl<'a> Source<'a> {
    /// Parses a file; `path` is for messages.
    pub(crate) fn parse(path: &str, text: &'a str) -> Result<Self> {
        Self::parsed(path, text, |tokens| tokens)
    }

    /// As [`Self::parse`], for who looks at nothing but `use` lines and at the names and places of other items: what is between
    /// their braces is left out, which is most of a file of many models.
    pub(crate) fn outline(path: &str, text: &'a str) -> Result<Self> {
        Self::parsed(path, text, without_bodies)
    }

    fn parsed(path: &str, text: &'a str, of: impl FnOnce(TokenStream) -> TokenStream) -> Result<Self> {
        let code = text.strip_prefix('\u{feff}').unwrap_or(text);
        let wrong = |span: Span, reason: String| {
            if merge::has_markers(text) {
                return Error::Unsettled { path: path.to_owned() };
            }
            let start = span.start();
            Error::NotRust { path: path.to_owned(), line: start.line, column: start.column + 1, reason }
        };
        let tokens: TokenStream =
            code.parse().map_err(|error: proc_macro2::LexError| wrong(error.span(), error.to_string()))?;
        let syntax = syn::parse2(of(tokens)).map_err(|error| wrong(error.span(), error.to_string()))?;
        Ok(Self { text, syntax, skipped: text.len() - code.len() })
    }

    /// The byte range of a node, its attributes and documentation included.
    pub(crate) fn range(&self, node: &impl Spanned) -> Range<usize> {
        let range = node.span().byte_range();
        range.start + self.skipped..range.end + self.skipped
    }

    /// Where a line can be put behind a node: at the end of the node's last line if nothing but a comment follows there.
    pub(crate) fn behind(&self, end: usize) -> usize {
        let line_end = self.line_end(end);
        let rest = self.slice(end..line_end).trim();
        if rest.is_empty() || rest.starts_with("//") { line_end } else { end }
    }

    /// The end of the line that a byte is in, before its line break.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at..self.text.len());
        let end = at + rest.find('\n').unwrap_or(rest.len());
        if self.slice(at..end).ends_with('\r') { end - 1 } else { end }
    }

    /// The start of the line that a byte is in.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.slice(0..at).rfind('\n').map_or(0, |line_break| line_break + 1)
    }

    /// The blanks at the start of the line that a byte is in.
    pub(crate) fn indent(&self, at: usize) -> &'a str {
        let line = self.slice(self.line_start(at)..at);
        line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
    }

    /// The line ending of the file.
    pub(crate) fn eol(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    /// The text of a range; empty if there is no such range.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// Whether a blank line lies in a range.
    pub(crate) fn has_blank_line(&self, range: Range<usize>) -> bool {
        let lines: Vec<&str> = self.slice(range).split('\n').collect();
        // What stands before the first and behind the last line break belongs to lines that begin or end outside.
        lines.get(1..lines.len().saturating_sub(1)).is_some_and(|inner| inner.iter().any(|line| line.trim().is_empty()))
    }

    /// The file with a text put in at a byte.
    pub(crate) fn with(&self, at: usize, inserted: &str) -> String {
        self.with_all(&[(at, inserted)])
    }

    /// The file with texts put in at bytes, which are in rising order.
    pub(crate) fn with_all(&self, insertions: &[(usize, &str)]) -> String {
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (at, inserted) in insertions {
            text.push_str(self.slice(done..*at));
            text.push_str(inserted);
            done = *at;
        }
        text + self.slice(done..self.text.len())
    }
}

/// Items without what is between their braces; a `use` keeps its own.
fn without_bodies(tokens: TokenStream) -> TokenStream {
    let mut in_use = false;
    let emptied = tokens.into_iter().map(|token| match token {
        TokenTree::Group(body) if body.delimiter() == Delimiter::Brace && !in_use => {
            let mut empty = Group::new(Delimiter::Brace, TokenStream::new());
            empty.set_span(body.span());
            TokenTree::Group(empty)
        }
        token => {
            match &token {
                TokenTree::Ident(ident) if *ident == "use" => in_use = true,
                TokenTree::Punct(punct) if punct.as_char() == ';' => in_use = false,
                _ => {}
            }
            token
        }
    });
    emptied.collect()
}

/// Tokens as a line of Rust.
pub(crate) fn line(tokens: TokenStream) -> String {
    rust_text::text(tokens)
}

/// The order in which rustfmt (edition 2024) sorts names: numbers in them count as numbers.
pub(crate) fn version_order(one: &str, other: &str) -> std::cmp::Ordering {
    chunks(one).cmp(&chunks(other))
}

/// The order in which rustfmt sorts the paths of `use` lines: segment by segment.
pub(crate) fn path_order(one: &str, other: &str) -> std::cmp::Ordering {
    let mut pairs = one.split("::").zip(other.split("::"));
    let differing = pairs.find_map(|(one, other)| Some(version_order(one, other)).filter(|order| order.is_ne()));
    differing.unwrap_or_else(|| one.len().cmp(&other.len()))
}

/// Text and numbers by turns; a number sorts by its value.
fn chunks(name: &str) -> Vec<(String, u64)> {
    let mut chunks: Vec<(String, u64)> = vec![(String::new(), 0)];
    let mut in_number = false;
    for c in name.chars() {
        if let Some(digit) = c.to_digit(10) {
            if let Some((_, number)) = chunks.last_mut() {
                *number = number.saturating_mul(10).saturating_add(u64::from(digit));
            }
            in_number = true;
        } else {
            if in_number {
                chunks.push((String::new(), 0));
                in_number = false;
            }
            if let Some((text, _)) = chunks.last_mut() {
                // `_` sorts before all other characters of a name.
                text.push(if c == '_' { ' ' } else { c });
            }
        }
    }
    chunks
}
