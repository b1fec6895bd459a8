// src/fix/mod.rs - Applies the fixes of findings until nothing changes

//! Applies the fixes of findings until nothing changes.
//!
//! Invariant: nothing is written here. The result is the new texts; whoever asked for them replaces the files.

pub mod apply;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, Safety};
use crate::fix::apply::{Applied, apply};
use crate::project::file_system::FileSystem;
use crate::project::overlay::Overlay;
use crate::run::{LintError, Options, Report, lint};

/// Fixes that overlap wait for the next round; real code needs two or three. A fix that undoes another's work would go
/// on for ever, so there is an end.
const MAX_ROUNDS: usize = 10;

/// What fixing came to.
#[derive(Debug)]
pub struct Fixed {
    /// The files that changed, by path.
    pub changed: Vec<ChangedFile>,
    /// What is left to report, of the new texts.
    pub report: Report,
}

impl Fixed {
    /// The number of findings that were mended.
    pub fn count(&self) -> usize {
        self.changed.iter().map(|file| file.fixed).sum()
    }
}

/// A file that fixes changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFile {
    /// The file, relative to the root of the run.
    pub path: String,
    /// Its text as it was read.
    pub before: Arc<str>,
    /// Its new text.
    pub after: String,
    /// The number of findings that were mended in it.
    pub fixed: usize,
}

/// Lints and fixes until nothing is left to fix: safe fixes, and unsafe ones too where `allowed` says so.
///
/// # Errors
/// As [`lint`].
pub fn fix_all(files: &dyn FileSystem, options: &Options, allowed: Safety) -> Result<Fixed, Vec<LintError>> {
    let mut overlay = Overlay::new(files);
    let mut changed: BTreeMap<String, ChangedFile> = BTreeMap::new();
    let mut report = lint(&overlay, options)?;
    for _ in 0..MAX_ROUNDS {
        let round = one_round(&report, allowed);
        if round.is_empty() {
            break;
        }
        for (path, before, applied) in round {
            overlay.insert(&path, applied.text.clone());
            let file = changed.entry(path.to_string()).or_insert_with(|| ChangedFile {
                path: path.to_string(),
                before,
                after: String::new(),
                fixed: 0,
            });
            file.after = applied.text;
            file.fixed += applied.count;
        }
        report = lint(&overlay, options)?;
    }
    let changed = changed.into_values().filter(|file| *file.before != *file.after).collect();
    Ok(Fixed { changed, report })
}

/// The new texts of the files that have something to fix, with their old ones.
fn one_round(report: &Report, allowed: Safety) -> Vec<(Arc<str>, Arc<str>, Applied)> {
    let mut by_file: BTreeMap<&Arc<str>, Vec<&Finding>> = BTreeMap::new();
    for finding in &report.findings {
        if finding.fix.as_ref().is_some_and(|fix| fix.safety <= allowed) {
            by_file.entry(&finding.primary.path).or_default().push(finding);
        }
    }
    let mut round = Vec::new();
    for (path, findings) in by_file {
        let Some(text) = report.model.text(path) else { continue };
        let applied = apply(text, findings.iter().filter_map(|finding| finding.fix.as_ref()));
        if applied.count > 0 && applied.text != **text {
            round.push((Arc::clone(path), Arc::clone(text), applied));
        }
    }
    round
}
