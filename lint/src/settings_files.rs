// src/settings_files.rs - The settings files of a file system

//! The settings files of a file system.

use std::sync::Arc;

use crate::project::file_system::FileSystem;
use crate::project::paths;
use crate::rules;
use crate::run::{LintError, SettingsProvider};
use rulebook_conventions::settings::{FILE_NAME, Settings};

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
        let unreadable = |reason: String| {
            let message = format!("the settings can't be read: {reason}");
            let help = "Save the file as UTF-8 and make it readable, or remove it: the defaults are the rulebook.";
            vec![LintError { message, help: help.to_owned(), path: path.clone(), range: 0..0 }]
        };
        let bytes = self.files.read(&path).map_err(|error| unreadable(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
        let names: Vec<(&'static str, &'static str)> = rules::ALL.iter().map(|rule| (rule.code, rule.name)).collect();
        match Settings::parse(&text, &names) {
            Ok(settings) => Ok(Some(Arc::new(settings))),
            Err(errors) => Err(errors
                .into_iter()
                .map(|error| LintError {
                    message: error.message,
                    help: error.help,
                    path: path.clone(),
                    range: error.range,
                })
                .collect()),
        }
    }
}
