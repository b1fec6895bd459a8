// src/source/lexer.rs - Comments, shebang, byte order mark and nesting depth of a source text

//! Comments, shebang, byte order mark and nesting depth of a Rust source text, in one pass.
//!
//! The parser drops comments and recurses on nesting, so both are seen to here, before it runs. Invariants: any text
//! is accepted, valid Rust or not; nothing here recurses; the work is linear in the text.

use memchr::{memchr, memchr2, memrchr};

use super::facts::{Comment, CommentStyle, Doc, Span};
use super::nesting::{Nesting, Tokens};

/// What the lexer sees in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lexed {
    /// Whether the text begins with a byte order mark.
    pub byte_order_mark: bool,
    /// The `#!` line, without its line break.
    pub shebang: Option<Span>,
    /// Every comment, in order.
    pub comments: Vec<Comment>,
    /// The numbers of the comments that are `///` lines of the syntax, and not of the tokens of a macro call or an attribute.
    pub doc_lines: Vec<usize>,
    /// An upper bound of how deep a recursive parser goes.
    pub depth: usize,
}

/// Reads a text.
pub fn lex(text: &str) -> Lexed {
    let mut lexer = Lexer::new(text.as_bytes(), 0);
    lexer.run();
    lexer.lexed.depth = lexer.nesting.deepest();
    lexer.lexed
}

/// The tokens of a part of a text, comments left out.
pub(super) fn tokens(text: &str, part: Span) -> impl Iterator<Item = Token> + '_ {
    let bytes = text.as_bytes().get(..part.end as usize).unwrap_or_default();
    let mut lexer = Lexer::new(bytes, part.start as usize);
    std::iter::from_fn(move || lexer.token())
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Where it stands.
    pub(super) span: Span,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An identifier or a keyword.
    Name,
    /// `'a`.
    Lifetime,
    /// A string, a character, a number.
    Literal,
    /// One byte of punctuation, brackets included.
    Mark(u8),
}

impl TokenKind {
    /// Whether a bracket begins.
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Mark(b'(' | b'[' | b'{'))
    }

    /// Whether a bracket ends.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Mark(b')' | b']' | b'}'))
    }
}

/// The number of the token that closes the bracket at `at`; none if nothing does.
pub(super) fn closing(tokens: &[Token], at: usize) -> Option<usize> {
    let mut open = 0_usize;
    for (number, token) in tokens.iter().enumerate().skip(at) {
        if token.kind.opens() {
            open += 1;
        } else if token.kind.closes() {
            open = open.checked_sub(1)?;
        }
        if open == 0 {
            return Some(number);
        }
    }
    None
}

/// The lexer's state: `at` is where the next token begins.
struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    lexed: Lexed,
    nesting: Nesting,
    tokens: Tokens,
}

impl<'a> Lexer<'a> {
    fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, lexed: Lexed::default(), nesting: Nesting::default(), tokens: Tokens::default() }
    }

    fn run(&mut self) {
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.lexed.byte_order_mark = true;
            self.at = 3;
        }
        self.shebang();
        while let Some(Token { kind, span }) = self.token() {
            match kind {
                TokenKind::Name => {
                    let word = self.bytes.get(span.range()).unwrap_or_default();
                    self.nesting.word(word);
                    self.tokens.word();
                }
                TokenKind::Lifetime | TokenKind::Literal => self.nesting.atom(),
                TokenKind::Mark(byte) => {
                    self.nesting.punctuation(byte);
                    self.tokens.punctuation(byte);
                }
            }
        }
    }

    /// The next token. The comments before it are recorded.
    #[inline]
    fn token(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let kind = match self.peek(0)? {
                b'/' if self.peek(1) == Some(b'/') => {
                    self.line_comment();
                    continue;
                }
                b'/' if self.peek(1) == Some(b'*') => {
                    self.block_comment();
                    continue;
                }
                b' ' => {
                    self.skip_blanks();
                    continue;
                }
                b'"' => {
                    self.at += 1;
                    self.escaped_until(b'"');
                    TokenKind::Literal
                }
                b'\'' => self.quote(),
                b'0'..=b'9' => {
                    self.number();
                    TokenKind::Literal
                }
                byte if is_word(byte) => self.word(),
                byte => {
                    self.at += 1;
                    if byte.is_ascii_whitespace() {
                        continue;
                    }
                    TokenKind::Mark(byte)
                }
            };
            return Some(Token { kind, span: Span { start: start as u32, end: self.at as u32 } });
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    /// `#!` begins a shebang unless what follows it, blanks and comments aside, is the `[` of an attribute.
    fn shebang(&mut self) {
        if !self.bytes.get(self.at..).unwrap_or_default().starts_with(b"#!") {
            return;
        }
        let start = self.at;
        let mut probe = Lexer::new(self.bytes, start + 2);
        while let Some(byte) = probe.peek(0) {
            match byte {
                b'/' if probe.peek(1) == Some(b'/') => probe.line_comment(),
                b'/' if probe.peek(1) == Some(b'*') => probe.block_comment(),
                byte if byte.is_ascii_whitespace() => probe.at += 1,
                _ => break,
            }
        }
        if probe.peek(0) != Some(b'[') {
            self.skip_line();
            self.lexed.shebang = Some(Span::new(start, self.at));
        }
    }

    /// Goes to the end of the line, before its `\n` or `\r\n`.
    fn skip_line(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += memchr(b'\n', rest).unwrap_or(rest.len());
        if self.at < self.bytes.len() && self.at > 0 && self.bytes.get(self.at - 1) == Some(&b'\r') {
            self.at -= 1;
        }
    }

    fn skip_blanks(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| *byte != b' ').unwrap_or(rest.len());
    }

    fn line_comment(&mut self) {
        let start = self.at;
        let doc = match (self.peek(2), self.peek(3)) {
            (Some(b'/'), Some(b'/')) => Doc::None,
            (Some(b'/'), _) => Doc::Outer,
            (Some(b'!'), _) => Doc::Inner,
            _ => Doc::None,
        };
        self.at += 2;
        self.skip_line();
        self.comment(start, CommentStyle::Line, doc);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let doc = match (self.peek(2), self.peek(3)) {
            (Some(b'*'), Some(b'*' | b'/')) => Doc::None,
            (Some(b'*'), _) => Doc::Outer,
            (Some(b'!'), _) => Doc::Inner,
            _ => Doc::None,
        };
        self.at += 2;
        let mut open = 1_usize;
        while open > 0 {
            match (self.peek(0), self.peek(1)) {
                (Some(b'/'), Some(b'*')) => {
                    open += 1;
                    self.at += 2;
                }
                (Some(b'*'), Some(b'/')) => {
                    open -= 1;
                    self.at += 2;
                }
                (Some(_), _) => self.at += 1,
                (None, _) => break,
            }
        }
        self.comment(start, CommentStyle::Block, doc);
    }

    fn comment(&mut self, start: usize, style: CommentStyle, doc: Doc) {
        let before = self.bytes.get(..start).unwrap_or_default();
        let line = memrchr(b'\n', before).map_or(0, |at| at + 1);
        let line = if line == 0 && self.lexed.byte_order_mark { 3 } else { line };
        let own_line = before.get(line..).unwrap_or_default().iter().all(u8::is_ascii_whitespace);
        if style == CommentStyle::Line && doc == Doc::Outer && !self.tokens.inside() {
            self.lexed.doc_lines.push(self.lexed.comments.len());
        }
        self.lexed.comments.push(Comment { span: Span::new(start, self.at), style, doc, own_line });
    }

    /// Goes behind the next `end` that no backslash escapes.
    fn escaped_until(&mut self, end: u8) {
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let Some(found) = memchr2(b'\\', end, rest) else {
                self.at = self.bytes.len();
                return;
            };
            self.at += found + 1;
            if rest.get(found) == Some(&end) {
                return;
            }
            self.at += usize::from(self.peek(0).is_some());
        }
    }

    /// A character literal or a lifetime: `'a'` is one, `'a` the other.
    fn quote(&mut self) -> TokenKind {
        let width = self.peek(1).map_or(0, char_width);
        if self.peek(1) == Some(b'\\') {
            self.at += 1;
            self.escaped_until(b'\'');
        } else if width > 0 && self.peek(1) != Some(b'\'') && self.peek(1 + width) == Some(b'\'') {
            self.at += width + 2;
        } else {
            self.at += 1;
            self.skip_word();
            return TokenKind::Lifetime;
        }
        TokenKind::Literal
    }

    /// Goes behind what can be part of an identifier.
    fn skip_word(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len());
    }

    fn number(&mut self) {
        while self.peek(0).is_some_and(is_word)
            || (self.peek(0) == Some(b'.') && self.peek(1).is_some_and(|byte| byte.is_ascii_digit()))
        {
            self.at += 1;
        }
    }

    /// An identifier, a keyword, or a literal that begins with letters.
    fn word(&mut self) -> TokenKind {
        let start = self.at;
        self.skip_word();
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        match (word, self.peek(0)) {
            (b"b" | b"c", Some(b'"')) => {
                self.at += 1;
                self.escaped_until(b'"');
            }
            (b"b", Some(b'\'')) => {
                self.at += 1;
                self.escaped_until(b'\'');
            }
            (b"r" | b"br" | b"cr", Some(b'"' | b'#')) if self.raw_string() => {}
            (b"r", Some(b'#')) if self.peek(1).is_some_and(is_word) => {
                self.at += 1;
                self.skip_word();
                return TokenKind::Name;
            }
            _ => return TokenKind::Name,
        }
        TokenKind::Literal
    }

    /// Goes behind a raw string whose hashes or quote are next; stays and says no if there is none.
    fn raw_string(&mut self) -> bool {
        let mut hashes = 0;
        while self.peek(hashes) == Some(b'#') {
            hashes += 1;
        }
        if self.peek(hashes) != Some(b'"') {
            return false;
        }
        self.at += hashes + 1;
        while let Some(byte) = self.peek(0) {
            self.at += 1;
            if byte == b'"' && (0..hashes).all(|ahead| self.peek(ahead) == Some(b'#')) {
                self.at += hashes;
                break;
            }
        }
        true
    }
}

/// Whether a byte can be part of an identifier; everything beyond ASCII counts, which is right for valid Rust.
pub(super) fn is_word(byte: u8) -> bool {
    const WORD: [bool; 256] = {
        let mut word = [false; 256];
        let mut byte = 0;
        while byte < word.len() {
            word[byte] = byte == b'_' as usize || (byte as u8).is_ascii_alphanumeric() || byte >= 0x80;
            byte += 1;
        }
        word
    };
    WORD[usize::from(byte)]
}

/// The number of bytes of the character that begins with a byte.
fn char_width(first: u8) -> usize {
    match first {
        0xf0.. => 4,
        0xe0.. => 3,
        0xc0.. => 2,
        _ => 1,
    }
}

#[cfg(test)]
#[path = "lexer_tests.rs"]
mod tests;
