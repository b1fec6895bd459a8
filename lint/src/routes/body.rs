// src/routes/body.rs - The types of bodies in the signatures of handlers

//! The types of bodies in the signatures of handlers.

use crate::source::facts::{FileFacts, TypeId, TypeNode};

/// The last name of a type's path.
pub(crate) fn last_name(facts: &FileFacts, id: TypeId) -> &str {
    let node = facts.types.get(id.index());
    let text = node.map(|node| facts.slice(node.span)).unwrap_or_default();
    text.rsplit("::").next().unwrap_or_default().trim()
}

/// A type as it is written, paths cut to their last names.
pub(crate) fn type_text(facts: &FileFacts, id: TypeId) -> String {
    let Some(node) = facts.types.get(id.index()) else { return String::new() };
    let mut inner = Vec::new();
    let mut at = id.0 + 1;
    while at < node.end {
        inner.push(type_text(facts, TypeId(at)));
        at = facts.types.get(at as usize).map_or(node.end, |node| node.end.max(at + 1));
    }
    let name = last_name(facts, id);
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
    let holds = |(at, node): (TypeId, &TypeNode)| {
        (is_wrapper(last_name(facts, at)) && node.end > at.0 + 1).then_some(TypeId(at.0 + 1))
    };
    facts.type_nodes(ty).filter_map(holds).collect()
}

/// The first of them, as text.
pub(super) fn body_in(facts: &FileFacts, ty: TypeId) -> Option<String> {
    bodies_of(facts, ty).first().map(|inner| type_text(facts, *inner))
}
