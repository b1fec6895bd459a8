// src/rules/s02_file_names/model_file_name.rs - RB203: a model file that is neither `db_models.rs` nor `{resource}_models.rs`

//! RB203: a model file that is neither `db_models.rs` nor `{resource}_models.rs`.

use crate::finding::Finding;
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s02_file_names::{report, role_in_layer};
use rulebook_conventions::layout::{self, Role};
use rulebook_conventions::section::Section;

/// RB203.
pub static RULE: Rule = Rule {
    code: "RB203",
    name: "model-file-name",
    section: Some(Section::FileNames),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a model file that is neither `db_models.rs` nor `{resource}_models.rs`",
    page: include_str!("model_file_name.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    if let Some(Role::ApiModels { stem }) = role_in_layer(context.package, &context.facts.package_path) {
        let right = layout::models_file(&stem, &context.package.settings.inflector());
        report(context, &RULE, &right, "`db_models.rs` or `{resource}_models.rs`", findings);
    }
}
