// src/project/settings.rs - Which settings hold where, and what they leave out

//! Which settings hold where, and what they leave out.

use std::collections::BTreeMap;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::paths;
use crate::run::{LintError, SettingsProvider};
use rulebook_conventions::settings::{FILE_NAME, Settings};

/// The settings files of a run, each read once.
///
/// Invariant: a folder is asked for its settings only if no settings above it exclude it, so what is excluded can't be
/// at fault.
pub(super) struct SettingsTree<'a> {
    provider: &'a dyn SettingsProvider,
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
    exclude: GlobSet,
}

impl<'a> SettingsTree<'a> {
    pub(super) fn new(provider: &'a dyn SettingsProvider) -> Self {
        Self { provider, folders: BTreeMap::new(), errors: Vec::new(), defaults: Arc::new(Settings::default()) }
    }

    /// The settings that hold in a folder: those of the nearest file upward, or the rulebook's own.
    pub(super) fn nearest(&mut self, folder: &str) -> Arc<Settings> {
        let levels = self.folder(folder).levels;
        levels.first().map_or_else(|| Arc::clone(&self.defaults), |level| Arc::clone(&level.settings))
    }

    /// Whether settings above a file leave it out, by itself or with a folder it lies in.
    pub(super) fn excludes(&mut self, path: &str) -> bool {
        let folder = self.folder(paths::parent(path));
        folder.excluded || folder.levels.iter().any(|level| level.excludes(path))
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
        let level = self.provider.settings(folder).and_then(|settings| {
            settings.map(|settings| Level::new(folder, settings)).transpose().map_err(|error| vec![error])
        });
        level
            .unwrap_or_else(|errors| {
                self.errors.extend(errors);
                None
            })
            .map(Arc::new)
    }
}

impl Level {
    fn new(folder: &str, settings: Arc<Settings>) -> Result<Self, LintError> {
        let wrong = |glob: &str, error: &globset::Error| LintError {
            message: format!("`exclude` holds `{glob}`, which is no glob: {}", error.kind()),
            help: "write it as `folder`, `folder/**` or `**/*.gen.rs`, relative to the settings file".to_owned(),
            path: if folder.is_empty() { FILE_NAME.to_owned() } else { format!("{folder}/{FILE_NAME}") },
            range: 0..0,
        };
        let mut globs = GlobSetBuilder::new();
        for glob in &settings.exclude {
            let built = GlobBuilder::new(glob.trim_end_matches('/')).literal_separator(true).build();
            globs.add(built.map_err(|error| wrong(glob, &error))?);
        }
        let exclude = globs.build().map_err(|error| wrong(&settings.exclude.join(", "), &error))?;
        Ok(Self { folder: folder.to_owned(), settings, exclude })
    }

    fn excludes(&self, path: &str) -> bool {
        paths::below(path, &self.folder).is_some_and(|rest| self.exclude.is_match(rest))
    }
}
