// src/rules/s07_database/misplaced_api_model.rs - RB702: a request or response model in the wrong file

//! RB702: a request or response model in the wrong file.

use crate::finding::Finding;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::{ModelType, types};
use crate::source::facts::ItemKind;
use rulebook_conventions::layout::{Layout, Role};
use rulebook_conventions::section::Section;

/// RB702.
pub static RULE: Rule = Rule {
    code: "RB702",
    name: "misplaced-api-model",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a request or response model in `db_models.rs`, or in an api or service file",
    page: include_str!("misplaced_api_model.md"),
    check: Check::Routes(check),
};

/// What requests and responses are made by.
const SERIALIZED: &[&str] = &["Serialize", "Deserialize"];

/// What only the types of an API derive.
const DOCUMENTED: &[&str] = &["ToSchema", "IntoParams", "JsonSchema"];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let spoken = served.spoken();
    for of in types(model).filter(|of| matches!(of.item.kind, ItemKind::Struct { .. })) {
        let Some(place) = misplaced(&of, spoken.contains_key(&of.id)) else { continue };
        let message = format!("the API model `{}` stands in {place}", of.name());
        let help = "Move it to the `{resource}_models.rs` of its resource: what the API takes and shows is read there, apart from tables \
                    and from what handlers do.";
        findings.push(Finding::new(&RULE, message, help, of.label("a request or a response")));
    }
}

/// Where a model of the API stands that should not, in words.
fn misplaced(of: &ModelType<'_>, is_spoken: bool) -> Option<&'static str> {
    let name = of.name();
    let is_named = (name.ends_with("Request") || name.ends_with("Response")) && of.derives(SERIALIZED);
    if of.is_in_db_models() {
        // A row that is shown as it is has a rule of its own.
        return (is_named || (is_spoken && !of.is_row() && of.derives(SERIALIZED))).then_some("`db_models.rs`");
    }
    let (_, package) = of.package();
    match Layout::new(&package.settings).role(&of.facts.package_path) {
        Role::Api { .. } => (is_spoken || is_named || of.derives(DOCUMENTED)).then_some("an api file"),
        Role::Service { .. } | Role::ServiceSupport => {
            (is_spoken || (is_named && of.derives(DOCUMENTED))).then_some("a service file")
        }
        _ => None,
    }
}
