// src/project/names/lookup.rs - What a path means, from where it stands

use std::cell::Cell;
use std::iter::Peekable;

use super::{Bound, Definition, ItemRef, LeafId, MAX_ROUNDS, Meaning, Names, Namespace, Visible};
use crate::project::tree::{CrateId, LoadId, ModuleId};
use crate::source::facts::{ItemKind, PathRef, PathStart};

/// Who looks a name up.
#[derive(Clone, Copy)]
pub(super) struct Asker<'q> {
    /// The module that the path stands in.
    pub(super) module: ModuleId,
    /// The import whose path it is; one does not explain itself.
    pub(super) import: Option<LeafId>,
    /// Set where the answer could depend on what an import means.
    pub(super) asked_imports: &'q Cell<bool>,
}

/// Where the next name of a path is looked up.
#[derive(Clone, Copy)]
enum At {
    /// In the bodies and the module around, then outside.
    Around,
    /// Among the crates.
    Crates,
    /// In the root, then among the crates, as edition 2015 has it.
    RootOrCrates(ModuleId),
    /// In a module.
    Module(ModuleId),
}

impl At {
    /// The module in which the trail is lost if a name is not found here.
    fn module(self) -> Option<ModuleId> {
        match self {
            At::Module(module) => Some(module),
            At::Around | At::Crates | At::RootOrCrates(_) => None,
        }
    }
}

impl Names<'_> {
    pub(super) fn is_visible(&self, from: ModuleId, visible: Visible) -> bool {
        visible.is_none_or(|module| self.tree.is_within(from, module))
    }

    /// What a path means.
    pub(super) fn resolve_path(&self, asker: Asker<'_>, load: LoadId, path: PathRef) -> Meaning {
        let module = asker.module;
        let facts = self.facts(load);
        let mut meaning = Meaning::default();
        let mut names = facts.names(path).peekable();
        let mut at = self.start(module, path.start, asker.import.is_some(), &mut names);
        while let Some(name) = names.next() {
            let is_last = names.peek().is_none();
            // Only a type or a module leads on.
            let namespaces = if is_last { &Namespace::ALL[..] } else { &[Namespace::Type][..] };
            let mut found = Meaning::default();
            for namespace in namespaces {
                let Some(bound) = self.name_at(at, asker, name, *namespace) else { continue };
                found.set(*namespace, bound.definition);
                // A module and a function of another package may share a name: `mod get` beside `axum::routing::get`.
                let leads_out = meaning.leaf.is_none() && matches!(bound.definition, Definition::External(_));
                if *namespace == Namespace::Type || leads_out {
                    meaning.leaf = bound.leaf;
                }
                meaning.via.extend(bound.leaf.filter(|leaf| !meaning.via.contains(leaf)));
            }
            if found.is_empty() {
                meaning.partial = at.module();
                meaning.rest = names.count();
                return meaning;
            }
            if is_last {
                meaning.definitions = found.definitions;
                return meaning;
            }
            match found.get(Namespace::Type) {
                Some(Definition::Module(next)) => at = At::Module(next),
                // What follows a type is its own: a variant, an associated item. Of another package nothing is known, so
                // whatever follows is of that package.
                Some(definition) => {
                    let of_macro = matches!(definition, Definition::External(_)).then_some(definition);
                    meaning.definitions = [Some(definition), Some(definition), of_macro];
                    meaning.rest = names.count();
                    return meaning;
                }
                None => return meaning,
            }
        }
        // Keywords alone: `use super::{self as x}`, `$crate`.
        if let At::Module(module) = at {
            meaning.set(Namespace::Type, Definition::Module(module));
        }
        meaning
    }

    /// The last name of a path into another package, as it is called there: imports on the way may have renamed it.
    pub(in crate::project) fn name_outside(&self, load: LoadId, path: PathRef, meaning: &Meaning) -> Option<&str> {
        let (mut load, mut path, mut meaning) = (load, path, meaning);
        for _ in 0..MAX_ROUNDS {
            let facts = self.facts(load);
            let last = facts.last_name(path);
            let Some(leaf) = meaning.leaf.filter(|_| meaning.rest == 0) else { return last };
            let data = self.leaf(leaf)?;
            if data.glob {
                return last;
            }
            (load, path, meaning) = (data.load, data.path, self.meaning(leaf)?);
        }
        None
    }

    /// The whole path of something in another package, as it is called there: `std::env::var` for `read` after
    /// `use std::env::var as read`.
    pub(in crate::project) fn path_outside(&self, load: LoadId, path: PathRef, meaning: &Meaning) -> Option<String> {
        let (mut load, mut path, mut meaning) = (load, path, meaning);
        let mut names: Vec<&str> = Vec::new();
        for _ in 0..MAX_ROUNDS {
            let facts = self.facts(load);
            let segments = facts.segments(path);
            let found = segments.len().checked_sub(meaning.rest + 1)?;
            let tail = segments.get(found + 1..)?.iter().map(|name| facts.name(*name));
            names.splice(0..0, tail);
            let Some(leaf) = meaning.leaf else {
                let Some(Definition::External(package)) = meaning.get(Namespace::Type) else { return None };
                names.insert(0, self.externals.get(package.0 as usize)?);
                return Some(names.join("::"));
            };
            let data = self.leaf(leaf)?;
            if data.glob {
                names.insert(0, facts.name(*segments.get(found)?));
            }
            (load, path, meaning) = (data.load, data.path, self.meaning(leaf)?);
        }
        None
    }

    /// What a path whose first name is known nowhere would be in each other package whose names a glob brings in here.
    pub(in crate::project) fn paths_by_globs(&self, module: ModuleId, load: LoadId, path: PathRef) -> Vec<String> {
        let facts = self.facts(load);
        let names: Vec<&str> = facts.names(path).collect();
        let around = std::iter::successors(Some(module), |id| {
            let data = self.tree.module(*id);
            data.parent.filter(|_| data.block)
        });
        let globs = around.flat_map(|around| self.external_globs(around, module));
        let of_glob = |(_, leaf): (_, LeafId)| {
            let data = self.leaf(leaf)?;
            let package = self.path_outside(data.load, data.path, self.meaning(leaf)?)?;
            Some(format!("{package}::{}", names.join("::")))
        };
        globs.filter_map(of_glob).collect()
    }

    /// Where the first name of a path is looked up. Takes the keywords off its front.
    fn start<'n>(
        &self,
        module: ModuleId,
        start: PathStart,
        import: bool,
        names: &mut Peekable<impl Iterator<Item = &'n str>>,
    ) -> At {
        let krate = self.tree.module(module).krate;
        let root = self.tree.krate(krate).root;
        let is_2015 = self.preludes.get(krate.index()).is_some_and(|prelude| prelude.edition_2015);
        match start {
            PathStart::DollarCrate => {
                names.next();
                At::Module(root)
            }
            PathStart::Absolute if is_2015 => At::RootOrCrates(root),
            PathStart::Absolute => At::Crates,
            PathStart::Relative => match self.tree.keyword_start(module, names) {
                Some(module) => At::Module(module),
                None if is_2015 && import => At::RootOrCrates(root),
                None => At::Around,
            },
        }
    }

    fn name_at(&self, at: At, asker: Asker<'_>, name: &str, namespace: Namespace) -> Option<Bound> {
        let inside = |module| self.lookup(module, name, namespace, asker, &mut Vec::new());
        let outside = || {
            let definition = self.prelude_crate(self.tree.module(asker.module).krate, name)?;
            Some(Bound { definition, leaf: None })
        };
        match at {
            At::Around => self.lexical(asker, name, namespace),
            At::Crates => outside(),
            At::RootOrCrates(root) => inside(root).or_else(outside),
            At::Module(module) => inside(module),
        }
    }

    /// A name that begins a path: bodies outward to the module, then what the crate knows from outside.
    fn lexical(&self, asker: Asker<'_>, name: &str, namespace: Namespace) -> Option<Bound> {
        let module = asker.module;
        let mut at = module;
        loop {
            if let Some(bound) = self.lookup(at, name, namespace, asker, &mut Vec::new()) {
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
            Namespace::Macro => self.textual_macro(module, name),
        };
        definition.map(|definition| Bound { definition, leaf: None })
    }

    /// A `macro_rules!` seen from `module`: one that the module sees, or one around it.
    fn textual_macro(&self, module: ModuleId, name: &str) -> Option<Definition> {
        let around = std::iter::successors(Some(module), |id| self.tree.module(*id).parent);
        let mut seen = around.filter_map(|id| self.table(id)?.textual.get(name));
        seen.next().map(|id| Definition::Item(*id))
    }

    pub(super) fn prelude_crate(&self, krate: CrateId, name: &str) -> Option<Definition> {
        if name == "self" {
            return Some(Definition::Module(self.tree.krate(krate).root));
        }
        self.preludes.get(krate.index())?.crates.get(name).copied()
    }

    /// A name in a module: its items, then its imports, then its globs.
    fn lookup(
        &self,
        module: ModuleId,
        name: &str,
        namespace: Namespace,
        asker: Asker<'_>,
        visited: &mut Vec<ModuleId>,
    ) -> Option<Bound> {
        let (from, skip) = (asker.module, asker.import);
        if visited.contains(&module) {
            return None;
        }
        let table = self.table(module)?;
        if let Some(entry) = table.entries.get(name) {
            if let Some(definition) = entry.item(namespace, |visible| self.is_visible(from, visible)) {
                return Some(Bound { definition, leaf: None });
            }
            for id in entry.leaves().filter(|id| Some(*id) != skip) {
                asker.asked_imports.set(true);
                let visible = self.leaf(id).is_some_and(|leaf| self.is_visible(from, leaf.visible));
                let definition = self.meaning(id).and_then(|meaning| meaning.get(namespace)).filter(|_| visible);
                if let Some(definition) = definition {
                    return Some(Bound { definition, leaf: Some(id) });
                }
            }
        }
        if table.globs.is_empty() {
            return None;
        }
        visited.push(module);
        let mut outside = None;
        for id in table.globs.iter().filter(|id| Some(**id) != skip) {
            asker.asked_imports.set(true);
            let visible = self.leaf(*id).is_some_and(|leaf| self.is_visible(from, leaf.visible));
            if !visible {
                continue;
            }
            match self.meaning(*id).and_then(|meaning| meaning.get(Namespace::Type)) {
                Some(Definition::Module(target)) => {
                    if let Some(bound) = self.lookup(target, name, namespace, asker, visited) {
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
}
