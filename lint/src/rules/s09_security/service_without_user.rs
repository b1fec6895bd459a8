// src/rules/s09_security/service_without_user.rs - RB902: a service function that is not told whose rows it works on

//! RB902: a service function that is not told whose rows it works on.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::ownership::{Ownership, own_part};
use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::layers::ROOT;
use crate::project::model::Model;
use crate::project::package::PackageId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::secrets::is_secret;
use crate::rules::service_function::{ServiceFunction, service_functions};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB902.
pub static RULE: Rule = Rule {
    code: "RB902",
    name: "service-without-user",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that touches rows with an owner and takes no `user_id`",
    page: include_str!("service_without_user.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let services = service_functions(model);
    let public: BTreeSet<FunctionRef> = services.iter().map(|service| service.id).collect();
    let callers = callers(model);
    let mut owners: BTreeMap<PackageId, Ownership> = BTreeMap::new();
    for service in &services {
        let id = service.id;
        let package = model.package_id(service.module);
        let ownership = owners.entry(package).or_insert_with(|| Ownership::of(model, package));
        if ownership.is_empty()
            || ownership.knows_user(model, id, service.function)
            || authenticates(model, service)
            || is_of_the_system(model, service)
            || is_called_by_the_system_alone(model, &callers, id)
        {
            continue;
        }
        let touched = own_part(model, id, &public).into_iter().find_map(|function| {
            let mut queries = model.queries.of(function).filter(|query| !query.runs.is_empty());
            queries.find_map(|query| Some((query, ownership.table(query)?)))
        });
        let Some((query, table)) = touched else { continue };
        let message =
            format!("{} touches `{table}`, whose rows belong to users, and takes no `user_id`", service.name(model));
        let help = "Take `user_id: i64` and bind it in the statement, so that nobody reaches another user's rows. If the function is the \
                    system's own, name it in `system` of `[auth]` in rulebook.toml.";
        let mut finding =
            Finding::new(&RULE, message, help, Label::new(&service.facts.path, service.function.name.range(), ""));
        finding.related.push(Label::new(&model.facts(query.load).path, query.span.range(), "touches them here"));
        findings.push(finding);
    }
}

/// Who calls each function.
fn callers(model: &Model) -> FxHashMap<FunctionRef, Vec<FunctionRef>> {
    let mut callers: FxHashMap<FunctionRef, Vec<FunctionRef>> = FxHashMap::default();
    for code in crate::rules::code::application(model) {
        for callee in model.calls.called_by(code.id) {
            callers.entry(callee).or_default().push(code.id);
        }
    }
    callers
}

/// Whether a function finds out who somebody is: it takes what only that one knows.
fn authenticates(model: &Model, service: &ServiceFunction<'_>) -> bool {
    let words = &model.package_of(service.module).settings.secret_words;
    let names = service.function.parameters.iter().filter_map(|parameter| parameter.name);
    let is_proof = |name: &str| is_secret(words, name) || ["email", "code", "claims", "session_id"].contains(&name);
    names.map(|name| service.facts.name(name)).any(is_proof)
}

/// Whether the settings call a function the system's own: by its name, or with that of its type or file before it.
fn is_of_the_system(model: &Model, service: &ServiceFunction<'_>) -> bool {
    let name = service.name(model);
    let name = name.trim_matches('`');
    let last = last_name(name);
    let settings = &model.package_of(service.module).settings;
    settings.system_functions.iter().any(|known| known == name || known == last)
}

/// Whether only engines, workers and the composition root call a function.
fn is_called_by_the_system_alone(
    model: &Model,
    callers: &FxHashMap<FunctionRef, Vec<FunctionRef>>,
    id: FunctionRef,
) -> bool {
    let Some(callers) = callers.get(&id) else { return false };
    callers.iter().all(|caller| {
        let modules = &model.tree.load(caller.load).modules;
        let place = modules.first().and_then(|module| model.place(*module));
        place.is_some_and(|place| [ROOT, "engines", "workers"].contains(&place.layer.as_str()))
    })
}
