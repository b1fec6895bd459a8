// src/project/links.rs - How the references of a load were followed, kept between runs

//! How the references of a load were followed, kept between runs.
//!
//! What a load's references mean depends on what its file says, on the frame (the crates and modules, and which packages are
//! outside), and on what the modules say in which a name was looked up on the way. The first two are what links are kept by;
//! the modules are kept with them, and links hold as long as those say the same.

use bitcode::{Decode, Encode};

use super::bodies::Target;
use super::digest::digest;
use super::distinct::Distinct;
use super::edges::LoadEdges;
use super::follow::Loose;
use super::looked_at::{LookedAt, noting};
use super::model::FileId;
use super::names::{ItemRef, Names};
use super::outside::LoadUses;
use super::tree::{LoadId, ModuleId, Tree};
use super::types::Named;

/// Where links are kept. What it gives back is checked before it is used.
pub(crate) trait KeptLinks: Send + Sync {
    /// What was kept of a load, if its file says what it did, in the same frame.
    fn of(&self, frame: u128, load: LoadId, file: FileId) -> Option<&[u8]>;

    /// Keeps what is new, and what was there of the other loads.
    fn save(&self, tree: &Tree, new: NewLinks);
}

/// What is to be kept of the loads of a run.
#[derive(Debug)]
pub(crate) struct NewLinks {
    pub(crate) frame: u128,
    /// By load; none where what was kept holds.
    pub(crate) loads: Vec<Option<Vec<u8>>>,
}

/// What was found in one load.
#[derive(Default, Encode, Decode)]
pub(super) struct LoadLinks {
    pub(super) edges: LoadEdges,
    pub(super) loose: Vec<Loose>,
    /// A type and an `impl` block of it.
    pub(super) impls: Vec<(ItemRef, ItemRef)>,
    pub(super) types: Distinct<Named>,
    pub(super) outside: LoadUses,
    pub(super) targets: Distinct<Target>,
    /// A hash of what the references, types and paths mean.
    pub(super) meaning: u128,
}

/// The same as it is kept.
#[derive(Encode, Decode)]
struct Kept {
    /// The modules in which names were looked up, in order.
    modules: Vec<ModuleId>,
    /// A hash of what they said.
    said: u128,
    links: LoadLinks,
}

/// The links of a load, and as they are to be kept if they are new.
pub(super) type Linked = (LoadLinks, Option<Vec<u8>>);

/// The links of earlier runs, and what tells whether they hold in this one.
pub(super) struct Earlier<'k> {
    kept: &'k dyn KeptLinks,
    tree: &'k Tree,
    frame: u128,
    /// What each module says.
    said: Vec<u128>,
}

impl<'k> Earlier<'k> {
    pub(super) fn of(kept: &'k dyn KeptLinks, tree: &'k Tree, names: &Names<'_>) -> Self {
        Self { kept, tree, frame: names.frame(), said: names.said() }
    }

    /// None yet, to be kept in this frame.
    pub(super) fn new_links(&self) -> NewLinks {
        NewLinks { frame: self.frame, loads: Vec::new() }
    }

    /// The links of a load: those that are kept, if they hold, or what is found in it now.
    pub(super) fn links(&self, load: LoadId, follow: impl FnOnce() -> LoadLinks) -> Linked {
        let kept = self.kept.of(self.frame, load, self.tree.load(load).file);
        if let Some(links) = kept.and_then(|bytes| self.restored(bytes)) {
            return (links, None);
        }
        let (links, LookedAt { modules, .. }) = noting(follow);
        let mut modules: Vec<ModuleId> = modules.into_iter().collect();
        modules.sort_unstable();
        let kept = Kept { said: self.said_by(&modules), modules, links };
        let bytes = bitcode::encode(&kept);
        (kept.links, Some(bytes))
    }

    fn restored(&self, bytes: &[u8]) -> Option<LoadLinks> {
        let Kept { modules, said, links } = bitcode::decode(bytes).ok()?;
        (self.said_by(&modules) == said).then_some(links)
    }

    fn said_by(&self, modules: &[ModuleId]) -> u128 {
        let said: Vec<Option<&u128>> = modules.iter().map(|module| self.said.get(module.index())).collect();
        digest(&said)
    }
}
