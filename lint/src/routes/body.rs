// src/routes/body.rs - The types of bodies in the signatures of handlers

//! The types of bodies in the signatures of handlers.

use crate::source::facts::{FileFacts, TypeId, TypeNode};

/// A type as it is written, paths cut to their last names.
pub(crate) fn type_text(facts: &FileFacts, id: TypeId) -> String {
    if facts.types.get(id.index()).is_none() {
        return String::new();
    }
    let inner: Vec<String> = facts.inner_types(id).map(|inner| type_text(facts, inner)).collect();
    let name = facts.type_name(id);
    match (name, inner.is_empty()) {
        ("", true) => "()".to_owned(),
        ("", false) => inner.join(", "),
        (name, true) => name.to_owned(),
        (name, false) => format!("{name}<{}>", inner.join(", ")),
    }
}

/// The types that a type holds in wrappers for bodies, wherever they stand in it: `T` of `Result<(StatusCode, Json<T>), E>`.
pub(crate) fn bodies_of(facts: &FileFacts, ty: TypeId) -> Vec<TypeId> {
    let is_wrapper = |name: &str| name.ends_with("Json") || name.ends_with("Form");
    let holds = |(at, node): (TypeId, TypeNode)| {
        (is_wrapper(facts.type_name(at)) && node.end > at.0 + 1).then_some(TypeId(at.0 + 1))
    };
    facts.type_nodes(ty).filter_map(holds).collect()
}

/// The first of them, as text.
pub(super) fn body_in(facts: &FileFacts, ty: TypeId) -> Option<String> {
    bodies_of(facts, ty).first().map(|inner| type_text(facts, *inner))
}

/// Whether a return type says `()`: that of the function itself, or in a `Result`.
pub(crate) fn is_unit(facts: &FileFacts, returns: TypeId) -> bool {
    let node = facts.types.get(returns.index());
    let after = node.map(|node| facts.text.get(node.span.range().end..).unwrap_or_default()).unwrap_or_default();
    let inner = after.trim_start().strip_prefix('<').unwrap_or(after).trim_start();
    inner.starts_with("()")
}
