// src/rules/s08_logging/log_level.rs - RB804: an entry of the log whose level says something else than it does

//! RB804: an entry of the log whose level says something else than it does.

use crate::calls::logging::{Level, LogCall, log_calls};
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{ExprId, ExprKind, LocalId, PatternId, PatternKind, StatementKind};
use rulebook_conventions::section::Section;

/// RB804.
pub static RULE: Rule = Rule {
    code: "RB804",
    name: "log-level",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an error that is logged at info or debug, a success that is logged at error",
    page: include_str!("log_level.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let logged: Vec<LogCall> = log_calls(model, code.id.load, code.body).collect();
        if logged.is_empty() {
            continue;
        }
        for (pattern, body) in paths(&code) {
            match outcome(&code, pattern) {
                Some(Outcome::Failure(errors)) => failure(&code, &logged, &errors, body, findings),
                Some(Outcome::Success) => success(&code, &logged, body, findings),
                None => {}
            }
        }
        for (errors, body) in closures(&code) {
            failure(&code, &logged, &errors, body, findings);
        }
        if only_succeeds(&code) {
            success(&code, &logged, code.body.value, findings);
        }
    }
}

/// What a path stands for.
enum Outcome {
    Success,
    /// With the variables that hold the error.
    Failure(Vec<LocalId>),
}

/// The patterns that tell success from failure, each with what is done then: arms, `if let`, closures that are given an error.
fn paths(code: &Code<'_>) -> Vec<(PatternId, ExprId)> {
    let bodies = code.bodies();
    let mut found = Vec::new();
    for (_, kind, _) in code.exprs() {
        match kind {
            ExprKind::Match { arms, .. } => found.extend(bodies.arms(arms).map(|arm| (arm.pattern, arm.value))),
            ExprKind::If { condition, then, .. } => {
                if let ExprKind::Let { pattern, .. } = bodies.kind(condition) {
                    found.push((pattern, then));
                }
            }
            _ => {}
        }
    }
    found
}

/// The closures that are given an error, each with the variables that hold it.
fn closures(code: &Code<'_>) -> Vec<(Vec<LocalId>, ExprId)> {
    const GIVEN_ERRORS: [&str; 5] = ["map_err", "or_else", "unwrap_or_else", "inspect_err", "map_or_else"];
    let bodies = code.bodies();
    let mut found = Vec::new();
    for (_, kind, _) in code.exprs() {
        let ExprKind::MethodCall(call) = kind else { continue };
        let call = bodies.method_call(call);
        if !GIVEN_ERRORS.contains(&code.facts.name(call.name)) {
            continue;
        }
        // The first of `map_or_else` is for the error.
        let Some(ExprKind::Closure(closure)) = bodies.list(call.arguments).next().map(|it| bodies.kind(it)) else {
            continue;
        };
        let closure = bodies.closure(closure);
        let errors = bodies.pattern_list(closure.parameters).flat_map(|parameter| bodies.bindings(parameter)).collect();
        found.push((errors, closure.value));
    }
    found
}

/// Whether a function goes straight to an `Ok(..)`, so that what stands right in its body is done where all goes well.
fn only_succeeds(code: &Code<'_>) -> bool {
    let bodies = code.bodies();
    let ExprKind::Block { statements, .. } = bodies.kind(code.body.value) else { return false };
    let Some(ExprKind::Call { function, .. }) = bodies.tail(statements).map(|tail| bodies.kind(tail)) else {
        return false;
    };
    let is_ok = matches!(bodies.kind(function), ExprKind::Path(path) if code.last(path) == "Ok");
    is_ok && !code.exprs().any(|(_, kind, _)| matches!(kind, ExprKind::Return(_)))
}

fn outcome(code: &Code<'_>, pattern: PatternId) -> Option<Outcome> {
    let bodies = code.bodies();
    let PatternKind::TupleStruct { path, parts } = bodies.pattern(pattern).kind else { return None };
    match code.last(path) {
        "Ok" => Some(Outcome::Success),
        // One kind of error may be no matter: `Err(Error::NotFound)`.
        "Err" => {
            let mut parts = bodies.pattern_list(parts);
            let is_any = parts.all(|part| matches!(bodies.pattern(part).kind, PatternKind::Local { inner: None, .. }));
            is_any.then(|| Outcome::Failure(bodies.bindings(pattern)))
        }
        _ => None,
    }
}

/// An error that is told below its weight, and nowhere at it.
fn failure(code: &Code<'_>, logged: &[LogCall], errors: &[LocalId], body: ExprId, findings: &mut Vec<Finding>) {
    let inside = within(code, logged, body);
    let is_grave = |call: &&LogCall| call.level.is_none_or(|level| level <= Level::Warn);
    if inside.iter().any(is_grave) {
        return;
    }
    let tells = |call: &&LogCall| names(code, call.id, errors);
    let Some(call) = inside.into_iter().find(tells) else { return };
    let message = format!("an error is logged at {}", word(call.level));
    let help = "Log it by `tracing::error!`, or by `warn!` where the work goes on without: who looks for what went wrong looks there.";
    findings.push(Finding::new(&RULE, message, help, code.label(code.bodies().expr(call.id).span, "tells an error")));
}

/// A success that is told as an error, right in its path: not where a branch of it fails.
fn success(code: &Code<'_>, logged: &[LogCall], body: ExprId, findings: &mut Vec<Finding>) {
    let bodies = code.bodies();
    let direct: Vec<ExprId> = match bodies.kind(body) {
        ExprKind::Block { statements, .. } => bodies
            .statements(statements)
            .filter_map(|statement| match statement.kind {
                StatementKind::Expr { value, .. } => Some(value),
                StatementKind::Let { .. } => None,
            })
            .collect(),
        _ => vec![body],
    };
    // What ends in a failure is none, whatever came before.
    if direct.last().is_some_and(|last| code.is_failure(*last)) {
        return;
    }
    let call = logged.iter().find(|call| call.level == Some(Level::Error) && direct.contains(&call.id));
    let Some(call) = call else { return };
    let message = "a success is logged at error";
    let help = "Log it by `tracing::info!`: an error in the log is somebody's call at night.";
    findings.push(Finding::new(&RULE, message, help, code.label(bodies.expr(call.id).span, "tells a success")));
}

fn within<'l>(code: &Code<'_>, logged: &'l [LogCall], body: ExprId) -> Vec<&'l LogCall> {
    let mut found = Vec::new();
    code.bodies().walk(body, &mut |id, _| {
        found.extend(logged.iter().find(|call| call.id == id));
        true
    });
    found
}

/// Whether a log call is given one of some variables.
fn names(code: &Code<'_>, call: ExprId, locals: &[LocalId]) -> bool {
    let bodies = code.bodies();
    let mut found = false;
    bodies.walk(call, &mut |_, expr| {
        found |= matches!(expr.kind, ExprKind::Local(local) if locals.contains(&local));
        !found
    });
    found
}

fn word(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Debug) => "debug",
        Some(Level::Trace) => "trace",
        _ => "info",
    }
}
