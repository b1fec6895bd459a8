// src/rules/s05_tests/undocumented_test.rs - RB506: a test without a doc comment

//! RB506: a test without a doc comment.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::test_function::tests_in;
use rulebook_conventions::section::Section;

/// RB506.
pub static RULE: Rule = Rule {
    code: "RB506",
    name: "undocumented-test",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a test without a doc comment",
    page: include_str!("undocumented_test.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for test in tests_in(model, load).filter(|test| test.summary().is_none()) {
        let message = format!("the test `{}` has no doc comment", test.name());
        let help = "Say in a `///` line what is expected and why, behind its category: `/// Edge case: the longest name is taken.`.";
        findings.push(Finding::new(&RULE, message, help, test.label("")));
    }
}
