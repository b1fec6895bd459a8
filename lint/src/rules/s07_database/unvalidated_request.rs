// src/rules/s07_database/unvalidated_request.rs - RB707: a request that nobody validates

//! RB707: a request that nobody validates.

use super::columns::{Class, of_field};
use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::served::Served;
use crate::routes::spoken::{Role, Spoken};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::ModelType;
use crate::source::body::ExprKind;
use crate::source::facts::{FileFacts, ItemKind, TypeId, TypeKind};
use rulebook_conventions::section::Section;

/// RB707.
pub static RULE: Rule = Rule {
    code: "RB707",
    name: "unvalidated-request",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a request model without validation, or a handler that takes one and does not validate it",
    page: include_str!("unvalidated_request.md"),
    check: Check::Routes(check),
};

/// Traits of the crates that validate.
const VALIDATE: &[&str] = &["Validate", "ValidateArgs", "ValidateInto"];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (item, uses) in served.spoken() {
        let Some(of) = ModelType::of(model, *item) else { continue };
        let requests: Vec<&Spoken> = uses.iter().filter(|it| it.role == Role::Request).collect();
        let Some(first) = requests.first() else { continue };
        if !matches!(of.item.kind, ItemKind::Struct { .. }) || is_row_or_wrapper(&of) {
            continue;
        }
        if !of.has(VALIDATE) {
            if !has_bounds_by_type(&of) && !requests.iter().any(|request| validates(model, request.handler)) {
                let message = format!("the request `{}` has no validation", of.name());
                let help = "Derive `garde::Validate` and say for each field what it may be (`#[garde(length(chars, min = 1, max = 80))]`): what comes \
                            in is as long as the caller likes.";
                let mut finding = Finding::new(&RULE, message, help, of.label("anything goes"));
                finding.related.extend(label(model, first));
                findings.push(finding);
            }
            continue;
        }
        for request in requests {
            let facts = model.facts(request.handler.load);
            if validates_by_wrapper(model, request) || validates(model, request.handler) {
                continue;
            }
            let Some(function) = model.function(request.handler) else { continue };
            let message = format!("`{}` takes `{}` and does not validate it", facts.name(function.name), of.name());
            let help = "Take it by the extractor that validates (`ValidJson`), or call `.validate()` before anything else: deriving `Validate` checks \
                        nothing by itself.";
            let Some(label) = label(model, request) else { continue };
            findings.push(Finding::new(&RULE, message, help, label));
        }
    }
}

fn label(model: &Model, request: &Spoken) -> Option<Label> {
    let facts = model.facts(request.handler.load);
    let node = facts.types.get(request.ty.index())?;
    Some(Label::new(&facts.path, node.span.range(), "taken here"))
}

/// A row has a rule of its own; a wrapper of one unnamed field says nothing of what it holds.
fn is_row_or_wrapper(of: &ModelType<'_>) -> bool {
    of.is_row() || of.fields().all(|field| field.name.is_none())
}

/// Whether nothing is left to check: each field is of a type that holds right values alone.
fn has_bounds_by_type(of: &ModelType<'_>) -> bool {
    of.fields().all(|field| {
        let (class, _) = of_field(of.model, of.id.load, field.ty);
        match class {
            Class::Bool | Class::Uuid | Class::Moment | Class::LocalMoment | Class::Date | Class::Time => true,
            // The parameter of a generic type is judged as what stands for it.
            Class::Other if is_parameter(of, field.ty) => true,
            // An enum, or a type that checks what it is made of.
            Class::Other => of.facts.type_nodes(field.ty).any(|(at, _)| {
                let Some(Named::Item(item)) = of.model.named(of.id.load, at) else { return false };
                let inner = ModelType::of(of.model, *item);
                inner.is_some_and(|inner| {
                    let is_enum = matches!(inner.item.kind, ItemKind::Enum { .. });
                    is_enum || inner.fields().all(|field| field.name.is_none()) || inner.has(&["TryFrom", "FromStr"])
                })
            }),
            _ => false,
        }
    })
}

fn is_parameter(of: &ModelType<'_>, ty: TypeId) -> bool {
    let node = of.facts.types.get(ty.index());
    node.is_some_and(|node| node.kind == TypeKind::Other && node.end == ty.0 + 1 && !node.span.is_empty())
}

/// Whether a request comes through an extractor that validates: one that says so, or whose code does.
fn validates_by_wrapper(model: &Model, request: &Spoken) -> bool {
    let load = request.handler.load;
    let facts = model.facts(load);
    let Some(function) = model.function(request.handler) else { return false };
    let holds = |ty: TypeId| facts.type_nodes(ty).any(|(at, _)| at == request.ty);
    let Some(parameter) = function.parameters.iter().find(|parameter| holds(parameter.ty)) else { return false };
    let mut around = facts.type_nodes(parameter.ty).filter(|(at, node)| at.0 < request.ty.0 && node.end > request.ty.0);
    around.any(|(at, _)| says_so(facts.type_name(at)) || extractor_validates(model, load, at))
}

fn says_so(name: &str) -> bool {
    ["Valid", "Garde"].iter().any(|word| name.contains(word))
}

/// Whether an extractor of the project calls `validate` where it is made of a request.
fn extractor_validates(model: &Model, load: LoadId, ty: TypeId) -> bool {
    let Some(Named::Item(item)) = model.named(load, ty) else { return false };
    let block = model.implementation(*item, &["FromRequest", "FromRequestParts", "OptionalFromRequest"]);
    block.is_some_and(|block| model.functions_of(block).any(|(id, _)| validates(model, id)))
}

/// Whether a function validates something, itself or in what it calls.
fn validates(model: &Model, id: FunctionRef) -> bool {
    model.calls.reached_from(id).into_iter().any(|id| {
        let facts = model.facts(id.load);
        let body = model.function(id).and_then(|function| function.body);
        body.is_some_and(|body| {
            let bodies = &facts.bodies;
            bodies.exprs(bodies.body(body)).any(|(_, expr)| is_validation(facts, expr.kind))
        })
    })
}

fn is_validation(facts: &FileFacts, kind: ExprKind) -> bool {
    let name = match kind {
        ExprKind::MethodCall(call) => facts.name(facts.bodies.method_call(call).name),
        ExprKind::Call { function, .. } => match facts.bodies.kind(function) {
            ExprKind::Path(path) => facts.bodies.last_name(path, facts),
            _ => return false,
        },
        _ => return false,
    };
    // `validate_job_access` is about who asks.
    matches!(name, "validate" | "validate_with" | "validate_args" | "validate_into" | "validate_struct" | "is_valid")
}
