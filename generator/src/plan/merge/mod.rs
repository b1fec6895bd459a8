// src/plan/merge/mod.rs - Three texts of a file made one: as it was made, as a person left it, as it would be made now

//! Three texts of a file made one: as it was made, as a person left it, as it would be made now.

mod set_alike;
#[cfg(test)]
mod tests;

use std::ops::Range;

use diffy::{ConflictStyle, MergeOptions};

use super::meaning;

const OURS: &str = "<<<<<<< edited";
const BETWEEN: &str = "=======";
const THEIRS: &str = ">>>>>>> rulebook";

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Merged {
    /// The text with the changes of both.
    Clean(String),
    /// The text with both sides, between markers, where they exclude each other.
    Conflict(String),
}

/// Merges what a person (`now`) and the templates (`new`) made of `base`. Line endings come out as `\n`.
pub(crate) fn merge(path: &str, base: &str, now: &str, new: &str) -> Merged {
    let mark = if now.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let (base, now, new) = (meaning::unix(base), meaning::unix(now), meaning::unix(new));
    let rust = path.ends_with(".rs");
    let (base, new) = if rust { set_alike::as_in(&now, &base, &new) } else { (base, new) };
    let mut options = MergeOptions::new();
    options.set_conflict_style(ConflictStyle::Merge);
    match options.merge(&base, &now, &new) {
        // Each change fits its place, and still they may not fit each other.
        Ok(text) if rust && parses(&now) && !parses(&text) => Merged::Conflict(mark.to_owned() + &apart(&now, &new)),
        Ok(text) => Merged::Clean(mark.to_owned() + &text),
        Err(text) => Merged::Conflict(mark.to_owned() + &named(&text)),
    }
}

/// Whether a text has the markers of a conflict that nobody has settled yet.
pub(crate) fn has_markers(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| line.starts_with("<<<<<<< "))
        && lines.any(|line| line == BETWEEN)
        && lines.any(|line| line.starts_with(">>>>>>> "))
}

fn parses(text: &str) -> bool {
    syn::parse_file(text).is_ok()
}

/// The markers with names that say whose lines they hold.
fn named(text: &str) -> String {
    let line = |line: &str| match line {
        "<<<<<<< ours\n" => format!("{OURS}\n"),
        ">>>>>>> theirs\n" => format!("{THEIRS}\n"),
        line => line.to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// Both texts between markers, but for the lines that they begin and end with alike.
fn apart(now: &str, new: &str) -> String {
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (now.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let alike = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(one, other)| one == other).count();
    let head = alike(&mut ours.iter().zip(&theirs));
    let tail = alike(&mut ours.iter().skip(head).rev().zip(theirs.iter().skip(head).rev()));
    let part = |lines: &[&str], range: Range<usize>| lines.get(range).unwrap_or_default().concat();
    format!(
        "{}{OURS}\n{}{BETWEEN}\n{}{THEIRS}\n{}",
        part(&ours, 0..head),
        part(&ours, head..ours.len() - tail),
        part(&theirs, head..theirs.len() - tail),
        part(&ours, ours.len() - tail..ours.len()),
    )
}
