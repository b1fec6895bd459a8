// src/rules/s03_headers/imports/class.rs - Which group an import belongs to

//! Which group an import belongs to.

use crate::project::package::{Edition, Package};
use crate::source::facts::{Binding, FileFacts, Import, ImportLeaf, ItemKind, PathStart, ScopeId};

/// The groups of imports, in the order in which they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// `std`, `core`, `alloc` and the other crates that come with the compiler.
    Standard,
    /// Other people's crates.
    ThirdParty,
    /// This crate, this package and the other members of its workspace.
    Local,
}

impl Class {
    /// All groups, in order.
    pub const ALL: [Self; 3] = [Self::Standard, Self::ThirdParty, Self::Local];

    /// The group's name in a sentence.
    pub fn adjective(self) -> &'static str {
        match self {
            Self::Standard => "standard library",
            Self::ThirdParty => "third-party",
            Self::Local => "local",
        }
    }

    /// The comment that heads the group, as the rulebook writes it.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Standard => "// Standard library imports",
            Self::ThirdParty => "// Third-party imports",
            Self::Local => "// Local imports",
        }
    }

    /// The group that a comment heads, if it is a heading.
    pub fn of_heading(comment: &str) -> Option<Self> {
        let words: String = comment
            .trim_start_matches('/')
            .chars()
            .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
            .collect();
        let words: Vec<&str> = words.split_whitespace().filter(|word| !FILLERS.contains(word)).collect();
        HEADINGS.iter().find(|(heading, _)| words == *heading).map(|(_, class)| *class)
    }
}

/// Words of a heading that say nothing of the group.
const FILLERS: [&str; 8] = ["imports", "import", "library", "libraries", "lib", "crates", "modules", "dependencies"];

/// What people write above a group, without the fillers.
const HEADINGS: [(&[&str], Class); 11] = [
    (&["standard"], Class::Standard),
    (&["std"], Class::Standard),
    (&["stdlib"], Class::Standard),
    (&["third", "party"], Class::ThirdParty),
    (&["3rd", "party"], Class::ThirdParty),
    (&["external"], Class::ThirdParty),
    (&["local"], Class::Local),
    (&["internal"], Class::Local),
    (&["crate"], Class::Local),
    (&["project"], Class::Local),
    (&["workspace"], Class::Local),
];

/// The crates that come with the compiler.
const STANDARD: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// How many imports of imports are followed before the answer is "unknown".
const MAX_HOPS: u32 = 8;

/// The group of an import, or none where the source does not tell.
pub fn classify(facts: &FileFacts, package: &Package, scope: ScopeId, import: &Import) -> Option<Class> {
    Classifier { facts, package, scope }.import(import, MAX_HOPS)
}

struct Classifier<'a> {
    facts: &'a FileFacts,
    package: &'a Package,
    scope: ScopeId,
}

impl Classifier<'_> {
    /// All names of the tree must agree.
    fn import(&self, import: &Import, hops: u32) -> Option<Class> {
        let mut classes = self.facts.leaves(import).map(|leaf| self.leaf(import, &leaf, hops));
        let first = classes.next()??;
        classes.all(|class| class == Some(first)).then_some(first)
    }

    fn leaf(&self, import: &Import, leaf: &ImportLeaf, hops: u32) -> Option<Class> {
        let first = self.facts.first_segment(leaf.path)?;
        let name = self.facts.name(first);
        match leaf.path.start {
            PathStart::DollarCrate => return Some(Class::Local),
            PathStart::Absolute => return Some(self.krate(name).unwrap_or(Class::ThirdParty)),
            PathStart::Relative if matches!(self.facts.slice(first), "crate" | "self" | "super") => {
                return Some(Class::Local);
            }
            PathStart::Relative => {}
        }
        if self.package.edition == Edition::E2015 {
            // Paths begin at the crate root, where a name that is no crate is a module.
            return Some(self.krate(name).unwrap_or(Class::Local));
        }
        // A name of the module itself hides the crate of that name: `mod core;` makes `use core::db` local.
        if self.declares(name) {
            return Some(Class::Local);
        }
        if let Some(source) = self.import_that_binds(name, import) {
            return self.import(source, hops.checked_sub(1)?);
        }
        match self.krate(name) {
            Some(class) => Some(class),
            None if self.may_have_hidden_names() => None,
            None => Some(Class::ThirdParty),
        }
    }

    /// The group of a crate, if the package can be seen to use it.
    fn krate(&self, name: &str) -> Option<Class> {
        if self.package.local_crates.contains(name) {
            Some(Class::Local)
        } else if self.package.dependencies.contains_key(name) {
            Some(Class::ThirdParty)
        } else if STANDARD.contains(&name) {
            Some(Class::Standard)
        } else {
            None
        }
    }

    /// Whether the module has an item of that name that a path can lead through; a function hides no crate.
    fn declares(&self, name: &str) -> bool {
        let leads_on = |kind: &ItemKind| {
            matches!(
                kind,
                ItemKind::Module(_)
                    | ItemKind::Enum { .. }
                    | ItemKind::Struct { .. }
                    | ItemKind::Union
                    | ItemKind::Trait
                    | ItemKind::TypeAlias
            )
        };
        let mut items = self.facts.items_of(self.scope).filter(|item| leads_on(&item.kind));
        items.any(|item| item.name.is_some_and(|own| self.facts.name(own) == name))
    }

    /// The other import of the module that brings in `name`.
    fn import_that_binds(&self, name: &str, asking: &Import) -> Option<&Import> {
        let binds = |leaf: &ImportLeaf| match leaf.binding {
            // `use axum;` binds what it names: following it would lead nowhere.
            Binding::Name | Binding::SelfName => leaf.path.count > 1 && self.facts.last_name(leaf.path) == Some(name),
            Binding::Rename(new) => self.facts.name(new) == name,
            Binding::Unnamed | Binding::Glob => false,
        };
        self.facts
            .items_of(self.scope)
            .filter_map(|item| self.facts.import_of(item))
            .filter(|import| import.item != asking.item)
            .find(|import| self.facts.leaves(import).any(|leaf| binds(&leaf)))
    }

    /// Whether the module may hold names that its text does not show: by a glob, a macro or an included file.
    fn may_have_hidden_names(&self) -> bool {
        self.facts.items_of(self.scope).any(|item| match item.kind {
            ItemKind::MacroCall => true,
            ItemKind::Import(_) => self
                .facts
                .import_of(item)
                .is_some_and(|import| self.facts.leaves(import).any(|leaf| leaf.binding == Binding::Glob)),
            _ => false,
        })
    }
}
