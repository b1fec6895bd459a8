// src/settings/mod.rs - The settings of a project: `rulebook.toml`, and the rulebook's own defaults

//! The settings of a project: `rulebook.toml`, and the rulebook's own defaults.
//!
//! The defaults are the rulebook. A file changes single points of them; what it says is checked strictly and all its
//! errors are reported at once, each with its place in the file.

mod defaults;
mod layers;
mod parse;
mod reader;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

pub use layers::{Access, Layer};

use crate::inflection::{Inflector, Words};

/// The name of the settings file.
pub const FILE_NAME: &str = "rulebook.toml";

/// The settings that hold for a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The layers, in the order of the rulebook, then those that the file adds.
    pub layers: Vec<Layer>,
    /// Severities that differ from a rule's own, by code.
    pub severities: BTreeMap<&'static str, SeveritySetting>,
    /// The team's words for the inflection table.
    pub words: Words,
    /// Globs of paths that the linter leaves out, relative to the settings file.
    pub exclude: Vec<String>,
    /// Packages that are backends though they don't depend on axum.
    pub backend_packages: Vec<String>,
    /// Crates that are the web framework, with `_`.
    pub framework_crates: Vec<String>,
    /// Crates that are the database, with `_`.
    pub database_crates: Vec<String>,
    /// Folders of shared test support, relative to the package.
    pub test_support: Vec<String>,
    /// Whether each group of imports has a comment as its heading.
    pub import_headings: bool,
}

impl Default for Settings {
    fn default() -> Self {
        defaults::settings()
    }
}

impl Settings {
    /// Reads the text of a `rulebook.toml`.
    ///
    /// `rules` are the codes and names that the linter knows; both are accepted as keys of `[rules]`.
    ///
    /// # Errors
    ///
    /// All errors of the file, in the order of their places.
    pub fn parse(text: &str, rules: &[(&'static str, &'static str)]) -> Result<Self, Vec<SettingsError>> {
        parse::settings(text, rules)
    }

    /// The inflection table with the team's words.
    pub fn inflector(&self) -> Inflector {
        Inflector::new(&self.words)
    }

    /// The layer of that name.
    pub fn layer(&self, name: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.name == name)
    }
}

/// What the settings say of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeveritySetting {
    /// The rule is not run.
    Off,
    /// Its findings are warnings.
    Warning,
    /// Its findings are errors.
    Error,
}

/// One thing that is wrong in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// Byte range in the file's text.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// The way on.
    pub help: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for SettingsError {}
