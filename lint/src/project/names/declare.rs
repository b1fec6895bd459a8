// src/project/names/declare.rs - Which names each module and each crate has, from what the files declare

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{BoundTo, Definition, ItemRef, Leaf, LeafId, Names, Namespace, Prelude, STANDARD, Table, Visible};
use crate::project::model::FILES_AT_ONCE;
use crate::project::package::{DependencyKind, Edition, Package, TargetKind};
use crate::project::tree::{LoadId, ModuleId};
use crate::source::facts::{
    Binding, FileFacts, Import, ImportKind, ImportLeaf, Item, ItemId, ItemKind, ScopeId, Span, Visibility as Written,
};

impl<'a> Names<'a> {
    pub(super) fn add_preludes(&mut self, packages: &'a [Package]) {
        let standard: Vec<(&str, Definition)> = STANDARD.iter().map(|name| (*name, self.external(name))).collect();
        let libraries: FxHashMap<&str, ModuleId> = self
            .tree
            .crates
            .iter()
            .filter(|krate| krate.kind == TargetKind::Library)
            .filter_map(|krate| Some((&*packages.get(krate.package.index())?.root, krate.root)))
            .collect();
        for krate in &self.tree.crates {
            let mut crates: FxHashMap<&str, Definition> = standard.iter().copied().collect();
            let Some(package) = packages.get(krate.package.index()) else {
                self.preludes.push(Prelude::default());
                continue;
            };
            let is_build = krate.kind == TargetKind::BuildScript;
            for (name, dependency) in &package.dependencies {
                // Test code of a library sees what is for development too.
                if !dependency.kinds.iter().any(|kind| (*kind == DependencyKind::Build) == is_build) {
                    continue;
                }
                let local = dependency.path.as_deref().and_then(|path| libraries.get(path));
                let definition = match local {
                    Some(root) => Definition::Module(*root),
                    None => self.external(&dependency.package.replace('-', "_")),
                };
                crates.insert(name, definition);
            }
            if let Some((library, root)) = package.library().zip(libraries.get(&*package.root))
                && krate.kind != TargetKind::Library
                && !is_build
            {
                crates.insert(&library.name, Definition::Module(*root));
            }
            let edition_2015 = package.edition == Edition::E2015;
            self.preludes.push(Prelude { crates, edition_2015 });
        }
    }

    /// Modules are names of their parents. Which `mod` line declares a module says who may see it.
    pub(super) fn add_modules(&mut self) {
        for (at, load) in self.tree.loads.iter().enumerate() {
            let facts = self.facts(LoadId(at as u32));
            for declaration in &facts.modules {
                let Some(item) = facts.items.get(declaration.item.index()) else { continue };
                let Some(&parent) = load.modules.get(item.scope.index()) else { continue };
                let name = facts.name(declaration.name);
                let child = self.tree.child(parent, name);
                if let Some(child) = child {
                    let macro_use =
                        facts.attributes(item.attributes).any(|attribute| facts.slice(attribute.path) == "macro_use");
                    if let Some(table) = self.tables.get_mut(child.index()) {
                        table.macro_use |= macro_use;
                    }
                    let visible = self.visible(parent, &item.visibility, facts);
                    self.bind(parent, name, Namespace::Type, Definition::Module(child), visible);
                }
            }
        }
    }

    /// What the loads declare. Most of it is a module's own, and found in each load by itself; what reaches further is added
    /// afterwards, in their order.
    pub(super) fn add_loads(&mut self) {
        let loads = self.tree.load_ids();
        let leaves = |load| self.imports(load).map(|(.., import)| import.leaves.count as usize).sum();
        let counts: Vec<usize> = loads.map(leaves).collect();
        let firsts = counts.iter().scan(0, |next, count| Some(std::mem::replace(next, *next + count)));
        let firsts: Vec<usize> = firsts.collect();
        let declared: Vec<Declared<'a>> = firsts
            .par_iter()
            .with_max_len(FILES_AT_ONCE)
            .enumerate()
            .map(|(load, first)| self.declared(LoadId(load as u32), *first as LeafId))
            .collect();
        self.leaves.reserve_exact(counts.iter().sum());
        for Declared { tables, leaves, macros, extern_crates, .. } in declared {
            self.leaves.extend(leaves);
            for (module, table) in tables {
                if let Some(known) = self.tables.get_mut(module.index()) {
                    known.add(table);
                }
            }
            for (module, id, exported) in macros {
                self.add_macro(module, id, exported);
            }
            for (module, name, original) in extern_crates {
                self.add_extern_crate(module, name, original);
            }
        }
    }

    /// The imports of a load, each with its number, its item and the module that it stands in.
    fn imports(&self, load: LoadId) -> impl Iterator<Item = (ModuleId, &'a Item, u32, &'a Import)> {
        let (facts, tree) = (self.facts(load), self.tree);
        facts.items.iter().filter_map(move |item| {
            let ItemKind::Import(number) = item.kind else { return None };
            let module = *tree.load(load).modules.get(item.scope.index())?;
            Some((module, item, number, facts.imports.get(number as usize)?))
        })
    }

    fn declared(&self, load: LoadId, first: LeafId) -> Declared<'a> {
        let facts = self.facts(load);
        let mut found = Declared { next: first, ..Declared::default() };
        if let Some(module) = self.tree.load(load).modules.first() {
            found.table(*module).entries.reserve(facts.items_of(ScopeId::FILE).count());
        }
        for (module, item, number, import) in self.imports(load) {
            let visible = self.visible(module, &item.visibility, facts);
            found.add_import(load, module, number, import, visible, facts);
        }
        for (at, item) in facts.items.iter().enumerate() {
            let Some(&module) = self.tree.load(load).modules.get(item.scope.index()) else { continue };
            let id = ItemRef { load, item: ItemId(at as u32) };
            match &item.kind {
                ItemKind::MacroRules { exported } => found.macros.push((module, id, *exported)),
                kind => {
                    let Some(name) = item.name else { continue };
                    let visible = self.visible(module, &item.visibility, facts);
                    for namespace in namespaces(kind) {
                        let bound = BoundTo::Item(*namespace, Definition::Item(id), visible);
                        found.table(module).bind(facts.name(name), bound);
                    }
                }
            }
        }
        found
    }

    fn add_macro(&mut self, module: ModuleId, id: ItemRef, exported: bool) {
        let facts = self.facts(id.load);
        let name = facts.items.get(id.item.index()).and_then(|item| item.name);
        let Some(name) = name.map(|name| facts.name(name)) else { return };
        let krate = self.tree.module(module).krate;
        if exported {
            self.bind(self.tree.krate(krate).root, name, Namespace::Macro, Definition::Item(id), None);
        }
        let mut at = Some(module);
        while let Some(module) = at {
            let Some(table) = self.tables.get_mut(module.index()) else { return };
            table.textual.entry(name).or_insert(id);
            at = self.tree.module(module).parent.filter(|_| table.macro_use);
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
            table.bind(name, BoundTo::Item(namespace, definition, visible));
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
                Some(self.tree.descend(normal, facts.names(*path)).unwrap_or(self.tree.krate(krate).root))
            }
        }
    }
}

/// What one load declares.
#[derive(Default)]
struct Declared<'a> {
    /// The names of its modules.
    tables: FxHashMap<ModuleId, Table<'a>>,
    leaves: Vec<Leaf>,
    /// The number of the next leaf.
    next: LeafId,
    /// Its `macro_rules!`, and whether other crates see them.
    macros: Vec<(ModuleId, ItemRef, bool)>,
    /// The name that an `extern crate` binds, and the one that it names.
    extern_crates: Vec<(ModuleId, &'a str, &'a str)>,
}

impl<'a> Declared<'a> {
    fn table(&mut self, module: ModuleId) -> &mut Table<'a> {
        self.tables.entry(module).or_default()
    }

    fn add_import(
        &mut self,
        load: LoadId,
        module: ModuleId,
        number: u32,
        import: &Import,
        visible: Visible,
        facts: &'a FileFacts,
    ) {
        for (index, leaf) in facts.leaves(import).enumerate() {
            let id = self.next;
            self.next += 1;
            self.leaves.push(Leaf {
                load,
                module,
                import: number,
                index: index as u32,
                span: leaf_span(facts, &leaf),
                path: leaf.path,
                glob: leaf.binding == Binding::Glob,
                types_only: leaf.binding == Binding::SelfName,
                visible,
            });
            let name = match leaf.binding {
                Binding::Name | Binding::SelfName => facts.last_name(leaf.path),
                Binding::Rename(name) => Some(facts.name(name)),
                Binding::Unnamed | Binding::Glob => None,
            };
            if import.kind == ImportKind::ExternCrate
                && let (Some(name), Some(original)) = (name, facts.first_name(leaf.path))
            {
                self.extern_crates.push((module, name, original));
            }
            if leaf.binding == Binding::Glob {
                self.table(module).globs.push(id);
            } else if let Some(name) = name {
                self.table(module).bind(name, BoundTo::Leaf(id));
            }
        }
    }
}

/// The whole path of a leaf where it stands in one piece, else the leaf alone.
fn leaf_span(facts: &FileFacts, leaf: &ImportLeaf) -> Span {
    let whole = facts.first_segment(leaf.path).map_or(leaf.span, |first| first.to(leaf.span));
    let is_in_one_piece =
        whole.start <= leaf.span.start && !facts.slice(whole).bytes().any(|byte| matches!(byte, b'{' | b','));
    if is_in_one_piece { whole } else { leaf.span }
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
