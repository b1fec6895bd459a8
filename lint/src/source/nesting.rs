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
