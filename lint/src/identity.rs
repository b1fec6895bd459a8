// src/identity.rs - What stays of a finding when lines move

//! What stays of a finding when lines move: the rule, the file, the item, and what is said of it.
//!
//! The one definition by which a finding is known again: baselines and the fingerprints of reports stand on it.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::source::facts::{FileFacts, ItemKind};

/// By what a finding is known again. There is no line and no column in it, and no text that formatting changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Identity {
    /// The file, relative to the root of the run: it is the same wherever the reader stands.
    pub path: Arc<str>,
    /// The rule's code.
    pub code: String,
    /// The item that it speaks of, as [`Finding::item`] says.
    pub item: String,
    /// The message. Numbers in it are `N`: a service of 31 functions that gets one more is the same fault.
    pub says: String,
}

impl Identity {
    /// The identity of a settled finding.
    pub fn of(finding: &Finding) -> Self {
        Self {
            path: Arc::clone(&finding.primary.path),
            code: finding.rule.code.to_owned(),
            item: finding.item.clone(),
            says: without_numbers(&finding.message),
        }
    }

    /// A number for it, the same on every machine and in every version of rulebook.
    pub fn hash(&self) -> u64 {
        fnv(BASIS, &[&self.code, &*self.path, &self.item, &self.says].join("\0"))
    }
}

/// A number made of another and a text.
pub fn hash_on(hash: u64, text: &str) -> u64 {
    fnv(hash, text)
}

/// Says in each finding which item it speaks of.
pub fn name_items(findings: &mut [Finding], model: &Model) {
    for finding in findings {
        let Label { path, range, .. } = &finding.primary;
        finding.item = match model.facts_at(path) {
            Some(facts) => item_at(facts, range),
            None => first_line(model.text(path).map_or("", |text| text), range),
        };
    }
}

/// The names of the items that a place lies in, with `::` between; without a name, the text itself.
fn item_at(facts: &FileFacts, range: &Range<usize>) -> String {
    let holds = |span: crate::source::facts::Span| span.range().start <= range.start && range.end <= span.range().end;
    let around = facts.items.iter().enumerate().filter(|(_, item)| !range.is_empty() && holds(item.span));
    let is_in_item = around.clone().next().is_some();
    let names = around.filter_map(|(at, item)| match item.kind {
        ItemKind::Import(_) => None,
        ItemKind::Impl { self_type, .. } => {
            let of = self_type.and_then(|path| facts.last_name(path));
            // A method has no span of its own: it is the last one that begins before the place.
            let methods = facts.functions.iter().filter(|function| function.item.index() == at);
            let method = methods.take_while(|function| function.name.range().start <= range.start).last();
            let names: Vec<&str> = of.into_iter().chain(method.map(|method| facts.name(method.name))).collect();
            (!names.is_empty()).then(|| names.join("::"))
        }
        _ => item.name.map(|name| facts.name(name).to_owned()),
    });
    let names: Vec<String> = names.collect();
    if names.is_empty() && is_in_item { first_line(&facts.text, range) } else { names.join("::") }
}

/// A message with `N` for each word that is a number. Digits within names stay: `v1` and `2024/job.rs` are names.
fn without_numbers(message: &str) -> String {
    let word = |word: &str| {
        let core = word.trim_matches(|c| matches!(c, '(' | ')' | ',' | ';' | ':'));
        let is_number = !core.is_empty() && core.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { word.replacen(core, "N", 1) } else { word.to_owned() }
    };
    message.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Of a text of several lines the first counts: a change somewhere in a long one makes no new finding.
fn first_line(text: &str, range: &Range<usize>) -> String {
    let start = text.floor_char_boundary(range.start);
    let end = text.floor_char_boundary(range.end).max(start);
    let pointed_at = text.get(start..end).unwrap_or_default();
    pointed_at.trim_start().lines().next().unwrap_or_default().trim_end().to_owned()
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version of Rust.
fn fnv(basis: u64, text: &str) -> u64 {
    text.bytes().fold(basis, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::without_numbers;

    #[test]
    fn numbers_do_not_count_and_names_do() {
        for (message, expected) in [
            ("the service has 31 functions (at most 20)", "the service has N functions (at most N)"),
            ("said 2 times: 3, 4", "said N times: N, N"),
            ("`src/v1/2024/job.rs` uses `a7`, RB401", "`src/v1/2024/job.rs` uses `a7`, RB401"),
            ("as it is", "as it is"),
        ] {
            assert_eq!(without_numbers(message), expected);
        }
    }
}
