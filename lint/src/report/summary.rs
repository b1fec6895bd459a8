// src/report/summary.rs - What a run came to, in a line or two, and counted by rule

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::View;
use super::style::Styles;
use crate::finding::{Label, Safety};
use crate::report::sources::Sources;
use crate::rule::{Rule, Severity};
use crate::run::Report;

/// The figures of a report.
pub(super) struct Counts {
    pub(super) files: usize,
    pub(super) files_with_findings: usize,
    pub(super) findings: usize,
    pub(super) errors: usize,
    /// Findings that `--fix` mends.
    pub(super) safe: usize,
    /// Findings that `--unsafe-fixes` mends besides.
    pub(super) needs_a_look: usize,
    pub(super) unresolved: usize,
    /// Findings that the baseline lists.
    pub(super) in_baseline: usize,
}

impl Counts {
    pub(super) fn of(report: &Report) -> Self {
        let paths: BTreeSet<&str> = report.findings.iter().map(|finding| &*finding.primary.path).collect();
        let fixes = |safety| {
            let of_safety = |fix: &_| matches!(fix, Some(crate::finding::Fix { safety: own, .. }) if *own == safety);
            report.findings.iter().filter(|finding| of_safety(&finding.fix)).count()
        };
        Self {
            files: report.files,
            files_with_findings: paths.len(),
            findings: report.findings.len(),
            errors: report.findings.iter().filter(|finding| finding.severity == Severity::Error).count(),
            safe: fixes(Safety::Safe),
            needs_a_look: fixes(Safety::Unsafe),
            unresolved: report.unresolved.len(),
            in_baseline: report.held.as_ref().map_or(0, |held| held.hidden),
        }
    }
}

/// What the run came to, for people: `3 findings in 2 files (1 can be fixed with --fix)`.
pub fn summary(report: &Report, color: bool) -> String {
    let styles = Styles::new(color);
    let counts = Counts::of(report);
    let mut out = if counts.findings == 0 {
        styles.good(&format!("{}, no findings", things(counts.files, "file")))
    } else {
        let severity = if counts.errors > 0 { Severity::Error } else { Severity::Warning };
        let found = format!("{} in {}", things(counts.findings, "finding"), things(counts.files_with_findings, "file"));
        styles.severity(severity, &found)
    };
    let fixes: Vec<String> = [(counts.safe, "--fix"), (counts.needs_a_look, "--unsafe-fixes")]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, option)| format!("{count} can be fixed with {option}"))
        .collect();
    if !fixes.is_empty() {
        out += &format!(" ({})", fixes.join(", "));
    }
    out.push('\n');
    if counts.in_baseline > 0 {
        let known = things(counts.in_baseline, "finding");
        out += &styles.faint(&format!("{known} more in the baseline; --no-baseline shows them"));
        out.push('\n');
    }
    if counts.unresolved > 0 {
        let places = things(counts.unresolved, "place");
        out += &styles.faint(&format!("{places} could not be followed; --strict lists them and fails on them"));
        out.push('\n');
    }
    out
}

/// The findings counted by rule, the most frequent first.
pub fn statistics(report: &Report, color: bool) -> String {
    let styles = Styles::new(color);
    let mut rules: BTreeMap<&str, (&Rule, usize, bool)> = BTreeMap::new();
    for finding in &report.findings {
        let entry = rules.entry(finding.rule.code).or_insert((finding.rule, 0, false));
        entry.1 += 1;
        entry.2 |= finding.fix.is_some();
    }
    let mut rules: Vec<_> = rules.into_values().collect();
    rules.sort_by_key(|(rule, count, _)| (Reverse(*count), rule.code));
    let mut out = String::new();
    for (rule, count, fixable) in rules {
        let code = styles.severity(rule.severity, rule.code);
        let fixable = if fixable { styles.good("  can be fixed") } else { String::new() };
        // Writing to a string can't fail.
        let _ = writeln!(out, "{count:>6}  {code} {}{fixable}", rule.name);
    }
    out
}

/// What could not be followed, one line each: `path:line:column: reason`.
pub fn unresolved(report: &Report, view: &View<'_>) -> String {
    let styles = Styles::new(view.color);
    let sources = Sources::new(report);
    let mut out = String::new();
    for place in &report.unresolved {
        if place.path.is_empty() {
            let _ = writeln!(out, "{}", place.reason);
            continue;
        }
        let label = Label::new(&place.path, place.range.clone(), "");
        let at = sources.of(&label).position(label.range.start);
        let path = styles.strong(&(view.show)(&place.path));
        let _ = writeln!(out, "{path}:{}:{}: {}", at.line, at.column, place.reason);
    }
    out
}

/// `1 file`, `2 files`.
fn things(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
