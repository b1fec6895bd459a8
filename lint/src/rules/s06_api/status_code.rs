// src/rules/s06_api/status_code.rs - RB612: an answer whose status does not say what was done

//! RB612: an answer whose status does not say what was done.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::body::is_unit;
use crate::routes::errors::own_statuses;
use crate::routes::path::Segment;
use crate::routes::resource::label;
use crate::routes::served::Served;
use crate::routes::{Handler, Method};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::{FileFacts, Function, TypeId};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB612.
pub static RULE: Rule = Rule {
    code: "RB612",
    name: "status-code",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a create that does not answer 201, a delete that does not answer 204",
    page: include_str!("status_code.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        for (route, segments) in &program.routes {
            let Handler::Function(id) = route.handler else { continue };
            let Some(function) = model.function(id) else { continue };
            let is_create = route.method == Method::Post && program.has_items(segments);
            let is_delete = route.method == Method::Delete && matches!(segments.last(), Some(Segment::Parameter(_)));
            let (what, wanted, code) = match (is_create, is_delete) {
                (true, _) => ("creates", "CREATED", 201),
                (_, true) => ("deletes", "NO_CONTENT", 204),
                _ => continue,
            };
            if !is_surely_200(model, id.load, function, wanted) {
                continue;
            }
            let facts = model.facts(id.load);
            let message = format!("`{} {}` {what} and answers 200", route.method, route.path);
            let help = match code {
                201 => "Return `(StatusCode::CREATED, Json(..))`: clients and caches tell a create by its 201.",
                _ => "Return `StatusCode::NO_CONTENT` and no body: there is nothing left to show.",
            };
            let at = Label::new(&facts.path, function.name.range(), format!("{code} is wanted here"));
            let mut finding = Finding::new(&RULE, message, help, at);
            finding.related.push(label(model, route, "the route"));
            findings.push(finding);
        }
    }
}

/// Whether a handler is sure to answer 200 where all goes well: its type sets no status and is none of the project's own, or
/// its body names 200 and not the status that is wanted.
fn is_surely_200(model: &Model, load: LoadId, function: &Function, wanted: &str) -> bool {
    let facts = model.facts(load);
    let statuses: Vec<&str> = own_statuses(facts, function).collect();
    if statuses.contains(&wanted) {
        return false;
    }
    let Some(returns) = function.returns else { return true };
    let ok = success(facts, returns);
    match model.named(load, ok) {
        // `Json<T>` and `()` are 200; so is a text.
        Some(Named::External { package, name }) => {
            let last = last_name(name);
            match (model.external(*package), last) {
                ("axum" | "axum_extra", "Json" | "ErasedJson" | "Html") => true,
                ("axum" | "http", "StatusCode") => statuses.contains(&"OK"),
                _ => false,
            }
        }
        Some(Named::Item(_)) => false,
        None => {
            let name = facts.type_name(ok);
            let holds_more = facts.types.get(ok.index()).is_some_and(|node| node.end > ok.0 + 1);
            match name {
                "String" => true,
                "" => {
                    let is_unit = !holds_more && is_unit(facts, returns);
                    is_unit || statuses.contains(&"OK")
                }
                _ => false,
            }
        }
    }
}

/// The type of what a handler gives where all goes well: `T` of `Result<T, E>`.
fn success(facts: &FileFacts, ty: TypeId) -> TypeId {
    let is_result = facts.type_name(ty).ends_with("Result");
    let holds = facts.types.get(ty.index()).is_some_and(|node| node.end > ty.0 + 1);
    if is_result && holds { TypeId(ty.0 + 1) } else { ty }
}
