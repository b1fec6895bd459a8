// src/settle.rs - Findings brought to what is reported: settings, suppressions, precedence, order

//! Findings brought to what is reported: settings, suppressions, precedence, order.

use std::collections::{BTreeMap, HashSet};

use crate::baseline::Held;
use crate::baseline::rules::STALE;
use crate::finding::Finding;
use crate::identity::{Identity, name_items};
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::paths;
use crate::rule::{Rule, Severity};
use crate::rules;
use crate::run::Options;
use crate::source::facts::FileFacts;
use crate::suppress;
use rulebook_conventions::settings::SeveritySetting;

/// Of two rules that speak of one place, the first is the more specific and the other is silent.
const PRECEDENCE: &[(&str, &str)] = &[
    ("RB403", "RB401"),
    ("RB405", "RB401"),
    ("RB405", "RB402"),
    ("RB407", "RB401"),
    ("RB601", "RB602"),
    ("RB601", "RB607"),
    ("RB603", "RB602"),
    ("RB607", "RB608"),
    ("RB702", "RB701"),
    ("RB703", "RB611"),
    ("RB1304", "RB802"),
];

/// What is reported of `findings`, sorted by path, place and code, and what the baseline came to.
pub(crate) fn settle(findings: Vec<Finding>, model: &Model, options: &Options) -> (Vec<Finding>, Option<Held>) {
    let owners = Owners::new(model);
    let mut settled: Vec<Finding> = findings.into_iter().filter_map(|finding| owners.weigh(finding)).collect();
    give_way(&mut settled);
    let ran = |facts: &FileFacts, rule: &'static Rule| {
        options.runs(rule)
            && owners.of(&facts.path).is_none_or(|package| severity(package, &facts.path, rule).is_some())
    };
    // What could not be read may break rules in any file: the baseline is left as it is then.
    let is_whole = settled.iter().all(|finding| finding.rule.code != rules::UNREADABLE_SOURCE.code);
    let mut settled = suppress::apply(model.files().iter().map(|file| &file.facts), settled, &ran);
    settled.retain(|finding| options.runs(finding.rule) && is_wanted(options, finding));
    sort(&mut settled);
    name_items(&mut settled, model);
    let held = options.baseline.as_ref().map(|(file, stale)| {
        let judged = |entry: &Identity| {
            is_whole
                && is_asked_for(options, &entry.path)
                && rules::find(&entry.code).is_none_or(|rule| options.runs(rule))
        };
        file.hold(&mut settled, &judged, *stale)
    });
    // What the baseline said last is weighed as all else is.
    let is_stale = |finding: &Finding| finding.rule.code == STALE.code;
    if settled.iter().any(is_stale) {
        let weigh = |finding: Finding| if is_stale(&finding) { owners.weigh(finding) } else { Some(finding) };
        settled = settled.into_iter().filter_map(weigh).filter(|finding| options.runs(finding.rule)).collect();
        sort(&mut settled);
    }
    (settled, held)
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
        let path = &finding.primary.path;
        match self.of(path) {
            Some(package) => {
                let severity = weighed(stated(package, path, finding.rule), finding.severity)?;
                Some(Finding { severity, ..finding })
            }
            None => Some(finding),
        }
    }
}

/// What a rule weighs in a file of a package; none if it is off there.
pub(crate) fn severity(package: &Package, path: &str, rule: &'static Rule) -> Option<Severity> {
    weighed(stated(package, path, rule), rule.severity)
}

/// What the settings of a package say of a rule in a file.
fn stated(package: &Package, path: &str, rule: &'static Rule) -> Option<SeveritySetting> {
    let of_package = || package.settings.severities.get(rule.code).copied();
    package.overrides.severity(path, rule.code).or_else(of_package)
}

/// A severity, unless the settings say another one.
fn weighed(stated: Option<SeveritySetting>, own: Severity) -> Option<Severity> {
    match stated {
        Some(SeveritySetting::Off) => None,
        Some(SeveritySetting::Warning) => Some(Severity::Warning),
        Some(SeveritySetting::Error) => Some(Severity::Error),
        None => Some(own),
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
    is_below_asked(options, path) && options.changed.as_ref().is_none_or(|changed| changed.contains(path))
}

/// Whether the options ask for a finding. One in a file that did not change counts if it leads through one that did.
fn is_wanted(options: &Options, finding: &Finding) -> bool {
    let changed = |path: &str| options.changed.as_ref().is_none_or(|changed| changed.contains(path));
    let mut labels = std::iter::once(&finding.primary).chain(&finding.related);
    is_below_asked(options, &finding.primary.path) && labels.any(|label| changed(&label.path))
}

fn is_below_asked(options: &Options, path: &str) -> bool {
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
