// src/plan/layout/mod.rs - Rendered Rust laid out as rustfmt lays it out

//! Rendered Rust laid out as rustfmt lays it out.
//!
//! A template can't know how long the names in it will be, and no formatter runs after it. So it marks the places where
//! rustfmt (`use_small_heuristics = "Max"`, 100 columns, edition 2024) would break a line that is too long:
//!
//! | mark | meaning |
//! |---|---|
//! | `(«a, b»)` | a list in any bracket: one line if the line fits, else one element a line and a comma after the last |
//! | `x‹.f()‹.g()` | a chain: one line if the line fits, else each `‹` begins a line |
//!
//! Marks nest. Line breaks and indentation inside `«»` mean nothing, so a template writes its loops freely there. A line
//! without marks stays as it is, but for blank lines: rustfmt keeps one between items and none at the edges of a block.
//!
//! Runs of `use` lines are sorted, and a list of one name in them loses its braces.
//!
//! Invariants: the tokens of the output are those of the input, apart from commas at the end of lists and the order of
//! `use` lines; what was laid out, laid out again, is the same.

mod lay;
mod parse;
#[cfg(test)]
mod tests;
mod uses;

/// The columns that rustfmt gives a line.
pub(crate) const WIDTH: usize = 100;

/// The marks of the layout: values of the context must not be mistaken for them.
pub(crate) const MARKS: [char; 3] = ['«', '»', '‹'];

/// Lays out rendered Rust.
///
/// # Errors
///
/// The line (from 1) and the reason, if the marks are not balanced.
pub(crate) fn layout(rendered: &str) -> Result<String, (usize, String)> {
    let lines = parse::lines(rendered)?;
    let mut text = String::with_capacity(rendered.len());
    for line in &lines {
        lay::line(line, &mut text);
        text.push('\n');
    }
    Ok(uses::sorted(&tidy(&text)))
}

/// No blanks at the ends of lines, one blank line at most, none at the edges of blocks, an empty block on one line, one
/// line break at the end.
fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut blank = false;
    let mut opened = None;
    for line in text.lines().map(str::trim_end) {
        let content = line.trim_start();
        if content.is_empty() {
            blank = true;
            continue;
        }
        let first = content.chars().next();
        if opened.is_some() && opened == first {
            tidy.pop();
            tidy.push_str(content);
        } else {
            if blank && opened.is_none() && !matches!(first, Some('}' | ')' | ']')) && !tidy.is_empty() {
                tidy.push('\n');
            }
            tidy.push_str(line);
        }
        tidy.push('\n');
        blank = false;
        opened = content.chars().last().filter(|_| !content.starts_with("//")).and_then(closing);
    }
    tidy
}

/// The bracket that closes an opening one.
fn closing(bracket: char) -> Option<char> {
    match bracket {
        '{' => Some('}'),
        '(' => Some(')'),
        '[' => Some(']'),
        _ => None,
    }
}

/// No blanks at the ends of lines, one blank line at most, one line break at the end: for text that is no Rust.
pub(crate) fn trim_lines(text: &str) -> String {
    let mut trimmed = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = !trimmed.is_empty();
            continue;
        }
        if blank {
            trimmed.push('\n');
        }
        trimmed.push_str(line);
        trimmed.push('\n');
        blank = false;
    }
    trimmed
}
