// src/rules/s10_async/sync_handler.rs - RB1002: a handler that is not async

//! RB1002: a handler that is not async.

use crate::finding::{Finding, Label};
use crate::project::types::Named;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB1002.
pub static RULE: Rule = Rule {
    code: "RB1002",
    name: "sync-handler",
    section: Some(Section::Async),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a handler that is not `async`",
    page: include_str!("sync_handler.md"),
    check: Check::Routes(check),
};

/// Types that are futures, and those that hold one.
const FUTURES: &[&str] = &["Future", "IntoFuture", "BoxFuture", "LocalBoxFuture"];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (id, function) in served.handlers() {
        let facts = model.facts(id.load);
        let returns_future = function.returns.is_some_and(|ty| {
            facts.type_nodes(ty).any(|(at, _)| {
                FUTURES.contains(&facts.type_name(at))
                    // A future of the project's own, or an alias of one.
                    || matches!(model.named(id.load, at), Some(Named::Item(item)) if model.implementation(*item, FUTURES).is_some())
            })
        });
        if function.asynchronous || returns_future {
            continue;
        }
        let message = format!("the handler `{}` is not async", facts.name(function.name));
        let help = "Make it `async fn`: axum takes no other, and a service that it will call one day is awaited.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, function.name.range(), "")));
    }
}
