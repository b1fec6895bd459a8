// src/project/names/said.rs - What each module says to whoever looks a name up in it, as a hash

//! What each module says to whoever looks a name up in it, as a hash. Tables and leaves are taken apart by name, so that what is
//! added to one and forgotten here does not compile.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;

use super::{BoundTo, Definition, ItemRef, Leaf, LeafId, Meaning, Names, Prelude, Table};
use crate::project::digest::digest_of;
use crate::project::model::FILES_AT_ONCE;
use crate::project::tree::{ModuleId, Tree};
use crate::source::facts::ItemKind;

impl Names<'_> {
    /// A hash of what belongs to no module: the crates and modules, and the names that a crate can begin a path with.
    pub(in crate::project) fn frame(&self) -> u128 {
        digest_of(|to| {
            let Tree { crates, modules, loads, .. } = self.tree;
            (crates, modules, loads, &self.externals).hash(to);
            for Prelude { crates, edition_2015 } in &self.preludes {
                let mut crates: Vec<(&str, Definition)> = crates.iter().map(|(name, of)| (*name, *of)).collect();
                crates.sort_unstable();
                (crates, edition_2015).hash(to);
            }
        })
    }

    /// For each module a hash of all that [`Names::table`], [`Names::leaf`] and [`Names::meaning`] give out of it, and of
    /// what is asked about the items that they lead to.
    pub(in crate::project) fn said(&self) -> Vec<u128> {
        let modules = (0..self.tables.len() as u32).into_par_iter().with_max_len(FILES_AT_ONCE);
        modules.map(|module| digest_of(|to| self.say(ModuleId(module), to))).collect()
    }

    fn say(&self, module: ModuleId, to: &mut impl Hasher) {
        let Some(Table { entries, globs, textual, macro_use }) = self.tables.get(module.index()) else { return };
        let mut entries: Vec<_> = entries.iter().collect();
        entries.sort_unstable_by_key(|(name, _)| **name);
        for (name, entry) in entries {
            (name, entry.0.len()).hash(to);
            for bound in &entry.0 {
                match bound {
                    BoundTo::Item(namespace, definition, visible) => {
                        (namespace, visible).hash(to);
                        self.say_definition(*definition, to);
                    }
                    BoundTo::Leaf(id) => self.say_leaf(*id, to),
                }
            }
        }
        globs.len().hash(to);
        globs.iter().for_each(|id| self.say_leaf(*id, to));
        let mut textual: Vec<(&str, ItemRef)> = textual.iter().map(|(name, item)| (*name, *item)).collect();
        textual.sort_unstable();
        (textual.len(), macro_use).hash(to);
        for (name, item) in textual {
            name.hash(to);
            self.say_definition(Definition::Item(item), to);
        }
    }

    /// What a definition is, where an item stands, and what the variants of an enum are called.
    fn say_definition(&self, definition: Definition, to: &mut impl Hasher) {
        definition.hash(to);
        let Definition::Item(item) = definition else { return };
        let facts = self.facts(item.load);
        let Some(data) = facts.items.get(item.item.index()) else { return };
        data.scope.hash(to);
        if let ItemKind::Enum { variants } = &data.kind {
            variants.len().hash(to);
            variants.iter().for_each(|variant| facts.name(*variant).hash(to));
        }
    }

    /// What an import's leaf is and what it means. Leaves are numbered through the project, so one is told by its file here.
    fn say_leaf(&self, id: LeafId, to: &mut impl Hasher) {
        let (Some(leaf), Some(meaning)) = (self.leaves.get(id as usize), self.meanings.get(id as usize)) else {
            return;
        };
        let Leaf { load, module, import, index, span, path, glob, types_only, visible } = leaf;
        (load, module, import, index, span, glob, types_only, visible, path.start, path.count).hash(to);
        self.facts(*load).names(*path).for_each(|name| name.hash(to));
        let Meaning { definitions, via, partial, rest, leaf } = meaning;
        for definition in definitions {
            definition.is_some().hash(to);
            definition.iter().for_each(|definition| self.say_definition(*definition, to));
        }
        (via.len(), partial, rest, leaf.is_some()).hash(to);
        via.iter().chain(leaf).for_each(|id| self.say_place(*id, to));
    }

    fn say_place(&self, id: LeafId, to: &mut impl Hasher) {
        let leaf = self.leaves.get(id as usize);
        leaf.map(|leaf| (leaf.load, leaf.module, leaf.import, leaf.index)).hash(to);
    }
}
