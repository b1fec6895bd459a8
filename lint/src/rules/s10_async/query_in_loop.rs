// src/rules/s10_async/query_in_loop.rs - RB1006: a query awaited for each element of a loop

//! RB1006: a query awaited for each element of a loop.

use crate::finding::Finding;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{BlockKind, ExprId, ExprKind};
use crate::sql::Kind;
use rulebook_conventions::section::Section;

/// RB1006.
pub static RULE: Rule = Rule {
    code: "RB1006",
    name: "query-in-loop",
    section: Some(Section::Async),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a query awaited for each element of a loop, where one statement would do",
    page: include_str!("query_in_loop.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let bodies = code.bodies();
        for (_, kind, _) in code.exprs() {
            let ExprKind::For { iterated, body, .. } = kind else { continue };
            if !is_of_elements(&code, iterated) || ends_early(&code, body) {
                continue;
            }
            let Some((at, through)) = awaited_query(&code, body) else { continue };
            let message = match through {
                Some(callee) => {
                    let name =
                        model.function(callee).map_or("", |function| model.facts(callee.load).name(function.name));
                    format!("`{name}` queries the database for each element of a loop")
                }
                None => "a query is awaited for each element of a loop".to_owned(),
            };
            let help = "Ask for all of them by one statement: `WHERE id IN (..)` or a join to read, `QueryBuilder::push_values` or \
                        `UNNEST` to write. The time is that of one trip to the database then, not of as many as there are elements.";
            let mut finding =
                Finding::new(&RULE, message, help, code.label(bodies.expr(at).span, "awaited in each round"));
            finding.related.push(code.label(bodies.expr(iterated).span, "what the loop runs over"));
            findings.push(finding);
        }
    }
}

/// Whether a loop runs over elements that come from somewhere: not over a range of attempts, a list that stands in the code, or parts
/// that were cut to be written together.
fn is_of_elements(code: &Code<'_>, iterated: ExprId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(iterated) {
        ExprKind::Range { .. } | ExprKind::Array(_) | ExprKind::Tuple(_) => false,
        ExprKind::Reference { value, .. } => is_of_elements(code, value),
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let name = code.facts.name(call.name);
            !["chunks", "chunks_exact", "array_chunks", "chunks_mut"].contains(&name)
                && is_of_elements(code, call.receiver)
        }
        // A constant list.
        ExprKind::Path(_) => false,
        _ => true,
    }
}

/// Whether a loop may end before the last element: it tries one after the other until one fits.
fn ends_early(code: &Code<'_>, body: ExprId) -> bool {
    let mut found = false;
    code.bodies().walk(body, &mut |_, expr| {
        match expr.kind {
            ExprKind::Break(_) | ExprKind::Return(_) => found = true,
            ExprKind::Closure(_) | ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::Loop { .. } => {
                return false;
            }
            _ => {}
        }
        !found
    });
    found
}

/// The first query that is awaited in a body, and the function of the project that makes it, if one does.
fn awaited_query(code: &Code<'_>, body: ExprId) -> Option<(ExprId, Option<FunctionRef>)> {
    let (model, bodies) = (code.model, code.bodies());
    let mut found = None;
    bodies.walk(body, &mut |_, expr| {
        match expr.kind {
            ExprKind::Closure(_) | ExprKind::Block { kind: BlockKind::Async, .. } => return false,
            // A loop in the loop is judged by itself.
            ExprKind::For { .. } => return false,
            ExprKind::Await(value) => {
                let call = awaited_call(code, value);
                let is_run = model
                    .queries
                    .of(code.id)
                    .any(|query| query.words.kind != Kind::Other && query.runs.iter().any(|run| run.id == call));
                let callee = model.calls.callee(model, code.id.load, call);
                let through = callee.filter(|callee| queries(model, *callee));
                if is_run || through.is_some() {
                    found = found.or(Some((call, through)));
                }
            }
            _ => {}
        }
        found.is_none()
    });
    found
}

/// The call that an awaited expression is.
fn awaited_call(code: &Code<'_>, value: ExprId) -> ExprId {
    match code.bodies().kind(value) {
        ExprKind::Try(inner) | ExprKind::Await(inner) => awaited_call(code, inner),
        _ => value,
    }
}

/// Whether a function of the project sends a statement, itself or in what it calls.
fn queries(model: &Model, function: FunctionRef) -> bool {
    model.queries.run_by(&model.calls, function).any(|query| query.words.kind != Kind::Other)
}
