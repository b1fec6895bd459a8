// src/calls/mod.rs - Which functions of the project each function calls

//! Which functions of the project each function calls.
//!
//! Calls by path are resolved as every path is. Of a method call the [type of the receiver](values) has to be known; where it
//! is not, the call is not known, and nothing is guessed by its name. A function that is named without being called counts
//! as called: it is handed to what calls it. A method of a trait stands for those of all its `impl` blocks.

pub mod logging;
pub mod shape;
#[cfg(test)]
mod tests;
pub mod texts;
pub mod values;

use std::collections::VecDeque;

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::packed::{Lists, Packed, pack_struct};
use crate::project::bodies::FunctionRef;
use crate::project::looked_at;
use crate::project::model::{FILES_AT_ONCE, Model};
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::{Body, BodyOwner, ExprId, ExprKind, PathId};
use crate::source::facts::{ItemKind, Span};
use values::Values;

/// The calls of a project.
#[derive(Debug, Default)]
pub struct Calls {
    loads: Vec<LoadCalls>,
    /// The `impl` blocks of each trait of the project.
    implementations: FxHashMap<ItemRef, Vec<ItemRef>>,
}

/// The calls of one load.
#[derive(Debug, Default, Encode, Decode)]
pub(crate) struct LoadCalls {
    /// What each path and each method call calls, by number of the expression.
    callees: Packed<Callee>,
    /// What each function calls, in the order of the code.
    called: Lists<FunctionRef>,
    /// For each function the names of the methods that it calls on what has no type that is known, each once.
    unknown: Lists<Span>,
    /// The other loads that were looked at for these; none if it may be all.
    looked_at: Option<Vec<LoadId>>,
}

/// A path or a method call and the function that it calls.
#[derive(Debug, Clone, Copy)]
struct Callee {
    expr: ExprId,
    function: FunctionRef,
}

pack_struct!(Callee { expr: ExprId, function: FunctionRef } usually [2, 2, 1]);

impl Calls {
    /// Adds those of each load.
    pub(crate) fn add(&mut self, loads: Vec<LoadCalls>) {
        self.loads = loads;
    }

    /// Those of each load.
    pub(crate) fn loads(&self) -> &[LoadCalls] {
        &self.loads
    }

    /// The other loads that were looked at for the calls of one; none if it may be all.
    pub(crate) fn looked_at(&self, load: LoadId) -> Option<&[LoadId]> {
        self.loads.get(load.index())?.looked_at()
    }

    /// The `impl` blocks of all traits of the project, by trait.
    pub(crate) fn all_implementations(&self) -> Vec<(&ItemRef, &Vec<ItemRef>)> {
        let mut all: Vec<_> = self.implementations.iter().collect();
        all.sort_unstable();
        all
    }

    /// What is known of `impl` blocks alone.
    pub(crate) fn blocks(model: &Model) -> Self {
        let mut calls = Self::default();
        for block in model.impl_blocks() {
            let Some(ItemKind::Impl { of_trait: Some(of), .. }) = model.item(block).map(|item| &item.kind) else {
                continue;
            };
            if let Some(Named::Item(of)) = model.named(block.load, *of) {
                calls.implementations.entry(*of).or_default().push(block);
            }
        }
        calls
    }

    /// The function that an expression calls or names: a path, a call of a path, a method call.
    pub fn callee(&self, model: &Model, load: LoadId, id: ExprId) -> Option<FunctionRef> {
        let at = match model.facts(load).bodies.kind(id) {
            ExprKind::Call { function, .. } => function,
            _ => id,
        };
        let callees = &self.loads.get(load.index())?.callees;
        let found = callees.get(callees.partition_point(|callee| callee.expr < at))?;
        (found.expr == at).then_some(found.function)
    }

    /// The paths and method calls of a body that call functions, with those, in the order of the code.
    pub(crate) fn in_body(&self, load: LoadId, body: &Body) -> impl Iterator<Item = (ExprId, FunctionRef)> {
        looked_at::note(load);
        let (first, last) = (body.first as usize, body.value);
        let of_load = self.loads.get(load.index()).into_iter();
        let from_first = of_load.flat_map(move |of| {
            let callees = &of.callees;
            callees.iter_from(callees.partition_point(|callee| callee.expr.index() < first))
        });
        from_first.take_while(move |callee| callee.expr <= last).map(|callee| (callee.expr, callee.function))
    }

    /// The functions that a function calls, in the order of the code.
    pub fn called_by(&self, function: FunctionRef) -> impl Iterator<Item = FunctionRef> {
        looked_at::note(function.load);
        let of_load = self.loads.get(function.load.index());
        of_load.into_iter().flat_map(move |of| of.called.get(function.function as usize))
    }

    /// The names of the methods that a function calls on what has no type that is known, each once.
    pub fn unknown_methods(&self, function: FunctionRef) -> impl Iterator<Item = Span> {
        looked_at::note(function.load);
        let of_load = self.loads.get(function.load.index());
        of_load.into_iter().flat_map(move |of| of.unknown.get(function.function as usize))
    }

    /// All functions that are reached from one, itself included, in the order of the code.
    pub fn reached_from(&self, function: FunctionRef) -> Vec<FunctionRef> {
        let mut seen = FxHashSet::from_iter([function]);
        let mut found = vec![function];
        let mut at = 0;
        while let Some(function) = found.get(at) {
            let called = self.called_by(*function);
            found.extend(called.filter(|called| seen.insert(*called)));
            at += 1;
        }
        found.sort_unstable();
        found
    }

    /// The same, the nearest first, each when it is asked for.
    pub fn reaching(&self, function: FunctionRef) -> impl Iterator<Item = FunctionRef> {
        let mut seen = FxHashSet::from_iter([function]);
        let mut waiting = VecDeque::from([function]);
        std::iter::from_fn(move || {
            let next = waiting.pop_front()?;
            waiting.extend(self.called_by(next).filter(|called| seen.insert(*called)));
            Some(next)
        })
    }

    /// Whether a function is reached from another, or is it.
    pub fn reaches(&self, from: FunctionRef, to: FunctionRef) -> bool {
        self.reaching(from).any(|reached| reached == to)
    }

    /// The type that the block of a function is for, or the trait that it stands in.
    pub fn self_type(&self, model: &Model, function: FunctionRef) -> Option<ItemRef> {
        let item = ItemRef { load: function.load, item: model.function(function)?.item };
        match model.item(item)?.kind {
            ItemKind::Impl { .. } => model.self_type(item),
            ItemKind::Trait => Some(item),
            _ => None,
        }
    }

    /// The `impl` blocks of a trait of the project.
    pub fn implementations(&self, of: ItemRef) -> &[ItemRef] {
        self.implementations.get(&of).map(Vec::as_slice).unwrap_or_default()
    }

    /// The function that a path names, `Self::name` included.
    pub(crate) fn named(
        &self,
        model: &Model,
        load: LoadId,
        path: PathId,
        this: Option<ItemRef>,
    ) -> Option<FunctionRef> {
        let facts = model.facts(load);
        let written = facts.bodies.path(path);
        let is_of_self =
            !written.qualified && written.path.count == 2 && facts.first_name(written.path) == Some("Self");
        if is_of_self { model.method(this?, facts.last_name(written.path)?) } else { model.called(load, path) }
    }
}

impl LoadCalls {
    /// The other loads that were looked at for these; none if it may be all.
    pub(crate) fn looked_at(&self) -> Option<&[LoadId]> {
        self.looked_at.as_deref()
    }

    /// Those of each load of a model that knows its `impl` blocks; `known` are those of loads that are known.
    pub(crate) fn all(model: &Model, known: Vec<Option<Self>>) -> Vec<Self> {
        let of_load = |(at, known): (usize, Option<Self>)| known.unwrap_or_else(|| Self::of(model, LoadId(at as u32)));
        known.into_par_iter().with_max_len(FILES_AT_ONCE).enumerate().map(of_load).collect()
    }

    fn of(model: &Model, load: LoadId) -> Self {
        let (made, looked_at) = looked_at::noting(|| {
            let (callees, unknown) = callees(model, load);
            let called = called(model, load, &callees);
            Self { callees: Packed::closed(&callees), called, unknown, looked_at: None }
        });
        Self { looked_at: looked_at.others(load), ..made }
    }
}

/// What the paths and method calls of a load call, and for each function the names of the methods of which it is not known.
fn callees(model: &Model, load: LoadId) -> (Vec<Callee>, Lists<Span>) {
    let facts = model.facts(load);
    let bodies = &facts.bodies;
    let mut found = Vec::new();
    let mut unknown = vec![Vec::new(); facts.functions.len()];
    for (_, body) in bodies.iter() {
        let mut names: Vec<Span> = Vec::new();
        let values = Values::of(model, load, body);
        for (id, expr) in bodies.exprs(body) {
            let callee = match expr.kind {
                ExprKind::Path(path) => model.calls.named(model, load, path, values.this()),
                ExprKind::MethodCall(call) => values.method(call),
                _ => None,
            };
            if let (ExprKind::MethodCall(call), None) = (expr.kind, callee) {
                names.push(bodies.method_call(call).name);
            }
            found.extend(callee.map(|function| Callee { expr: id, function }));
        }
        if let BodyOwner::Function(function) = body.owner
            && let Some(unknown) = unknown.get_mut(function as usize)
        {
            names.sort_unstable_by_key(|name| facts.name(*name));
            names.dedup_by_key(|name| facts.name(*name));
            *unknown = names;
        }
    }
    found.sort_unstable_by_key(|callee| callee.expr);
    (found, unknown.into_iter().collect())
}

/// What each function of a load calls.
fn called(model: &Model, load: LoadId, callees: &[Callee]) -> Lists<FunctionRef> {
    let facts = model.facts(load);
    let mut found = vec![Vec::new(); facts.functions.len()];
    for (_, body) in facts.bodies.iter() {
        let BodyOwner::Function(function) = body.owner else { continue };
        let first = callees.partition_point(|callee| callee.expr.index() < body.first as usize);
        let last = callees.partition_point(|callee| callee.expr <= body.value);
        let named = callees.get(first..last).unwrap_or_default().iter().map(|callee| callee.function);
        let all = named.flat_map(|callee| std::iter::once(callee).chain(model.calls.overriding(model, callee)));
        if let Some(called) = found.get_mut(function as usize) {
            *called = all.collect();
        }
    }
    found.into_iter().collect()
}

impl Calls {
    /// The functions that stand for one of a trait.
    fn overriding(&self, model: &Model, function: FunctionRef) -> Vec<FunctionRef> {
        let Some(said) = model.function(function) else { return Vec::new() };
        let of = ItemRef { load: function.load, item: said.item };
        let blocks = self.implementations(of);
        let name = model.facts(function.load).name(said.name);
        let of_block = |block: &ItemRef| {
            let same = model.functions_of(*block).find(|(id, it)| model.facts(id.load).name(it.name) == name);
            same.map(|(id, _)| id)
        };
        blocks.iter().filter_map(of_block).collect()
    }
}
