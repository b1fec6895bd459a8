// src/rules/s04_layers/database_in_api.rs - RB407: an api file names the database

//! RB407: an api file names the database.

use super::used_crate::crate_in_layer;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::{Settings, lists_crate};

/// RB407.
pub static RULE: Rule = Rule {
    code: "RB407",
    name: "database-in-api",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an api file names sqlx or runs SQL",
    page: include_str!("database_in_api.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    let is_database = |settings: &Settings, name: &str| lists_crate(&settings.database_crates, name);
    for used in crate_in_layer(model, load, &["api"], &is_database) {
        let help = "Move the statement into a service function, which opens its own session, and call that.";
        findings.push(used.finding(&RULE, "the database", help));
    }
}
