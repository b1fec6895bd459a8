// src/routes/errors.rs - The error types of handlers and the statuses that they answer

//! The error types of handlers and the statuses that they answer.

use std::collections::BTreeSet;

use super::body::last_name;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::ExprKind;
use crate::source::facts::{Function, TypeId};

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
            if let Some(second) = children(model, load, ty).get(1) {
                return Some(ErrorType { load, ty: *second });
            }
            let alias = model.facts(item.load).aliases.iter().find(|alias| alias.item == item.item)?;
            (load, ty) = (item.load, alias.ty);
            continue;
        }
        if last_name(facts, ty) != "Result" {
            return None;
        }
        return children(model, load, ty).get(1).map(|ty| ErrorType { load, ty: *ty });
    }
    None
}

/// The types that stand right in a type.
pub(crate) fn children(model: &Model, load: LoadId, ty: TypeId) -> Vec<TypeId> {
    let types = &model.facts(load).types;
    let end = types.get(ty.index()).map_or(ty.0, |node| node.end);
    let step = |at: &TypeId| {
        let next = types.get(at.index()).map_or(end, |node| node.end.max(at.0 + 1));
        (next < end).then_some(TypeId(next))
    };
    std::iter::successors((ty.0 + 1 < end).then_some(TypeId(ty.0 + 1)), step).collect()
}

/// The function that makes an answer of a type of the project.
pub(crate) fn into_response(model: &Model, item: ItemRef) -> Option<FunctionRef> {
    let block = model.implementation(item, &["IntoResponse"])?;
    model.functions_of(block).map(|(id, _)| id).next()
}

/// The statuses that a function names, itself or in what it calls: `NOT_FOUND` of `StatusCode::NOT_FOUND`.
pub(crate) fn statuses(model: &Model, function: FunctionRef) -> BTreeSet<&str> {
    let reached = model.calls.reached_from(function);
    let of_function = |id: &FunctionRef| {
        let facts = model.facts(id.load);
        let body = model.function(*id).and_then(|function| function.body);
        let exprs = body.into_iter().flat_map(|body| facts.bodies.exprs(facts.bodies.body(body)));
        let named = exprs.filter_map(|(_, expr)| match expr.kind {
            ExprKind::Path(path) => match facts.segments(facts.bodies.path(path).path) {
                [.., of, name] if facts.name(*of) == "StatusCode" => Some(facts.name(*name)),
                _ => None,
            },
            _ => None,
        });
        named.collect::<Vec<_>>()
    };
    reached.iter().flat_map(of_function).collect()
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
