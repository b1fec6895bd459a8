// src/routes/relevant.rs - Which functions have to do with routers

//! Which functions have to do with routers: those that name what builds one, and those that call them. Nothing else is
//! looked into.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::ExprKind;
use crate::source::facts::{FileFacts, Function, ItemKind};
use crate::source::written::{last_name, split_first};

/// The functions that have to do with routers.
#[derive(Debug, Default)]
pub(super) struct Relevant {
    functions: FxHashSet<FunctionRef>,
    /// Those that take `self`, by name.
    methods: BTreeMap<String, Vec<FunctionRef>>,
    /// Who calls whom among them.
    callers: FxHashMap<FunctionRef, BTreeSet<FunctionRef>>,
}

/// What a function does, as far as that is seen at once.
#[derive(Default)]
struct Seen<'m> {
    /// Names what builds or serves a router.
    direct: bool,
    calls: Vec<FunctionRef>,
    /// Names of methods that it calls.
    methods: Vec<&'m str>,
}

impl Relevant {
    pub(super) fn of(model: &Model) -> Self {
        let mut seen: BTreeMap<FunctionRef, Seen<'_>> = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Vec<FunctionRef>> = BTreeMap::new();
        for load in model.tree.load_ids() {
            let facts = model.facts(load);
            for (at, function) in facts.functions.iter().enumerate().filter(|(_, function)| !function.test) {
                let id = FunctionRef { load, function: at as u32 };
                seen.insert(id, look(model, load, facts, function));
                if function.receiver {
                    by_name.entry(facts.name(function.name)).or_default().push(id);
                }
            }
        }
        let mut callers: FxHashMap<FunctionRef, BTreeSet<FunctionRef>> = FxHashMap::default();
        for (caller, of) in &seen {
            let methods = of.methods.iter().filter_map(|name| by_name.get(name)).flatten();
            for callee in of.calls.iter().chain(methods) {
                callers.entry(*callee).or_default().insert(*caller);
            }
        }
        let mut functions = FxHashSet::default();
        let mut waiting: Vec<FunctionRef> = seen.iter().filter(|(_, of)| of.direct).map(|(id, _)| *id).collect();
        while let Some(id) = waiting.pop() {
            if functions.insert(id) {
                waiting.extend(callers.get(&id).into_iter().flatten());
            }
        }
        let methods = by_name.into_iter().filter_map(|(name, ids)| {
            let ids: Vec<FunctionRef> = ids.into_iter().filter(|id| functions.contains(id)).collect();
            (!ids.is_empty()).then(|| (name.to_owned(), ids))
        });
        Self { methods: methods.collect(), callers, functions }
    }

    pub(super) fn contains(&self, id: FunctionRef) -> bool {
        self.functions.contains(&id)
    }

    /// All of them, in order.
    pub(super) fn all(&self) -> BTreeSet<FunctionRef> {
        self.functions.iter().copied().collect()
    }

    /// The only function of that name that takes `self` and that is not being evaluated already; none if there are several.
    pub(super) fn method(&self, name: &str, stack: &[FunctionRef]) -> Option<FunctionRef> {
        let mut open = self.methods.get(name)?.iter().filter(|id| !stack.contains(id));
        match (open.next(), open.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }

    /// Whether another function that gives a router calls a function.
    pub(super) fn is_part(&self, model: &Model, id: FunctionRef) -> bool {
        let gives = |caller: &FunctionRef| {
            model.function(*caller).is_some_and(|function| returns_router(model, caller.load, function))
        };
        self.callers.get(&id).into_iter().flatten().any(|caller| *caller != id && gives(caller))
    }
}

fn look<'m>(model: &'m Model, load: LoadId, facts: &'m FileFacts, function: &Function) -> Seen<'m> {
    let mut seen = Seen { direct: returns_router(model, load, function), ..Seen::default() };
    let Some(body) = function.body else { return seen };
    let bodies = &facts.bodies;
    for (_, expr) in bodies.exprs(bodies.body(body)) {
        let path = match expr.kind {
            ExprKind::Path(path) => path,
            ExprKind::Struct { path, .. } => path,
            ExprKind::Macro(call) => bodies.macro_call(call).path,
            ExprKind::MethodCall(call) => {
                seen.methods.push(facts.name(bodies.method_call(call).name));
                continue;
            }
            _ => continue,
        };
        match model.target(load, path) {
            Some(Target::Outside(name)) => seen.direct |= is_of_routers(name),
            Some(Target::Item { .. }) => seen.calls.extend(model.called(load, path)),
            _ if bodies.path(path).qualified => seen.calls.extend(model.called(load, path)),
            _ => {
                // `Self::routes()`: whichever function of that name the block has.
                if let [first, last] = *facts.segments(bodies.path(path).path)
                    && facts.name(first) == "Self"
                {
                    seen.methods.push(facts.name(last));
                    seen.calls.extend(of_block(model, load, facts, function, facts.name(last)));
                }
            }
        }
    }
    seen
}

/// The function of a name of the type that a function belongs to.
pub(super) fn of_block(
    model: &Model,
    load: LoadId,
    facts: &FileFacts,
    function: &Function,
    name: &str,
) -> Option<FunctionRef> {
    model.method(self_type(model, load, facts, function)?, name)
}

/// The type or trait that a function belongs to.
pub(super) fn self_type(model: &Model, load: LoadId, facts: &FileFacts, function: &Function) -> Option<ItemRef> {
    let block = ItemRef { load, item: function.item };
    match facts.items.get(function.item.index())?.kind {
        ItemKind::Impl { .. } => model.self_type(block),
        ItemKind::Trait => Some(block),
        _ => None,
    }
}

/// Whether a function says that it returns a router.
pub(super) fn returns_router(model: &Model, load: LoadId, function: &Function) -> bool {
    let Some(returns) = function.returns else { return false };
    let facts = model.facts(load);
    facts.type_nodes(returns).any(|(id, _)| is_router_type(model, model.named(load, id)))
}

fn is_router_type(model: &Model, named: Option<&Named>) -> bool {
    match named {
        Some(Named::External { package, name }) => {
            let last = last_name(name);
            is_routing_crate(model.external(*package)) && ["Router", "OpenApiRouter", "ApiRouter"].contains(&last)
        }
        Some(Named::Item(item)) => {
            let facts = model.facts(item.load);
            facts.alias(item.item).is_some_and(|ty| {
                facts.type_nodes(ty).take(1).any(|(id, _)| {
                    matches!(model.named(item.load, id), Some(Named::External { package, name })
                        if is_routing_crate(model.external(*package)) && name.ends_with("Router"))
                })
            })
        }
        None => false,
    }
}

/// The crates that have routers.
pub(super) fn is_routing_crate(name: &str) -> bool {
    ["axum", "axum_extra", "utoipa_axum", "aide"].contains(&name)
}

/// Whether a path of another package builds or serves a router.
fn is_of_routers(path: &str) -> bool {
    let (package, rest) = split_first(path).unwrap_or((path, ""));
    is_routing_crate(package)
        && ["Router", "routing::", "serve", "routes", "ApiRouter"].iter().any(|part| rest.contains(part))
        || package == "axum_server"
}
