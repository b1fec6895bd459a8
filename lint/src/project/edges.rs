// src/project/edges.rs - The references between the parts of a project

//! The references between the parts of a project, each with what it means.
//!
//! There are four for each ten lines of code, so what many say alike is kept once: the file that they stand in, and what
//! they mean with the imports that lead there.

use std::hash::Hash;

use super::names::{Definition, ItemRef};
use super::tree::{LoadId, ModuleId};
use crate::source::facts::{ItemId, Span};

/// A reference and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge<'m> {
    /// Where it stands.
    pub load: LoadId,
    /// The module it stands in, which may be a body.
    pub from: ModuleId,
    /// The item at module level that it stands in; none in an inner attribute.
    pub owner: Option<ItemId>,
    /// The path, as far as it stands in one piece.
    pub span: Span,
    /// Whether it is compiled for tests only.
    pub test: bool,
    /// What it means.
    pub target: Definition,
    /// What the import of its own module means that it goes through, if it goes through one: that import is an edge too.
    pub imported: Option<Definition>,
    /// The imports of other modules that it goes through, in order.
    pub through: &'m [Hop],
}

/// An import that a reference goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hop {
    /// Where it stands.
    pub load: LoadId,
    /// The module it stands in.
    pub module: ModuleId,
    /// The leaf of the import.
    pub span: Span,
}

/// Where a reference stands in a load.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) from: ModuleId,
    pub(super) owner: Option<ItemId>,
    pub(super) span: Span,
    pub(super) test: bool,
}

/// What references mean, and how they come to it.
#[derive(Debug, Clone, Hash)]
pub(super) struct Way {
    pub(super) target: Definition,
    pub(super) imported: Option<Definition>,
    pub(super) through: Box<[Hop]>,
    pub(super) test: bool,
}

/// An edge as it is kept: five numbers.
#[derive(Debug, Clone, Copy)]
struct Kept {
    from: ModuleId,
    owner: Owner,
    span: Span,
    /// Which of the load's ways.
    way: u32,
}

/// An `Option<ItemId>` in half the room. That of no item comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner(u32);

impl Owner {
    pub(super) fn new(item: Option<ItemId>) -> Self {
        Self(item.map_or(u32::MAX, |item| item.0))
    }

    pub(super) fn item(self) -> Option<ItemId> {
        (self != Self::new(None)).then_some(ItemId(self.0))
    }
}

/// The edges that begin in one load, in the order of their places; imports stand before the rest.
#[derive(Debug, Default)]
pub(super) struct LoadEdges {
    edges: Vec<Kept>,
    ways: Vec<Way>,
    /// The numbers of the edges by owner; those of one are in order.
    by_owner: Box<[u32]>,
}

impl LoadEdges {
    /// Adds an edge by the number of its way.
    pub(super) fn push(&mut self, spot: &Spot, way: u32) {
        self.edges.push(Kept { from: spot.from, owner: Owner::new(spot.owner), span: spot.span, way });
    }

    /// Adds a way; its number.
    pub(super) fn add_way(&mut self, way: Way) -> u32 {
        self.ways.push(way);
        self.ways.len() as u32 - 1
    }

    /// What the edges mean, without where they stand.
    pub(super) fn meaning(&self) -> impl Hash + use<'_> {
        (self.edges.iter().map(|edge| edge.way).collect::<Vec<u32>>(), &self.ways)
    }

    /// To be called when all are there: gives back the room that was not needed.
    pub(super) fn finish(&mut self) {
        self.edges.shrink_to_fit();
        self.ways.shrink_to_fit();
        let mut numbers: Vec<u32> = (0..self.edges.len() as u32).collect();
        numbers.sort_by_key(|number| self.owner(*number));
        self.by_owner = numbers.into();
    }

    fn owner(&self, number: u32) -> Owner {
        self.edges.get(number as usize).map_or(Owner::new(None), |edge| edge.owner)
    }

    fn edge(&self, load: LoadId, kept: Kept) -> Option<Edge<'_>> {
        let Kept { from, owner, span, way } = kept;
        let Way { target, imported, through, test } = self.ways.get(way as usize)?;
        Some(Edge { load, from, owner: owner.item(), span, test: *test, target: *target, imported: *imported, through })
    }
}

/// All edges of a project, by load.
#[derive(Debug, Default)]
pub(super) struct Edges(pub(super) Vec<LoadEdges>);

impl Edges {
    /// Each edge, by load and place.
    pub(super) fn iter(&self) -> impl Iterator<Item = Edge<'_>> {
        (0..self.0.len() as u32).flat_map(|load| self.of_load(LoadId(load)))
    }

    /// Those of one load.
    pub(super) fn of_load(&self, load: LoadId) -> impl Iterator<Item = Edge<'_>> {
        let of = self.0.get(load.index()).into_iter();
        of.flat_map(move |of| of.edges.iter().filter_map(move |kept| of.edge(load, *kept)))
    }

    /// Those that stand in an item.
    pub(super) fn of_item(&self, item: ItemRef) -> impl Iterator<Item = Edge<'_>> {
        self.0.get(item.load.index()).into_iter().flat_map(move |of| {
            let owner = Owner::new(Some(item.item));
            let first = of.by_owner.partition_point(|number| of.owner(*number) < owner);
            let rest = of.by_owner.iter().skip(first).take_while(move |number| of.owner(**number) == owner);
            rest.filter_map(move |number| of.edge(item.load, *of.edges.get(*number as usize)?))
        })
    }
}
