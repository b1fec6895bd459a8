// src/rules/s04_layers/reach.rs - Where a reference ends: at the first module that has a layer, or in another package

//! Where a reference ends: at the first module that has a layer, or in another package.
//!
//! A reference to an item of a module without a layer goes on with whatever that item refers to, its `impl` blocks
//! included. Re-exports are followed before this, when names are resolved.

use std::collections::{HashSet, VecDeque};

use rustc_hash::FxHashMap;

use crate::finding::Label;
use crate::project::edges::Edge;
use crate::project::layers::Place;
use crate::project::model::Model;
use crate::project::names::{Definition, ItemRef};

/// An end of a reference, and the references of other items on the way to it.
#[derive(Clone)]
pub(super) struct Reach<'m> {
    /// What is reached: of another package, or of a module with a layer.
    pub(super) end: Definition,
    /// The references that lead there after the first, in order.
    pub(super) steps: Vec<Edge<'m>>,
}

/// Finds ends, and remembers them for what several references mean.
pub(super) struct Reacher<'m> {
    model: &'m Model,
    known: FxHashMap<Definition, Vec<Reach<'m>>>,
}

impl<'m> Reacher<'m> {
    pub(super) fn new(model: &'m Model) -> Self {
        Self { model, known: FxHashMap::default() }
    }

    /// The ends of what a reference means, the nearest first.
    pub(super) fn ends(&mut self, target: Definition) -> &[Reach<'m>] {
        let model = self.model;
        self.known.entry(target).or_insert_with(|| match target {
            Definition::Item(item) if place(model, target).is_none() => ends_of_item(model, item),
            // A module without a layer says nothing by itself: what is used of it is a reference of its own.
            Definition::Module(_) if place(model, target).is_none() => Vec::new(),
            end => vec![Reach { end, steps: Vec::new() }],
        })
    }
}

/// The place of the module that a definition lies in.
pub(super) fn place(model: &Model, definition: Definition) -> Option<&Place> {
    model.place(model.defining_module(definition)?)
}

/// A reference on the way from an item, and the one before it.
struct Step<'m> {
    edge: Edge<'m>,
    before: Option<usize>,
}

/// Breadth first, so that each end has its shortest way.
fn ends_of_item(model: &Model, item: ItemRef) -> Vec<Reach<'_>> {
    let mut ends: Vec<Reach<'_>> = Vec::new();
    let mut seen: HashSet<Definition> = HashSet::from([Definition::Item(item)]);
    let mut steps: Vec<Step<'_>> = Vec::new();
    let mut queue: VecDeque<(ItemRef, Option<usize>)> = VecDeque::from([(item, None)]);
    while let Some((item, before)) = queue.pop_front() {
        for edge in model.edges_of(item).filter(|edge| !edge.test) {
            if !seen.insert(edge.target) {
                continue;
            }
            steps.push(Step { edge, before });
            let last = Some(steps.len() - 1);
            match edge.target {
                Definition::Item(next) if place(model, edge.target).is_none() => queue.push_back((next, last)),
                Definition::Module(_) if place(model, edge.target).is_none() => {}
                end => ends.push(Reach { end, steps: way_to(&steps, last) }),
            }
        }
    }
    ends
}

/// The steps that lead to one of them, itself included.
fn way_to<'m>(steps: &[Step<'m>], last: Option<usize>) -> Vec<Edge<'m>> {
    let back = std::iter::successors(last.and_then(|at| steps.get(at)), |step| steps.get(step.before?));
    let mut way: Vec<Edge<'_>> = back.map(|step| step.edge).collect();
    way.reverse();
    way
}

/// Labels that show the way from a reference to its end, hop by hop.
pub(super) fn way(model: &Model, edge: &Edge<'_>, reach: &Reach<'_>) -> Vec<Label> {
    let mut labels = Vec::new();
    add_hops(model, edge, &mut labels);
    for step in &reach.steps {
        let facts = model.facts(step.load);
        labels.push(Label::new(&facts.path, step.span.range(), "which uses this"));
        add_hops(model, step, &mut labels);
    }
    if let Definition::Item(item) = reach.end
        && let Some(name) = model.item(item).and_then(|item| item.name)
    {
        labels.push(Label::new(&model.facts(item.load).path, name.range(), "defined here"));
    }
    labels
}

fn add_hops(model: &Model, edge: &Edge<'_>, labels: &mut Vec<Label>) {
    for hop in edge.through {
        let facts = model.facts(hop.load);
        labels.push(Label::new(&facts.path, hop.span.range(), "re-exported here"));
    }
}

/// The words for a way that is not direct: which item or re-export leads there.
pub(super) fn by_way_of(model: &Model, edge: &Edge<'_>, reach: &Reach<'_>) -> String {
    if let Some(first) = reach.steps.first() {
        return match first.owner.and_then(|owner| model.facts(first.load).items.get(owner.index())?.name) {
            Some(name) => format!(" by way of `{}`", model.facts(first.load).name(name)),
            None => format!(" by way of `{}`", model.facts(edge.load).slice(edge.span)),
        };
    }
    match edge.through.first() {
        Some(hop) => format!(" by way of the re-export in `{}`", model.facts(hop.load).package_path),
        None => String::new(),
    }
}

/// What is wrong with a reference, if it is the one to report: where its import is at fault, the import is reported and
/// the places that use it are not.
pub(super) fn at_fault<T>(edge: &Edge<'_>, mut wrong: impl FnMut(Definition) -> Option<T>) -> Option<T> {
    if edge.imported.is_some_and(|imported| wrong(imported).is_some()) {
        return None;
    }
    wrong(edge.target)
}
