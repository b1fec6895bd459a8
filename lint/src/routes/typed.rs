// src/routes/typed.rs - The typed paths of axum-extra

//! The typed paths of axum-extra: `router.typed_get(handler)` is routed by the first type that the handler takes, and that
//! type says its path in `#[typed_path(..)]`, which `#[derive(TypedPath)]` reads.

use super::Handler;
use crate::project::model::Model;
use crate::project::types::Named;

/// The path that a handler is routed by.
pub(super) fn path<'m>(model: &'m Model, handler: &Handler) -> Option<&'m str> {
    let Handler::Function(id) = handler else { return None };
    let first = model.function(*id)?.parameters.first()?;
    let Named::Item(item) = model.named(id.load, first.ty)? else { return None };
    let facts = model.facts(item.load);
    let mut attributes = facts.attributes(model.item(*item)?.attributes);
    let said = attributes.find(|attribute| facts.slice(attribute.path).ends_with("typed_path"))?;
    let (_, after) = facts.slice(said.span).split_once('"')?;
    let (path, _) = after.split_once('"')?;
    // A path with an escape in it is none that anyone asks for.
    (!path.contains('\\')).then_some(path)
}
