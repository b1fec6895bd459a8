// src/plan/wiring/cut.rs - Parts of a Rust file taken out, so that what is left is set as before

//! Parts of a Rust file taken out, so that what is left is set as before.

use std::ops::Range;

use syn::{ItemUse, UseTree};

use super::source::Source;
use super::uses;

/// The cuts that are to be made in a file.
pub(super) struct Cut<'s, 't> {
    pub(super) source: &'s Source<'t>,
    /// What is cut, and what takes its place.
    edits: Vec<(Range<usize>, String)>,
}

impl<'s, 't> Cut<'s, 't> {
    /// None yet.
    pub(super) fn of(source: &'s Source<'t>) -> Self {
        Self { source, edits: Vec::new() }
    }

    /// Cuts exactly this.
    pub(super) fn bytes(&mut self, range: Range<usize>) {
        self.edits.push((range, String::new()));
    }

    /// Cuts a node with the lines that it alone is on, and one of the two blank lines that would meet.
    pub(super) fn lines(&mut self, range: Range<usize>) {
        let source = self.source;
        let start = source.line_start(range.start);
        let behind = source.behind(range.end);
        let whole = source.slice(start..range.start).trim().is_empty() && behind == source.line_end(range.end);
        if !whole {
            self.edits.push((range, String::new()));
            return;
        }
        let mut end = next_line(source, behind);
        let above = source.slice(0..start);
        let blank_above = above.is_empty() || above.lines().next_back().is_some_and(|line| line.trim().is_empty());
        let below = source.slice(end..source.text.len());
        if blank_above && below.lines().next().is_some_and(|line| line.trim().is_empty()) {
            end = next_line(source, source.line_end(end));
        }
        self.edits.push((start..end, String::new()));
    }

    /// Cuts one path out of a `use`.
    pub(super) fn import(&mut self, item: &ItemUse, path: &[&str], module: &[&str]) {
        let mut edits = Vec::new();
        match prune(self.source, &item.tree, &mut Vec::new(), path, module, &mut edits) {
            Pruned::Gone => self.lines(self.source.range(item)),
            Pruned::Left => self.edits.extend(edits),
        }
    }

    /// The file with the cuts made.
    pub(super) fn done(mut self) -> String {
        self.edits.sort_by_key(|(range, _)| range.start);
        let text = self.source.text;
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (range, instead) in &self.edits {
            // One cut may lie in another.
            if range.start >= done {
                out.push_str(self.source.slice(done..range.start));
                out.push_str(instead);
            }
            done = done.max(range.end);
        }
        out.push_str(self.source.slice(done..text.len()));
        // What was last may have been cut: the file ends with its last line, as it did.
        let (kept, eol) = (out.trim_end().len(), self.source.eol());
        if done > 0 && text.ends_with('\n') && out.len() > kept + eol.len() {
            out.truncate(kept);
            out.push_str(eol);
        }
        out
    }
}

/// The start of the line behind the one that ends here.
fn next_line(source: &Source<'_>, line_end: usize) -> usize {
    let rest = source.slice(line_end..source.text.len());
    line_end + rest.find('\n').map_or(rest.len(), |line_break| line_break + 1)
}

/// An element of a list with its comma, and whether it has its lines for itself. The last element takes the comma before it
/// where none is behind.
pub(super) fn element(source: &Source<'_>, elements: &[Range<usize>], at: usize) -> (Range<usize>, bool) {
    let Some(own) = elements.get(at).cloned() else { return (0..0, false) };
    let rest = source.slice(own.end..source.text.len());
    let comma = rest.len() - rest.trim_start().len();
    let end = if rest.trim_start().starts_with(',') { own.end + comma + 1 } else { own.end };
    let before = source.slice(source.line_start(own.start)..own.start);
    if before.trim().is_empty() && source.behind(end) == source.line_end(end) {
        return (own.start..end, true);
    }
    match (elements.get(at + 1), at.checked_sub(1).and_then(|before| elements.get(before))) {
        (Some(next), _) => (own.start..next.start, false),
        // The comma behind goes with it, if there is one; that of the one before stays or goes as this one was set.
        (None, Some(before)) => (before.end..own.end, false),
        (None, None) => (own.start..end, false),
    }
}

enum Pruned {
    /// All of it.
    Gone,
    /// None, or as the edits say.
    Left,
}

fn prune(
    source: &Source<'_>,
    tree: &UseTree,
    above: &mut Vec<String>,
    path: &[&str],
    module: &[&str],
    edits: &mut Vec<(Range<usize>, String)>,
) -> Pruned {
    match tree {
        UseTree::Path(inner) => {
            above.push(inner.ident.to_string());
            let pruned = prune(source, &inner.tree, above, path, module, edits);
            above.pop();
            pruned
        }
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => {
            let mut gone = false;
            uses::each_leaf(tree, above, &mut |leaf, name| {
                gone |= name != "*" && uses::absolute(leaf, module) == path;
            });
            if gone { Pruned::Gone } else { Pruned::Left }
        }
        UseTree::Group(group) => {
            let ranges: Vec<Range<usize>> = group.items.iter().map(|inner| source.range(inner)).collect();
            let gone: Vec<bool> = group
                .items
                .iter()
                .map(|inner| matches!(prune(source, inner, above, path, module, edits), Pruned::Gone))
                .collect();
            let mut left = ranges.iter().zip(&gone).filter(|(_, gone)| !**gone).map(|(range, _)| range.clone());
            match (left.next(), left.next(), gone.contains(&true)) {
                (_, _, false) => Pruned::Left,
                (None, _, true) => Pruned::Gone,
                (Some(only), None, true) => {
                    edits.push((source.range(group), source.slice(only).to_owned()));
                    Pruned::Left
                }
                (Some(_), Some(_), true) => {
                    for (at, _) in gone.iter().enumerate().filter(|(_, gone)| **gone) {
                        edits.push((element(source, &ranges, at).0, String::new()));
                    }
                    Pruned::Left
                }
            }
        }
    }
}
