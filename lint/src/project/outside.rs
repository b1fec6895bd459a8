// src/project/outside.rs - What the code names of other packages, the standard library included

//! What the code names of other packages, the standard library included, by its path over there.
//!
//! The same few hundred paths are named again and again, so each is kept once.

use std::sync::Arc;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::edges::Spot;
use super::looked_at;
use super::tree::{LoadId, ModuleId};
use crate::packed::{Numbers, Pack, Packed, pack_struct};
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
}

/// A place as it is kept: its load says the rest.
#[derive(Debug, Clone, Copy)]
struct Kept {
    from: ModuleId,
    owner: Option<ItemId>,
    span: Span,
    /// Which of the paths of its load.
    path: u32,
    test: bool,
    origin: Origin,
}

pack_struct!(Kept { from: ModuleId, owner: Option<ItemId>, span: Span, path: u32, test: bool, origin: Origin } usually [2, 2, 2, 1, 2, 1, 1]);

/// The sites follow what an import is.
impl Pack for Origin {
    const NUMBERS: usize = 1;

    fn put(&self, put: &mut impl FnMut(u32)) {
        put(match self {
            Self::Import => 0,
            Self::Glob => 1,
            Self::Site(site) => 2 + *site as u32,
        });
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        match numbers.number() {
            0 => Self::Import,
            1 => Self::Glob,
            site => Self::Site(Site::numbered(site - 2)),
        }
    }
}

impl Kept {
    fn of(self, load: LoadId) -> Use {
        let Self { from, owner, span, test, origin, .. } = self;
        Use { load, from, owner, span, test, origin }
    }
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
    loads: Vec<InLoad>,
    paths: Paths,
}

#[derive(Debug)]
struct InLoad {
    uses: Packed<Kept>,
    /// The number among all paths of each that the load names.
    numbers: Box<[u32]>,
}

/// The places of one load.
#[derive(Default, Encode, Decode)]
pub(super) struct LoadUses {
    uses: Packed<Kept>,
    paths: Paths,
}

/// Paths, each with its number.
#[derive(Debug, Default, Encode, Decode)]
struct Paths {
    paths: Vec<Arc<str>>,
    /// Of use as long as paths are added: it is not kept.
    #[bitcode(skip)]
    known: FxHashMap<Arc<str>, u32>,
}

impl Paths {
    fn number(&mut self, path: &Arc<str>) -> u32 {
        if let Some(number) = self.known.get(path) {
            return *number;
        }
        let number = self.paths.len() as u32;
        self.paths.push(Arc::clone(path));
        self.known.insert(Arc::clone(path), number);
        number
    }
}

impl LoadUses {
    /// To be called when all are there.
    pub(super) fn finish(&mut self) {
        self.uses.close();
    }

    pub(super) fn push(&mut self, spot: &Spot, origin: Origin, path: &Arc<str>) {
        let path = self.paths.number(path);
        let Spot { from, owner, span, test, .. } = *spot;
        self.uses.push(Kept { from, owner, span, path, test, origin });
    }
}

impl Outside {
    /// Adds those of the next load.
    pub(super) fn add(&mut self, part: LoadUses) {
        let numbers = part.paths.paths.iter().map(|path| self.paths.number(path)).collect();
        self.loads.push(InLoad { uses: part.uses, numbers });
    }

    /// The places that name one of some paths, `std::env::var` whatever it is called here; each path is asked for once.
    pub fn uses(&self, is_one: impl Fn(&str) -> bool) -> impl Iterator<Item = (Use, &str)> {
        looked_at::note_all();
        let paths = self.paths.paths.iter();
        let asked: Vec<Option<&str>> = paths.map(|path| Some(&**path).filter(|path| is_one(path))).collect();
        self.loads.iter().zip(0..).flat_map(move |(InLoad { uses, numbers }, load)| {
            let asked: Box<[Option<&str>]> =
                numbers.iter().map(|number| asked.get(*number as usize).copied().flatten()).collect();
            // Most loads name none of them.
            let uses = asked.iter().any(Option::is_some).then(|| uses.iter()).into_iter().flatten();
            uses.filter_map(move |used| Some((used.of(LoadId(load)), (*asked.get(used.path as usize)?)?)))
        })
    }
}
