// src/rules/s10_async/session.rs - What a transaction is, and what is done with one

//! What a transaction is, and what is done with one.

use crate::calls::values::{ValueType, Values};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::rules::code::Code;
use crate::source::body::{ExprId, ExprKind, LocalId, MethodCall};

/// Whether a type is a transaction of sqlx, or a struct of the project that holds one.
pub(super) fn is_transaction(model: &Model, values: &Values<'_>, ty: ValueType) -> bool {
    if let Some((package, name)) = values.external(ty) {
        return package.starts_with("sqlx") && name == "Transaction";
    }
    let Some(item) = values.item(ty) else { return false };
    let facts = model.facts(item.load);
    facts.fields_of(item.item).iter().any(|field| {
        let field = ValueType::Stated(item.load, field.ty, Some(item));
        values.external(field).is_some_and(|(package, name)| package.starts_with("sqlx") && name == "Transaction")
    })
}

/// Whether a value is the transaction that `pool.begin().await?` begins, or that a function of the project returns.
pub(super) fn begins(code: &Code<'_>, values: &Values<'_>, value: ExprId) -> bool {
    let bodies = code.bodies();
    if values.type_of(value).is_some_and(|ty| is_transaction(code.model, values, ty)) {
        return matches!(bodies.kind(value), ExprKind::Try(_) | ExprKind::Await(_) | ExprKind::MethodCall(_));
    }
    let Some((_, call)) = beginning(code, value) else { return false };
    let ty = values.type_of(call.receiver);
    // Of a type that is not known it is the name alone that speaks.
    ty.is_none_or(|ty| values.external(ty).is_some_and(|(package, _)| package.starts_with("sqlx"))) && uses_sqlx(code)
}

/// The call of `begin` or `begin_with` that a value comes of: `pool.begin().await.map_err(..)?`.
pub(super) fn beginning(code: &Code<'_>, value: ExprId) -> Option<(ExprId, MethodCall)> {
    let bodies = code.bodies();
    let mut at = value;
    loop {
        at = match bodies.kind(at) {
            ExprKind::Try(inner) | ExprKind::Await(inner) => inner,
            ExprKind::MethodCall(call) => {
                let call = bodies.method_call(call);
                match code.facts.name(call.name) {
                    "begin" | "begin_with" => return Some((at, call)),
                    "map_err" | "context" | "unwrap" | "expect" | "with_context" => call.receiver,
                    _ => return None,
                }
            }
            _ => return None,
        };
    }
}

fn uses_sqlx(code: &Code<'_>) -> bool {
    let package = code.model.package_of(code.module);
    package.dependencies.values().any(|dependency| dependency.package == "sqlx")
}

/// Whether an expression is a transaction lent: `&mut session`, `&mut *session`, `session.as_mut()`.
pub(super) fn lends(code: &Code<'_>, id: ExprId, session: LocalId) -> bool {
    let bodies = code.bodies();
    match bodies.kind(id) {
        ExprKind::Reference { value, .. } | ExprKind::Unary { value, .. } => {
            bodies.kind(value) == ExprKind::Local(session) || lends(code, value, session)
        }
        ExprKind::MethodCall(call) => {
            let call = bodies.method_call(call);
            let name = code.facts.name(call.name);
            ["as_mut", "deref_mut", "acquire", "connection"].contains(&name)
                && (bodies.kind(call.receiver) == ExprKind::Local(session) || lends(code, call.receiver, session))
        }
        ExprKind::Await(value) | ExprKind::Try(value) => lends(code, value, session),
        _ => false,
    }
}

/// Whether a function of the project writes to the database, itself or in what it calls.
pub(super) fn writes(model: &Model, function: FunctionRef) -> bool {
    model.queries.run_by(&model.calls, function).any(|query| query.words.kind.writes())
}
