// src/rules/s02_file_names/service_file_name.rs - RB202: a service file that is not `{resource}_service.rs`

//! RB202: a service file that is not `{resource}_service.rs`.

use crate::finding::Finding;
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s02_file_names::{report, role_in_layer};
use rulebook_conventions::layout::{self, Role};
use rulebook_conventions::section::Section;

/// RB202.
pub static RULE: Rule = Rule {
    code: "RB202",
    name: "service-file-name",
    section: Some(Section::FileNames),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a service file that is not `{resource}_service.rs`",
    page: include_str!("service_file_name.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    if let Some(Role::Service { stem }) = role_in_layer(context.package, &context.facts.package_path) {
        let right = layout::service_file(&stem, &context.package.settings.inflector());
        report(context, &RULE, &right, "`{resource}_service.rs`", findings);
    }
}
