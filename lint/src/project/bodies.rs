// src/project/bodies.rs - What the paths in bodies mean

//! What the paths in bodies mean.

use std::sync::Arc;

use bitcode::{Decode, Encode};

use super::distinct::{Distinct, Making};
use super::known::{Known, Resolved};
use super::model::Model;
use super::names::{Definition, ItemRef, Namespace};
use super::tree::{LoadId, ModuleId, Tree};
use super::types::Named;
use crate::packed::pack_struct;
use crate::source::body::{BodyPath, PathId};
use crate::source::facts::{FileFacts, Function, ItemId, ItemKind, TypeId};

/// What a path in a body names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Target {
    /// An item of the project. `rest` names of the path follow the one that names it: `new` of `JobService::new`, the
    /// variant of an enum.
    Item {
        /// The item.
        item: ItemRef,
        /// How many names follow.
        rest: usize,
    },
    /// A module of the project.
    Module(ModuleId),
    /// Something of another package, by its whole path there: `std::env::var`, whatever it is called here.
    Outside(Arc<str>),
}

/// A function: the load that it stands in and its number in [`FileFacts::functions`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct FunctionRef {
    /// The load.
    pub load: LoadId,
    /// The number.
    pub function: u32,
}

pack_struct!(FunctionRef { load: LoadId, function: u32 } usually [2, 1]);

/// What every path in the bodies of a load means; none where that is not known.
pub(super) fn targets(tree: &Tree, load: LoadId, facts: &FileFacts, known: &Known<'_>) -> Distinct<Target> {
    let mut targets = Making::new(facts.bodies.paths().len());
    for path in facts.bodies.paths() {
        let Some(module) = tree.load(load).modules.get(path.scope.index()) else {
            targets.push_none();
            continue;
        };
        let resolved = known.resolve(*module, path.path);
        targets.push(&resolved.target, || target(&path, &resolved, known));
    }
    targets.done()
}

fn target(path: &BodyPath, resolved: &Resolved, known: &Known<'_>) -> Option<Target> {
    let meaning = &resolved.meaning;
    let found = [Namespace::Value, Namespace::Type, Namespace::Macro].into_iter().find_map(|each| meaning.get(each))?;
    match found {
        Definition::Item(item) => Some(Target::Item { item, rest: meaning.rest }),
        Definition::Module(module) => Some(Target::Module(module)),
        Definition::External(_) => known.outside(path.path, resolved).cloned().map(Target::Outside),
    }
}

impl Model {
    /// What a path in a body of a load names.
    pub fn target(&self, load: LoadId, path: PathId) -> Option<&Target> {
        self.targets.get(load.index())?.get(path.index())
    }

    /// A function.
    pub fn function(&self, id: FunctionRef) -> Option<&Function> {
        self.facts(id.load).functions.get(id.function as usize)
    }

    /// The functions of an item: itself, if it is one, or those of a block or a trait.
    pub fn functions_of(&self, item: ItemRef) -> impl Iterator<Item = (FunctionRef, &Function)> {
        let file = self.tree.load(item.load).file;
        let functions = &self.facts(item.load).functions;
        let by_item = self.functions.get(file.index()).map(|of| &**of).unwrap_or_default();
        let from = by_item.partition_point(|(of, _)| *of < item.item);
        let numbers = by_item.iter().skip(from).take_while(move |(of, _)| *of == item.item);
        numbers.filter_map(move |(_, number)| {
            let id = FunctionRef { load: item.load, function: *number };
            Some((id, functions.get(*number as usize)?))
        })
    }

    /// The function of that name of a type or a trait: of one of the type's blocks, those that are of no trait first, or of
    /// the trait itself.
    pub fn method(&self, of: ItemRef, name: &str) -> Option<FunctionRef> {
        let is_of_trait = |block: &&ItemRef| {
            let kind = self.item(**block).map(|item| &item.kind);
            matches!(kind, Some(ItemKind::Impl { of_trait: Some(_), .. }))
        };
        let named = |item: ItemRef| {
            let facts = self.facts(item.load);
            let is_it = |(_, function): &(FunctionRef, &Function)| facts.name(function.name) == name;
            self.functions_of(item).find(is_it).map(|(id, _)| id)
        };
        let blocks = self.impls_of(of);
        let own = || blocks.iter().filter(|block| !is_of_trait(block)).find_map(|block| named(*block));
        let of_traits = || blocks.iter().filter(is_of_trait).find_map(|block| named(*block));
        // What an `impl` of a trait leaves out is as the trait has it.
        let defaults = || blocks.iter().filter_map(|block| self.trait_of(*block)).find_map(named);
        own().or_else(of_traits).or_else(|| named(of)).or_else(defaults)
    }

    /// The trait of the project that an `impl` block is of.
    fn trait_of(&self, block: ItemRef) -> Option<ItemRef> {
        let ItemKind::Impl { of_trait: Some(of), .. } = self.item(block)?.kind else { return None };
        match self.named(block.load, of)? {
            Named::Item(item) => Some(*item),
            Named::External { .. } => None,
        }
    }

    /// The function that a path in a body names: a function of a module, or one that belongs to a type (`Type::name`,
    /// `<Type as Trait>::name`).
    pub fn called(&self, load: LoadId, path: PathId) -> Option<FunctionRef> {
        let facts = self.facts(load);
        let written = facts.bodies.path(path);
        let last = || facts.last_name(written.path);
        if written.qualified {
            return match self.named(load, TypeId(written.generics.0))? {
                Named::Item(item) => self.method(*item, last()?),
                Named::External { .. } => None,
            };
        }
        let Target::Item { item, rest } = *self.target(load, path)? else { return None };
        match rest {
            0 => self.functions_of(item).map(|(id, _)| id).find(|id| self.is_free(*id)),
            1 => self.method(item, last()?),
            _ => None,
        }
    }

    /// Whether a function is an item of its own.
    fn is_free(&self, id: FunctionRef) -> bool {
        let facts = self.facts(id.load);
        let item = |item: ItemId| facts.items.get(item.index());
        let function = facts.functions.get(id.function as usize);
        function.and_then(|function| item(function.item)).is_some_and(|item| item.kind == ItemKind::Fn)
    }
}
