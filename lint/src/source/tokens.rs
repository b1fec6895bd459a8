// src/source/tokens.rs - Paths among the tokens of a macro or an attribute

//! Paths among the tokens of a macro or an attribute, where no syntax tree says what is what.
//!
//! They are read in the text: the tokens of proc-macro2 would be copied at each level of brackets, name by name.

use super::facts::{PathStart, Span};
use super::lexer::{self, Token, TokenKind};

/// Something that reads as a path.
pub(super) struct TokenPath {
    /// The names, in order.
    pub(super) segments: Vec<Span>,
    /// What stands before the first.
    pub(super) start: PathStart,
    /// Whether a `!` follows, so that it names a macro.
    pub(super) called: bool,
}

/// What a scan of tokens finds.
pub(super) trait Sink {
    /// A path.
    fn path(&mut self, path: TokenPath);
    /// A literal; a string may hold a path: `#[serde(with = "crate::core::time")]`.
    fn literal(&mut self, literal: Span);
}

/// Tells `sink` every path in some parts of a text, those inside brackets included.
pub(super) fn scan(text: &str, parts: &[Span], sink: &mut dyn Sink) {
    let tokens: Vec<Token> = parts.iter().flat_map(|part| lexer::tokens(text, *part)).collect();
    let mut scan = Scan { text, tokens: &tokens, at: 0, sink };
    while scan.at < tokens.len() {
        scan.bracketed(&[], PathStart::Relative);
        scan.at += 1;
    }
}

/// Where a scan is.
struct Scan<'s> {
    text: &'s str,
    tokens: &'s [Token],
    at: usize,
    sink: &'s mut dyn Sink,
}

impl Scan<'_> {
    /// Goes to the bracket that closes where it is, with what stands before a `{..}` of a `use` tree put before each path.
    fn bracketed(&mut self, prefix: &[Span], start: PathStart) {
        while let Some(token) = self.tokens.get(self.at) {
            match token.kind {
                kind if kind.opens() => {
                    self.at += 1;
                    self.bracketed(&[], PathStart::Relative);
                    self.at += 1;
                }
                kind if kind.closes() => return,
                TokenKind::Literal => {
                    self.sink.literal(token.span);
                    self.at += 1;
                }
                // What follows a dot is a field or a method.
                TokenKind::Mark(b'.') if !self.is_dots() => self.skip(2),
                // What a macro's own variable stands for is not known here.
                TokenKind::Mark(b'$') if !self.is_dollar_crate() => {
                    self.skip(2);
                    while self.is_colons(self.at) && self.is_name(self.at + 2) {
                        self.at += 3;
                    }
                }
                _ => match self.path_start() {
                    Some((own, first)) => self.path(first, prefix, if prefix.is_empty() { own } else { start }),
                    None => self.at += 1,
                },
            }
        }
    }

    /// Reads a path whose first name is at `first`.
    fn path(&mut self, first: usize, prefix: &[Span], start: PathStart) {
        let mut segments = prefix.to_vec();
        self.at = first;
        while self.is_name(self.at) {
            segments.extend(self.tokens.get(self.at).map(|name| name.span));
            self.at += 1;
            if !self.is_colons(self.at) {
                break;
            }
            self.at += 2;
            // `a::{b, c}` is a part of a `use` tree; `a::<T>` and `a::*` end the path.
            if self.is_mark(self.at, b'{') {
                self.at += 1;
                self.bracketed(&segments, start);
                self.at += 1;
                return;
            }
        }
        let called = self.is_mark(self.at, b'!') && !self.is_mark(self.at + 1, b'=');
        let is_label = segments.len() == 1
            && start == PathStart::Relative
            && self.is_mark(self.at, b':')
            && !self.is_colons(self.at);
        if !is_label {
            self.sink.path(TokenPath { segments, start, called });
        }
    }

    /// Where a path begins here: how, and the number of its first name.
    fn path_start(&self) -> Option<(PathStart, usize)> {
        if self.is_name(self.at) {
            Some((PathStart::Relative, self.at))
        } else if self.is_colons(self.at) && self.is_name(self.at + 2) {
            Some((PathStart::Absolute, self.at + 2))
        } else if self.is_dollar_crate() {
            Some((PathStart::DollarCrate, self.at + 1))
        } else {
            None
        }
    }

    /// Goes on, over brackets as over one token.
    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            match self.tokens.get(self.at).map(|token| token.kind) {
                None => return,
                Some(kind) if kind.closes() => return,
                Some(kind) if kind.opens() => {
                    self.at = lexer::closing(self.tokens, self.at).map_or(self.tokens.len(), |closing| closing + 1);
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn is_name(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Name)
    }

    fn is_mark(&self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == TokenKind::Mark(mark))
    }

    fn is_dollar_crate(&self) -> bool {
        let name = self.tokens.get(self.at + 1).and_then(|name| self.text.get(name.span.range()));
        self.is_mark(self.at, b'$') && name == Some("crate")
    }

    /// Whether two colons stand at `at` side by side.
    fn is_colons(&self, at: usize) -> bool {
        let start = |at: usize| self.tokens.get(at).map(|token| token.span.start);
        let side_by_side = || start(at).map(|start| start + 1) == start(at + 1);
        self.is_mark(at, b':') && self.is_mark(at + 1, b':') && side_by_side()
    }

    /// Whether the dot here is one of a range, `..`.
    fn is_dots(&self) -> bool {
        self.is_mark(self.at + 1, b'.') || (self.at > 0 && self.is_mark(self.at - 1, b'.'))
    }
}
