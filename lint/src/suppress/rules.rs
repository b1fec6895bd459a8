// src/suppress/rules.rs - RB001 to RB003: what can be wrong with a comment that allows a finding

//! RB001 to RB003: what can be wrong with a comment that allows a finding.

use crate::rule::{Check, Fixable, Rule, Severity};

/// RB001: it can't be read, or names no rule.
pub static INVALID: Rule = Rule {
    code: "RB001",
    name: "invalid-suppression",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "a suppression comment that can't be read, stands in the wrong place or names an unknown rule",
    page: include_str!("invalid_suppression.md"),
    check: Check::Flow,
};

/// RB002: it gives no reason.
pub static WITHOUT_REASON: Rule = Rule {
    code: "RB002",
    name: "suppression-without-reason",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a suppression comment without a reason",
    page: include_str!("suppression_without_reason.md"),
    check: Check::Flow,
};

/// RB003: it allows nothing.
pub static UNUSED: Rule = Rule {
    code: "RB003",
    name: "unused-suppression",
    section: None,
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "a suppression comment that suppresses nothing",
    page: include_str!("unused_suppression.md"),
    check: Check::Flow,
};
