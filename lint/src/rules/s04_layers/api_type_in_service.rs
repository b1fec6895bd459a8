// src/rules/s04_layers/api_type_in_service.rs - RB405: a public service function takes what belongs to HTTP

//! RB405: a public service function takes what belongs to HTTP.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::names::{Definition, ItemRef};
use crate::project::tree::LoadId;
use crate::project::types::{Mention, Named};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::{ServiceFunction, service_functions_in};
use crate::source::facts::{ItemKind, Site};
use rulebook_conventions::layout::{Layout, Role};
use rulebook_conventions::section::Section;

/// RB405.
pub static RULE: Rule = Rule {
    code: "RB405",
    name: "api-type-in-service",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function takes a request or response model, an extractor or another type of HTTP",
    page: include_str!("api_type_in_service.md"),
    check: Check::Linked(check),
};

/// Traits whose implementation makes a type an extractor.
const EXTRACTORS: [&str; 4] = ["FromRequest", "FromRequestParts", "OptionalFromRequest", "OptionalFromRequestParts"];

/// Derives that only a model of the API has.
const OF_API: [&str; 5] = ["IntoParams", "ToResponse", "ToSchema", "IntoResponses", "Validate"];

/// Derives that a model of the API has and others may have too.
const OF_DATA: [&str; 2] = ["Deserialize", "Serialize"];

/// How models of the API are called.
const ENDINGS: [&str; 8] = ["Body", "Dto", "Form", "Params", "Payload", "Query", "Request", "Response"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        for mention in service.takes(model, &|_| false) {
            let Some(what) = kind(model, &service, &mention) else { continue };
            let name = name(model, &mention);
            let message = format!("the service function {} takes {what}, `{name}`", service.name(model));
            let help = if what == CURRENT_USER {
                "Take the user's id: the api file knows who asks, and a test, an engine or a worker has no request."
            } else {
                "Take plain values. Where there are more than five, take them as one plain struct of \
                 `models/db_models.rs`, such as `NewJob`, `JobChanges` or `JobFilter`, and let the api file make it."
            };
            findings.push(service.finding(model, &RULE, &mention, message, help));
        }
    }
}

const CURRENT_USER: &str = "the current user of a request";

/// What of HTTP a mention is, if it is that.
fn kind(model: &Model, service: &ServiceFunction<'_>, mention: &Mention<'_>) -> Option<&'static str> {
    match mention.named {
        Named::External { package, .. } => {
            let settings = &model.package_of(service.module).settings;
            let package = model.external(*package);
            settings
                .framework_crates
                .iter()
                .any(|framework| framework == package)
                .then_some("a type of the web framework")
        }
        Named::Item(item) => kind_of_item(model, *item),
    }
}

fn kind_of_item(model: &Model, item: ItemRef) -> Option<&'static str> {
    let data = model.item(item)?;
    let facts = model.facts(item.load);
    if !matches!(data.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. } | ItemKind::Union) {
        return None;
    }
    let name = facts.name(data.name?);
    if name == "CurrentUser" {
        return Some(CURRENT_USER);
    }
    if model.implementation(item, &EXTRACTORS).is_some() {
        return Some("an extractor");
    }
    let module = model.defining_module(Definition::Item(item))?;
    match model.place(module)?.layer.as_str() {
        "api" => Some("a type of the api layer"),
        "models" if matches!(data.kind, ItemKind::Struct { .. }) => {
            let role = Layout::new(&model.package_of(module).settings).role(&facts.package_path);
            (matches!(role, Role::ApiModels { .. }) && is_api_model(model, item, name)).then_some("a model of the API")
        }
        _ => None,
    }
}

/// Whether a struct of a file of API models is a request or a response. One that is plain data is neither.
fn is_api_model(model: &Model, item: ItemRef, name: &str) -> bool {
    let facts = model.facts(item.load);
    let attributes = facts.references.iter();
    let attributes =
        attributes.filter(|reference| reference.owner == Some(item.item) && reference.site == Site::Attribute);
    let mut derives = attributes.filter_map(|reference| facts.last_name(reference.path));
    let is_called_so = ENDINGS.iter().any(|ending| name.ends_with(ending));
    derives.any(|derive| OF_API.contains(&derive) || (is_called_so && OF_DATA.contains(&derive)))
}

fn name<'m>(model: &'m Model, mention: &'m Mention<'_>) -> &'m str {
    match mention.named {
        Named::External { name, .. } => name,
        Named::Item(item) => {
            let name = model.item(*item).and_then(|data| data.name);
            name.map(|name| model.facts(item.load).name(name)).unwrap_or_default()
        }
    }
}
