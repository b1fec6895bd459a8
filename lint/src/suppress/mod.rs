// src/suppress/mod.rs - Comments that allow a finding, with a reason

//! Comments that allow a finding, with a reason.
//!
//! `// rulebook: allow(rule, ..) - reason` behind code speaks of its line, on a line of its own of the next item or
//! statement; `// rulebook: allow-file(rule, ..) - reason` above the first item speaks of the file. Rules are given by
//! name or code. What is wrong with such a comment is a finding itself, and no comment can allow that.

pub mod add;
mod comment;
mod extent;
mod judge;

pub mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::finding::Finding;
use crate::rule::Rule;
use crate::source::facts::FileFacts;
use crate::suppress::judge::Judge;

/// Takes away the findings that comments allow and adds what is wrong with the comments.
///
/// `ran` says which rules were run on a file: a comment for a rule that was not can't be called unused.
pub fn apply<'a>(
    files: impl IntoIterator<Item = &'a FileFacts>,
    findings: Vec<Finding>,
    ran: &dyn Fn(&FileFacts, &'static Rule) -> bool,
) -> Vec<Finding> {
    let mut judges: BTreeMap<&str, Judge<'a>> =
        files.into_iter().filter_map(|facts| Some((&*facts.path, Judge::new(facts)?))).collect();
    let mut kept: Vec<Finding> = findings
        .into_iter()
        .filter(|finding| match judges.get_mut(&*finding.primary.path) {
            Some(judge) => !judge.allows(finding),
            None => true,
        })
        .collect();
    for judge in judges.values() {
        kept.extend(judge.faults(ran));
    }
    kept
}
