// src/routes/errors.rs - The error types of handlers and the statuses that they answer

//! The error types of handlers and the statuses that they answer.

use std::collections::BTreeSet;

use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::ExprKind;
use crate::source::facts::{FileFacts, Function, TypeId};

/// The error that a handler returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ErrorType {
    /// The file that states it, which is another one where an alias does.
    pub(crate) load: LoadId,
    /// The type.
    pub(crate) ty: TypeId,
}

/// The most aliases on the way to a `Result`.
const ALIASES: usize = 8;

/// The error type of a function that returns a `Result`, be it by an alias; none where an alias of another package has it.
pub(crate) fn error_type(model: &Model, load: LoadId, function: &Function) -> Option<ErrorType> {
    let (mut load, mut ty) = (load, function.returns?);
    for _ in 0..ALIASES {
        let facts = model.facts(load);
        if let Some(Named::Item(item)) = model.named(load, ty) {
            // `type ApiResult<T, E = ApiError>` may be given another one.
            if let Some(ty) = facts.inner_types(ty).nth(1) {
                return Some(ErrorType { load, ty });
            }
            (load, ty) = (item.load, model.facts(item.load).alias(item.item)?);
            continue;
        }
        if facts.type_name(ty) != "Result" {
            return None;
        }
        return facts.inner_types(ty).nth(1).map(|ty| ErrorType { load, ty });
    }
    None
}

/// Whether a function returns a `Result`, be it by an alias.
pub(crate) fn is_result(model: &Model, load: LoadId, function: &Function) -> bool {
    let by_name = function.returns.is_some_and(|ty| model.facts(load).type_name(ty).ends_with("Result"));
    by_name || error_type(model, load, function).is_some()
}

/// The function that makes an answer of a type of the project.
pub(crate) fn into_response(model: &Model, item: ItemRef) -> Option<FunctionRef> {
    let block = model.implementation(item, &["IntoResponse"])?;
    model.functions_of(block).map(|(id, _)| id).next()
}

/// The statuses that a function names, itself or in what it calls: `NOT_FOUND` of `StatusCode::NOT_FOUND`.
pub(crate) fn statuses(model: &Model, function: FunctionRef) -> BTreeSet<&str> {
    let reached = model.calls.reached_from(function);
    let functions = reached.iter().filter_map(|id| Some((model.facts(id.load), model.function(*id)?)));
    functions.flat_map(|(facts, function)| own_statuses(facts, function)).collect()
}

/// The statuses that the body of a function names.
pub(crate) fn own_statuses<'f>(facts: &'f FileFacts, function: &Function) -> impl Iterator<Item = &'f str> {
    let bodies = &facts.bodies;
    let exprs = function.body.into_iter().flat_map(|body| bodies.exprs(bodies.body(body)));
    exprs.filter_map(|(_, expr)| match expr.kind {
        ExprKind::Path(path) => match *facts.segments(bodies.path(path).path) {
            [.., of, name] if facts.name(of) == "StatusCode" => Some(facts.name(name)),
            _ => None,
        },
        _ => None,
    })
}

/// The number of a status that `StatusCode` has a constant for, as far as APIs answer it with an error.
pub(crate) fn number(name: &str) -> Option<u16> {
    let (_, number) = ERRORS.iter().find(|(known, _)| *known == name)?;
    Some(*number)
}

/// The errors among the constants of `http::StatusCode` (RFC 9110, section 15, and RFC 6585).
const ERRORS: &[(&str, u16)] = &[
    ("BAD_REQUEST", 400),
    ("UNAUTHORIZED", 401),
    ("PAYMENT_REQUIRED", 402),
    ("FORBIDDEN", 403),
    ("NOT_FOUND", 404),
    ("METHOD_NOT_ALLOWED", 405),
    ("NOT_ACCEPTABLE", 406),
    ("REQUEST_TIMEOUT", 408),
    ("CONFLICT", 409),
    ("GONE", 410),
    ("PRECONDITION_FAILED", 412),
    ("PAYLOAD_TOO_LARGE", 413),
    ("UNSUPPORTED_MEDIA_TYPE", 415),
    ("IM_A_TEAPOT", 418),
    ("UNPROCESSABLE_ENTITY", 422),
    ("LOCKED", 423),
    ("FAILED_DEPENDENCY", 424),
    ("PRECONDITION_REQUIRED", 428),
    ("TOO_MANY_REQUESTS", 429),
    ("INTERNAL_SERVER_ERROR", 500),
    ("NOT_IMPLEMENTED", 501),
    ("BAD_GATEWAY", 502),
    ("SERVICE_UNAVAILABLE", 503),
    ("GATEWAY_TIMEOUT", 504),
];
