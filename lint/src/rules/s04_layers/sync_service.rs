// src/rules/s04_layers/sync_service.rs - RB404: a public service function that is not async

//! RB404: a public service function that is not async.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::{ServiceFunction, service_functions_in};
use crate::source::facts::{TypeId, TypeKind};
use rulebook_conventions::section::Section;

/// RB404.
pub static RULE: Rule = Rule {
    code: "RB404",
    name: "sync-service",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that is not async",
    page: include_str!("sync_service.md"),
    check: Check::Linked(check),
};

/// What is awaited, polled or joined: a function that returns one need not be `async` itself.
const ASYNCHRONOUS: [&str; 8] =
    ["BoxFuture", "BoxStream", "Future", "IntoFuture", "JoinHandle", "LocalBoxFuture", "LocalBoxStream", "Stream"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        let function = service.function;
        let exempt = function.asynchronous
            || function.constant
            || function.reads_self && function.parameters.is_empty()
            || function.returns.is_some_and(|returns| is_exempt(model, &service, returns));
        if exempt {
            continue;
        }
        findings.push(Finding::new(
            &RULE,
            format!("the service function {} is not async", service.name(model)),
            "Write `async fn`. If it only helps other functions of the services, write `pub(crate)` or nothing before it.",
            Label::new(&service.facts.path, function.name.range(), "public, and not async"),
        ));
    }
}

/// Whether what a function returns makes it a constructor or is awaited by the caller.
fn is_exempt(model: &Model, service: &ServiceFunction<'_>, returns: TypeId) -> bool {
    let own = |item: ItemRef| Some(item) == service.self_type;
    let is_self = service.facts.type_nodes(returns).any(|(_, node)| node.kind == TypeKind::SelfType);
    let is_last_name_asynchronous = |name: &str| ASYNCHRONOUS.contains(&name);
    let written = service.facts.type_nodes(returns).any(|(_, node)| {
        // `Future` is in the prelude, where names lead to no package.
        let TypeKind::Path(path) = node.kind else { return false };
        let last = service.facts.last_name(path);
        last.is_some_and(is_last_name_asynchronous)
    });
    let mentions = model.mentions(service.id.load, returns, &|_| false);
    is_self
        || written
        || mentions.iter().any(|mention| match mention.named {
            Named::Item(item) => own(*item) || model.implementation(*item, &ASYNCHRONOUS).is_some(),
            Named::External { name, .. } => is_last_name_asynchronous(name),
        })
}
