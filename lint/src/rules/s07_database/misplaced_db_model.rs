// src/rules/s07_database/misplaced_db_model.rs - RB701: a database model that stands outside models/db_models.rs

//! RB701: a database model that stands outside `models/db_models.rs`.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::types_in;
use rulebook_conventions::section::Section;

/// RB701.
pub static RULE: Rule = Rule {
    code: "RB701",
    name: "misplaced-db-model",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a type that derives `FromRow` outside `models/db_models.rs`",
    page: include_str!("misplaced_db_model.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for of in types_in(model, load).filter(|of| of.is_row() && !of.is_in_db_models()) {
        let message = format!("the database model `{}` stands outside of `models/db_models.rs`", of.name());
        let help = "Move it there: what the tables look like to the code is read in one place. A row of one statement alone may stand in the \
                    function that asks for it.";
        findings.push(Finding::new(&RULE, message, help, of.label("holds a row")));
    }
}
