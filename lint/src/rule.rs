// src/rule.rs - What a rule is: its metadata, its page and the function that finds

//! What a rule is: its metadata, its page and the function that finds.

use std::cell::OnceCell;

use bitcode::{DecodeOwned, Encode};
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::routes::served::Served;
use crate::rules::s03_headers::imports::block::{Block, blocks};
use crate::source::facts::FileFacts;
use rulebook_conventions::section::Section;

/// One rule of the catalogue. Each lives in a file of its own under `rules/`, with its page beside it.
pub struct Rule {
    /// The stable code, `RB` + section + two digits.
    pub code: &'static str,
    /// The stable kebab-case name; accepted wherever the code is.
    pub name: &'static str,
    /// The section of the rulebook it holds; none for what the linter says of its own work (codes `RB0..`).
    pub section: Option<Section>,
    /// What it weighs when the settings are silent.
    pub severity: Severity,
    /// Whether it can mend what it finds.
    pub fixable: Fixable,
    /// What is wrong, in a phrase, for the list of rules.
    pub summary: &'static str,
    /// The page in Markdown that `rulebook explain` shows; its examples are executed by the tests.
    pub page: &'static str,
    /// The function that finds.
    pub check: Check,
}

impl Rule {
    /// The section's number; 0 for what the linter says of its own work.
    pub fn section_number(&self) -> u8 {
        self.section.map_or(0, Section::number)
    }
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

/// What a rule must see to decide.
pub enum Check {
    /// Nothing: the flow itself reports it, on a file that it can't judge or a suppression that is wrong.
    Flow,
    /// One file alone (and the manifest of its package): runs in parallel, right after the file is read.
    File(fn(&FileContext<'_>, &mut Vec<Finding>)),
    /// One file, as a part of one crate, and whatever it leads to in the linked model: runs in parallel by file. What it
    /// finds is kept as long as the files that it looked at are what they were, so it says nothing of what other files lack.
    Linked(fn(&Model, LoadId, &mut Vec<Finding>)),
    /// Of each file, as a part of one crate, what it has to do with the rule: gathered and kept as [`Check::Linked`] is. Then
    /// all that was gathered, and the linked model.
    Gathered(fn(&Model, LoadId) -> Vec<u8>, fn(&Model, &Gathered<'_>, &mut Vec<Finding>)),
    /// The linked model of the whole project.
    Project(fn(&Model, &mut Vec<Finding>)),
    /// The linked model, and the routes that its programs serve.
    Routes(fn(&Served<'_>, &mut Vec<Finding>)),
    /// Both: what files come to as [`Check::Linked`], and what is to be said of routes.
    LinkedAndRoutes(fn(&Model, LoadId, &mut Vec<Finding>), fn(&Served<'_>, &mut Vec<Finding>)),
}

/// What was gathered for one rule, by load.
pub struct Gathered<'g> {
    pub(crate) said: Vec<(LoadId, &'g [u8])>,
}

impl Gathered<'_> {
    /// What one load has to do with the rule, as bytes; none of nothing.
    pub fn encode<T: Encode>(said: &[T]) -> Vec<u8> {
        if said.is_empty() { Vec::new() } else { bitcode::encode(said) }
    }

    /// All, by load and in the order in which it was gathered.
    pub fn each<T: DecodeOwned>(&self) -> impl Iterator<Item = (LoadId, T)> {
        self.said.iter().flat_map(|(load, bytes)| {
            let said: Vec<T> = bitcode::decode(bytes).unwrap_or_default();
            said.into_iter().map(move |said| (*load, said))
        })
    }
}

/// What a rule on one file is given.
pub struct FileContext<'a> {
    /// The file's facts, its text included.
    pub facts: &'a FileFacts,
    /// The package that the file belongs to.
    pub package: &'a Package,
    imports: OnceCell<Vec<Block<'a>>>,
}

impl<'a> FileContext<'a> {
    /// That of a file.
    pub fn new(facts: &'a FileFacts, package: &'a Package) -> Self {
        Self { facts, package, imports: OnceCell::new() }
    }

    /// The imports of all modules of the file in blocks, cut when the first rule asks.
    pub(crate) fn imports(&self) -> &[Block<'a>] {
        self.imports.get_or_init(|| blocks(self.facts, self.package))
    }
}

/// What a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// The run fails.
    Error,
    /// The run fails too; the words are milder.
    Warning,
}

/// Whether a rule can mend what it finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixable {
    /// No fix.
    No,
    /// `--fix` mends it.
    Safe,
    /// `--unsafe-fixes` mends it.
    Unsafe,
}
