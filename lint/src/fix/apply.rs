// src/fix/apply.rs - Applies edits that do not overlap to a text

//! Applies edits that do not overlap to a text.

use std::ops::Range;

use crate::finding::{Edit, Fix};

/// A text after some of its fixes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The new text.
    pub text: String,
    /// The number of fixes that are in it.
    pub count: usize,
}

/// Applies each fix that does not touch one before it. A fix goes in as a whole or not at all; findings that share one
/// fix share its edits.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> Applied {
    let mut accepted: Vec<&Fix> = Vec::new();
    let mut count = 0;
    for fix in fixes {
        if accepted.iter().any(|other| other.edits == fix.edits) {
            count += 1;
        } else if fits(text, fix) && !accepted.iter().any(|other| touch(other, fix)) {
            accepted.push(fix);
            count += 1;
        }
    }
    let mut edits: Vec<&Edit> = accepted.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.range.start);
    Applied { text: replace(text, &edits), count }
}

/// Whether the edits are ranges of this text, in order.
fn fits(text: &str, fix: &Fix) -> bool {
    let in_order = fix.edits.is_sorted_by(|a, b| a.range.end <= b.range.start);
    !fix.edits.is_empty() && in_order && fix.edits.iter().all(|edit| text.get(edit.range.clone()).is_some())
}

fn touch(a: &Fix, b: &Fix) -> bool {
    let touching = |a: &Range<usize>, b: &Range<usize>| a.start <= b.end && b.start <= a.end;
    a.edits.iter().any(|a| b.edits.iter().any(|b| touching(&a.range, &b.range)))
}

/// `edits` are sorted, do not overlap, and fit the text.
fn replace(text: &str, edits: &[&Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(text.get(at..edit.range.start).unwrap_or_default());
        result.push_str(&edit.replacement);
        at = edit.range.end;
    }
    result.push_str(text.get(at..).unwrap_or_default());
    result
}

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::finding::{Edit, Fix, Safety};

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit =
            |&(start, end, text): &(usize, usize, &str)| Edit { range: start..end, replacement: text.to_owned() };
        Fix { safety: Safety::Safe, edits: edits.iter().map(edit).collect() }
    }

    #[test]
    fn fixes_go_in_whole_and_once() {
        for (fixes, expected, count) in [
            (vec![], "abcdef", 0),
            (vec![fix(&[(0, 1, "X")]), fix(&[(5, 6, "")])], "Xbcde", 2),
            (vec![fix(&[(4, 5, "Y")]), fix(&[(0, 0, "X")])], "XabcdYf", 2),
            // The second waits: it touches the first. So does the third, half of which would fit.
            (vec![fix(&[(1, 3, "-")]), fix(&[(3, 4, "Z")]), fix(&[(2, 2, "!"), (5, 5, "!")])], "a-def", 1),
            // Two findings, one fix.
            (vec![fix(&[(1, 3, "-")]), fix(&[(1, 3, "-")])], "a-def", 2),
            // Edits that are not of this text.
            (vec![fix(&[(5, 9, "")]), fix(&[(3, 4, ""), (1, 2, "")]), fix(&[])], "abcdef", 0),
        ] {
            let applied = apply("abcdef", &fixes);
            assert_eq!((applied.text.as_str(), applied.count), (expected, count), "{fixes:?}");
        }
    }

    #[test]
    fn an_edit_inside_a_character_is_refused() {
        assert_eq!(apply("ä", &[fix(&[(1, 2, "x")])]).text, "ä");
    }
}
