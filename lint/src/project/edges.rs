// src/project/edges.rs - The references between the parts of a project

//! The references between the parts of a project, each with what it means.
//!
//! There are four for each ten lines of code, so what many say alike is kept once: the file that they stand in, and what
//! they mean with the imports that lead there.

use std::hash::Hash;

use bitcode::{Decode, Encode};

use super::names::{Definition, ExternalId, ItemRef};
use super::tree::{LoadId, ModuleId};
use crate::packed::{Numbers, Pack, Packed, pack_struct};
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
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
#[derive(Debug, Clone, Copy, Hash)]
struct Way {
    target: Definition,
    imported: Option<Definition>,
    /// The imports that it goes through: from the first to one past the last among [`LoadEdges::hops`].
    through: (u32, u32),
    test: bool,
}

/// An edge as it is kept.
#[derive(Debug, Clone, Copy)]
struct Kept {
    from: ModuleId,
    owner: Option<ItemId>,
    span: Span,
    /// Which of the load's ways.
    way: u32,
}

pack_struct!(Kept { from: ModuleId, owner: Option<ItemId>, span: Span, way: u32 } usually [2, 2, 2, 1, 2]);
pack_struct!(Way { target: Definition, imported: Option<Definition>, through: (u32, u32), test: bool }
    usually [1, 2, 2, 1, 2, 2, 0, 0, 1]);

/// What it is and two numbers at most.
impl Pack for Definition {
    const NUMBERS: usize = 3;

    fn put(&self, put: &mut impl FnMut(u32)) {
        let numbers = match self {
            Self::Item(ItemRef { load, item }) => [0, load.0, item.0],
            Self::Module(module) => [1, module.0, 0],
            Self::External(package) => [2, package.0, 0],
        };
        numbers.into_iter().for_each(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let [what, first, second] = [numbers.number(), numbers.number(), numbers.number()];
        match what {
            0 => Self::Item(ItemRef { load: LoadId(first), item: ItemId(second) }),
            1 => Self::Module(ModuleId(first)),
            _ => Self::External(ExternalId(first)),
        }
    }
}

/// The edges that begin in one load, in the order of their places; imports stand before the rest.
#[derive(Debug, Default, Encode, Decode)]
pub(super) struct LoadEdges {
    edges: Packed<Kept>,
    ways: Packed<Way>,
    hops: Vec<Hop>,
    /// The numbers of the edges by owner, those without one first; those of one are in order.
    by_owner: Packed<u32>,
}

impl LoadEdges {
    /// Adds an edge by the number of its way.
    pub(super) fn push(&mut self, spot: &Spot, way: u32) {
        let Spot { from, owner, span, .. } = *spot;
        self.edges.push(Kept { from, owner, span, way });
    }

    /// Adds what references mean, the imports that they go through and whether they are compiled for tests only; its number.
    pub(super) fn add_way(
        &mut self,
        target: Definition,
        imported: Option<Definition>,
        through: impl IntoIterator<Item = Hop>,
        test: bool,
    ) -> u32 {
        let first = self.hops.len() as u32;
        self.hops.extend(through);
        let last = self.hops.len() as u32;
        let through = if first == last { (0, 0) } else { (first, last) };
        self.ways.push(Way { target, imported, through, test }) as u32
    }

    /// To be called when all are there.
    pub(super) fn finish(&mut self) {
        self.edges.close();
        self.ways.close();
        self.hops.shrink_to_fit();
        let owners: Vec<Option<ItemId>> = self.edges.iter().map(|edge| edge.owner).collect();
        let mut numbers: Vec<u32> = (0..owners.len() as u32).collect();
        numbers.sort_by_key(|number| owners.get(*number as usize));
        self.by_owner = Packed::closed(&numbers);
    }

    /// What the edges mean, without where they stand.
    pub(super) fn meaning(&self) -> impl Hash + use<'_> {
        (self.edges.iter().map(|edge| edge.way).collect::<Vec<u32>>(), &self.ways, &self.hops)
    }

    fn edge(&self, load: LoadId, kept: Kept) -> Option<Edge<'_>> {
        let Kept { from, owner, span, way } = kept;
        let Way { target, imported, through: (first, last), test } = self.ways.get(way as usize)?;
        let through = self.hops.get(first as usize..last as usize)?;
        Some(Edge { load, from, owner, span, test, target, imported, through })
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
        of.flat_map(move |of| of.edges.iter().filter_map(move |kept| of.edge(load, kept)))
    }

    /// Those that stand in an item.
    pub(super) fn of_item(&self, item: ItemRef) -> impl Iterator<Item = Edge<'_>> {
        self.0.get(item.load.index()).into_iter().flat_map(move |of| {
            let edge = |number: u32| of.edges.get(number as usize);
            let is_before = |number| edge(number).is_some_and(|edge| edge.owner < Some(item.item));
            let numbers = of.by_owner.iter_from(of.by_owner.partition_point(is_before));
            let rest = numbers.map_while(move |number| edge(number).filter(|edge| edge.owner == Some(item.item)));
            rest.filter_map(move |kept| of.edge(item.load, kept))
        })
    }
}
