// src/rules/s06_api/unrouted_handler.rs - RB614: a handler that no router mounts

//! RB614: a handler that no router mounts.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::edges::Edge;
use crate::project::model::Model;
use crate::project::names::{Definition, ItemRef};
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::{Function, ItemKind, Visibility};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB614.
pub static RULE: Rule = Rule {
    code: "RB614",
    name: "unrouted-handler",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public handler in `api` that no router mounts",
    page: include_str!("unrouted_handler.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    // Where something is not followed, it may be mounted there.
    if served.table.routes.is_empty() || !served.table.unresolved.is_empty() {
        return;
    }
    // What all code refers to is much to look at, and mostly all handlers are mounted.
    let referred = OnceCell::new();
    let is_referred = |item: &ItemRef| referred.get_or_init(|| referred_items(model)).contains(item);
    for load in model.tree.load_ids() {
        let facts = model.facts(load);
        let Some(&module) = model.tree.load(load).modules.first() else { continue };
        let is_api = model.place(module).is_some_and(|place| place.layer == "api") && model.is_application(module);
        if !is_api || model.tree.load(load).test {
            continue;
        }
        for (at, function) in facts.functions.iter().enumerate() {
            let id = FunctionRef { load, function: at as u32 };
            let item = ItemRef { load, item: function.item };
            let is_free = model.item(item).is_some_and(|item| item.kind == ItemKind::Fn);
            let is_open = is_free && !function.test && !served.is_handler(id) && is_handler(model, load, function);
            if !is_open || is_called_here(model, load, item) || is_referred(&item) {
                continue;
            }
            let name = facts.name(function.name);
            let message = format!("no router mounts `{name}`");
            let mount = match function.documentation {
                Some(_) if mounts_documented(model.package_of(module)) => format!(".routes(routes!({name}))"),
                _ => format!(".route(\"..\", get({name}))"),
            };
            let help = format!("Mount it, `{mount}`, or remove it: nobody can ask for it.");
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, function.name.range(), "")));
        }
    }
}

/// The items that code of other modules refers to.
fn referred_items(model: &Model) -> FxHashSet<ItemRef> {
    let item = |edge: Edge<'_>| match edge.target {
        Definition::Item(item) => Some(item),
        _ => None,
    };
    model.edges().filter_map(item).collect()
}

/// Whether a function is made to answer requests: it is public, asynchronous, and documented as a route or takes what only
/// handlers take. One that takes the next handler is middleware.
fn is_handler(model: &Model, load: LoadId, function: &Function) -> bool {
    let named = |ty| match model.named(load, ty) {
        Some(Named::External { package, name }) if model.external(*package) == "axum" => Some(last_name(name)),
        _ => None,
    };
    let takes = |names: &[&str]| {
        function.parameters.iter().filter_map(|parameter| named(parameter.ty)).any(|name| names.contains(&name))
    };
    let is_public = function.visibility == Visibility::Public && function.asynchronous;
    is_public
        && !takes(&["Next", "Request"])
        && (function.documentation.is_some() || takes(&["Form", "Json", "Path", "Query", "State"]))
}

/// Whether another function of the same file refers to an item: the model keeps no edges within a module.
fn is_called_here(model: &Model, load: LoadId, item: ItemRef) -> bool {
    use crate::project::bodies::Target;
    let paths = 0..model.facts(load).bodies.paths().len() as u32;
    paths
        .map(crate::source::body::PathId)
        .any(|path| matches!(model.target(load, path), Some(Target::Item { item: of, rest: 0 }) if *of == item))
}

/// Whether the package mounts handlers by what is documented of them.
fn mounts_documented(package: &Package) -> bool {
    package.dependencies.values().any(|dependency| dependency.package == "utoipa-axum")
}
