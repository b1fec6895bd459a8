// src/rules/s08_logging/swallowed_error.rs - RB803: an error that is dropped without a trace

//! RB803: an error that is dropped without a trace.

use crate::calls::values::Values;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{ExprId, ExprKind, PatternId, PatternKind, StatementKind};
use crate::source::facts::Span;
use rulebook_conventions::section::Section;

/// RB803.
pub static RULE: Rule = Rule {
    code: "RB803",
    name: "swallowed-error",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an error that is dropped without a trace: `let _ =`, `.ok()`, `Err(_) => {}`",
    page: include_str!("swallowed_error.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let bodies = code.bodies();
        let values = code.values();
        let mut report = |span: Span, how: &str| {
            let message = format!("{how} drops an error without a trace");
            let help = "Hand it on by `?`; or, where it does no harm, say so in the log: \
                        `if let Err(error) = .. { tracing::warn!(%error, \"..\"); }`.";
            findings.push(Finding::new(&RULE, message, help, code.label(span, "the error is lost here")));
        };
        for (_, kind, _) in code.exprs() {
            match kind {
                ExprKind::Block { statements, .. } => {
                    for statement in bodies.statements(statements) {
                        match statement.kind {
                            StatementKind::Let { pattern, value: Some(value), .. }
                                if bodies.pattern(pattern).kind == PatternKind::Wild
                                    && fails(&code, &values, value) =>
                            {
                                report(bodies.pattern(pattern).span.to(bodies.expr(value).span), "`let _ =`");
                            }
                            StatementKind::Expr { value, semicolon: true }
                                if ok_of(&code, value).is_some_and(|inner| fails(&code, &values, inner)) =>
                            {
                                report(bodies.expr(value).span, "`.ok()`");
                            }
                            _ => {}
                        }
                    }
                }
                ExprKind::Match { value, arms } if fails(&code, &values, value) => {
                    for arm in bodies.arms(arms) {
                        if is_any_error(&code, arm.pattern) && is_nothing(&code, arm.value) {
                            report(
                                bodies.pattern(arm.pattern).span.to(bodies.expr(arm.value).span),
                                "an arm that does nothing",
                            );
                        }
                    }
                }
                // `if let Err(_) = call() {}`
                ExprKind::If { condition, then, otherwise: None } => {
                    if let ExprKind::Let { pattern, value } = bodies.kind(condition)
                        && fails(&code, &values, value)
                        && is_any_error(&code, pattern)
                        && is_nothing(&code, then)
                    {
                        report(bodies.pattern(pattern).span.to(bodies.expr(then).span), "a block that does nothing");
                    }
                }
                _ => {}
            }
        }
    }
}

/// What `.ok()` is called on.
fn ok_of(code: &Code<'_>, id: ExprId) -> Option<ExprId> {
    let ExprKind::MethodCall(call) = code.bodies().kind(id) else { return None };
    let call = code.bodies().method_call(call);
    (code.facts.name(call.name) == "ok").then_some(call.receiver)
}

/// Whether a value is a `Result` by a signature that is seen: of a function of the project, or of a statement that is run.
fn fails(code: &Code<'_>, values: &Values<'_>, id: ExprId) -> bool {
    let bodies = code.bodies();
    let value = match bodies.kind(id) {
        ExprKind::Await(value) => value,
        _ => id,
    };
    let is_run = code.model.queries.of(code.id).any(|query| query.runs.iter().any(|run| run.id == value));
    let is_call = matches!(bodies.kind(value), ExprKind::Call { .. } | ExprKind::MethodCall(_));
    is_run || (is_call && code.model.calls.callee(code.model, code.id.load, value).is_some() && values.is_result(id))
}

/// Whether a pattern is any error, which it does not look at: `Err(_)`.
fn is_any_error(code: &Code<'_>, pattern: PatternId) -> bool {
    let bodies = code.bodies();
    let PatternKind::TupleStruct { path, parts } = bodies.pattern(pattern).kind else { return false };
    let mut parts = bodies.pattern_list(parts);
    let is_blank = |part: PatternId| match bodies.pattern(part).kind {
        PatternKind::Wild | PatternKind::Rest => true,
        PatternKind::Local { local, inner: None } => code.facts.name(bodies.local(local).name).starts_with('_'),
        _ => false,
    };
    code.last(path) == "Err" && parts.all(is_blank)
}

/// `{}` or `()`.
fn is_nothing(code: &Code<'_>, id: ExprId) -> bool {
    match code.bodies().kind(id) {
        ExprKind::Block { statements, .. } => code.bodies().statements(statements).len() == 0,
        ExprKind::Tuple(parts) => code.bodies().list(parts).len() == 0,
        _ => false,
    }
}
