// src/routes/relevant.rs - Which functions have to do with routers

//! Which functions have to do with routers: those that name what builds one, and those that call them. Nothing else is
//! looked into. Most functions of a project are never asked about, so what one leads to is found out when it is.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::ExprKind;
use crate::source::facts::{FileFacts, Function, ItemKind};
use crate::source::written::{last_name, split_first};

/// The functions that have to do with routers.
pub(super) struct Relevant<'m> {
    model: &'m Model,
    /// The functions of which it is known whether they have.
    known: RefCell<FxHashMap<FunctionRef, bool>>,
    seen: RefCell<FxHashMap<FunctionRef, Rc<Seen<'m>>>>,
    /// All functions that take `self`, by name, those of tests left out.
    methods: OnceCell<FxHashMap<&'m str, Vec<FunctionRef>>>,
    /// The functions that return a router, by those that they call.
    givers: OnceCell<FxHashMap<FunctionRef, Vec<FunctionRef>>>,
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

impl<'m> Relevant<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self {
            model,
            known: RefCell::default(),
            seen: RefCell::default(),
            methods: OnceCell::new(),
            givers: OnceCell::new(),
        }
    }

    /// Whether a function is one of them: the nearest that it leads to is looked for.
    pub(super) fn contains(&self, id: FunctionRef) -> bool {
        let mut before: FxHashMap<FunctionRef, Option<FunctionRef>> = FxHashMap::from_iter([(id, None)]);
        let mut waiting = VecDeque::from([id]);
        while let Some(at) = waiting.pop_front() {
            match self.known(at) {
                Some(true) => {
                    let way = std::iter::successors(Some(at), |at| before.get(at).copied().flatten());
                    self.known.borrow_mut().extend(way.map(|id| (id, true)));
                    return true;
                }
                Some(false) => {}
                None => {
                    for next in self.leads_to(at) {
                        before.entry(next).or_insert_with(|| {
                            waiting.push_back(next);
                            Some(at)
                        });
                    }
                }
            }
        }
        self.known.borrow_mut().extend(before.into_keys().map(|id| (id, false)));
        false
    }

    /// What is known of a function by itself, and from what was asked before.
    fn known(&self, id: FunctionRef) -> Option<bool> {
        let direct = || {
            let function = self.model.function(id).filter(|function| !function.test);
            let direct = function.map(|_| self.seen(id).direct);
            // Tests are none of them.
            direct.map_or(Some(false), |direct| direct.then_some(true))
        };
        let known = self.known.borrow().get(&id).copied();
        known.or_else(direct)
    }

    fn leads_to(&self, id: FunctionRef) -> Vec<FunctionRef> {
        let seen = self.seen(id);
        let methods = seen.methods.iter().filter_map(|name| self.methods().get(name)).flatten();
        seen.calls.iter().chain(methods).copied().collect()
    }

    fn seen(&self, id: FunctionRef) -> Rc<Seen<'m>> {
        if let Some(known) = self.seen.borrow().get(&id) {
            return Rc::clone(known);
        }
        let facts = self.model.facts(id.load);
        let look = |function| look(self.model, id.load, facts, function);
        let seen = Rc::new(self.model.function(id).map(look).unwrap_or_default());
        self.seen.borrow_mut().insert(id, Rc::clone(&seen));
        seen
    }

    fn methods(&self) -> &FxHashMap<&'m str, Vec<FunctionRef>> {
        self.methods.get_or_init(|| {
            let mut found: FxHashMap<&str, Vec<FunctionRef>> = FxHashMap::default();
            for (id, function) in functions(self.model).filter(|(_, function)| function.receiver) {
                found.entry(self.model.facts(id.load).name(function.name)).or_default().push(id);
            }
            found
        })
    }

    /// The only function of that name that takes `self` and that is not being evaluated already; none if there are several.
    pub(super) fn method(&self, name: &str, stack: &[FunctionRef]) -> Option<FunctionRef> {
        let is_open = |id: &&FunctionRef| !stack.contains(id) && self.contains(**id);
        let mut open = self.methods().get(name)?.iter().filter(is_open);
        match (open.next(), open.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }

    /// Whether another function that gives a router calls a function.
    pub(super) fn is_part(&self, id: FunctionRef) -> bool {
        self.givers().get(&id).into_iter().flatten().any(|giver| *giver != id)
    }

    fn givers(&self) -> &FxHashMap<FunctionRef, Vec<FunctionRef>> {
        self.givers.get_or_init(|| {
            let mut found: FxHashMap<FunctionRef, Vec<FunctionRef>> = FxHashMap::default();
            for (id, function) in functions(self.model) {
                if returns_router(self.model, id.load, function) {
                    self.leads_to(id).into_iter().for_each(|callee| found.entry(callee).or_default().push(id));
                }
            }
            found
        })
    }
}

/// All functions in order, those of tests left out.
pub(super) fn functions(model: &Model) -> impl Iterator<Item = (FunctionRef, &Function)> {
    model.tree.load_ids().flat_map(|load| {
        let functions = model.facts(load).functions.iter().zip(0..).filter(|(function, _)| !function.test);
        functions.map(move |(function, number)| (FunctionRef { load, function: number }, function))
    })
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
