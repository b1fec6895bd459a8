// src/rules/s06_api/method_semantics.rs - RB609: a method that says something else than what is done

//! RB609: a method that says something else than what is done.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::routes::path::Segment;
use crate::routes::resource::{Program, label};
use crate::routes::served::Served;
use crate::routes::{Handler, Method, Route};
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB609.
pub static RULE: Rule = Rule {
    code: "RB609",
    name: "method-semantics",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an update by PUT or POST, an action that is not POST, a GET that changes something",
    page: include_str!("method_semantics.md"),
    check: Check::Routes(check),
};

/// What is done to an item and no method says.
const ACTIONS: &[&str] = &[
    "activate",
    "approve",
    "archive",
    "cancel",
    "close",
    "deactivate",
    "disable",
    "enable",
    "execute",
    "pause",
    "publish",
    "reject",
    "reopen",
    "restart",
    "restore",
    "resume",
    "retry",
    "rerun",
    "start",
    "stop",
    "submit",
    "suspend",
    "terminate",
    "unarchive",
    "unpublish",
];

/// How services call what changes something.
const CHANGES: &[&str] = &["create_", "delete_", "insert_", "remove_", "update_"];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        for (route, segments) in &program.routes {
            let said = action(route, segments)
                .or_else(|| update(model, program, route, segments))
                .or_else(|| change(model, route));
            if let Some((message, help)) = said {
                findings.push(Finding::new(&RULE, message, help, label(model, route, "")));
            }
        }
    }
}

fn action(route: &Route, segments: &[Segment<'_>]) -> Option<(String, String)> {
    let [.., Segment::Parameter(_), Segment::Literal(word)] = segments else { return None };
    let is_wrong = ACTIONS.contains(word) && !matches!(route.method, Method::Post | Method::Any | Method::Options);
    is_wrong.then(|| {
        let message = format!("the action `{word}` of `{}` is a {}", route.path, route.method);
        (
            message,
            format!("Make it `POST {}`: an action changes something, and is none of the other methods.", route.path),
        )
    })
}

fn update(model: &Model, program: &Program<'_>, route: &Route, segments: &[Segment<'_>]) -> Option<(String, String)> {
    let [before @ .., Segment::Parameter(_)] = segments else { return None };
    let Some(Segment::Literal(collection)) = before.last() else { return None };
    let name = route.handler.name(model);
    let is_update = ["update", "edit", "change", "modify", "patch"].iter().any(|word| name.starts_with(word));
    let is_patched =
        || program.routes.iter().any(|(other, _)| other.path == route.path && other.method == Method::Patch);
    let is_wrong = match route.method {
        // Beside a PATCH, a PUT replaces the whole.
        Method::Put if is_patched() => false,
        // What is put under a key of the caller's own choice is no update of a part.
        Method::Put => is_update,
        Method::Post => is_update && program.is_collection(collection),
        _ => false,
    };
    is_wrong.then(|| {
        let message = format!("`{}` updates `{}` by {}", name, route.path, route.method);
        (message, format!("Make it `PATCH {}`, with fields that may be left out.", route.path))
    })
}

/// The first service function that changes something, straight or through helpers of the API.
fn change(model: &Model, route: &Route) -> Option<(String, String)> {
    let Handler::Function(id) = route.handler else { return None };
    if !matches!(route.method, Method::Get | Method::Head) {
        return None;
    }
    let (mut waiting, mut seen) = (vec![id], BTreeSet::new());
    let mut called = None;
    while let Some(function) = waiting.pop().filter(|_| called.is_none()) {
        if !seen.insert(function) {
            continue;
        }
        let callees: Vec<FunctionRef> = model.calls.called_by(function).collect();
        called = callees.iter().copied().find(|callee| is_service(model, *callee) && is_change(model, *callee));
        waiting.extend(callees.into_iter().rev().filter(|callee| !is_service(model, *callee)));
    }
    let called = name(model, called?);
    let message = format!("`{} {}` calls `{called}`, which changes something", route.method, route.path);
    let help = "Make it POST, PATCH or DELETE: who follows a link, a cache or a crawler may ask for a GET at any time.";
    Some((message, help.to_owned()))
}

fn name(model: &Model, id: FunctionRef) -> &str {
    model.function(id).map_or("", |function| model.facts(id.load).name(function.name))
}

fn is_change(model: &Model, id: FunctionRef) -> bool {
    CHANGES.iter().any(|change| name(model, id).starts_with(change))
}

fn is_service(model: &Model, id: FunctionRef) -> bool {
    let modules = &model.tree.load(id.load).modules;
    modules.first().and_then(|module| model.place(*module)).is_some_and(|place| place.layer == "services")
}
