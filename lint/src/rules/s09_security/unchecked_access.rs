// src/rules/s09_security/unchecked_access.rs - RB903: data that is touched before it is checked whose it is

//! RB903: data that is touched before it is checked whose it is.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::ownership::{Ownership, own_part};
use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::PackageId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::service_functions;
use crate::source::body::ExprId;
use crate::sql::Query;
use rulebook_conventions::section::Section;

/// RB903.
pub static RULE: Rule = Rule {
    code: "RB903",
    name: "unchecked-access",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that takes `user_id` and touches data without checking whose it is",
    page: include_str!("unchecked_access.md"),
    check: Check::Project(check),
};

/// Beginnings of the names of functions that check.
const CHECKS: &[&str] = &[
    "validate_",
    "check_",
    "ensure_",
    "require_",
    "authorize_",
    "authorise_",
    "assert_",
    "verify_",
    "can_",
    "load_owned_",
];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let services = service_functions(model);
    let public: BTreeSet<FunctionRef> = services.iter().map(|service| service.id).collect();
    let mut owners: BTreeMap<PackageId, Ownership> = BTreeMap::new();
    for service in &services {
        let id = service.id;
        let package = model.package_id(service.module);
        let ownership = owners.entry(package).or_insert_with(|| Ownership::of(model, package));
        if ownership.is_empty() || !ownership.knows_user(model, id, service.function) {
            continue;
        }
        let Some((query, table)) = unchecked(model, ownership, id, &public) else { continue };
        let message = format!("{} touches `{table}` and does not check whose the rows are", service.name(model));
        let help = "Bind `user_id` in the statement (`.. AND user_id = $2`), or call a `validate_.._access` before it.";
        let facts = model.facts(query.load);
        let mut finding =
            Finding::new(&RULE, message, help, Label::new(&facts.path, query.span.range(), "touches them here"));
        let function = Label::new(&service.facts.path, service.function.name.range(), "knows who asks");
        finding.related.push(function);
        findings.push(finding);
    }
}

/// The first statement of a function, or of its helpers, that is about owned rows, does not say whose, and comes before any check.
fn unchecked<'m>(
    model: &'m Model,
    ownership: &Ownership,
    id: FunctionRef,
    public: &BTreeSet<FunctionRef>,
) -> Option<(&'m Query, &'m str)> {
    let first_check = OnceCell::new();
    let checked_from = || *first_check.get_or_init(|| self::first_check(model, ownership, id));
    let open = |query: &&Query| !query.runs.is_empty() && !ownership.is_scoped(query);
    for function in own_part(model, id, public) {
        // A function that checks is a check, whatever it looks at for that.
        if function != id && is_check(model, ownership, function) {
            continue;
        }
        for query in model.queries.of(function).filter(open) {
            let Some(table) = ownership.table(query) else { continue };
            let at = if function == id { Some(query.call) } else { call_towards(model, id, function) };
            let is_checked = match (checked_from(), at) {
                (Some(check), Some(at)) => check < at,
                (check, None) => check.is_some(),
                (None, Some(_)) => false,
            };
            if !is_checked {
                return Some((query, table));
            }
        }
    }
    None
}

/// The first call of a function that checks, or statement that binds the owner.
fn first_check(model: &Model, ownership: &Ownership, id: FunctionRef) -> Option<ExprId> {
    let facts = model.facts(id.load);
    let body = facts.bodies.body(model.function(id)?.body?);
    let mut calls = model.calls.in_body(id.load, body);
    let call = calls.find(|(_, callee)| is_check(model, ownership, *callee)).map(|(at, _)| at);
    let mut queries =
        model.queries.of(id).filter(|query| ownership.table(query).is_some() && ownership.is_scoped(query));
    call.into_iter().chain(queries.next().map(|query| query.call)).min()
}

/// Whether a function checks: by its name, or because it asks for rows of the owner and fails where there are none.
fn is_check(model: &Model, ownership: &Ownership, id: FunctionRef) -> bool {
    let facts = model.facts(id.load);
    let Some(function) = model.function(id) else { return false };
    let name = facts.name(function.name);
    let by_name =
        CHECKS.iter().any(|check| name.starts_with(check)) || name.contains("access") || name.contains("permission");
    by_name || {
        let mut queries = model.queries.of(id).filter(|query| ownership.table(query).is_some()).peekable();
        queries.peek().is_some() && queries.all(|query| ownership.is_scoped(query))
    }
}

/// Where a function calls another, straight or on the way to it.
fn call_towards(model: &Model, from: FunctionRef, to: FunctionRef) -> Option<ExprId> {
    let facts = model.facts(from.load);
    let body = facts.bodies.body(model.function(from)?.body?);
    let mut calls = model.calls.in_body(from.load, body);
    calls.find(|(_, callee)| model.calls.reaches(*callee, to)).map(|(at, _)| at)
}
