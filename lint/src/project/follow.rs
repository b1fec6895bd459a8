// src/project/follow.rs - Every reference of the code, followed to what it means

//! Every reference of the code, followed to what it means.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use bitcode::{Decode, Encode};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::bodies::{self, Target};
use super::built_in::{TOOLS, is_built_in};
use super::digest::digest;
use super::distinct::{Distinct, Making};
use super::edges::{Edges, Hop, Spot};
use super::known::{Known, Resolved};
use super::layers::Place;
use super::links::{Earlier, KeptLinks, Linked, LoadLinks, NewLinks};
use super::model::{FILES_AT_ONCE, SourceFile};
use super::names::{Definition, ItemRef, LeafId, Meaning, Names, Namespace};
use super::outside::{Origin, Outside};
use super::tree::{LoadId, ModuleId, Tree};
use super::types::Named;
use crate::source::facts::{
    FileFacts, ItemId, ItemKind, PathRef, PathStart, Reference, Site, Span, TypeKind, TypeNode,
};

/// A path that could not be followed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub(super) struct Loose {
    pub(super) load: LoadId,
    pub(super) span: Span,
}

/// What the references of a project mean.
#[derive(Debug, Default)]
pub(super) struct Followed {
    pub(super) edges: Edges,
    pub(super) loose: Vec<Loose>,
    /// The `impl` blocks of a type.
    pub(super) impls: BTreeMap<ItemRef, Vec<ItemRef>>,
    /// What the types of each load name.
    pub(super) types: Vec<Distinct<Named>>,
    /// What is named of other packages.
    pub(super) outside: Outside,
    /// What the paths in the bodies of each load mean.
    pub(super) targets: Vec<Distinct<Target>>,
    /// A hash of what the references, types and paths of each load mean.
    pub(super) meanings: Vec<u128>,
    /// What is to be kept for the next run, if anything is.
    pub(super) new: Option<NewLinks>,
}

/// The imports that lead to what a path means.
struct Trail {
    imported: Option<Definition>,
    through: Box<[Hop]>,
}

/// The ways of the references by one path, for whoever asks first.
#[derive(Default)]
pub(super) struct Ways {
    trail: OnceCell<Trail>,
    /// The way that was asked for last, and its number.
    last: Cell<Option<(Definition, bool, u32)>>,
}

/// So many files are followed before what was found is put together.
const CHUNK: usize = 128;

/// Follows all references. What is kept and still holds is not followed again.
pub(super) fn follow(
    tree: &Tree,
    files: &[SourceFile],
    names: &Names<'_>,
    places: &[Option<Place>],
    kept: Option<&dyn KeptLinks>,
) -> Followed {
    let resolver = Resolver { tree, files, names, places };
    let earlier = kept.map(|kept| Earlier::of(kept, tree, names));
    // Some files at a time: what was found in those before is put together meanwhile.
    let mut all = Followed { new: earlier.as_ref().map(Earlier::new_links), ..Followed::default() };
    let mut found: Vec<Linked> = Vec::new();
    for (chunk, leaves) in names.leaves_by_load().chunks(CHUNK).enumerate() {
        let load = |(at, leaves): (usize, &Vec<LeafId>)| {
            let load = LoadId((chunk * CHUNK + at) as u32);
            let follow = || resolver.load(load, leaves);
            match &earlier {
                Some(earlier) => earlier.links(load, follow),
                None => (follow(), None),
            }
        };
        let before = std::mem::take(&mut found);
        let follow = || leaves.par_iter().with_max_len(FILES_AT_ONCE).enumerate().map(load).collect();
        (found, ()) = rayon::join(follow, || before.into_iter().for_each(|part| all.add(part)));
    }
    found.into_iter().for_each(|part| all.add(part));
    all
}

impl Followed {
    /// Adds what was found in the next load.
    fn add(&mut self, (part, new): Linked) {
        if let Some(all) = &mut self.new {
            all.loads.push(new);
        }
        self.edges.0.push(part.edges);
        self.outside.add(part.outside);
        self.loose.extend(part.loose);
        self.types.push(part.types);
        self.targets.push(part.targets);
        self.meanings.push(part.meaning);
        for (item, block) in part.impls {
            self.impls.entry(item).or_default().push(block);
        }
    }
}

struct Resolver<'a> {
    tree: &'a Tree,
    files: &'a [SourceFile],
    names: &'a Names<'a>,
    places: &'a [Option<Place>],
}

impl<'a> Resolver<'a> {
    fn facts(&self, load: LoadId) -> &'a FileFacts {
        &self.files[self.tree.load(load).file.index()].facts
    }

    fn load(&self, load: LoadId, leaves: &[LeafId]) -> LoadLinks {
        let mut found = LoadLinks::default();
        let facts = self.facts(load);
        let known = Known::new(self.names, load, facts);
        for id in leaves {
            self.leaf(*id, &mut found);
        }
        for reference in &facts.references {
            self.reference(load, &reference, &known, &mut found);
        }
        found.edges.finish();
        found.outside.finish();
        for (at, item) in facts.items.iter().enumerate() {
            let ItemKind::Impl { self_type: Some(path), .. } = item.kind else { continue };
            let Some(&module) = self.tree.load(load).modules.get(item.scope.index()) else { continue };
            let resolved = known.resolve(module, path);
            if let Some(Definition::Item(of)) = resolved.meaning.get(Namespace::Type) {
                found.impls.push((of, ItemRef { load, item: ItemId(at as u32) }));
            }
        }
        found.types = self.types(load, facts, &known);
        found.targets = bodies::targets(self.tree, load, facts, &known);
        found.meaning = digest(&(found.edges.meaning(), &found.types, &found.targets));
        found
    }

    /// What the types of a file name.
    fn types(&self, load: LoadId, facts: &FileFacts, known: &Known<'a>) -> Distinct<Named> {
        let mut types = Making::new(facts.types.len());
        let mut shared = FxHashMap::default();
        for node in &facts.types {
            let Some((path, resolved)) = self.resolved(load, &node, known) else {
                types.push_none();
                continue;
            };
            types.push(&resolved.named, || self.named(load, path, &resolved.meaning, &mut shared));
        }
        types.done()
    }

    /// The path of a type, and what it means.
    fn resolved(&self, load: LoadId, node: &TypeNode, known: &Known<'a>) -> Option<(PathRef, Rc<Resolved>)> {
        let TypeKind::Path(path) = node.kind else { return None };
        let module = *self.tree.load(load).modules.get(node.scope.index())?;
        Some((path, known.resolve(module, path)))
    }

    /// What a type names. What is associated with a type of the project is not known.
    fn named(
        &self,
        load: LoadId,
        path: PathRef,
        meaning: &Meaning,
        shared: &mut FxHashMap<&'a str, Arc<str>>,
    ) -> Option<Named> {
        match meaning.get(Namespace::Type)? {
            Definition::Item(item) => (meaning.rest == 0).then_some(Named::Item(item)),
            Definition::External(package) => {
                let name = self.names.name_outside(load, path, meaning)?;
                let name = Arc::clone(shared.entry(name).or_insert_with(|| name.into()));
                Some(Named::External { package, name })
            }
            Definition::Module(_) => None,
        }
    }

    /// An import's leaf is a reference to whatever it brings in.
    fn leaf(&self, id: LeafId, found: &mut LoadLinks) {
        let (Some(leaf), Some(meaning)) = (self.names.leaf(id), self.names.meaning(id)) else { return };
        let facts = self.facts(leaf.load);
        let Some(import) = facts.imports.get(leaf.import as usize) else { return };
        let Some(item) = facts.items.get(import.item.index()) else { return };
        // An import in a body belongs to the item around it, which is the last at module level that holds it.
        let owner = facts.owner_of(import.item);
        let test = item.test || self.tree.load(leaf.load).test;
        let spot = Spot { from: leaf.module, owner, span: leaf.span, test };
        let ways = Ways::default();
        self.add(meaning, &ways, &Namespace::ALL, &spot, found);
        let origin = if leaf.glob { Origin::Glob } else { Origin::Import };
        let outside = self.names.path_outside(leaf.load, leaf.path, meaning).map(Arc::from);
        self.outside(leaf.load, leaf.path, meaning, outside.as_ref(), &spot, origin, found);
        if let Some(Definition::Module(target)) = meaning.get(Namespace::Type).filter(|_| leaf.glob) {
            self.external_globs(meaning, &ways, target, &spot, found);
        }
        let is_known = facts.first_name(leaf.path).is_some_and(|name| self.is_outside(name, leaf.path, leaf.module));
        if meaning.definitions.iter().all(Option::is_none) && !is_known && leaf.path.count > 0 {
            found.loose.push(Loose { load: leaf.load, span: spot.span });
        }
    }

    /// What a module without a layer gives on as a whole, an import of all of it takes as a whole.
    fn external_globs(&self, meaning: &Meaning, ways: &Ways, target: ModuleId, spot: &Spot, found: &mut LoadLinks) {
        if self.place(target).is_some() {
            return;
        }
        for (external, leaf) in self.names.external_globs(target, spot.from) {
            let Trail { imported, through } = self.trail(meaning, ways, spot.from);
            let through = through.iter().copied().chain(self.hop(leaf));
            let way = found.edges.add_way(Definition::External(external), *imported, through, spot.test);
            found.edges.push(spot, way);
        }
    }

    fn reference(&self, load: LoadId, reference: &Reference, known: &Known<'a>, found: &mut LoadLinks) {
        let facts = self.facts(load);
        let Some(&module) = self.tree.load(load).modules.get(reference.scope.index()) else { return };
        if reference.path.count == 0 {
            return;
        }
        let resolved = known.resolve(module, reference.path);
        let meaning = &resolved.meaning;
        let spot = Spot {
            from: module,
            owner: reference.owner,
            span: facts.path_span(reference.path),
            test: reference.test || self.tree.load(load).test,
        };
        let namespaces = match reference.site {
            Site::Type => &[Namespace::Type][..],
            Site::Value => &[Namespace::Value, Namespace::Type][..],
            Site::MacroName => &[Namespace::Macro][..],
            Site::Attribute => &[Namespace::Macro, Namespace::Type, Namespace::Value][..],
            // A macro is called by `!`, which makes it a `MacroName`.
            Site::Tokens if reference.path.count == 1 => &[Namespace::Value, Namespace::Type][..],
            Site::Tokens => &[Namespace::Value, Namespace::Type, Namespace::Macro][..],
        };
        // One reference names one thing, in the first namespace that has it.
        let first = namespaces.iter().find(|namespace| meaning.get(**namespace).is_some());
        let namespaces = first.map(std::slice::from_ref).unwrap_or_default();
        self.add(meaning, &resolved.ways, namespaces, &spot, found);
        let (outside, origin) = (known.outside(reference.path, &resolved), Origin::Site(reference.site));
        self.outside(load, reference.path, meaning, outside, &spot, origin, found);
        let is_loose = first.is_none()
            && reference.path.count > 1
            && reference.site != Site::Tokens
            && reference.site != Site::Attribute
            && !facts.first_name(reference.path).is_some_and(|name| self.is_outside(name, reference.path, module));
        if is_loose {
            found.loose.push(Loose { load, span: spot.span });
        }
    }

    /// Keeps what is named of another package.
    #[allow(clippy::too_many_arguments, reason = "a path, what it means, and where it stands")]
    fn outside(
        &self,
        load: LoadId,
        path: PathRef,
        meaning: &Meaning,
        outside: Option<&Arc<str>>,
        spot: &Spot,
        origin: Origin,
        found: &mut LoadLinks,
    ) {
        if let Some(name) = outside {
            found.outside.push(spot, origin, name);
        }
        if !meaning.is_lost() || path.start != PathStart::Relative || origin == Origin::Import {
            return;
        }
        // What means nothing here and nothing to the language may come with `use std::env::*`.
        if self.facts(load).first_name(path).is_some_and(|name| !is_built_in(name)) {
            for name in self.names.paths_by_globs(spot.from, load, path) {
                found.outside.push(spot, origin, &name.into());
            }
        }
    }

    /// Adds an edge for each different thing that is meant, or for the module in which the trail is lost.
    fn add(&self, meaning: &Meaning, ways: &Ways, namespaces: &[Namespace], spot: &Spot, found: &mut LoadLinks) {
        // Most references name one thing in one namespace.
        if let [namespace] = namespaces
            && let Some(target) = meaning.get(*namespace)
        {
            if self.is_of_interest(spot, target) {
                self.add_edge(meaning, ways, target, spot, found);
            }
            return;
        }
        let mut targets = [None; Namespace::ALL.len()];
        for (target, namespace) in targets.iter_mut().zip(namespaces) {
            *target = meaning.get(*namespace);
        }
        if meaning.definitions.iter().all(Option::is_none) {
            // A module that is missing from a crate's root would be a layer, not a part of the root.
            let is_missing_layer = |module: &ModuleId| meaning.rest > 0 && self.tree.module(*module).parent.is_none();
            targets = [meaning.partial.filter(|module| !is_missing_layer(module)).map(Definition::Module), None, None];
        }
        targets.sort_unstable();
        let mut last = None;
        for target in targets.into_iter().flatten() {
            if last.replace(target) != Some(target) && self.is_of_interest(spot, target) {
                self.add_edge(meaning, ways, target, spot, found);
            }
        }
    }

    /// Adds an edge to what is meant, with the imports on the way.
    fn add_edge(&self, meaning: &Meaning, ways: &Ways, target: Definition, spot: &Spot, found: &mut LoadLinks) {
        let number = match ways.last.get() {
            Some((last, test, number)) if last == target && test == spot.test => number,
            _ => {
                let Trail { imported, through } = self.trail(meaning, ways, spot.from);
                found.edges.add_way(target, *imported, through.iter().copied(), spot.test)
            }
        };
        ways.last.set(Some((target, spot.test, number)));
        found.edges.push(spot, number);
    }

    fn trail<'w>(&self, meaning: &Meaning, ways: &'w Ways, from: ModuleId) -> &'w Trail {
        ways.trail.get_or_init(|| Trail {
            imported: self.imported(meaning, from),
            through: self.through(meaning, from).into(),
        })
    }

    /// What a module with a layer says of itself, and what anyone says of the language's own crates, no rule asks for.
    fn is_of_interest(&self, spot: &Spot, target: Definition) -> bool {
        let inside = match target {
            Definition::External(external) => return !self.names.is_standard(external),
            Definition::Module(module) => module,
            Definition::Item(item) => match self.module_of(item) {
                Some(module) => module,
                None => return false,
            },
        };
        let (from, inside) = (self.tree.normal(spot.from), self.tree.normal(inside));
        from != inside || (self.place(from).is_none() && matches!(target, Definition::Item(_)))
    }

    fn module_of(&self, item: ItemRef) -> Option<ModuleId> {
        let data = self.facts(item.load).items.get(item.item.index())?;
        self.tree.load(item.load).modules.get(data.scope.index()).copied()
    }

    fn place(&self, module: ModuleId) -> Option<&Place> {
        self.places.get(module.index())?.as_ref()
    }

    /// Whether a path that means nothing here leads into the language or may come from another package's glob.
    fn is_outside(&self, name: &str, path: PathRef, module: ModuleId) -> bool {
        path.start == PathStart::Relative
            && (is_built_in(name) || TOOLS.contains(&name) || self.names.sees_external_glob(module))
    }

    /// The imports of other modules that a path goes through, each followed by those that it goes through itself.
    fn through(&self, meaning: &Meaning, from: ModuleId) -> Vec<Hop> {
        let own = self.tree.normal(from);
        let is_own = |id: &LeafId| self.names.leaf(*id).is_some_and(|leaf| self.tree.normal(leaf.module) == own);
        let is_last = |id: &LeafId| self.names.meaning(*id).is_none_or(|meaning| meaning.via.is_empty());
        let mut hops = Vec::new();
        // Most go through an import of their own module, if through any, and that straight to what is meant.
        if meaning.via.iter().all(|id| is_own(id) && is_last(id)) {
            return hops;
        }
        self.add_hops(meaning, &mut Vec::new(), &mut hops);
        hops.retain(|hop| self.tree.normal(hop.module) != own);
        hops
    }

    fn imported(&self, meaning: &Meaning, from: ModuleId) -> Option<Definition> {
        let own = self.tree.normal(from);
        let leaf = meaning
            .via
            .iter()
            .find(|id| self.names.leaf(**id).is_some_and(|leaf| self.tree.normal(leaf.module) == own))?;
        let meaning = self.names.meaning(*leaf)?;
        Namespace::ALL.iter().find_map(|namespace| meaning.get(*namespace))
    }

    fn add_hops(&self, meaning: &Meaning, seen: &mut Vec<LeafId>, hops: &mut Vec<Hop>) {
        for id in &meaning.via {
            if seen.contains(id) {
                continue;
            }
            seen.push(*id);
            hops.extend(self.hop(*id));
            if let Some(meaning) = self.names.meaning(*id) {
                self.add_hops(meaning, seen, hops);
            }
        }
    }

    fn hop(&self, id: LeafId) -> Option<Hop> {
        let leaf = self.names.leaf(id)?;
        Some(Hop { load: leaf.load, module: leaf.module, span: leaf.span })
    }
}
