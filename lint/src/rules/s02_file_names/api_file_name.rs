// src/rules/s02_file_names/api_file_name.rs - RB201: an api file that is not named after its resource

//! RB201: an api file that is not named after its resource.

use crate::finding::Finding;
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s02_file_names::{report, role_in_layer};
use rulebook_conventions::layout::{self, Role};
use rulebook_conventions::section::Section;

/// RB201.
pub static RULE: Rule = Rule {
    code: "RB201",
    name: "api-file-name",
    section: Some(Section::FileNames),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an api file that is not named after its resource",
    page: include_str!("api_file_name.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    if let Some(Role::Api { stem }) = role_in_layer(context.package, &context.facts.package_path) {
        let right = layout::api_file(&stem, &context.package.settings.inflector());
        report(context, &RULE, &right, "after its resource: `{resource}.rs`, singular, in snake_case", findings);
    }
}
