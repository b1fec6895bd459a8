// src/settings_files.rs - The settings files of a file system

//! The settings files of a file system.

use std::sync::Arc;

use crate::error::LintError;
use crate::project::file_system::FileSystem;
use crate::project::paths;
use crate::rules;
use rulebook_conventions::settings::{FILE_NAME, Settings};

/// The settings of the `rulebook.toml` in a folder (`""` is the root), or none where there is no such file.
///
/// # Errors
/// All that is wrong with the file, and with those that it extends.
pub fn read(files: &dyn FileSystem, folder: &str) -> Result<Option<Arc<Settings>>, Vec<LintError>> {
    let path = paths::join(folder, FILE_NAME).unwrap_or_else(|| FILE_NAME.to_owned());
    if !files.is_file(&path) {
        return Ok(None);
    }
    let text = |path: &str| {
        let bytes = files.read(path).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    };
    match Settings::load(&path, &text, &rules::known_names()) {
        Ok(settings) => Ok(Some(Arc::new(settings))),
        Err(errors) => Err(errors.into_iter().map(LintError::from).collect()),
    }
}
