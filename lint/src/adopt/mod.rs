// src/adopt/mod.rs - Settings proposed for a project that was not made by the rulebook

//! Settings proposed for a project that was not made by the rulebook: which of its folders are which layer, and which rules
//! to leave off for now. What files do weighs more than what they are called: a folder `routes` without a web framework is
//! no api layer.
//!
//! [`layers`] reads a report of the project without settings. Its result, put before the linter as settings, gives the report
//! that [`refine`] reads, for what a layer shares within itself can be told only once it is known.

mod classify;
mod evidence;
mod first;
mod folders;
mod refine;
mod text;

#[cfg(test)]
mod tests;

pub use first::{First, first_fixes};
pub use refine::refine;

use std::collections::{BTreeMap, BTreeSet};

use crate::run::Report;

/// A layer of the rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Handlers and what they share.
    Api,
    /// Business logic.
    Services,
    /// Data.
    Models,
    /// Database, configuration, third parties.
    Core,
}

impl Kind {
    /// All, in the order of the rulebook.
    pub const ALL: [Self; 4] = [Self::Api, Self::Services, Self::Models, Self::Core];

    /// The layer's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Services => "services",
            Self::Models => "models",
            Self::Core => "core",
        }
    }
}

/// Settings that fit a project, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    /// Where each layer lies.
    pub layers: BTreeMap<Kind, Placed>,
    /// Rules that are left off, with the reason.
    pub off: Vec<(&'static str, String)>,
    /// Files that are left out, relative to the root of the run: what does not parse and is only data.
    pub exclude: BTreeSet<String>,
    /// Folders and files of backends that no layer has.
    pub unplaced: Vec<String>,
}

/// Where a layer lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// Folders and files (without their ending), relative to the package, each with what was seen there.
    pub folders: BTreeMap<String, String>,
    /// Packages of the workspace that are the layer as a whole, each with what was seen there.
    pub packages: BTreeMap<String, String>,
    /// What it may use besides itself, with the reason; none for what the rulebook says.
    pub may_use: Option<(Vec<String>, String)>,
}

impl Proposal {
    /// The text of `rulebook.toml`; none where the rulebook's own settings fit.
    pub fn to_text(&self) -> Option<String> {
        text::text(self)
    }
}

/// The layers of a project, told from a report on it without settings. None if no package of it is a backend.
pub fn layers(report: &Report) -> Option<Proposal> {
    folders::layers(&report.model)
}
