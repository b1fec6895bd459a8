// src/project/settings.rs - Which settings hold where, and what they leave out

//! Which settings hold where, and what they leave out.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::paths;
use crate::error::LintError;
use rulebook_conventions::settings::{Globs, Override, Settings, SeveritySetting, Written};

/// Reads the settings file of a folder (relative to the root of the run), if it has one.
pub type ReadSettings<'a> = &'a dyn Fn(&str) -> Result<Option<Arc<Settings>>, Vec<LintError>>;

/// The settings files of a run, each read once.
///
/// Invariant: a folder is asked for its settings only if no settings above it exclude it, so what is excluded can't be
/// at fault.
pub(super) struct SettingsTree<'a> {
    read: ReadSettings<'a>,
    folders: BTreeMap<String, Folder>,
    errors: Vec<LintError>,
    defaults: Arc<Settings>,
}

/// What is known of a folder.
#[derive(Clone)]
struct Folder {
    excluded: bool,
    /// The settings files that reach here, the nearest first.
    levels: Vec<Arc<Level>>,
}

/// One settings file.
struct Level {
    folder: String,
    settings: Arc<Settings>,
    exclude: Globs,
}

/// A settings file of a run, and what it says of paths that fits none.
#[derive(Debug, Clone)]
pub struct Governed {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The globs that fit no path, by their places in the file.
    pub idle: Vec<Range<usize>>,
}

impl<'a> SettingsTree<'a> {
    pub(super) fn new(read: ReadSettings<'a>) -> Self {
        Self { read, folders: BTreeMap::new(), errors: Vec::new(), defaults: Arc::new(Settings::default()) }
    }

    /// The settings that hold in a folder: those of the nearest file upward, or the rulebook's own.
    pub(super) fn nearest(&mut self, folder: &str) -> (Arc<Settings>, Overrides) {
        let levels = self.folder(folder).levels;
        match levels.first() {
            Some(level) => (Arc::clone(&level.settings), Overrides::new(&level.folder, &level.settings)),
            None => (Arc::clone(&self.defaults), Overrides::default()),
        }
    }

    /// Whether settings above a file leave it out, by itself or with a folder it lies in.
    pub(super) fn excludes(&mut self, path: &str) -> bool {
        let folder = self.folder(paths::parent(path));
        folder.excluded || folder.levels.iter().any(|level| level.excludes(path))
    }

    /// The settings files that were read, by folder. `paths` are all that there are, excluded or not.
    pub(super) fn governed(&self, paths: &[String]) -> Vec<Governed> {
        let own = |(folder, it): (&String, &Folder)| it.levels.first().filter(|level| level.folder == *folder).cloned();
        let levels = self.folders.iter().filter_map(own);
        levels.map(|level| Governed { settings: Arc::clone(&level.settings), idle: level.idle(paths) }).collect()
    }

    /// Every settings file that is wrong.
    pub(super) fn into_errors(self) -> Vec<LintError> {
        self.errors
    }

    fn folder(&mut self, path: &str) -> Folder {
        if let Some(folder) = self.folders.get(path) {
            return folder.clone();
        }
        let above = if path.is_empty() {
            Folder { excluded: false, levels: Vec::new() }
        } else {
            self.folder(paths::parent(path))
        };
        let excluded = above.excluded || above.levels.iter().any(|level| level.excludes(path));
        let own = if excluded { None } else { self.read(path) };
        let folder = Folder { excluded, levels: own.into_iter().chain(above.levels).collect() };
        self.folders.insert(path.to_owned(), folder.clone());
        folder
    }

    fn read(&mut self, folder: &str) -> Option<Arc<Level>> {
        match (self.read)(folder) {
            Ok(settings) => settings.map(|settings| Arc::new(Level::new(folder, settings))),
            Err(errors) => {
                self.errors.extend(errors);
                None
            }
        }
    }
}

impl Level {
    fn new(folder: &str, settings: Arc<Settings>) -> Self {
        let exclude = Globs::new(&settings.exclude);
        Self { folder: folder.to_owned(), settings, exclude }
    }

    fn idle(&self, paths: &[String]) -> Vec<Range<usize>> {
        let is_glob = |written: &&Written| ["exclude", "overrides.paths"].contains(&&*written.key);
        let fits_none = |written: &&Written| {
            let glob = Globs::new(std::slice::from_ref(&written.value));
            !paths.iter().filter_map(|path| paths::below(path, &self.folder)).any(|rest| glob.matches(rest))
        };
        let written = self.settings.file.written.iter().filter(is_glob).filter(fits_none);
        written.map(|written| written.range.clone()).collect()
    }

    fn excludes(&self, path: &str) -> bool {
        paths::below(path, &self.folder).is_some_and(|rest| self.exclude.matches(rest))
    }
}

/// Severities of a package that hold for some paths alone.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The folder of the settings file.
    folder: Arc<str>,
    list: Vec<(Globs, BTreeMap<&'static str, SeveritySetting>)>,
}

impl Overrides {
    fn new(folder: &str, settings: &Settings) -> Self {
        let compiled = |it: &Override| (Globs::new(&it.paths), it.severities.clone());
        Self { folder: folder.into(), list: settings.overrides.iter().map(compiled).collect() }
    }

    /// What they say of a rule for a path, relative to the root of the run: the last that fits.
    pub fn severity(&self, path: &str, code: &str) -> Option<SeveritySetting> {
        let path = paths::below(path, &self.folder)?;
        let fitting =
            self.list.iter().rev().filter(|(globs, severities)| severities.contains_key(code) && globs.matches(path));
        fitting.filter_map(|(_, severities)| severities.get(code).copied()).next()
    }
}
