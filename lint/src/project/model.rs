// src/project/model.rs - The linked project: what project rules see

//! The linked project: what project rules see.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bodies::{FunctionRef, Target};
use super::constants::Constants;
use super::digest::digest;
use super::distinct::Distinct;
use super::edges::{Edge, Edges};
use super::follow::{self, Followed, Loose};
use super::layers::{self, Place};
use super::links::{KeptLinks, NewLinks};
use super::looked_at;
use super::names::{Definition, ExternalId, ItemRef, Names};
use super::outside::{Outside, Use};
use super::package::{Package, PackageId, TargetKind};
use super::settings::Governed;
use super::tree::{LoadId, ModuleId, Tree};
use super::types::Named;
use crate::calls::{Calls, LoadCalls};
use crate::finding::Unresolved;
use crate::source::facts::{FileFacts, Import, ImportKind, Item, ItemId, TypeId};
use crate::sql::query::Queries;
use crate::sql::{self, LoadQueries, Schema};

/// Index into [`Model::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A thread that works through files takes at most so many at a time: one may say as much as a hundred others.
pub(crate) const FILES_AT_ONCE: usize = 8;

/// Everything that is known of a project. Packages and files are sorted by path.
#[derive(Debug, Default)]
pub struct Model {
    /// The packages.
    pub packages: Vec<Package>,
    files: Vec<SourceFile>,
    /// The settings files, by folder.
    pub settings: Vec<Governed>,
    /// The crates and their modules.
    pub tree: Tree,
    /// What the code names of other packages.
    pub outside: Outside,
    /// Which function calls which.
    pub calls: Calls,
    /// The statements that the code sends to databases.
    pub queries: Queries,
    /// The tables that the migrations make.
    pub schema: Schema,
    /// The numbers that constants are.
    pub constants: Constants,
    /// The functions that a test runner runs, for the first that asks.
    pub(crate) tests: OnceLock<Vec<FunctionRef>>,
    /// The types that hold rows of tables, in order, for the first that asks.
    pub(crate) rows: OnceLock<Vec<ItemRef>>,
    places: Vec<Option<Place>>,
    externals: Vec<String>,
    /// The functions of each file by item, for those who ask for those of one.
    pub(super) functions: Vec<Box<[(ItemId, u32)]>>,
    edges: Edges,
    impls: BTreeMap<ItemRef, Vec<ItemRef>>,
    self_types: FxHashMap<ItemRef, ItemRef>,
    loose: Vec<Loose>,
    types: Vec<Distinct<Named>>,
    pub(super) targets: Vec<Distinct<Target>>,
    meanings: Vec<u128>,
}

/// What is worked out of the bodies of a load.
pub(crate) struct LoadBodies {
    pub(crate) calls: LoadCalls,
    pub(crate) queries: LoadQueries,
}

/// A file and where it belongs.
#[derive(Debug, Encode, Decode)]
pub struct SourceFile {
    /// What it says.
    pub facts: FileFacts,
    /// The package it belongs to. It is not kept with the facts: its number is one of this run.
    #[bitcode(skip)]
    pub package: PackageId,
}

impl Model {
    /// Links files to a model. Files are sorted by path. `links` gives what is known of their references, `known` what is known
    /// of the bodies of each load. With the model are given the links that are to be kept, and where.
    pub(crate) fn link<L: KeptLinks>(
        packages: Vec<Package>,
        files: Vec<SourceFile>,
        links: impl FnOnce() -> Option<L> + Send,
        known: impl FnOnce(&Self) -> Vec<Option<LoadBodies>>,
    ) -> (Self, Option<(L, NewLinks)>) {
        let (tree, links) = rayon::join(|| Tree::build(&packages, &files), links);
        let places = layers::places(&packages, &tree, &files);
        // The tables of names are let go as soon as all is followed.
        let follow = || {
            let names = Names::new(&packages, &tree, &files);
            (follow::follow(&tree, &files, &names, &places, links.as_ref().map(|links| links as _)), names.externals)
        };
        let ((followed, externals), constants) = rayon::join(follow, || Constants::of(&tree, &files));
        let Followed { edges, loose, impls, types, outside, targets, meanings, new } = followed;
        let of_blocks =
            |(item, blocks): (&ItemRef, &Vec<ItemRef>)| blocks.iter().map(|it| (*it, *item)).collect::<Vec<_>>();
        let self_types = impls.iter().flat_map(of_blocks).collect();
        let functions = files.par_iter().map(|file| functions_by_item(&file.facts)).collect();
        let mut model = Self {
            packages,
            files,
            functions,
            settings: Vec::new(),
            tree,
            edges,
            outside,
            calls: Calls::default(),
            queries: Queries::default(),
            schema: Schema::default(),
            constants,
            tests: OnceLock::new(),
            rows: OnceLock::new(),
            places,
            externals,
            impls,
            self_types,
            loose,
            types,
            targets,
            meanings,
        };
        model.calls = Calls::blocks(&model);
        let known = known(&model);
        let (known_calls, known_queries) =
            known.into_iter().map(|of| of.map(|LoadBodies { calls, queries }| (calls, queries)).unzip()).unzip();
        let (calls, schema) = rayon::join(|| LoadCalls::all(&model, known_calls), || Schema::of(&model));
        model.calls.add(calls);
        model.schema = schema;
        model.queries = sql::collect::queries(&model, known_queries);
        (model, links.zip(new))
    }

    /// Packages and the texts of files, for those who show findings: nothing is linked.
    pub fn unlinked(packages: Vec<Package>, files: Vec<SourceFile>, settings: Vec<Governed>) -> Self {
        Self { packages, files, settings, ..Self::default() }
    }

    /// A package.
    ///
    /// # Panics
    /// Never for an id of this model; so with all that take an id.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// The files of all packages, sorted by path.
    pub fn files(&self) -> &[SourceFile] {
        looked_at::note_all();
        &self.files
    }

    /// A file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        looked_at::note_all();
        &self.files[id.index()]
    }

    /// The facts of a file, by its path from the root of the run.
    pub fn facts_at(&self, path: &str) -> Option<&FileFacts> {
        let files = self.files();
        let at = files.binary_search_by(|file| (*file.facts.path).cmp(path)).ok()?;
        files.get(at).map(|file| &file.facts)
    }

    /// The text of a file or of a manifest, by its path from the root of the run.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        if let Some(facts) = self.facts_at(path) {
            return Some(&facts.text);
        }
        let settings = || self.settings.iter().map(|it| &it.settings.file).find(|file| file.path == path);
        let manifest = self.packages.iter().find(|package| &*package.manifest == path);
        manifest.map(|package| &package.manifest_text).or_else(|| settings().map(|file| &file.text))
    }

    /// The files of a package, by path.
    pub fn files_of(&self, package: PackageId) -> impl Iterator<Item = &SourceFile> {
        self.files().iter().filter(move |file| file.package == package)
    }

    /// The facts of a load's file.
    pub fn facts(&self, load: LoadId) -> &FileFacts {
        looked_at::note(load);
        &self.files[self.tree.load(load).file.index()].facts
    }

    /// The package whose crate a module belongs to.
    pub fn package_of(&self, module: ModuleId) -> &Package {
        self.package(self.package_id(module))
    }

    /// The package in whose folder the file of a load lies.
    pub fn package_of_file(&self, load: LoadId) -> &Package {
        self.package(self.files[self.tree.load(load).file.index()].package)
    }

    /// Whether a file is test code as a whole: one of a test target, or behind `#[cfg(test)]`.
    pub fn is_test(&self, load: LoadId) -> bool {
        let of = self.tree.load(load);
        let root = of.modules.first().map(|module| self.tree.krate(self.tree.module(*module).krate).kind);
        of.test || root == Some(TargetKind::Test)
    }

    /// The number of that package.
    pub fn package_id(&self, module: ModuleId) -> PackageId {
        self.tree.krate(self.tree.module(module).krate).package
    }

    /// Whether a module is code of a backend that runs: of its library or a binary, not of a test, an example or a script.
    pub fn is_application(&self, module: ModuleId) -> bool {
        let kind = self.tree.krate(self.tree.module(module).krate).kind;
        matches!(kind, TargetKind::Library | TargetKind::Binary) && self.package_of(module).backend
    }

    /// How an import that names something of another package is written; none for what is no import.
    pub fn import_kind(&self, used: &Use) -> Option<ImportKind> {
        let facts = self.facts(used.load);
        let is_leaf = |import: &&Import| facts.leaves(import).any(|leaf| used.span.contains(leaf.span));
        facts.imports.iter().find(is_leaf).map(|import| import.kind)
    }

    /// The place of a module among the layers.
    pub fn place(&self, module: ModuleId) -> Option<&Place> {
        self.places.get(module.index())?.as_ref()
    }

    /// The places of all modules that have one.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().flatten()
    }

    /// The place of a file's own module, in the first crate that loads it.
    pub fn place_of_file(&self, file: FileId) -> Option<&Place> {
        let mut loads = self.tree.loads.iter().filter(|load| load.file == file);
        loads.find_map(|load| self.place(*load.modules.first()?))
    }

    /// An item.
    pub fn item(&self, id: ItemRef) -> Option<&Item> {
        self.facts(id.load).items.get(id.item.index())
    }

    /// The module that an item stands in, which may be a body.
    pub fn module_of(&self, id: ItemRef) -> Option<ModuleId> {
        let item = self.item(id)?;
        self.tree.load(id.load).modules.get(item.scope.index()).copied()
    }

    /// The module that a definition lies in, or is.
    pub fn defining_module(&self, definition: Definition) -> Option<ModuleId> {
        match definition {
            Definition::Module(module) => Some(self.tree.normal(module)),
            Definition::Item(item) => Some(self.tree.normal(self.module_of(item)?)),
            Definition::External(_) => None,
        }
    }

    /// The file that a definition stands in; none for what is of another package.
    pub fn defining_file(&self, definition: Definition) -> Option<FileId> {
        let module = match definition {
            Definition::Item(item) => return Some(self.tree.load(item.load).file),
            Definition::Module(module) => self.tree.normal(module),
            Definition::External(_) => return None,
        };
        Some(self.tree.load(self.tree.module(module).parts.first()?.load).file)
    }

    /// The name of a package that is not among the sources, with `_`.
    pub fn external(&self, id: ExternalId) -> &str {
        self.externals.get(id.0 as usize).map(String::as_str).unwrap_or_default()
    }

    /// Every reference that leads somewhere else, by load and place.
    pub fn edges(&self) -> impl Iterator<Item = Edge<'_>> {
        looked_at::note_all();
        self.edges.iter()
    }

    /// Those of one load, by place.
    pub fn edges_in(&self, load: LoadId) -> impl Iterator<Item = Edge<'_>> {
        looked_at::note(load);
        self.edges.of_load(load)
    }

    /// What an item refers to, what stands in its `impl` blocks included.
    pub fn edges_of(&self, item: ItemRef) -> impl Iterator<Item = Edge<'_>> {
        let impls = self.impls.get(&item).into_iter().flatten().copied();
        std::iter::once(item).chain(impls).flat_map(|item| {
            looked_at::note(item.load);
            self.edges.of_item(item)
        })
    }

    /// The `impl` blocks of a type.
    pub fn impls_of(&self, item: ItemRef) -> &[ItemRef] {
        self.impls.get(&item).map(Vec::as_slice).unwrap_or_default()
    }

    /// The `impl` blocks of all types of the project, by type.
    pub fn impl_blocks(&self) -> impl Iterator<Item = ItemRef> {
        self.impls.values().flatten().copied()
    }

    /// The type of the project that an `impl` block is for.
    pub fn self_type(&self, block: ItemRef) -> Option<ItemRef> {
        self.self_types.get(&block).copied()
    }

    /// A hash of what the references, types and paths of a load mean.
    pub(crate) fn meaning(&self, load: LoadId) -> u128 {
        self.meanings.get(load.index()).copied().unwrap_or_default()
    }

    /// A hash of what belongs to no file: the crates and modules, the packages outside, which blocks are of which type and trait.
    pub(crate) fn frame(&self) -> u128 {
        let Tree { crates, modules, loads, .. } = &self.tree;
        digest(&(crates, modules, loads, &self.externals, &self.impls, self.calls.all_implementations()))
    }

    /// What a type of a load's file names.
    pub fn named(&self, load: LoadId, id: TypeId) -> Option<&Named> {
        self.types.get(load.index())?.get(id.index())
    }

    /// What could not be followed.
    pub fn unresolved(&self) -> impl Iterator<Item = Unresolved> {
        let paths = self.loose.iter().map(|loose| {
            let facts = self.facts(loose.load);
            let reason = format!("`{}` names nothing that is known here", facts.slice(loose.span));
            unresolved(&facts.path, loose.span, reason)
        });
        let modules = self.tree.missing.iter().filter_map(|(file, at)| {
            let facts = &self.files.get(file.index())?.facts;
            let declaration = facts.modules.get(*at)?;
            let reason = format!("the file of module `{}` is not there", facts.name(declaration.name));
            Some(unresolved(&facts.path, declaration.name, reason))
        });
        paths.chain(modules).collect::<Vec<_>>().into_iter()
    }
}

fn functions_by_item(facts: &FileFacts) -> Box<[(ItemId, u32)]> {
    let numbered = facts.functions.iter().zip(0..);
    let mut found: Vec<(ItemId, u32)> = numbered.map(|(function, number)| (function.item, number)).collect();
    found.sort_unstable();
    found.into()
}

fn unresolved(path: &Arc<str>, span: crate::source::facts::Span, reason: String) -> Unresolved {
    Unresolved { path: Arc::clone(path), range: span.range(), reason }
}
