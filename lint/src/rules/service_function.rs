// src/rules/service_function.rs - The public functions of the services

//! The public functions of the services, for the rules on what they take and return.

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::{LoadId, ModuleId};
use crate::project::types::{Follows, Mention, Named};
use crate::routes::errors::is_result;
use crate::rule::Rule;
use crate::source::facts::{FileFacts, Function, ItemKind, ScopeKind, TypeId, TypeKind, Visibility};

/// A function of a service that is plain `pub`, and so is the type that it belongs to.
pub(crate) struct ServiceFunction<'m> {
    /// The function, as calls know it.
    pub(crate) id: FunctionRef,
    /// The module that it stands in.
    pub(crate) module: ModuleId,
    /// What that file says.
    pub(crate) facts: &'m FileFacts,
    /// The function.
    pub(crate) function: &'m Function,
    /// The type whose `impl` block it stands in, if it stands in one.
    pub(crate) self_type: Option<ItemRef>,
}

impl<'m> ServiceFunction<'m> {
    /// Whether its name and type say all: it makes the service, or gives a field of it.
    pub(crate) fn is_plain(&self, model: &Model) -> bool {
        let function = self.function;
        let is_self = |ty: TypeId| {
            let node = self.facts.types.get(ty.index());
            let named = model.named(self.id.load, ty);
            node.is_some_and(|node| node.kind == TypeKind::SelfType)
                || matches!(named, Some(Named::Item(item)) if self.self_type == Some(*item))
        };
        let inner = |ty: TypeId| {
            let holds = is_result(model, self.id.load, function);
            holds.then(|| self.facts.inner_types(ty).next()).flatten()
        };
        let makes = |ty: TypeId| is_self(ty) || inner(ty).is_some_and(is_self);
        let makes_self = !function.receiver && function.returns.is_some_and(makes);
        (function.reads_self && function.parameters.is_empty()) || makes_self
    }

    /// Its name, with that of its type.
    pub(crate) fn name(&self, model: &Model) -> String {
        let name = self.facts.name(self.function.name);
        let of_type = self.self_type.and_then(|item| Some((item, model.item(item)?.name?)));
        match of_type {
            Some((item, type_name)) => format!("`{}::{name}`", model.facts(item.load).name(type_name)),
            None => format!("`{name}`"),
        }
    }

    /// What it takes: what its parameters and the bounds of its generic parameters name.
    pub(crate) fn takes(&self, model: &'m Model, follows: Follows<'_>) -> Vec<Mention<'m>> {
        let parameters = self.function.parameters.iter().map(|parameter| parameter.ty);
        let types: Vec<TypeId> = parameters.chain(self.function.bounds.iter().copied()).collect();
        types.into_iter().flat_map(|ty| model.mentions(self.id.load, ty, follows)).collect()
    }

    /// The finding of a rule at a type that it takes, which shows the way to what is wrong in it.
    pub(crate) fn finding(
        &self,
        model: &Model,
        rule: &'static Rule,
        mention: &Mention<'_>,
        message: String,
        help: &str,
    ) -> Finding {
        let label = Label::new(&self.facts.path, mention.span.range(), "taken here");
        let hops = mention.through.iter().filter_map(|item| {
            let name = model.item(*item)?.name?;
            Some(Label::new(&model.facts(item.load).path, name.range(), "which stands for it"))
        });
        Finding { related: hops.collect(), ..Finding::new(rule, message, help, label) }
    }
}

/// The public functions of all services.
pub(crate) fn service_functions(model: &Model) -> Vec<ServiceFunction<'_>> {
    model.tree.load_ids().flat_map(|load| service_functions_in(model, load)).collect()
}

/// Those of one load.
pub(crate) fn service_functions_in(model: &Model, load: LoadId) -> impl Iterator<Item = ServiceFunction<'_>> {
    let facts = model.facts(load);
    let functions = if model.tree.load(load).test { &[] } else { facts.functions.as_slice() };
    functions.iter().enumerate().filter_map(move |(at, function)| {
        let item = facts.items.get(function.item.index())?;
        let scope = facts.scopes.get(item.scope.index())?;
        let module = *model.tree.load(load).modules.get(item.scope.index())?;
        let is_service = model.place(module).is_some_and(|place| place.layer == "services");
        let is_public = function.visibility == Visibility::Public && is_open(model, load, module);
        if function.test || scope.kind == ScopeKind::Block || !is_service || !is_public {
            return None;
        }
        let self_type = match item.kind {
            ItemKind::Impl { .. } => Some(public_type(model, ItemRef { load, item: function.item })?),
            _ => None,
        };
        let id = FunctionRef { load, function: at as u32 };
        Some(ServiceFunction { id, module, facts, function, self_type })
    })
}

/// The type that an `impl` block is for, if it is public.
fn public_type(model: &Model, block: ItemRef) -> Option<ItemRef> {
    let of = model.self_type(block)?;
    model.item(of).is_some_and(|item| item.visibility == Visibility::Public).then_some(of)
}

/// Whether no inline module of its file hides a module. Whether the file's own module is public says little: what it
/// holds may be given on by `pub use`.
fn is_open(model: &Model, load: LoadId, module: ModuleId) -> bool {
    let facts = model.facts(load);
    let around = std::iter::successors(Some(module), |id| model.tree.module(*id).parent);
    around
        .filter_map(|id| {
            let declared = |part: &crate::project::tree::Part| {
                facts.modules.iter().find(|declared| part.load == load && declared.inline == Some(part.scope))
            };
            let declaration = model.tree.module(id).parts.iter().find_map(declared)?;
            facts.items.get(declaration.item.index())
        })
        .all(|item| item.visibility == Visibility::Public)
}
