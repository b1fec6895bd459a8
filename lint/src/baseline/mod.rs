// src/baseline/mod.rs - Findings that a project lives with for now

//! Findings that a project lives with for now.
//!
//! A baseline lists them by their [`Identity`] and how often each is there, so lines may move. What it lists is not
//! reported; what it lists and is not there any more is *stale*: on a developer's machine the command takes it out of the
//! file, on CI it is a finding. Nothing here reads or writes a file.
//!
//! Only rules of the rulebook's sections can be listed: what the linter says of its own work is mended at once.

mod file;
pub mod rules;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::baseline::rules::STALE;
use crate::finding::{Finding, Label};
use crate::identity::Identity;
use crate::rules as registry;

/// The name of the file, beside the manifest of the project's root.
pub const FILE_NAME: &str = "rulebook-baseline.toml";

/// How often each finding is there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    counts: BTreeMap<Identity, usize>,
}

/// A baseline as it stands in a file.
#[derive(Debug, Clone)]
pub struct BaselineFile {
    /// The file, relative to the root of the run.
    pub path: Arc<str>,
    /// Its text.
    pub text: Arc<str>,
    entries: Vec<Entry>,
}

/// One line of the file.
#[derive(Debug, Clone)]
struct Entry {
    identity: Identity,
    count: usize,
    range: Range<usize>,
}

/// What becomes of entries that are stale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Each is a finding, RB005.
    Report,
    /// They are counted, for the file to be written without them.
    Drop,
}

/// What a baseline came to in a run.
#[derive(Debug, Clone)]
pub struct Held {
    /// The file.
    pub file: Arc<BaselineFile>,
    /// Findings that it kept from being reported.
    pub hidden: usize,
    /// Findings that it lists and that are not there any more.
    pub stale: usize,
    /// What it would be without those.
    pub next: Baseline,
}

/// Which entries a run could have met: a run that looked at one file can't say that those of another are stale.
pub(crate) type Judged<'f> = &'f dyn Fn(&Identity) -> bool;

impl Baseline {
    /// All findings of a list that a baseline can hold.
    pub fn of(findings: &[Finding]) -> Self {
        let mut counts = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.rule.section.is_some()) {
            *counts.entry(Identity::of(finding)).or_default() += 1;
        }
        Self { counts }
    }

    /// The number of findings.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }

    /// Adds the findings of another.
    pub fn extend(&mut self, other: Self) {
        for (identity, count) in other.counts {
            *self.counts.entry(identity).or_default() += count;
        }
    }
}

impl BaselineFile {
    /// What it lists. An entry that stands twice, as merging can leave it, counts once.
    pub fn baseline(&self) -> Baseline {
        let mut counts: BTreeMap<Identity, usize> = BTreeMap::new();
        for entry in &self.entries {
            let count = counts.entry(entry.identity.clone()).or_default();
            *count = entry.count.max(*count);
        }
        Baseline { counts }
    }

    /// Takes the findings that are listed away from sorted ones.
    pub(crate) fn hold(self: &Arc<Self>, findings: &mut Vec<Finding>, judged: Judged<'_>, stale: Stale) -> Held {
        let listed = self.baseline();
        let mut left = listed.counts.clone();
        let before = findings.len();
        findings.retain_mut(|finding| {
            if finding.rule.section.is_none() {
                return true;
            }
            let identity = Identity::of(finding);
            match left.get_mut(&identity) {
                Some(0) => {
                    let listed = listed.counts.get(&identity).copied().unwrap_or_default();
                    finding.help.push_str(&format!(" (The baseline lists {listed} of these; here is one more.)"));
                    true
                }
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        });
        let hidden = before - findings.len();
        left.retain(|identity, count| *count > 0 && judged(identity));
        let mut next = listed.counts;
        for (identity, gone) in &left {
            if let Some(count) = next.get_mut(identity) {
                *count -= gone;
            }
        }
        next.retain(|_, count| *count > 0);
        if stale == Stale::Report {
            findings.extend(left.iter().filter_map(|(identity, gone)| self.stale(identity, *gone)));
        }
        Held { file: Arc::clone(self), hidden, stale: left.values().sum(), next: Baseline { counts: next } }
    }

    fn stale(&self, identity: &Identity, gone: usize) -> Option<Finding> {
        let entry = self.entries.iter().find(|entry| entry.identity == *identity)?;
        let rule = registry::find(&identity.code).map_or(identity.code.as_str(), |rule| rule.name);
        let times = if gone == entry.count { String::new() } else { format!(" ({gone} of {} times)", entry.count) };
        let message = format!("the baseline lists `{rule}` in `{}`, which is not found any more{times}", identity.path);
        let help = "Run `rulebook baseline` and commit the file: it shrinks to what is left.";
        let label = Label::new(&self.path, entry.range.clone(), "mended, or gone with its file");
        Some(Finding::new(&STALE, message, help, label))
    }
}
