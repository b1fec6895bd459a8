// src/settings/mod.rs - The settings of a project: `rulebook.toml`, and the rulebook's own defaults

//! The settings of a project: `rulebook.toml`, and the rulebook's own defaults.
//!
//! The defaults are the rulebook. A file changes single points of them; what it says is checked strictly and all its
//! errors are reported at once, each with its place in the file.
//!
//! Settings that are a flag, a number or a list stand in one table, the [`CATALOGUE`]. A list replaces what was there
//! before (the default's, or that of a file that is extended); the entry `"..."` in it stands for what was there.
//! Tables (`[rules]`, `[layers.x]`, `[names] irregular`) change key by key, and `[[overrides]]` add up.

mod catalogue;
mod defaults;
mod extends;
mod layers;
mod overrides;
mod parse;
mod parse_layers;
mod reader;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use catalogue::{CATALOGUE, Entry, Kind, Setting, tables};
pub use layers::{Access, Layer};
pub use overrides::{Globs, Override, glob};

use crate::inflection::{Inflector, Words};

/// The name of the settings file.
pub const FILE_NAME: &str = "rulebook.toml";

/// The entry of a list that stands for what the list held before.
pub const REST: &str = "...";

/// The settings that hold for a package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The layers, in the order of the rulebook, then those that the file adds.
    pub layers: Vec<Layer>,
    /// Layers from the highest to the lowest, where the file says what may use what by an order.
    pub layer_order: Vec<String>,
    /// Severities that differ from a rule's own, by code.
    pub severities: BTreeMap<&'static str, SeveritySetting>,
    /// Severities for some paths; of several that fit a path, the last one wins.
    pub overrides: Vec<Override>,
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
    /// Crates that are clients of what others run, with `_`.
    pub integration_crates: Vec<String>,
    /// Crates that set up a logger or a subscriber, with `_`.
    pub logger_crates: Vec<String>,
    /// Types that a handler takes to know who asks: it is refused without one.
    pub auth_extractors: Vec<String>,
    /// Routes that anyone may ask for: paths in which `**` is all that follows, with a method before them or without.
    pub public_routes: Vec<String>,
    /// Columns that say whose a row is.
    pub owner_columns: Vec<String>,
    /// Functions of services that work for nobody in particular, with the name of their type before them or without.
    pub system_functions: Vec<String>,
    /// Names, in snake_case, of values that are secrets.
    pub secret_words: Vec<String>,
    /// Names of parameters that may be anything.
    pub untyped_names: Vec<String>,
    /// The most functions of a service's file.
    pub service_functions: u32,
    /// The most lines of a service's file, blank ones and tests left out.
    pub service_lines: u32,
    /// How many statements that stand in two services make a repetition.
    pub repeated_statements: u32,
    /// Where lines of the repository can be looked at, with `{commit}`, `{path}` and `{line}` in it; empty if nowhere.
    pub review_link: String,
    /// Folders of shared test support, relative to the package.
    pub test_support: Vec<String>,
    /// What kinds of tests each component needs, as their doc comments begin.
    pub test_categories: Vec<String>,
    /// Whether each group of imports has a comment as its heading.
    pub import_headings: bool,
    /// The file that they come from.
    pub file: SettingsFile,
}

/// A settings file, for those who tell which of its entries matched nothing. Empty for the rulebook's own settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsFile {
    /// Its path, as it was asked for.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// The entries of its lists and the names of its tables. What it takes from files that it extends is not among them.
    pub written: Vec<Written>,
    /// The files that it extends, theirs included.
    pub bases: Vec<String>,
}

/// An entry that a settings file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// What it is an entry of: `exclude`, `crates.database`, `layers.api.folders`, `rules`, `overrides.paths`.
    pub key: String,
    /// The entry as the setting holds it.
    pub value: String,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

impl Default for Settings {
    fn default() -> Self {
        defaults::settings()
    }
}

impl Settings {
    /// Reads the text of a `rulebook.toml` that extends no other.
    ///
    /// `rules` are the codes and names that the linter knows; both are accepted as keys of `[rules]`. A code may stand
    /// with several names, the present one first.
    ///
    /// # Errors
    ///
    /// All errors of the file, in the order of their places.
    pub fn parse(text: &str, rules: &[(&'static str, &'static str)]) -> Result<Self, Vec<SettingsError>> {
        let alone = |path: &str| match path {
            FILE_NAME => Ok(text.to_owned()),
            _ => Err("no such file".to_owned()),
        };
        Self::load(FILE_NAME, &alone, rules)
    }

    /// Reads the settings file at `path` and those that it extends. `read` gives the text of a file, or the reason why
    /// it can't be read; paths are relative to one folder, with `/`, and lead out of it with `..`.
    ///
    /// # Errors
    ///
    /// All errors of the files, each file's own in the order of their places.
    pub fn load(
        path: &str,
        read: &dyn Fn(&str) -> Result<String, String>,
        rules: &[(&'static str, &'static str)],
    ) -> Result<Self, Vec<SettingsError>> {
        extends::load(path, read, rules)
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

/// Whether a list of crates has one, given with `_`: by its name, or by an entry that ends with `*`.
pub fn lists_crate(list: &[String], name: &str) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => entry == name,
    })
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
    /// The file, as it was asked for.
    pub path: String,
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
