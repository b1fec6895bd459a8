// src/adopt/first.rs - The fixes worth making first, of many findings

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::finding::{Finding, Safety};
use crate::rule::{Rule, Severity};
use rulebook_conventions::section::Section;

/// A fix worth making first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum First {
    /// `--fix` mends findings of these rules without a look.
    Automatic {
        /// How many.
        count: usize,
        /// The codes of the rules.
        codes: Vec<&'static str>,
    },
    /// A rule that many places break, or one that weighs much.
    ByHand {
        /// The rule's code and name.
        rule: (&'static str, &'static str),
        /// How many findings.
        count: usize,
        /// The file with most of them, and how many are there.
        file: (String, usize),
        /// What to write instead, as the first of them says.
        help: String,
    },
}

/// Up to three: what a command does by itself, then what weighs most. Findings of one rule weigh together, the first ones most.
pub fn first_fixes(findings: &[Finding]) -> Vec<First> {
    let mut rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule.section.is_some()) {
        rules.entry(finding.rule.code).or_default().push(finding);
    }
    let is_safe = |finding: &&&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    let automatic: BTreeMap<&'static str, usize> = rules
        .values()
        .filter_map(|all| Some((all.first()?.rule.code, all.iter().filter(is_safe).count())))
        .filter(|(_, count)| *count > 0)
        .collect();
    let mut first = Vec::new();
    if !automatic.is_empty() {
        first.push(First::Automatic { count: automatic.values().sum(), codes: automatic.keys().copied().collect() });
    }
    // To move and rename files is not the first thing to do: it mends nothing that runs.
    let is_layout = |rule: &Rule| matches!(rule.section, Some(Section::Structure | Section::FileNames));
    let is_by_hand = |all: &&Vec<&Finding>| !all.iter().any(|finding| is_safe(&finding) || is_layout(finding.rule));
    let mut by_hand: Vec<_> = rules.values().filter(is_by_hand).collect();
    by_hand.sort_by_key(|all| {
        let weight: usize = all.first().map_or(0, |finding| weight(finding.rule, finding.severity));
        // The root of the count: a hundred places are not a hundred times as bad as one.
        (Reverse(weight * all.len().isqrt().min(12)), all.first().map(|finding| finding.rule.code))
    });
    first.extend(by_hand.into_iter().filter_map(|all| in_words(all)).take(3 - first.len()));
    first
}

/// How bad it is that a rule is broken, by what its section guards: access and data before structure before form.
fn weight(rule: &Rule, severity: Severity) -> usize {
    let section = match rule.section {
        Some(Section::Security) => 12,
        Some(Section::Async) => 9,
        Some(Section::Database | Section::Api) => 7,
        Some(Section::Layers) => 8,
        Some(Section::Logging) => 5,
        Some(Section::Quality | Section::Tests | Section::Checklist) => 4,
        Some(Section::Structure | Section::FileNames | Section::Headers | Section::Future) | None => 1,
    };
    match severity {
        Severity::Error => section * 2,
        Severity::Warning => section,
    }
}

fn in_words(all: &[&Finding]) -> Option<First> {
    let one = all.first()?;
    let mut files: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in all {
        *files.entry(&finding.primary.path).or_default() += 1;
    }
    let (path, most) = files.into_iter().min_by_key(|(path, count)| (Reverse(*count), *path))?;
    let of_file = all.iter().find(|finding| *finding.primary.path == *path)?;
    Some(First::ByHand {
        rule: (one.rule.code, one.rule.name),
        count: all.len(),
        file: (path.to_owned(), most),
        help: of_file.help.clone(),
    })
}
