// src/source/nesting.rs - An upper bound of how deep a recursive parser goes

//! An upper bound of how deep a recursive parser goes, from tokens alone.
//!
//! Brackets nest, and so do things without brackets: `!!!!x`, `&&&T`, `A<B<C>>`, `a + b + c` (a tree that leans left),
//! `else if` chains, `return return x`. So within a pair of brackets every operator and keyword since the last `,`, `;`
//! or finished statement counts as one level. That overstates real code by a little and never understates.

/// Counts nesting while tokens go by.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    /// For each open bracket, the levels since its last separator; what is outside of brackets is `outer`.
    open: Vec<usize>,
    /// The levels since the last separator where we are.
    run: usize,
    /// The sum of `open`, each with its bracket.
    below: usize,
    deepest: usize,
    /// Whether the last token closed a brace: what follows it may begin a new statement.
    after_brace: bool,
}

impl Nesting {
    /// The deepest level that was reached.
    pub(super) fn deepest(&self) -> usize {
        self.deepest
    }

    /// A literal or a lifetime.
    pub(super) fn atom(&mut self) {
        self.statement_begins();
    }

    /// An identifier or a keyword.
    pub(super) fn word(&mut self, word: &[u8]) {
        match word {
            b"else" | b"as" => self.after_brace = false,
            _ => self.statement_begins(),
        }
        if matches!(
            word,
            b"as"
                | b"async"
                | b"await"
                | b"break"
                | b"const"
                | b"dyn"
                | b"else"
                | b"for"
                | b"if"
                | b"impl"
                | b"in"
                | b"let"
                | b"loop"
                | b"match"
                | b"move"
                | b"mut"
                | b"ref"
                | b"return"
                | b"static"
                | b"unsafe"
                | b"while"
                | b"yield"
        ) {
            self.deeper();
        }
    }

    /// A byte of punctuation.
    pub(super) fn punctuation(&mut self, byte: u8) {
        match byte {
            b'(' | b'[' | b'{' => {
                self.after_brace = false;
                self.open.push(self.run);
                self.below += self.run + 1;
                self.run = 0;
                self.deepest = self.deepest.max(self.below);
            }
            b')' | b']' | b'}' => {
                // A bracket too many leaves the count where it is: the parser will refuse the text.
                if let Some(run) = self.open.pop() {
                    self.below -= run + 1;
                    self.run = run;
                }
                self.after_brace = byte == b'}';
            }
            b',' | b';' => {
                self.run = 0;
                self.after_brace = false;
            }
            b'#' => self.statement_begins(),
            b':' => {}
            _ => {
                self.after_brace = false;
                self.deeper();
            }
        }
    }

    fn statement_begins(&mut self) {
        if std::mem::take(&mut self.after_brace) {
            self.run = 0;
        }
    }

    fn deeper(&mut self) {
        self.run += 1;
        self.deepest = self.deepest.max(self.below + self.run);
    }
}

/// Tells whether what goes by is among the tokens of a macro call or an attribute. A bracket after a `!` that negates
/// counts as a macro call.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    /// The brackets that are open since those of the call.
    open: usize,
    before: Before,
}

/// What stands before a token.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// `!` or `#`.
    Mark,
    /// A name after that, as in `macro_rules! name`.
    Name,
    #[default]
    Other,
}

impl Tokens {
    /// Whether such tokens are open.
    pub(super) fn inside(&self) -> bool {
        self.open > 0
    }

    /// An identifier or a keyword.
    pub(super) fn word(&mut self) {
        self.before = if self.before == Before::Mark { Before::Name } else { Before::Other };
    }

    /// A byte of punctuation.
    pub(super) fn punctuation(&mut self, byte: u8) {
        let before = std::mem::take(&mut self.before);
        match byte {
            b'(' | b'[' | b'{' if self.open > 0 || before != Before::Other => self.open += 1,
            b')' | b']' | b'}' => self.open = self.open.saturating_sub(1),
            b'!' | b'#' => self.before = Before::Mark,
            _ => {}
        }
    }
}
