// src/error.rs - Why nothing could be linted

//! Why nothing could be linted.

use std::ops::Range;

use rulebook_conventions::settings::SettingsError;

/// The input or the settings are wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintError {
    /// What is wrong, with the thing at fault.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The file at fault, relative to the root of the run.
    pub path: String,
    /// The byte range in it.
    pub range: Range<usize>,
}

impl From<SettingsError> for LintError {
    fn from(error: SettingsError) -> Self {
        let SettingsError { path, range, message, help } = error;
        Self { message, help, path, range }
    }
}
