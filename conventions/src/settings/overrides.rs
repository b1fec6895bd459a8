// src/settings/overrides.rs - Globs of paths, and severities that hold for some paths alone

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::SeveritySetting;

/// Severities for the files that some globs match.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Override {
    /// Globs, relative to the settings file.
    pub paths: Vec<String>,
    /// What the rules weigh there, by code.
    pub severities: BTreeMap<&'static str, SeveritySetting>,
}

/// A glob as settings mean it: `*` stays within a folder, `**` does not, and a folder's name stands for the folder.
///
/// # Errors
/// What is wrong with it.
pub fn glob(text: &str) -> Result<globset::Glob, String> {
    let built = GlobBuilder::new(text.trim_end_matches('/')).literal_separator(true).build();
    built.map_err(|error| error.kind().to_string())
}

/// Compiled globs.
#[derive(Debug, Clone, Default)]
pub struct Globs(GlobSet);

impl Globs {
    /// Compiles globs. One that is none, which no settings file can hold, matches nothing.
    pub fn new(globs: &[String]) -> Self {
        let mut builder = GlobSetBuilder::new();
        for glob in globs.iter().filter_map(|text| glob(text).ok()) {
            builder.add(glob);
        }
        Self(builder.build().unwrap_or_default())
    }

    /// Whether a path, or a folder that it lies in, matches one of them.
    pub fn matches(&self, path: &str) -> bool {
        let above = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.len());
        let folders = std::iter::successors(Some(path.len()), |end| above(path.get(..*end)?));
        !self.0.is_empty() && folders.filter_map(|end| path.get(..end)).any(|path| self.0.is_match(path))
    }
}
