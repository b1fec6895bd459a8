// src/rules/s06_api/undocumented_answer.rs - RB616: documentation that leaves out what a handler does

//! RB616: documentation that leaves out what a handler does.

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::types::Named;
use crate::routes::Handler;
use crate::routes::describe::function_auth;
use crate::routes::errors::{error_type, into_response, number, statuses};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::body::ExprKind;
use crate::source::facts::{Documentation, Function, Span};
use rulebook_conventions::section::Section;

/// RB616.
pub static RULE: Rule = Rule {
    code: "RB616",
    name: "undocumented-answer",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "`#[utoipa::path]` without the security, the body or the errors that the handler has",
    page: include_str!("undocumented_answer.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (id, function) in served.handlers() {
        let Some(said) = function.documentation.as_deref() else { continue };
        let Some(package) = package_of(served, id) else { continue };
        let facts = model.facts(id.load);
        let name = facts.name(function.name);
        let mut report = |span: Span, message: String, help: String| {
            let mut finding =
                Finding::new(&RULE, message, help, Label::new(&facts.path, said.span.range(), "does not say so"));
            finding.related.push(Label::new(&facts.path, span.range(), "it does this"));
            findings.push(finding);
        };
        let user = function_auth(model, package, id);
        if let Some(user) = user.as_deref().filter(|_| !said.security && !secures_all(model, package)) {
            let span = parameter_named(model, id, function, user).unwrap_or(function.name);
            let help = "Add `security((\"bearer\" = []))`, by the name of the scheme in the document.".to_owned();
            report(span, format!("`{name}` takes `{user}`, and its documentation asks nothing of the caller"), help);
        }
        if let Some((span, body)) = own_body(model, id, function).filter(|_| !said.request_body) {
            let message = format!("`{name}` takes a body, and its documentation has none");
            report(
                span,
                message,
                format!("Add `request_body = {body}`: utoipa sees a body in `Json` and `Form` alone."),
            );
        }
        if let Some((message, help)) = missing_errors(model, id, function, said, user.is_some()) {
            let span = function.returns.and_then(|ty| facts.types.get(ty.index())).map(|node| node.span);
            report(span.unwrap_or(function.name), format!("`{name}` {message}"), help);
        }
    }
}

/// The package of the program that mounts a handler.
fn package_of<'m>(served: &Served<'m>, id: FunctionRef) -> Option<&'m Package> {
    let model = served.model;
    let route = served.table.routes.iter().find(|route| route.handler == Handler::Function(id))?;
    Some(model.package(model.tree.krate(route.program).package))
}

/// Whether the document of a package says for all operations at once what a caller must show: `#[openapi(security(..))]`, or
/// code that sets the document's `security`.
fn secures_all(model: &Model, package: &Package) -> bool {
    model.files().iter().filter(|file| std::ptr::eq(model.package(file.package), package)).any(|file| {
        let facts = &file.facts;
        let in_attribute = facts.items.iter().flat_map(|item| facts.attributes(item.attributes)).any(|attribute| {
            facts.slice(attribute.path).ends_with("openapi") && facts.slice(attribute.span).contains("security")
        });
        let bodies = &facts.bodies;
        let sets = |(_, body): (_, &crate::source::body::Body)| {
            bodies.exprs(body).any(|(_, expr)| match expr.kind {
                ExprKind::Assign { left, .. } => {
                    matches!(bodies.kind(left), ExprKind::Field { name, .. } if facts.name(name) == "security")
                }
                _ => false,
            })
        };
        in_attribute || bodies.iter().any(sets)
    })
}

/// The parameter whose type names `user`.
fn parameter_named(model: &Model, id: FunctionRef, function: &Function, user: &str) -> Option<Span> {
    let facts = model.facts(id.load);
    let types = function.parameters.iter().flat_map(|parameter| facts.type_nodes(parameter.ty));
    types.into_iter().find(|(at, _)| facts.type_name(*at) == user).map(|(_, node)| node.span)
}

/// A parameter that reads the body by an extractor of the project's own, and the type that it holds.
fn own_body(model: &Model, id: FunctionRef, function: &Function) -> Option<(Span, String)> {
    let facts = model.facts(id.load);
    function.parameters.iter().find_map(|parameter| {
        let Named::Item(item) = model.named(id.load, parameter.ty)? else { return None };
        // utoipa goes by the name.
        if ["Json", "Form"].contains(&facts.type_name(parameter.ty)) {
            return None;
        }
        model.implementation(*item, &["FromRequest"])?;
        let node = facts.types.get(parameter.ty.index())?;
        let holds = (node.end > parameter.ty.0 + 1).then(|| facts.types.get(parameter.ty.index() + 1))??;
        Some((node.span, facts.slice(holds.span).to_owned()))
    })
}

/// What is missing of the errors that a handler answers.
fn missing_errors(
    model: &Model,
    id: FunctionRef,
    function: &Function,
    said: &Documentation,
    takes_user: bool,
) -> Option<(String, String)> {
    // A type says statuses that are not seen here.
    if said.answer_types || said.statuses.iter().any(|status| is_range(status)) {
        return None;
    }
    let error = error_type(model, id.load, function)?;
    let Named::Item(item) = model.named(error.load, error.ty)? else { return None };
    let answered = statuses(model, into_response(model, *item)?);
    let answered: std::collections::BTreeSet<u16> = answered.into_iter().filter_map(number).collect();
    let documented: Vec<u16> = said.statuses.iter().filter_map(|status| known_number(status)).collect();
    let type_name = model.facts(error.load).type_name(error.ty);
    if answered.is_empty() {
        return None;
    }
    if !documented.iter().any(|status| *status >= 400) {
        let all: Vec<String> = answered.iter().map(u16::to_string).collect();
        let message = format!("fails with `{type_name}`, and its documentation has no failure");
        let help = format!("Add those of {} that it can answer to `responses(..)`.", all.join(", "));
        return Some((message, help));
    }
    let is_missing = takes_user && answered.contains(&401) && !documented.contains(&401);
    is_missing.then(|| {
        let message = "asks who the caller is, and its documentation has no 401".to_owned();
        (message, "Add `(status = 401, description = \"..\")` to `responses(..)`.".to_owned())
    })
}

/// `4XX`, `default`: more than one status.
fn is_range(status: &str) -> bool {
    status == "default" || status.to_ascii_uppercase().ends_with("XX")
}

fn known_number(status: &str) -> Option<u16> {
    status.parse().ok().or_else(|| number(status))
}
