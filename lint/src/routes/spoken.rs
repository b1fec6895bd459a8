// src/routes/spoken.rs - The types that handlers take and return

//! The types that handlers take and return.

use std::collections::BTreeMap;

use super::body::bodies_of;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::types::Named;
use crate::source::facts::{Function, TypeId};

/// A type that a handler takes or returns.
pub(crate) struct Spoken {
    /// The handler.
    pub(crate) handler: FunctionRef,
    /// The type, as the handler's signature names it.
    pub(crate) ty: TypeId,
    /// What it is there.
    pub(crate) role: Role,
}

/// What a type is to a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// The body that it takes.
    Request,
    /// The parameters behind the `?` of the path.
    Query,
    /// The body that it returns.
    Response,
}

/// The types of the project that handlers take and return, each with what it is to them, in their order.
pub(super) fn spoken<'m>(
    model: &'m Model,
    handlers: impl Iterator<Item = (FunctionRef, &'m Function)>,
) -> BTreeMap<ItemRef, Vec<Spoken>> {
    let mut found: BTreeMap<ItemRef, Vec<Spoken>> = BTreeMap::new();
    for (handler, function) in handlers {
        let facts = model.facts(handler.load);
        let mut add = |ty: TypeId, role: Role| {
            for mention in model.mentions(handler.load, ty, &|_| false) {
                if let Named::Item(item) = mention.named {
                    found.entry(*item).or_default().push(Spoken { handler, ty, role });
                }
            }
        };
        for parameter in &function.parameters {
            bodies_of(facts, parameter.ty).into_iter().for_each(|ty| add(ty, Role::Request));
            if facts.type_name(parameter.ty).ends_with("Query") {
                facts.inner_types(parameter.ty).for_each(|ty| add(ty, Role::Query));
            }
        }
        if let Some(returned) = function.returns {
            bodies_of(facts, returned).into_iter().for_each(|ty| add(ty, Role::Response));
        }
    }
    found
}
