// src/rules/s04_layers/layer_dependency.rs - RB401: a layer uses one that it may not

//! RB401: a layer uses one that it may not.

use super::forbidden::{forbidden, name};
use crate::finding::Finding;
use crate::project::layers::{Place, ROOT};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::{Access, Layer};

/// RB401.
pub static RULE: Rule = Rule {
    code: "RB401",
    name: "layer-dependency",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a layer uses one that it may not",
    page: include_str!("layer_dependency.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for used in forbidden(model, load, &|from| from.layer != ROOT, &|_| true) {
        let message = format!("{} uses {}{}, which it may not", name(used.from), name(used.to), used.by_way_of());
        findings.push(used.finding(&RULE, message, help(used.layer, used.from, used.to)));
    }
}

fn help(layer: &Layer, from: &Place, to: &Place) -> String {
    if layer.name != to.layer && layer.may_use(&to.layer, &to.module) {
        return format!("Use what `public` of `[layers.{}]` names, or add this to it in `rulebook.toml`.", to.layer);
    }
    let advice = match (from.layer.as_str(), to.layer.as_str()) {
        ("api", "core") => "Put the work into a service function and call that. ",
        ("api", "api") => "Move what both need into a service, or into one of the api layer's support files. ",
        ("services", "api") => "Take plain values as parameters, and let the api file take them out of the request. ",
        ("services", "engines") => "Let the engine call the service, not the other way round. ",
        ("models", _) => "Keep models plain data: move the function that needs it into a service. ",
        ("core", "services") => "Give `core` what it needs as a parameter, or move the function into a service. ",
        ("engines", "core") => "Call a service: it has the business rules that `core` lacks. ",
        (_, ROOT) => "Move what is shared out of the crate's root into a layer. ",
        _ => "",
    };
    let allowed: Vec<String> = layer.may_use.iter().map(spell).collect();
    match allowed.as_slice() {
        [] => format!("{advice}`{}` may use no other layer.", layer.name),
        allowed => format!("{advice}`{}` may use {}.", layer.name, allowed.join(", ")),
    }
}

fn spell(access: &Access) -> String {
    match access {
        Access::Anything => "everything".to_owned(),
        Access::Layer(layer) => format!("`{layer}`"),
        Access::Module { layer, module } => format!("`{layer}::{module}`"),
    }
}
