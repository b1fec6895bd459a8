// src/rules/s06_api/untyped_body.rs - RB610: a body that is any JSON

//! RB610: a body that is any JSON.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::body::bodies_of;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::body::ExprKind;
use crate::source::facts::{Function, Span, TypeId};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB610.
pub static RULE: Rule = Rule {
    code: "RB610",
    name: "untyped-body",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a handler that takes or returns `serde_json::Value`, a map or a bare string as JSON",
    page: include_str!("untyped_body.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (id, function) in served.handlers() {
        let facts = model.facts(id.load);
        let mut report = |span: Span, verb: &str, what: &str| {
            let message = format!("`{}` {verb} {what} as JSON", facts.name(function.name));
            let help = if verb == "takes" {
                "Take a struct with a field for each thing that may be sent: `Json<JobCreateRequest>`. It is checked, and documented."
            } else {
                "Return a struct with a field for each thing that is sent: `Json<JobResponse>`. It is documented, and holds."
            };
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "")));
        };
        let parameters = function.parameters.iter().map(|parameter| (parameter.ty, "takes"));
        let returns = function.returns.map(|ty| (ty, "returns"));
        for (ty, verb) in parameters.chain(returns) {
            let untyped =
                bodies_of(facts, ty).into_iter().find_map(|body| Some((body, untyped(model, id.load, body)?)));
            if let Some((body, what)) = untyped {
                let span = facts.types.get(body.index()).map(|node| node.span).unwrap_or_default();
                report(span, verb, what);
            }
        }
        if let Some(span) = json_made_here(model, id.load, function) {
            report(span, "returns", "what `json!` makes");
        }
    }
}

/// What a type is called if it is any JSON.
fn untyped(model: &Model, load: LoadId, ty: TypeId) -> Option<&'static str> {
    let facts = model.facts(load);
    match model.named(load, ty) {
        Some(Named::External { package, name }) => {
            let last = last_name(name);
            match (model.external(*package), last) {
                ("serde_json", "Value") => Some("`serde_json::Value`"),
                ("serde_json", "Map") | ("std" | "alloc", "HashMap" | "BTreeMap") => Some("a map"),
                _ => None,
            }
        }
        Some(Named::Item(_)) => None,
        None => {
            let name = facts.types.get(ty.index()).map(|node| facts.slice(node.span)).unwrap_or_default();
            (name == "String").then_some("a bare string")
        }
    }
}

/// Where a handler whose return type does not say it gives `Json(json!(..))`.
fn json_made_here(model: &Model, load: LoadId, function: &Function) -> Option<Span> {
    let facts = model.facts(load);
    // One whose type says so was reported there.
    if function.returns.is_some_and(|ty| !bodies_of(facts, ty).is_empty()) {
        return None;
    }
    let bodies = &facts.bodies;
    bodies.exprs(bodies.body(function.body?)).find_map(|(_, expr)| {
        let ExprKind::Call { function, arguments } = expr.kind else { return None };
        let ExprKind::Path(path) = bodies.kind(function) else { return None };
        let last = bodies.last_name(path, facts);
        let first = bodies.list(arguments).next()?;
        let ExprKind::Macro(call) = bodies.kind(first) else { return None };
        let name = bodies.last_name(bodies.macro_call(call).path, facts);
        (last == "Json" && name == "json").then(|| bodies.expr(first).span)
    })
}
