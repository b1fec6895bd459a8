// src/project/names.rs - What names mean in each module: items, imports, globs

//! What names mean in each module: items, imports, globs.
//!
//! Which names a module has is known from the start; what an import's name means is found by resolving all imports
//! again and again until nothing changes ([`Names::settle`]). Globs are not copied into tables, they are looked through.

use std::collections::{BTreeSet, HashMap};

use super::model::SourceFile;
use super::package::{DependencyKind, Edition, Package, TargetKind};
use super::tree::{CrateId, LoadId, ModuleId, Tree};
use crate::source::facts::{
    Binding, FileFacts, ImportKind, Item, ItemId, ItemKind, PathRef, PathStart, Visibility as Written,
};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemRef {
    /// The load.
    pub load: LoadId,
    /// The item in its file.
    pub item: ItemId,
}

/// Index into [`Names::externals`]: a package that is not among the sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    pub(super) import: u32,
    pub(super) index: u32,
    path: PathRef,
    glob: bool,
    types_only: bool,
    visible: Visible,
}

/// What a leaf's path means, by namespace, and through which imports it goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) definitions: [Option<Definition>; 3],
    /// Imports that the path goes through, in order.
    pub(super) via: Vec<LeafId>,
    /// The innermost module that was reached, if the rest of the path is not known there.
    pub(super) partial: Option<ModuleId>,
}

impl Meaning {
    fn is_empty(&self) -> bool {
        self.definitions.iter().all(Option::is_none)
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
#[derive(Default)]
struct Entry {
    /// Items, modules and variants of that name.
    items: Vec<(Namespace, Definition, Visible)>,
    /// Imports that bind it.
    leaves: Vec<LeafId>,
}

/// The names of one module.
#[derive(Default)]
struct Table<'a> {
    entries: HashMap<&'a str, Entry>,
    globs: Vec<LeafId>,
    /// `macro_rules!` that no path reaches: they are seen in the module and below.
    textual: HashMap<&'a str, ItemRef>,
}

/// The names that a crate can begin a path with.
#[derive(Default)]
struct Prelude<'a> {
    crates: HashMap<&'a str, Definition>,
    edition_2015: bool,
    /// `macro_rules!` of modules with `#[macro_use]`.
    macros: HashMap<&'a str, ItemRef>,
}

/// The names of all modules.
pub(super) struct Names<'a> {
    tree: &'a Tree,
    files: &'a [SourceFile],
    tables: Vec<Table<'a>>,
    preludes: Vec<Prelude<'a>>,
    pub(super) leaves: Vec<Leaf>,
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
        for load in 0..tree.loads.len() {
            names.add_load(LoadId(load as u32));
        }
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

    fn add_preludes(&mut self, packages: &'a [Package]) {
        let standard: Vec<(&str, Definition)> = STANDARD.iter().map(|name| (*name, self.external(name))).collect();
        let libraries: HashMap<&str, ModuleId> = self
            .tree
            .crates
            .iter()
            .filter(|krate| krate.kind == TargetKind::Library)
            .filter_map(|krate| Some((&*packages.get(krate.package.index())?.root, krate.root)))
            .collect();
        for krate in &self.tree.crates {
            let mut prelude = Prelude { crates: standard.iter().copied().collect(), ..Prelude::default() };
            if let Some(package) = packages.get(krate.package.index()) {
                prelude.edition_2015 = package.edition == Edition::E2015;
                for (name, dependency) in &package.dependencies {
                    let seen = match krate.kind {
                        TargetKind::BuildScript => dependency.kinds.contains(&DependencyKind::Build),
                        TargetKind::Library | TargetKind::Binary => {
                            // Test code of a library sees what is for development too.
                            dependency.kinds.iter().any(|kind| *kind != DependencyKind::Build)
                        }
                        _ => dependency.kinds.iter().any(|kind| *kind != DependencyKind::Build),
                    };
                    if !seen {
                        continue;
                    }
                    let local = dependency.path.as_deref().and_then(|path| libraries.get(path));
                    let definition = match local {
                        Some(root) => Definition::Module(*root),
                        None => self.external(&dependency.package.replace('-', "_")),
                    };
                    prelude.crates.insert(name, definition);
                }
                let own = package.library().zip(libraries.get(&*package.root));
                if let Some((library, root)) = own
                    && !matches!(krate.kind, TargetKind::Library | TargetKind::BuildScript)
                {
                    prelude.crates.insert(&library.name, Definition::Module(*root));
                }
            }
            self.preludes.push(prelude);
        }
    }

    /// Modules are names of their parents. Which `mod` line declares a module says who may see it.
    fn add_modules(&mut self) {
        for (at, load) in self.tree.loads.iter().enumerate() {
            let facts = self.facts(LoadId(at as u32));
            for declaration in &facts.modules {
                let Some(item) = facts.items.get(declaration.item.index()) else { continue };
                let Some(&parent) = load.modules.get(item.scope.index()) else { continue };
                let name = facts.name(declaration.name);
                let child = self.tree.child(parent, name);
                if let Some(child) = child {
                    let visible = self.visible(parent, &item.visibility, facts);
                    self.bind(parent, name, Namespace::Type, Definition::Module(child), visible);
                }
            }
        }
    }

    fn add_load(&mut self, load: LoadId) {
        let facts = self.facts(load);
        for (at, item) in facts.items.iter().enumerate() {
            let Some(&module) = self.tree.load(load).modules.get(item.scope.index()) else { continue };
            let id = ItemRef { load, item: ItemId(at as u32) };
            match &item.kind {
                ItemKind::Import(index) => self.add_import(load, module, *index, item),
                ItemKind::MacroRules { exported } => self.add_macro(module, id, item, *exported),
                kind => {
                    let Some(name) = item.name else { continue };
                    let visible = self.visible(module, &item.visibility, facts);
                    for namespace in namespaces(kind) {
                        self.bind(module, facts.name(name), *namespace, Definition::Item(id), visible);
                    }
                }
            }
        }
    }

    fn add_macro(&mut self, module: ModuleId, id: ItemRef, item: &Item, exported: bool) {
        let facts = self.facts(id.load);
        let Some(name) = item.name.map(|name| facts.name(name)) else { return };
        let krate = self.tree.module(module).krate;
        if exported {
            self.bind(self.tree.krate(krate).root, name, Namespace::Macro, Definition::Item(id), None);
        }
        if let Some(table) = self.tables.get_mut(module.index()) {
            table.textual.entry(name).or_insert(id);
        }
        if let Some(prelude) = self.preludes.get_mut(krate.index()) {
            prelude.macros.entry(name).or_insert(id);
        }
    }

    fn add_import(&mut self, load: LoadId, module: ModuleId, import: u32, item: &Item) {
        let facts = self.facts(load);
        let visible = self.visible(module, &item.visibility, facts);
        let Some(data) = facts.imports.get(import as usize) else { return };
        for (index, leaf) in data.leaves.iter().enumerate() {
            let id = self.leaves.len() as LeafId;
            self.leaves.push(Leaf {
                load,
                module,
                import,
                index: index as u32,
                path: leaf.path,
                glob: leaf.binding == Binding::Glob,
                types_only: leaf.binding == Binding::SelfName,
                visible,
            });
            let name = match leaf.binding {
                Binding::Name | Binding::SelfName => facts.segments(leaf.path).last().map(|name| facts.name(*name)),
                Binding::Rename(name) => Some(facts.name(name)),
                Binding::Unnamed | Binding::Glob => None,
            };
            if data.kind == ImportKind::ExternCrate
                && let (Some(name), Some(original)) = (name, facts.segments(leaf.path).first())
            {
                self.add_extern_crate(module, name, facts.name(*original));
            }
            let Some(table) = self.tables.get_mut(module.index()) else { continue };
            if leaf.binding == Binding::Glob {
                table.globs.push(id);
            } else if let Some(name) = name {
                table.entries.entry(name).or_default().leaves.push(id);
            }
        }
    }

    /// `extern crate a as b;` in the root makes `b` known everywhere in the crate.
    fn add_extern_crate(&mut self, module: ModuleId, name: &'a str, original: &str) {
        let krate = self.tree.module(module).krate;
        let is_root = self.tree.krate(krate).root == module;
        if let (true, Some(definition)) = (is_root, self.prelude_crate(krate, original))
            && let Some(prelude) = self.preludes.get_mut(krate.index())
        {
            prelude.crates.insert(name, definition);
        }
    }

    fn bind(
        &mut self,
        module: ModuleId,
        name: &'a str,
        namespace: Namespace,
        definition: Definition,
        visible: Visible,
    ) {
        if let Some(table) = self.tables.get_mut(module.index()) {
            table.entries.entry(name).or_default().items.push((namespace, definition, visible));
        }
    }

    /// Who may see what is declared in `module` with this visibility.
    fn visible(&self, module: ModuleId, written: &Written, facts: &FileFacts) -> Visible {
        let normal = self.tree.normal(module);
        let krate = self.tree.module(module).krate;
        match written {
            Written::Public => None,
            Written::Crate => Some(self.tree.krate(krate).root),
            Written::Super => Some(self.tree.module(normal).parent.map_or(normal, |parent| self.tree.normal(parent))),
            Written::Private => Some(module),
            Written::In(path) => {
                let names = facts.segments(*path).iter().map(|name| facts.name(*name));
                Some(self.tree.descend(normal, names).unwrap_or(self.tree.krate(krate).root))
            }
        }
    }

    fn is_visible(&self, from: ModuleId, visible: Visible) -> bool {
        visible.is_none_or(|module| self.tree.is_within(from, module))
    }

    /// Resolves all imports until nothing changes. In a circle of re-exports nothing is found and nothing changes.
    fn settle(&mut self) {
        self.meanings = vec![Meaning::default(); self.leaves.len()];
        for _ in 0..MAX_ROUNDS {
            let mut changed = false;
            for id in 0..self.leaves.len() {
                let Some(leaf) = self.leaves.get(id) else { continue };
                let mut meaning = self.resolve_path(leaf.module, leaf.load, leaf.path, true, Some(id as LeafId));
                if leaf.types_only || leaf.glob {
                    meaning.definitions = [meaning.get(Namespace::Type), None, None];
                }
                if let Some(known) = self.meanings.get_mut(id)
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

    /// What a leaf means.
    pub(super) fn meaning(&self, leaf: LeafId) -> Option<&Meaning> {
        self.meanings.get(leaf as usize)
    }

    /// What a path means that stands in `module`.
    pub(super) fn resolve(&self, module: ModuleId, load: LoadId, path: PathRef) -> Meaning {
        self.resolve_path(module, load, path, false, None)
    }

    fn resolve_path(
        &self,
        module: ModuleId,
        load: LoadId,
        path: PathRef,
        import: bool,
        skip: Option<LeafId>,
    ) -> Meaning {
        let facts = self.facts(load);
        let mut meaning = Meaning::default();
        let mut segments = facts.segments(path).iter().map(|name| facts.name(*name)).peekable();
        let krate = self.tree.module(module).krate;
        let root = self.tree.krate(krate).root;
        let is_2015 = self.preludes.get(krate.index()).is_some_and(|prelude| prelude.edition_2015);

        // Where the path begins.
        let mut at: Option<ModuleId> = match path.start {
            PathStart::DollarCrate => {
                segments.next();
                Some(root)
            }
            PathStart::Absolute if is_2015 => Some(root),
            PathStart::Absolute => None,
            PathStart::Relative => self.tree.keyword_start(module, &mut segments),
        };
        if at.is_none() && segments.peek().is_none() {
            return meaning;
        }
        let from_root = at.is_none() && is_2015 && import && path.start == PathStart::Relative;
        let mut first = at.is_none();
        if from_root {
            at = Some(root);
        }
        let mut last_module = at;
        while let Some(name) = segments.next() {
            let is_last = segments.peek().is_none();
            let mut found = Meaning::default();
            for namespace in if is_last { &Namespace::ALL[..] } else { &Namespace::ALL[..1] } {
                let bound = match at {
                    Some(within) => {
                        let bound = self.lookup(within, name, *namespace, module, skip, &mut Vec::new());
                        let outside = || {
                            self.prelude_crate(krate, name)
                                .filter(|_| from_root || (is_2015 && path.start == PathStart::Absolute))
                        };
                        bound.or_else(|| outside().map(|definition| Bound { definition, leaf: None }))
                    }
                    None if path.start == PathStart::Absolute => {
                        self.prelude_crate(krate, name).map(|definition| Bound { definition, leaf: None })
                    }
                    None => self.lexical(module, name, *namespace, skip),
                };
                if let Some(bound) = bound {
                    found.set(*namespace, bound.definition);
                    if let Some(leaf) = bound.leaf
                        && !meaning.via.contains(&leaf)
                    {
                        meaning.via.push(leaf);
                    }
                }
            }
            if found.is_empty() {
                meaning.partial = if first { None } else { last_module };
                return meaning;
            }
            first = false;
            if is_last {
                meaning.definitions = found.definitions;
                return meaning;
            }
            match found.get(Namespace::Type) {
                Some(Definition::Module(next)) => {
                    at = Some(next);
                    last_module = at;
                }
                // What follows a type is its own: a variant, an associated item. Of another package nothing is known, so
                // whatever follows is of that package.
                Some(definition) => {
                    let of_macro = matches!(definition, Definition::External(_)).then_some(definition);
                    meaning.definitions = [Some(definition), Some(definition), of_macro];
                    return meaning;
                }
                None => return meaning,
            }
        }
        // Keywords alone: `use super::{self as x}`, `$crate`.
        if let Some(module) = at {
            meaning.set(Namespace::Type, Definition::Module(module));
        }
        meaning
    }

    /// A name that begins a path: bodies outward to the module, then what the crate knows from outside.
    fn lexical(&self, module: ModuleId, name: &str, namespace: Namespace, skip: Option<LeafId>) -> Option<Bound> {
        let mut at = module;
        loop {
            if let Some(bound) = self.lookup(at, name, namespace, module, skip, &mut Vec::new()) {
                return Some(bound);
            }
            let data = self.tree.module(at);
            match data.parent {
                Some(parent) if data.block => at = parent,
                _ => break,
            }
        }
        let krate = self.tree.module(module).krate;
        let definition = match namespace {
            Namespace::Type => self.prelude_crate(krate, name),
            Namespace::Value => None,
            Namespace::Macro => self.textual_macro(module, krate, name),
        };
        definition.map(|definition| Bound { definition, leaf: None })
    }

    /// A `macro_rules!` seen from `module`: of the module, of one around it, or of one with `#[macro_use]`.
    fn textual_macro(&self, module: ModuleId, krate: CrateId, name: &str) -> Option<Definition> {
        let around = std::iter::successors(Some(module), |id| self.tree.module(*id).parent);
        around
            .filter_map(|id| self.tables.get(id.index())?.textual.get(name))
            .next()
            .or_else(|| self.preludes.get(krate.index())?.macros.get(name))
            .map(|id| Definition::Item(*id))
    }

    fn prelude_crate(&self, krate: CrateId, name: &str) -> Option<Definition> {
        if name == "self" {
            return Some(Definition::Module(self.tree.krate(krate).root));
        }
        self.preludes.get(krate.index())?.crates.get(name).copied()
    }

    /// A name in a module, seen from `from`: its items, then its imports, then its globs.
    fn lookup(
        &self,
        module: ModuleId,
        name: &str,
        namespace: Namespace,
        from: ModuleId,
        skip: Option<LeafId>,
        visited: &mut Vec<ModuleId>,
    ) -> Option<Bound> {
        if visited.contains(&module) {
            return None;
        }
        visited.push(module);
        let table = self.tables.get(module.index())?;
        if let Some(entry) = table.entries.get(name) {
            let item = entry.items.iter().find(|(of, _, visible)| *of == namespace && self.is_visible(from, *visible));
            if let Some((_, definition, _)) = item {
                return Some(Bound { definition: *definition, leaf: None });
            }
            for id in entry.leaves.iter().filter(|id| Some(**id) != skip) {
                let visible = self.leaves.get(*id as usize).is_some_and(|leaf| self.is_visible(from, leaf.visible));
                let definition = self.meaning(*id).and_then(|meaning| meaning.get(namespace)).filter(|_| visible);
                if let Some(definition) = definition {
                    return Some(Bound { definition, leaf: Some(*id) });
                }
            }
        }
        let mut outside = None;
        for id in table.globs.iter().filter(|id| Some(**id) != skip) {
            let visible = self.leaves.get(*id as usize).is_some_and(|leaf| self.is_visible(from, leaf.visible));
            if !visible {
                continue;
            }
            match self.meaning(*id).and_then(|meaning| meaning.get(Namespace::Type)) {
                Some(Definition::Module(target)) => {
                    if let Some(bound) = self.lookup(target, name, namespace, from, skip, visited) {
                        return Some(Bound { leaf: bound.leaf.or(Some(*id)), ..bound });
                    }
                }
                Some(definition @ Definition::Item(item))
                    if namespace != Namespace::Macro && self.has_variant(item, name) =>
                {
                    return Some(Bound { definition, leaf: Some(*id) });
                }
                Some(definition @ Definition::External(_)) if outside.is_none() => {
                    outside = Some(Bound { definition, leaf: Some(*id) });
                }
                _ => {}
            }
        }
        // A name that the module does not have itself can only come through the glob of another package. In the module
        // that asks, it may as well be of the language's own prelude.
        outside.filter(|_| self.tree.normal(from) != module && visited.first() == Some(&module))
    }

    fn has_variant(&self, item: ItemRef, name: &str) -> bool {
        let facts = self.facts(item.load);
        match facts.items.get(item.item.index()).map(|item| &item.kind) {
            Some(ItemKind::Enum { variants }) => variants.iter().any(|variant| facts.name(*variant) == name),
            _ => false,
        }
    }

    /// Whether it is a crate of the language itself.
    pub(super) fn is_standard(&self, external: ExternalId) -> bool {
        (external.0 as usize) < STANDARD.len()
    }

    /// Packages that a module gives on as a whole: `pub use sqlx::*`.
    pub(super) fn external_globs(&self, module: ModuleId, from: ModuleId) -> BTreeSet<(ExternalId, LeafId)> {
        let globs = self.tables.get(module.index()).map(|table| table.globs.as_slice()).unwrap_or_default();
        globs
            .iter()
            .filter(|id| self.leaves.get(**id as usize).is_some_and(|leaf| self.is_visible(from, leaf.visible)))
            .filter_map(|id| match self.meaning(*id)?.get(Namespace::Type)? {
                Definition::External(external) => Some((external, *id)),
                _ => None,
            })
            .collect()
    }

    /// Whether a body or a module has a glob that could bring a name from another package.
    pub(super) fn sees_external_glob(&self, module: ModuleId) -> bool {
        let around = std::iter::successors(Some(module), |id| {
            let data = self.tree.module(*id);
            data.parent.filter(|_| data.block)
        });
        around.into_iter().any(|id| !self.external_globs(id, module).is_empty())
    }
}

/// Where an item of a kind is a name.
fn namespaces(kind: &ItemKind) -> &'static [Namespace] {
    match kind {
        ItemKind::Fn | ItemKind::Const | ItemKind::Static => &[Namespace::Value],
        ItemKind::Struct { value: true } => &[Namespace::Type, Namespace::Value],
        ItemKind::Struct { value: false }
        | ItemKind::Enum { .. }
        | ItemKind::Union
        | ItemKind::Trait
        | ItemKind::TypeAlias => &[Namespace::Type],
        _ => &[],
    }
}
