// src/project/outside.rs - What the code names of other packages, the standard library included

//! What the code names of other packages, the standard library included, by its path over there.
//!
//! The same few hundred paths are named again and again, so each is kept once.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::edges::Edge;
use super::tree::{LoadId, ModuleId};
use crate::source::facts::{ItemId, Site, Span};

/// A place that names something of another package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The file it stands in, in one crate.
    pub load: LoadId,
    /// The module it stands in, which may be a body.
    pub from: ModuleId,
    /// The item at module level that it stands in.
    pub owner: Option<ItemId>,
    /// The path as it stands there.
    pub span: Span,
    /// Whether it is compiled for tests only.
    pub test: bool,
    /// What it is written as.
    pub origin: Origin,
    path: u32,
}

/// What a place that names something is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A leaf of an import that binds one name.
    Import,
    /// `*` in an import: the path is that of the module whose names it brings in.
    Glob,
    /// A path in the code.
    Site(Site),
}

/// All places that name something of another package, by load; in each, imports before the rest.
#[derive(Debug, Default)]
pub struct Outside {
    uses: Vec<Use>,
    paths: Vec<Arc<str>>,
    known: FxHashMap<Arc<str>, u32>,
}

impl Outside {
    pub(super) fn push(&mut self, edge: &Edge, origin: Origin, path: &Arc<str>) {
        let path = self.number(path);
        let Edge { load, from, owner, span, test, .. } = *edge;
        self.uses.push(Use { load, from, owner, span, test, origin, path });
    }

    /// Adds those of another part of the project.
    pub(super) fn append(&mut self, other: Self) {
        let numbers: Vec<u32> = other.paths.iter().map(|path| self.number(path)).collect();
        let renumbered = other.uses.into_iter().filter_map(|used| {
            let path = *numbers.get(used.path as usize)?;
            Some(Use { path, ..used })
        });
        self.uses.extend(renumbered);
    }

    fn number(&mut self, path: &Arc<str>) -> u32 {
        if let Some(number) = self.known.get(path) {
            return *number;
        }
        let number = self.paths.len() as u32;
        self.paths.push(Arc::clone(path));
        self.known.insert(Arc::clone(path), number);
        number
    }

    /// The places that name one of some paths, `std::env::var` whatever it is called here; each path is asked for once.
    pub fn uses(&self, is_one: impl Fn(&str) -> bool) -> impl Iterator<Item = (&Use, &str)> {
        let asked: Vec<Option<&str>> =
            self.paths.iter().map(|path| Some(&**path).filter(|path| is_one(path))).collect();
        self.uses.iter().filter_map(move |used| Some((used, (*asked.get(used.path as usize)?)?)))
    }
}
