// src/rules/s06_api/error_mapping.rs - RB613: an error that is not answered as the API answers errors

//! RB613: an error that is not answered as the API answers errors.

use crate::calls::logging::{Level, logs_at_least};
use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::types::Named;
use crate::routes::errors::{ErrorType, error_type, into_response, statuses};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::body::{Bodies, ExprId, ExprKind};
use crate::source::facts::{FileFacts, Span};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB613.
pub static RULE: Rule = Rule {
    code: "RB613",
    name: "error-mapping",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a handler whose error is not the API's own, an internal error's text sent out, a 500 that nobody logs",
    page: include_str!("error_mapping.md"),
    check: Check::Routes(check),
};

/// What a client is told of an internal error, in the rulebook's words.
const TOLD: &str = "Internal server error";

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let mut answering: Vec<(FunctionRef, Option<ItemRef>)> = Vec::new();
    for (id, function) in served.handlers() {
        answering.push((id, None));
        let Some(error) = error_type(model, id.load, function) else { continue };
        let facts = model.facts(id.load);
        if let Some(Named::Item(item)) = model.named(error.load, error.ty) {
            let known = answering.iter().any(|(_, of)| *of == Some(*item));
            answering.extend(into_response(model, *item).filter(|_| !known).map(|id| (id, Some(*item))));
        }
        let Some(what) = foreign(model, error) else { continue };
        let span = function.returns.and_then(|ty| facts.types.get(ty.index())).map(|node| node.span);
        let span = span.filter(|span| !span.is_empty()).unwrap_or(function.name);
        let message = format!("`{}` fails with {what}", facts.name(function.name));
        let help = "Fail with the API's own error, which every handler shares and `From` makes of a service's: \
                    `Result<.., ApiError>`. One place then decides which status a failure has and what a client is told.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "")));
    }
    for (id, of) in answering {
        let facts = model.facts(id.load);
        let Some(body) = model.function(id).and_then(|function| function.body) else { continue };
        let told: Vec<(Span, Told)> = facts
            .bodies
            .exprs(facts.bodies.body(body))
            .filter_map(|(_, expr)| {
                let ExprKind::Tuple(parts) = expr.kind else { return None };
                let parts: Vec<ExprId> = facts.bodies.list(parts).collect();
                let is_500 = parts.iter().any(|part| is_internal(facts, *part));
                if is_500 { parts.iter().find_map(|part| told(facts, *part)) } else { None }
            })
            .collect();
        for (span, what) in told {
            let (message, help) = match what {
                Told::Cause => (
                    "the text of an internal error is sent to the client",
                    format!("Log it, and answer \"{TOLD}\": the text tells a stranger how the inside is built."),
                ),
                Told::Other => (
                    "a 500 that does not say what the rulebook says",
                    format!("Answer \"{TOLD}\", and log what happened: a client can do nothing with more."),
                ),
            };
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "sent with a 500")));
        }
        if let Some(item) = of.filter(|_| is_silent(model, id)) {
            let name = model.item(item).and_then(|it| it.name).map_or("", |name| model.facts(item.load).name(name));
            let span = model.function(id).map(|function| function.name).unwrap_or_default();
            let message = format!("`{name}` answers 500 and logs nothing");
            let help = "Log the cause with `tracing::error!` where the answer is made: nobody else will ever see it.";
            findings.push(Finding::new(
                &RULE,
                message,
                help,
                Label::new(&facts.path, span.range(), "makes the answer"),
            ));
        }
    }
}

/// What an error type is called that is none of the project's own.
fn foreign(model: &Model, error: ErrorType) -> Option<String> {
    let facts = model.facts(error.load);
    match model.named(error.load, error.ty) {
        Some(Named::Item(_)) => None,
        Some(Named::External { package, name }) => {
            let package = model.external(*package);
            let last = last_name(name);
            let is_answer = ["Infallible", "Response", "ErrorResponse", "Redirect"].contains(&last);
            let is_known =
                ["anyhow", "axum", "axum_extra", "eyre", "http", "serde_json", "sqlx", "std"].contains(&package);
            (is_known && !is_answer).then(|| format!("`{package}::{last}`"))
        }
        None => match (facts.type_name(error.ty), facts.inner_types(error.ty).next()) {
            ("String", _) => Some("a `String`".to_owned()),
            ("Box", _) => Some("a boxed error".to_owned()),
            // `(StatusCode, String)`.
            ("", Some(status)) if facts.type_name(status) == "StatusCode" => {
                Some("a status and whatever is put beside it".to_owned())
            }
            _ => None,
        },
    }
}

/// What is sent with a 500.
#[derive(Clone, Copy)]
enum Told {
    /// The text of an error.
    Cause,
    /// A text of its own.
    Other,
}

fn is_internal(facts: &FileFacts, id: ExprId) -> bool {
    let bodies = &facts.bodies;
    match bodies.kind(id) {
        ExprKind::Path(path) => bodies.last_name(path, facts) == "INTERNAL_SERVER_ERROR",
        _ => false,
    }
}

/// What a part of an answer tells.
fn told(facts: &FileFacts, part: ExprId) -> Option<(Span, Told)> {
    let bodies = &facts.bodies;
    if is_internal(facts, part) {
        return None;
    }
    let mut found = None;
    let mut texts = Vec::new();
    bodies.walk(part, &mut |id, expr| {
        match expr.kind {
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                if facts.name(call.name) == "to_string" && is_error(facts, bodies, call.receiver) {
                    found = found.or(Some((expr.span, Told::Cause)));
                }
            }
            ExprKind::Macro(call) => {
                let call = bodies.macro_call(call);
                let name = bodies.last_name(call.path, facts);
                let shown = bodies.arguments(call.arguments).find(|argument| is_error(facts, bodies, argument.value));
                if name == "format" && shown.is_some() {
                    found = found.or(Some((expr.span, Told::Cause)));
                }
            }
            ExprKind::Text(_) => texts.push(id),
            ExprKind::Closure(_) => return false,
            _ => {}
        }
        true
    });
    // A text alone: keys of `json!`, headers and the like are no message.
    let only = || match (texts.as_slice(), is_message(facts, part)) {
        ([text], true) => {
            let says = bodies.as_text(*text, facts)?;
            let is_told = says.trim_end_matches('.').eq_ignore_ascii_case(TOLD) || !says.contains(' ');
            (!is_told).then(|| (bodies.expr(*text).span, Told::Other))
        }
        _ => None,
    };
    found.or_else(only)
}

/// Whether an expression is a text, or a text turned into an owned one.
fn is_message(facts: &FileFacts, id: ExprId) -> bool {
    let bodies = &facts.bodies;
    match bodies.kind(id) {
        ExprKind::Text(_) => true,
        ExprKind::MethodCall(call) => is_message(facts, bodies.method_call(call).receiver),
        ExprKind::Call { arguments, .. } => {
            let mut arguments = bodies.list(arguments);
            arguments.len() == 1 && arguments.next().is_some_and(|argument| is_message(facts, argument))
        }
        _ => false,
    }
}

/// Whether a value is an error, by its name: what a closure of `map_err` or an arm binds has no type that is stated.
fn is_error(facts: &FileFacts, bodies: &Bodies, id: ExprId) -> bool {
    match bodies.kind(id) {
        ExprKind::Local(local) => {
            let name = facts.name(bodies.local(local).name);
            ["e", "err", "error", "cause", "source"].contains(&name)
                || name.ends_with("_error")
                || name.ends_with("_err")
        }
        // `self.0` of a type that wraps any error.
        ExprKind::Field { base, name } => {
            matches!(bodies.kind(base), ExprKind::SelfValue) && ["0", "source", "error"].contains(&facts.name(name))
        }
        ExprKind::Reference { value, .. } => is_error(facts, bodies, value),
        _ => false,
    }
}

/// Whether a function that makes an answer answers 500 and nobody logs why: neither it nor what it calls, nor who it hands
/// the cause on to.
fn is_silent(model: &Model, id: FunctionRef) -> bool {
    statuses(model, id).contains("INTERNAL_SERVER_ERROR")
        && !logs_at_least(model, id, Level::Warn)
        && !hands_on(model, id)
}

/// Whether a function puts something into the extensions of its answer, or reports it: by a macro of the project or of a
/// service that gathers errors.
fn hands_on(model: &Model, id: FunctionRef) -> bool {
    let facts = model.facts(id.load);
    let bodies = &facts.bodies;
    let Some(body) = model.function(id).and_then(|function| function.body) else { return false };
    let reports = |name: &str| ["log", "report", "capture", "record"].iter().any(|word| name.contains(word));
    bodies.exprs(bodies.body(body)).any(|(_, expr)| match expr.kind {
        ExprKind::Macro(call) => reports(bodies.last_name(bodies.macro_call(call).path, facts)),
        ExprKind::MethodCall(call) => {
            let name = facts.name(bodies.method_call(call).name);
            name == "extensions_mut" || reports(name)
        }
        ExprKind::Call { function, .. } => match bodies.kind(function) {
            ExprKind::Path(path) => reports(bodies.last_name(path, facts)),
            _ => false,
        },
        _ => false,
    })
}
