// src/calls/logging.rs - The calls of log macros

//! The calls of log macros: those of tracing, log and slog, by what their paths mean, and those of unknown origin by name.

use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::source::body::{Body, ExprId, ExprKind, MacroCallId};
use crate::source::written::{last_name, split_first};

/// How much an entry of the log matters, the most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Level {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "error" => Self::Error,
            "warn" => Self::Warn,
            "info" => Self::Info,
            "debug" => Self::Debug,
            "trace" => Self::Trace,
            _ => return None,
        })
    }
}

/// A call of a log macro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogCall {
    /// The expression.
    pub id: ExprId,
    /// The call.
    pub call: MacroCallId,
    /// Its level; none where `event!` is given one that is not seen.
    pub level: Option<Level>,
}

/// The calls of log macros in a body.
pub fn log_calls<'m>(model: &'m Model, load: LoadId, body: &'m Body) -> impl Iterator<Item = LogCall> + 'm {
    let bodies = &model.facts(load).bodies;
    bodies.exprs(body).filter_map(move |(id, expr)| match expr.kind {
        ExprKind::Macro(call) => log_call(model, load, id, call),
        _ => None,
    })
}

fn log_call(model: &Model, load: LoadId, id: ExprId, call: MacroCallId) -> Option<LogCall> {
    let facts = model.facts(load);
    let path = facts.bodies.macro_call(call).path;
    let name = match model.target(load, path) {
        Some(Target::Outside(name)) => {
            let (package, name) = split_first(name)?;
            ["tracing", "log", "slog"].contains(&package).then(|| last_name(name))?
        }
        Some(_) => return None,
        // By `#[macro_use]`, or in a package whose manifest is not known.
        None => facts.bodies.last_name(path, facts),
    };
    match (Level::named(name), name) {
        (None, "event") => {
            let level = facts.slice(facts.bodies.macro_call(call).tokens);
            let level = level.split(',').find_map(|part| Level::named(last_name(part.trim())));
            Some(LogCall { id, call, level })
        }
        (None, _) => None,
        (level, _) => Some(LogCall { id, call, level }),
    }
}

/// Whether a function logs at this level or a graver one, itself or in what it calls.
pub fn logs_at_least(model: &Model, function: FunctionRef, level: Level) -> bool {
    model.calls.reached_from(function).into_iter().any(|function| {
        let facts = model.facts(function.load);
        let body = model.function(function).and_then(|function| function.body);
        body.is_some_and(|body| {
            log_calls(model, function.load, facts.bodies.body(body)).any(|call| call.level.is_none_or(|it| it <= level))
        })
    })
}
