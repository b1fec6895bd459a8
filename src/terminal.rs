// src/terminal.rs - Where output goes: colour or none, and a closed pipe that is no error

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::cli::ColorChoice;

/// Whether a stream gets colour. The environment is asked here and nowhere else (<https://no-color.org>,
/// <https://bixense.com/clicolors>).
fn colored(choice: ColorChoice, stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto => set("CLICOLOR_FORCE") || stream.is_terminal(),
    }
}

/// Whether the reader of standard output went away. The process has one standard output.
static CLOSED: AtomicBool = AtomicBool::new(false);

/// Standard output and standard error of a run.
#[derive(Debug, Clone, Copy)]
pub struct Terminal {
    /// Whether standard output gets colour.
    pub color: bool,
    /// Whether standard error gets colour.
    pub error_color: bool,
}

impl Terminal {
    /// The streams of this process.
    pub fn new(choice: ColorChoice) -> Self {
        Self { color: colored(choice, &io::stdout()), error_color: colored(choice, &io::stderr()) }
    }

    /// Writes results to standard output.
    ///
    /// # Errors
    ///
    /// If the stream fails. A reader that went away (`rulebook rules | head`) is no failure.
    pub fn out(&self, text: &str) -> io::Result<()> {
        forgive_closed(write_all(io::stdout().lock(), text))
    }

    /// Whether a write met a reader that went away.
    pub fn is_closed(&self) -> bool {
        CLOSED.load(Ordering::Relaxed)
    }

    /// Whether someone looks at standard error.
    pub fn errors_are_seen(&self) -> bool {
        io::stderr().is_terminal()
    }

    /// Clears the screen, if standard output is one.
    ///
    /// # Errors
    ///
    /// As [`Terminal::out`].
    pub fn clear(&self) -> io::Result<()> {
        // ED and CUP of ECMA-48: all of the display, then home.
        if io::stdout().is_terminal() { self.out("\u{1b}[2J\u{1b}[H") } else { Ok(()) }
    }

    /// Writes what is said about the run to standard error. That nobody can read it changes nothing.
    pub fn note(&self, text: &str) {
        drop(write_all(io::stderr().lock(), text));
    }
}

fn write_all(mut stream: impl Write, text: &str) -> io::Result<()> {
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

fn forgive_closed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        other => other,
    }
}

/// `1 file`, `2 files`.
pub fn things(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Text in a colour, if there is colour.
pub fn paint(on: bool, style: Style, text: &str) -> String {
    if on { format!("\u{1b}[{}m{text}\u{1b}[0m", style.code()) } else { text.to_owned() }
}

/// The few styles that plans and lists use.
#[derive(Debug, Clone, Copy)]
pub enum Style {
    /// Headings.
    Bold,
    /// Less important text.
    Dim,
    /// Added, done.
    Green,
    /// Removed, wrong.
    Red,
    /// Changed.
    Yellow,
    /// Places in files.
    Cyan,
}

impl Style {
    /// The SGR parameter (ECMA-48, 8.3.117).
    fn code(self) -> u8 {
        match self {
            Self::Bold => 1,
            Self::Dim => 2,
            Self::Red => 31,
            Self::Green => 32,
            Self::Yellow => 33,
            Self::Cyan => 36,
        }
    }
}
