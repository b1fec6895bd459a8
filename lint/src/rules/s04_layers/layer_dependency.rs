// src/rules/s04_layers/layer_dependency.rs - RB401: a layer uses one that it may not

//! RB401: a layer uses one that it may not.

use super::reach::{Reacher, by_way_of, place, way};
use crate::finding::{Finding, Label};
use crate::project::layers::{Place, ROOT};
use crate::project::model::Model;
use crate::project::names::Definition;
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
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut reacher = Reacher::new(model);
    for edge in model.edges.iter().filter(|edge| !edge.test) {
        let Some(from) = model.place(edge.from).filter(|from| from.layer != ROOT) else { continue };
        let Some(layer) = model.package_of(edge.from).settings.layer(&from.layer) else { continue };
        let mut forbidden = |target| {
            reacher
                .ends(target)
                .into_iter()
                .find(|reach| place(model, reach.end).is_some_and(|to| !may_use(layer, from, to, reach.end)))
        };
        // Where the import is at fault, the places that use it are not reported again.
        if edge.imported.is_some_and(|imported| forbidden(imported).is_some()) {
            continue;
        }
        if let Some(reach) = forbidden(edge.target)
            && let Some(to) = place(model, reach.end)
        {
            let label = Label::new(&model.facts(edge.load).path, edge.span.range(), format!("uses {}", name(to)));
            let message =
                format!("{} uses {}{}, which it may not", name(from), name(to), by_way_of(model, edge, &reach));
            let mut finding = Finding::new(&RULE, message, help(layer, from, to), label);
            finding.related = way(model, edge, &reach);
            findings.push(finding);
        }
    }
}

/// Whether a module of a layer may use what lies at `to`.
fn may_use(layer: &Layer, from: &Place, to: &Place, target: Definition) -> bool {
    let own = from.layer == to.layer;
    // A layer's own root puts its modules together; a module is one with what lies below it.
    let is_family = from.module.is_empty() || first(&from.module) == first(&to.module);
    if (own && is_family) || layer.may_use(&to.layer, &to.module) {
        return true;
    }
    // To name a module is no use of it if something below it may be used: what is then named of it decides.
    matches!(target, Definition::Module(_))
        && layer.may_use.iter().any(|access| match access {
            Access::Module { layer, module } => *layer == to.layer && is_below(module, &to.module),
            Access::Anything | Access::Layer(_) => false,
        })
}

fn first(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

fn is_below(module: &str, outer: &str) -> bool {
    outer.is_empty() || module.strip_prefix(outer).is_some_and(|rest| rest.starts_with("::"))
}

/// A place as the settings name it: `core::db`.
fn name(place: &Place) -> String {
    match first(&place.module) {
        "" => format!("`{}`", place.layer),
        module => format!("`{}::{module}`", place.layer),
    }
}

fn help(layer: &Layer, from: &Place, to: &Place) -> String {
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
