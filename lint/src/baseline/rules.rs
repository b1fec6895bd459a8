// src/baseline/rules.rs - RB005: an entry of the baseline that is not found any more

//! RB005: an entry of the baseline that is not found any more.

use crate::rule::{Check, Fixable, Rule, Severity};

/// RB005.
pub static STALE: Rule = Rule {
    code: "RB005",
    name: "stale-baseline-entry",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an entry of the baseline that is not found any more, in a run that may not shrink it",
    page: include_str!("stale_baseline_entry.md"),
    check: Check::Flow,
};
