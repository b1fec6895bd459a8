// src/plan/wiring/dependencies.rs - A crate put among the dependencies of a package, and taken out again

//! A crate put among the dependencies of a package, and taken out again.
//!
//! toml_edit says where a line belongs; the rest of the text, its comments and its order stay as they are.

use std::ops::Range;

use toml_edit::{Document, Item};

use super::Outcome;

const TABLE: &str = "dependencies";

/// Adds a dependency where the alphabet puts it.
pub(super) fn add(text: &str, name: &str, value: &str) -> Outcome {
    let line = format!("{name} = {value}");
    let wanted = |what: &str| Outcome::NoPlace { wanted: what.to_owned(), line: line.clone() };
    let Some(entries) = entries(text) else { return wanted("table `[dependencies]`") };
    let Entries { header, known } = entries;
    if known.iter().any(|(known, _)| known == name) {
        return Outcome::Already;
    }
    let eol = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let before = known.iter().filter(|(known, _)| known.as_str() < name).map(|(_, range)| range.end).max();
    let at = line_end(text, before.unwrap_or(header));
    match (text.get(..at), text.get(at..)) {
        (Some(head), Some(tail)) => Outcome::Done(format!("{head}{eol}{line}{tail}")),
        _ => wanted("table `[dependencies]`"),
    }
}

/// The text without a dependency; nothing if it has none of this name.
pub(super) fn remove(text: &str, name: &str) -> Option<String> {
    let Entries { known, .. } = entries(text)?;
    let (_, range) = known.into_iter().find(|(known, _)| known == name)?;
    let start = text.get(..range.start)?.rfind('\n').map_or(0, |line_break| line_break + 1);
    let end = line_end(text, range.end);
    let end = end + text.get(end..)?.find('\n').map_or(0, |line_break| line_break + 1);
    Some(format!("{}{}", text.get(..start)?, text.get(end..)?))
}

struct Entries {
    /// The end of the table's header.
    header: usize,
    /// Each dependency with the bytes from its name to the end of its value.
    known: Vec<(String, Range<usize>)>,
}

fn entries(text: &str) -> Option<Entries> {
    let document = Document::parse(text).ok()?;
    let table = document.as_table().get(TABLE).and_then(Item::as_table)?;
    let header = table.span().filter(|_| !table.is_dotted() && !table.is_implicit())?;
    let known = table.iter().filter_map(|(name, item)| {
        let key = table.key(name)?.span()?;
        // A dependency with a table of its own, `[dependencies.x]`, ends no line of this one.
        let end = if item.is_table() { header.start + 1 } else { item.span()?.end };
        Some((name.to_owned(), key.start..end))
    });
    Some(Entries { header: line_end(text, header.start), known: known.collect() })
}

/// The end of the line that a byte is in, before its line break.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.find('\n').map_or(rest, |end| rest.get(..end).unwrap_or_default());
    at + line.trim_end_matches('\r').len()
}

#[cfg(test)]
mod tests {
    use super::{add, remove};
    use crate::plan::wiring::Outcome;

    #[test]
    fn a_dependency_is_sorted_in_and_taken_out_again() {
        for (before, after) in [
            ("[dependencies]\na = \"1\"\nz = \"1\"\n", "[dependencies]\na = \"1\"\nhyper = { x = 1 }\nz = \"1\"\n"),
            (
                "[dependencies]\na = { f = [\n    \"b\",\n] } # why\n# z\nz = \"1\"\n",
                "[dependencies]\na = { f = [\n    \"b\",\n] } # why\nhyper = { x = 1 }\n# z\nz = \"1\"\n",
            ),
            ("[dependencies] # all\nz = \"1\"\n", "[dependencies] # all\nhyper = { x = 1 }\nz = \"1\"\n"),
            ("[dependencies]\r\na = \"1\"\r\n", "[dependencies]\r\na = \"1\"\r\nhyper = { x = 1 }\r\n"),
            (
                "[dependencies.a]\nversion = \"1\"\n\n[dependencies]\nz = \"1\"\n",
                "[dependencies.a]\nversion = \"1\"\n\n[dependencies]\nhyper = { x = 1 }\nz = \"1\"\n",
            ),
        ] {
            let Outcome::Done(done) = add(before, "hyper", "{ x = 1 }") else { panic!("{before}") };
            assert_eq!(done, after);
            assert_eq!(add(&done, "hyper", "\"2\""), Outcome::Already);
            assert_eq!(remove(&done, "hyper").as_deref(), Some(before));
        }
        for text in ["", "[package]\nname = \"a\"\n", "[dependencies.a]\nversion = \"1\"\n", "[dependencies"] {
            assert!(matches!(add(text, "hyper", "\"1\""), Outcome::NoPlace { .. }), "{text}");
            assert_eq!(remove(text, "hyper"), None);
        }
    }
}
