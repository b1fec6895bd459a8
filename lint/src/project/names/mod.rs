// src/project/names/mod.rs - What names mean in each module: items, imports, globs

//! What names mean in each module: items, imports, globs.
//!
//! Which names a module has is known from the start; what an import's name means is found by resolving all imports
//! again and again until nothing changes (`Names::settle`). Globs are not copied into tables, they are looked through.
//!
//! Whoever reads a table or an import by [`Names::table`], [`Names::leaf`] or [`Names::meaning`] notes the module that it is
//! of (`looked_at`): what was found out so can be kept as long as those modules say the same (`said`).

mod declare;
mod lookup;
mod said;

use std::cell::Cell;
use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::looked_at;
use super::model::SourceFile;
use super::package::Package;
use super::tree::{LoadId, ModuleId, Tree};
use crate::source::facts::{FileFacts, ItemId, PathRef, Span};
use lookup::Asker;

/// Where a name is looked up: Rust has three kinds of names, which do not hide each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Namespace {
    /// Modules, types, traits.
    Type,
    /// Functions, constants, statics, constructors.
    Value,
    /// Macros.
    Macro,
}

impl Namespace {
    pub(super) const ALL: [Namespace; 3] = [Namespace::Type, Namespace::Value, Namespace::Macro];

    fn index(self) -> usize {
        self as usize
    }
}

/// An item of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ItemRef {
    /// The load.
    pub load: LoadId,
    /// The item in its file.
    pub item: ItemId,
}

/// Index into `Names::externals`: a package that is not among the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ExternalId(pub u32);

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Definition {
    /// A module of the project.
    Module(ModuleId),
    /// An item of the project; the variants of an enum count as the enum.
    Item(ItemRef),
    /// Something of another package.
    External(ExternalId),
}

/// Index into [`Names::leaves`].
pub(super) type LeafId = u32;

/// Who may see a name: code in this module and below; everyone, if there is none.
type Visible = Option<ModuleId>;

/// A leaf of an import in one module.
pub(super) struct Leaf {
    pub(super) load: LoadId,
    pub(super) module: ModuleId,
    /// The import, and which of its leaves it is.
    pub(super) import: u32,
    index: u32,
    /// Its whole path where that stands in one piece, else its name alone.
    pub(super) span: Span,
    pub(super) path: PathRef,
    pub(super) glob: bool,
    types_only: bool,
    visible: Visible,
}

/// What a leaf's path means, by namespace, and through which imports it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) definitions: [Option<Definition>; 3],
    /// Imports that the path goes through, in order.
    pub(super) via: SmallVec<[LeafId; 2]>,
    /// The innermost module that was reached, if the rest of the path is not known there.
    pub(super) partial: Option<ModuleId>,
    /// How many names of the path follow the one that was found, because they belong to a type or to another package, or
    /// the first one that was not found.
    pub(super) rest: usize,
    /// The import that binds the name that was found, as a type.
    leaf: Option<LeafId>,
}

impl Meaning {
    fn is_empty(&self) -> bool {
        self.definitions.iter().all(Option::is_none)
    }

    /// Whether not even the first name of the path is known.
    pub(super) fn is_lost(&self) -> bool {
        self.is_empty() && self.partial.is_none() && self.via.is_empty()
    }

    fn set(&mut self, namespace: Namespace, definition: Definition) {
        if let Some(slot) = self.definitions.get_mut(namespace.index()) {
            *slot = Some(definition);
        }
    }

    /// What it means in a namespace.
    pub(super) fn get(&self, namespace: Namespace) -> Option<Definition> {
        self.definitions.get(namespace.index()).copied().flatten()
    }
}

/// A name's meaning at one place, and the import it comes from.
#[derive(Clone, Copy)]
struct Bound {
    definition: Definition,
    leaf: Option<LeafId>,
}

/// What a name is bound to in one module.
#[derive(Clone, Copy)]
enum BoundTo {
    /// An item, a module or a variant of that name, and who may see it.
    Item(Namespace, Definition, Visible),
    /// An import that binds it.
    Leaf(LeafId),
}

/// All that a name is bound to in one module: mostly one thing.
#[derive(Default)]
struct Entry(SmallVec<[BoundTo; 1]>);

impl Entry {
    /// The definition of an item of a namespace that passes.
    fn item(&self, namespace: Namespace, passes: impl Fn(Visible) -> bool) -> Option<Definition> {
        self.0.iter().find_map(|bound| match bound {
            BoundTo::Item(of, definition, visible) if *of == namespace && passes(*visible) => Some(*definition),
            _ => None,
        })
    }

    /// The imports that bind it.
    fn leaves(&self) -> impl Iterator<Item = LeafId> {
        self.0.iter().filter_map(|bound| match bound {
            BoundTo::Leaf(id) => Some(*id),
            BoundTo::Item(..) => None,
        })
    }
}

/// The names of one module.
#[derive(Default)]
struct Table<'a> {
    entries: FxHashMap<&'a str, Entry>,
    globs: Vec<LeafId>,
    /// `macro_rules!` that are seen in the module and below without a path: its own, and those of modules in it that are
    /// marked `#[macro_use]`.
    textual: FxHashMap<&'a str, ItemRef>,
    /// Whether the module is marked `#[macro_use]`: what it has of them is seen around it too.
    macro_use: bool,
}

impl<'a> Table<'a> {
    /// Binds a name to one more thing.
    fn bind(&mut self, name: &'a str, bound: BoundTo) {
        self.entries.entry(name).or_default().0.push(bound);
    }

    /// Adds the names that another part of the module has.
    fn add(&mut self, other: Self) {
        self.globs.extend(other.globs);
        if self.entries.is_empty() {
            self.entries = other.entries;
            return;
        }
        for (name, entry) in other.entries {
            self.entries.entry(name).or_default().0.extend(entry.0);
        }
    }
}

/// The names that a crate can begin a path with.
#[derive(Default)]
struct Prelude<'a> {
    crates: FxHashMap<&'a str, Definition>,
    edition_2015: bool,
}

/// The names of all modules.
pub(super) struct Names<'a> {
    tree: &'a Tree,
    files: &'a [SourceFile],
    tables: Vec<Table<'a>>,
    preludes: Vec<Prelude<'a>>,
    leaves: Vec<Leaf>,
    meanings: Vec<Meaning>,
    /// Names of packages that are not among the sources, with `_`.
    pub(super) externals: Vec<String>,
}

/// Crates of the language itself.
const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// Imports settle after as many rounds as the longest chain of re-exports has links; beyond this they never do.
const MAX_ROUNDS: usize = 64;

impl<'a> Names<'a> {
    /// The names of all modules, with all imports resolved.
    pub(super) fn new(packages: &'a [Package], tree: &'a Tree, files: &'a [SourceFile]) -> Self {
        let tables = tree.modules.iter().map(|_| Table::default()).collect();
        let mut names = Self {
            tree,
            files,
            tables,
            preludes: Vec::new(),
            leaves: Vec::new(),
            meanings: Vec::new(),
            externals: Vec::new(),
        };
        names.add_preludes(packages);
        names.add_modules();
        names.add_loads();
        names.settle();
        names
    }

    fn facts(&self, load: LoadId) -> &'a FileFacts {
        &self.files[self.tree.load(load).file.index()].facts
    }

    /// The number of a package that is not among the sources.
    fn external(&mut self, name: &str) -> Definition {
        let known = self.externals.iter().position(|external| external == name);
        let index = known.unwrap_or_else(|| {
            self.externals.push(name.to_owned());
            self.externals.len() - 1
        });
        Definition::External(ExternalId(index as u32))
    }

    /// Resolves all imports until nothing changes. In a circle of re-exports nothing is found and nothing changes. What no
    /// other import has a part in is known for good at once, and that is most of them.
    fn settle(&mut self) {
        self.meanings = vec![Meaning::default(); self.leaves.len()];
        let all = (0..self.leaves.len() as LeafId).into_par_iter();
        let first: Vec<(Meaning, bool)> = all.map(|id| self.leaf_meaning(id)).collect();
        let mut open: Vec<LeafId> = Vec::new();
        for ((at, known), (meaning, asked_imports)) in self.meanings.iter_mut().enumerate().zip(first) {
            if asked_imports {
                open.push(at as LeafId);
            } else {
                *known = meaning;
            }
        }
        for _ in 0..MAX_ROUNDS {
            let mut changed = false;
            for id in &open {
                let (meaning, _) = self.leaf_meaning(*id);
                if let Some(known) = self.meanings.get_mut(*id as usize)
                    && *known != meaning
                {
                    *known = meaning;
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }

    /// What a leaf means as far as is known by now, and whether other imports could change that.
    fn leaf_meaning(&self, id: LeafId) -> (Meaning, bool) {
        let Some(leaf) = self.leaves.get(id as usize) else { return (Meaning::default(), false) };
        let asked_imports = Cell::new(false);
        let asker = Asker { module: leaf.module, import: Some(id), asked_imports: &asked_imports };
        let mut meaning = self.resolve_path(asker, leaf.load, leaf.path);
        if leaf.types_only || leaf.glob {
            meaning.definitions = [meaning.get(Namespace::Type), None, None];
        }
        (meaning, asked_imports.get())
    }

    /// The names of a module.
    fn table(&self, module: ModuleId) -> Option<&Table<'a>> {
        looked_at::note_module(module);
        self.tables.get(module.index())
    }

    /// The leaves of each load.
    pub(super) fn leaves_by_load(&self) -> Vec<Vec<LeafId>> {
        let mut leaves: Vec<Vec<LeafId>> = vec![Vec::new(); self.tree.loads.len()];
        for (id, leaf) in self.leaves.iter().enumerate() {
            if let Some(of_load) = leaves.get_mut(leaf.load.index()) {
                of_load.push(id as LeafId);
            }
        }
        leaves
    }

    /// A leaf.
    pub(super) fn leaf(&self, id: LeafId) -> Option<&Leaf> {
        let leaf = self.leaves.get(id as usize)?;
        looked_at::note_module(leaf.module);
        Some(leaf)
    }

    /// What a leaf means.
    pub(super) fn meaning(&self, id: LeafId) -> Option<&Meaning> {
        self.leaf(id)?;
        self.meanings.get(id as usize)
    }

    /// What a path means that stands in `module`.
    pub(super) fn resolve(&self, module: ModuleId, load: LoadId, path: PathRef) -> Meaning {
        self.resolve_path(Asker { module, import: None, asked_imports: &Cell::new(false) }, load, path)
    }

    /// Whether it is a crate of the language itself.
    pub(super) fn is_standard(&self, external: ExternalId) -> bool {
        (external.0 as usize) < STANDARD.len()
    }

    /// Packages that a module gives on as a whole: `pub use sqlx::*`.
    pub(super) fn external_globs(&self, module: ModuleId, from: ModuleId) -> BTreeSet<(ExternalId, LeafId)> {
        self.each_external_glob(module, from).collect()
    }

    fn each_external_glob(&self, module: ModuleId, from: ModuleId) -> impl Iterator<Item = (ExternalId, LeafId)> {
        let globs = self.table(module).map(|table| table.globs.as_slice()).unwrap_or_default();
        globs
            .iter()
            .filter(move |id| self.leaf(**id).is_some_and(|leaf| self.is_visible(from, leaf.visible)))
            .filter_map(|id| match self.meaning(*id)?.get(Namespace::Type)? {
                Definition::External(external) => Some((external, *id)),
                _ => None,
            })
    }

    /// Whether a body or a module has a glob that could bring a name from another package.
    pub(super) fn sees_external_glob(&self, module: ModuleId) -> bool {
        let around = std::iter::successors(Some(module), |id| {
            let data = self.tree.module(*id);
            data.parent.filter(|_| data.block)
        });
        around.into_iter().any(|id| self.each_external_glob(id, module).next().is_some())
    }
}
