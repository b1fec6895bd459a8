// src/rules/s02_file_names/test_file_name.rs - RB204: a test file that is not `tests/{component}/test_{component}_*.rs`

//! RB204: a test file that is not `tests/{component}/test_{component}_*.rs`.

use crate::finding::Finding;
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s02_file_names::wrong_name;
use crate::source::facts::Language;
use rulebook_conventions::layout::{self, Layout, Role};
use rulebook_conventions::section::Section;

/// RB204.
pub static RULE: Rule = Rule {
    code: "RB204",
    name: "test-file-name",
    section: Some(Section::FileNames),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a test file that is not `tests/{component}/test_{component}_*.rs`",
    page: include_str!("test_file_name.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let path = &*context.facts.package_path;
    if !context.package.backend || context.facts.language != Language::Rust {
        return;
    }
    let Role::Test { component, stem } = Layout::new(&context.package.settings).role(path) else { return };
    let right = layout::test_file(component.as_deref(), &stem);
    if right != path {
        findings.push(wrong_name(context, &RULE, &right, "`tests/{component}/test_{component}_*.rs`"));
    }
}
