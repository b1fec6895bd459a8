// src/project/tree.rs - Crates and their modules, as rustc follows `mod` lines to files

//! Crates and their modules, as rustc follows `mod` lines to files.
//!
//! A file may belong to several crates (a binary and a library that both say `mod x;`) or be loaded twice in one; each
//! time is a [`Load`], with modules of its own. A module may have several parts: what `include!` adds, and the branches
//! of a `cfg` that each declare it. A body that holds items is a module too, one that names can't be reached through.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::model::{FileId, SourceFile};
use super::package::{Package, PackageId, TargetKind};
use super::paths;
use crate::packed::pack_numbers;
use crate::source::facts::{ModuleDecl, ScopeId, ScopeKind};

/// Index into [`Tree::crates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrateId(pub u32);

/// Index into [`Tree::modules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ModuleId(pub u32);

/// Index into [`Tree::loads`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct LoadId(pub u32);

pack_numbers!(LoadId, ModuleId);

impl CrateId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl ModuleId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl LoadId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// All crates of a project.
#[derive(Debug, Default)]
pub struct Tree {
    /// The crates, by package and target.
    pub crates: Vec<Crate>,
    /// The modules of all crates; a module stands after its parent.
    pub modules: Vec<Module>,
    /// Each time that a file is a part of a crate.
    pub loads: Vec<Load>,
    /// The files that some crate reaches.
    pub reached: BTreeSet<FileId>,
    children: FxHashMap<ModuleId, FxHashMap<String, ModuleId>>,
    /// `mod` lines whose file is nowhere: the file that says so, and which of its [`ModuleDecl`]s.
    pub missing: Vec<(FileId, usize)>,
}

/// A crate.
#[derive(Debug, Hash)]
pub struct Crate {
    /// The package that it is a target of.
    pub package: PackageId,
    /// What it is.
    pub kind: TargetKind,
    /// Its name as code spells it.
    pub name: String,
    /// Its root module.
    pub root: ModuleId,
}

/// A module, or a body that holds items.
#[derive(Debug, Hash)]
pub struct Module {
    /// The crate it belongs to.
    pub krate: CrateId,
    /// The module it stands in; none for a root.
    pub parent: Option<ModuleId>,
    /// Its name; empty for a root and a body.
    pub name: String,
    /// Whether it is a body.
    pub block: bool,
    /// Where its content stands.
    pub parts: Vec<Part>,
}

/// A scope of a file that is (a part of) a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// The load.
    pub load: LoadId,
    /// The scope in the load's file.
    pub scope: ScopeId,
}

/// A file as a part of a crate.
#[derive(Debug, Hash)]
pub struct Load {
    /// The file.
    pub file: FileId,
    /// The module of each of the file's scopes.
    pub modules: Vec<ModuleId>,
    /// Whether it is compiled for tests only, because the `mod` line that leads to it is.
    pub test: bool,
    /// The load of the same file before this.
    pub before: Option<LoadId>,
}

impl Tree {
    /// Follows all targets of all packages.
    pub(super) fn build(packages: &[Package], files: &[SourceFile]) -> Self {
        let paths = files.iter().enumerate().map(|(at, file)| (&*file.facts.path, FileId(at as u32))).collect();
        let mut builder =
            Builder { files, paths, tree: Tree::default(), last: FxHashMap::default(), stack: Vec::new() };
        for (at, package) in packages.iter().enumerate() {
            for target in &package.targets {
                let Some(&file) = builder.paths.get(package.path(&target.path).as_str()) else { continue };
                let krate = CrateId(builder.tree.crates.len() as u32);
                let root = builder.add_module(krate, None, String::new(), false);
                let (package, kind, name) = (PackageId(at as u32), target.kind, target.name.clone());
                builder.tree.crates.push(Crate { package, kind, name, root });
                let folder = paths::parent(&files[file.index()].facts.path).to_owned();
                builder.load(file, root, folder, false);
            }
        }
        builder.tree
    }

    /// A module.
    ///
    /// # Panics
    /// Never for an id of this tree; so with the two below.
    pub fn module(&self, id: ModuleId) -> &Module {
        &self.modules[id.index()]
    }

    /// A crate.
    pub fn krate(&self, id: CrateId) -> &Crate {
        &self.crates[id.index()]
    }

    /// The numbers of all loads.
    pub fn load_ids(&self) -> impl Iterator<Item = LoadId> + use<> {
        (0..self.loads.len() as u32).map(LoadId)
    }

    /// A load.
    pub fn load(&self, id: LoadId) -> &Load {
        &self.loads[id.index()]
    }

    /// The module that a body stands in; the module itself if it is none.
    pub fn normal(&self, mut id: ModuleId) -> ModuleId {
        while self.module(id).block {
            let Some(parent) = self.module(id).parent else { break };
            id = parent;
        }
        id
    }

    /// Whether `inner` is `outer` or lies in it.
    pub fn is_within(&self, inner: ModuleId, outer: ModuleId) -> bool {
        std::iter::successors(Some(inner), |id| self.module(*id).parent).any(|id| id == outer)
    }

    /// The child module of that name.
    pub fn child(&self, parent: ModuleId, name: &str) -> Option<ModuleId> {
        self.children.get(&parent)?.get(name).copied()
    }

    /// Takes `crate`, `self` and `super` off the front of a path that stands in `module`; the module that they lead to,
    /// if there are any.
    pub(super) fn keyword_start<'n>(
        &self,
        module: ModuleId,
        names: &mut std::iter::Peekable<impl Iterator<Item = &'n str>>,
    ) -> Option<ModuleId> {
        let mut at = None;
        while let Some(name) = names.peek() {
            at = Some(match (*name, at) {
                ("crate", None) => self.krate(self.module(module).krate).root,
                ("self", None) => self.normal(module),
                ("super", at) => {
                    let from = at.unwrap_or_else(|| self.normal(module));
                    self.normal(self.module(from).parent?)
                }
                _ => return at,
            });
            names.next();
        }
        at
    }

    /// The module that a path of modules leads to from `module`.
    pub(super) fn descend<'n>(&self, module: ModuleId, names: impl Iterator<Item = &'n str>) -> Option<ModuleId> {
        let mut names = names.peekable();
        let start = self.keyword_start(module, &mut names).unwrap_or(module);
        names.try_fold(start, |at, name| self.child(at, name))
    }

    /// The module's path as code would write it, from its crate's name on.
    pub fn path(&self, id: ModuleId) -> String {
        let mut names: Vec<&str> = std::iter::successors(Some(id), |id| self.module(*id).parent)
            .map(|id| self.module(id).name.as_str())
            .filter(|name| !name.is_empty())
            .collect();
        names.push("crate");
        names.reverse();
        names.join("::")
    }
}

struct Builder<'a> {
    files: &'a [SourceFile],
    paths: FxHashMap<&'a str, FileId>,
    tree: Tree,
    /// The last load of each file.
    last: FxHashMap<FileId, LoadId>,
    /// The files that are being loaded, so that a circle ends.
    stack: Vec<FileId>,
}

impl Builder<'_> {
    fn add_module(&mut self, krate: CrateId, parent: Option<ModuleId>, name: String, block: bool) -> ModuleId {
        let id = ModuleId(self.tree.modules.len() as u32);
        self.tree.modules.push(Module { krate, parent, name, block, parts: Vec::new() });
        id
    }

    /// The child module of that name; the same one for each declaration, since both branches of a `cfg` count.
    fn child(&mut self, parent: ModuleId, name: &str) -> ModuleId {
        if let Some(id) = self.tree.child(parent, name) {
            return id;
        }
        let id = self.add_module(self.tree.module(parent).krate, Some(parent), name.to_owned(), false);
        self.tree.children.entry(parent).or_default().insert(name.to_owned(), id);
        id
    }

    /// Makes a file (a part of) a module. `folder` is where the files of its `mod` lines lie.
    fn load(&mut self, file: FileId, module: ModuleId, folder: String, test: bool) {
        self.tree.reached.insert(file);
        let is_twice = self.tree.module(module).parts.iter().any(|part| self.tree.load(part.load).file == file);
        if is_twice || self.stack.contains(&file) {
            return;
        }
        let Some(source) = self.files.get(file.index()) else { return };
        let facts = &source.facts;
        self.stack.push(file);

        let load = LoadId(self.tree.loads.len() as u32);
        let mut modules: Vec<ModuleId> = Vec::with_capacity(facts.scopes.len());
        let mut folders: Vec<String> = Vec::with_capacity(facts.scopes.len());
        let own_folder = paths::parent(&facts.path);
        for (at, scope) in facts.scopes.iter().enumerate() {
            // A scope stands after its parent, so the parent's module is known.
            let parent = scope
                .parent
                .and_then(|parent| Some((*modules.get(parent.index())?, folders.get(parent.index())?.clone())));
            let (id, below) = match (scope.kind, parent) {
                (ScopeKind::Module(name), Some((parent, parent_folder))) => {
                    let name = facts.name(name);
                    let declared =
                        facts.modules.iter().find(|module| module.inline.is_some_and(|inline| inline.index() == at));
                    let path = declared.and_then(|declared| declared.paths.first());
                    let at_file_level = scope.parent.is_some_and(|parent| is_file_level(facts, parent));
                    let below = match path {
                        Some(path) => paths::join(if at_file_level { own_folder } else { &parent_folder }, path),
                        None => paths::join(&parent_folder, name),
                    };
                    (self.child(parent, name), below.unwrap_or(parent_folder))
                }
                (ScopeKind::Block, Some((parent, parent_folder))) => {
                    let krate = self.tree.module(parent).krate;
                    (self.add_module(krate, Some(parent), String::new(), true), parent_folder)
                }
                (_, Some(inherited)) => inherited,
                (_, None) => (module, folder.clone()),
            };
            modules.push(id);
            folders.push(below);
        }
        for (at, id) in modules.iter().enumerate() {
            let part = Part { load, scope: ScopeId(at as u32) };
            if let Some(module) = self.tree.modules.get_mut(id.index()) {
                module.parts.push(part);
            }
        }
        let before = self.last.insert(file, load);
        self.tree.loads.push(Load { file, modules: modules.clone(), test, before });

        for (at, declaration) in
            facts.modules.iter().enumerate().filter(|(_, declaration)| declaration.inline.is_none())
        {
            let Some(item) = facts.items.get(declaration.item.index()) else { continue };
            let scope = item.scope.index();
            let (Some(parent), Some(folder)) = (modules.get(scope), folders.get(scope)) else { continue };
            let base = if is_file_level(facts, item.scope) { own_folder } else { folder };
            let found = self.find(facts.name(declaration.name), declaration, base, folder);
            if found.is_empty() {
                self.tree.missing.push((file, at));
            }
            for (file, folder) in found {
                let child = self.child(*parent, facts.name(declaration.name));
                self.load(file, child, folder, test || item.test);
            }
        }
        for include in &facts.includes {
            let path = include.path.as_deref().and_then(|path| paths::join(own_folder, path));
            let Some(&included) = path.as_deref().and_then(|path| self.paths.get(path)) else { continue };
            self.tree.reached.insert(included);
            if let (true, Some(module)) = (include.items, modules.get(include.scope.index())) {
                let folder = paths::parent(path.as_deref().unwrap_or_default()).to_owned();
                self.load(included, *module, folder, test);
            }
        }
        self.stack.pop();
    }

    /// The files that a `mod` line names, each with the folder of its own `mod` lines. `base` is where `#[path]` looks,
    /// `folder` where a plain line does.
    fn find(&self, name: &str, declaration: &ModuleDecl, base: &str, folder: &str) -> Vec<(FileId, String)> {
        let written = declaration.paths.iter().filter_map(|path| {
            let path = paths::join(base, path)?;
            let file = *self.paths.get(path.as_str())?;
            Some((file, paths::parent(&path).to_owned()))
        });
        let mut found: Vec<(FileId, String)> = written.collect();
        if declaration.paths.is_empty() || declaration.paths_conditional {
            let below = paths::join(folder, name).unwrap_or_default();
            let places = [format!("{below}.rs"), format!("{below}/mod.rs")];
            let place = places.iter().find_map(|place| self.paths.get(place.as_str()));
            found.extend(place.map(|file| (*file, below)));
        }
        found
    }
}

/// Whether a scope is the file itself, macro calls at item level not counted.
fn is_file_level(facts: &crate::source::facts::FileFacts, mut scope: ScopeId) -> bool {
    loop {
        let Some(data) = facts.scopes.get(scope.index()) else { return false };
        match (data.kind, data.parent) {
            (ScopeKind::File, _) => return true,
            (ScopeKind::MacroCall, Some(parent)) => scope = parent,
            _ => return false,
        }
    }
}
