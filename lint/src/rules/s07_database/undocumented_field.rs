// src/rules/s07_database/undocumented_field.rs - RB706: a field of a request or a response without a description

//! RB706: a field of a request or a response without a description.

use crate::finding::Finding;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::{ModelType, spoken_through, types};
use crate::source::facts::Field;
use rulebook_conventions::section::Section;

/// RB706.
pub static RULE: Rule = Rule {
    code: "RB706",
    name: "undocumented-field",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a field of a request or response model without a description",
    page: include_str!("undocumented_field.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let named = types(model).filter(is_named).map(|of| of.id);
    let spoken: Vec<_> = served.spoken().keys().copied().chain(named).collect();
    for of in spoken_through(model, spoken.into_iter()) {
        // A row is none of the API's, and the rule on where it is shown speaks of that.
        if of.is_row() || !of.derives(&["Serialize", "Deserialize", "ToSchema", "IntoParams"]) {
            continue;
        }
        for field in of.fields().filter(|field| !is_described(&of, field)) {
            let Some(name) = field.name else { continue };
            let message = format!("`{}` of `{}` has no description", of.facts.name(name), of.name());
            let help = "Say in a `///` line what it holds, in which unit, and what null means: the API's documentation shows it.";
            findings.push(Finding::new(&RULE, message, help, of.label_at(name, "")));
        }
    }
}

/// A model of the API by its name and place, mounted or not.
fn is_named(of: &ModelType<'_>) -> bool {
    let name = of.name();
    let is_model = of.place().is_some_and(|place| place.layer == "models") && !of.is_in_db_models();
    is_model && (name.ends_with("Request") || name.ends_with("Response"))
}

fn is_described(of: &ModelType<'_>, field: &Field) -> bool {
    let attributes = field.attributes;
    let says = |name: &str, keys: &[&str]| of.said(attributes, name).iter().any(|it| keys.contains(&it.name.as_str()));
    of.facts.documentation(attributes).any(|line| !line.is_empty())
        || of.facts.attribute(attributes, "doc").is_some()
        || says("schema", &["description", "ignore"])
        || says("param", &["description", "ignore"])
        || says("schemars", &["description", "skip"])
        // What is never sent, and what stands for the fields of another struct.
        || says("serde", &["skip", "flatten"])
}
