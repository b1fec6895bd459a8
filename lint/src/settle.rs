// src/settle.rs - Findings brought to what is reported: settings, suppressions, precedence, order

//! Findings brought to what is reported: settings, suppressions, precedence, order.

use std::collections::{BTreeMap, HashSet};

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::paths;
use crate::rule::{Rule, Severity};
use crate::run::Options;
use crate::source::facts::FileFacts;
use crate::suppress;
use rulebook_conventions::settings::SeveritySetting;

/// Of two rules that speak of one place, the first is the more specific and the other is silent.
const PRECEDENCE: &[(&str, &str)] = &[("RB403", "RB401"), ("RB405", "RB401"), ("RB405", "RB402"), ("RB407", "RB401")];

/// What is reported of `findings`, sorted by path, place and code.
pub(crate) fn settle(findings: Vec<Finding>, model: &Model, options: &Options) -> Vec<Finding> {
    let owners = Owners::new(model);
    let mut settled: Vec<Finding> = findings.into_iter().filter_map(|finding| owners.weigh(finding)).collect();
    give_way(&mut settled);
    let ran = |facts: &FileFacts, rule: &'static Rule| {
        options.runs(rule) && owners.of(&facts.path).is_none_or(|package| severity(package, rule).is_some())
    };
    let mut settled = suppress::apply(model.files.iter().map(|file| &file.facts), settled, &ran);
    settled.retain(|finding| options.runs(finding.rule) && is_asked_for(options, &finding.primary.path));
    sort(&mut settled);
    settled
}

/// The packages by the folders they lie in.
struct Owners<'m> {
    by_folder: BTreeMap<&'m str, &'m Package>,
}

impl<'m> Owners<'m> {
    fn new(model: &'m Model) -> Self {
        Self { by_folder: model.packages.iter().map(|package| (&*package.root, package)).collect() }
    }

    fn of(&self, path: &str) -> Option<&'m Package> {
        paths::upward(paths::parent(path)).find_map(|folder| self.by_folder.get(folder).copied())
    }

    /// The finding with the severity that the settings of its package give; none if they switch its rule off.
    fn weigh(&self, finding: Finding) -> Option<Finding> {
        match self.of(&finding.primary.path) {
            Some(package) => Some(Finding { severity: severity(package, finding.rule)?, ..finding }),
            None => Some(finding),
        }
    }
}

fn severity(package: &Package, rule: &'static Rule) -> Option<Severity> {
    match package.settings.severities.get(rule.code) {
        Some(SeveritySetting::Off) => None,
        Some(SeveritySetting::Warning) => Some(Severity::Warning),
        Some(SeveritySetting::Error) => Some(Severity::Error),
        None => Some(rule.severity),
    }
}

/// Takes away what gives way to a more specific rule at the same place.
fn give_way(findings: &mut Vec<Finding>) {
    let place =
        |finding: &Finding| (finding.primary.path.clone(), finding.primary.range.start, finding.primary.range.end);
    for (specific, general) in PRECEDENCE {
        let places: HashSet<_> = findings.iter().filter(|finding| finding.rule.code == *specific).map(place).collect();
        findings.retain(|finding| finding.rule.code != *general || !places.contains(&place(finding)));
    }
}

/// Whether the options ask for findings at a path.
pub(crate) fn is_asked_for(options: &Options, path: &str) -> bool {
    options.paths.is_empty() || options.paths.iter().any(|asked| path == asked || paths::below(path, asked).is_some())
}

/// Sorts, and drops what two crates that share a file both said.
fn sort(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding| {
        let Finding { rule, primary, message, .. } = finding;
        (primary.path.clone(), primary.range.start, primary.range.end, rule.code, message.clone())
    };
    findings.sort_by_cached_key(key);
    findings.dedup_by(|a, b| key(a) == key(b));
}
