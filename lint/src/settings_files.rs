// src/settings_files.rs - The settings files of a file system

//! The settings files of a file system.

use std::sync::Arc;

use crate::project::file_system::FileSystem;
use crate::project::paths;
use crate::rules;
use crate::run::{LintError, SettingsProvider};
use rulebook_conventions::settings::{FILE_NAME, Settings, SettingsError};

/// Reads each folder's own `rulebook.toml`.
pub struct SettingsFiles<'a> {
    files: &'a dyn FileSystem,
}

impl<'a> SettingsFiles<'a> {
    /// The settings files of `files`.
    pub fn new(files: &'a dyn FileSystem) -> Self {
        Self { files }
    }
}

impl SettingsProvider for SettingsFiles<'_> {
    fn settings(&self, folder: &str) -> Result<Option<Arc<Settings>>, Vec<LintError>> {
        let path = paths::join(folder, FILE_NAME).unwrap_or_else(|| FILE_NAME.to_owned());
        if !self.files.is_file(&path) {
            return Ok(None);
        }
        let read = |path: &str| {
            let bytes = self.files.read(path).map_err(|error| error.to_string())?;
            String::from_utf8(bytes).map_err(|error| error.to_string())
        };
        match Settings::load(&path, &read, &rules::known_names()) {
            Ok(settings) => Ok(Some(Arc::new(settings))),
            Err(errors) => Err(errors.into_iter().map(LintError::from).collect()),
        }
    }
}

impl From<SettingsError> for LintError {
    fn from(error: SettingsError) -> Self {
        let SettingsError { path, range, message, help } = error;
        Self { message, help, path, range }
    }
}
