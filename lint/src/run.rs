// src/run.rs - The flow of a lint: discover, read, link, judge, settle

//! The flow of a lint: discover, read, link, judge, settle.

use std::sync::Arc;

use rulebook_conventions::settings::Settings;

use crate::finding::Finding;
use crate::project::file_system::FileSystem;
use crate::project::model::Model;
use crate::rule::Rule;

/// Gives the settings of each package.
pub trait SettingsProvider: Sync {
    /// The settings of the `rulebook.toml` in a folder (relative to the root of the run, `""` the root itself), or
    /// none where there is no such file.
    ///
    /// # Errors
    /// What is wrong with the file, ready to be shown.
    fn settings(&self, folder: &str) -> Result<Option<Arc<Settings>>, Vec<LintError>>;
}

/// What to lint and how.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files and folders to judge, relative to the root of the run; empty is all.
    pub paths: Vec<String>,
    /// Rules to run alone; empty is all.
    pub select: Vec<&'static Rule>,
    /// Rules to leave out.
    pub ignore: Vec<&'static Rule>,
    /// Number of threads; 0 is one a core.
    pub threads: usize,
}

/// What a lint came to.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, sorted by path, place and code.
    pub findings: Vec<Finding>,
    /// The linked project, for renderers (texts) and for other tools.
    pub model: Model,
    /// What could not be decided.
    pub unresolved: Vec<Unresolved>,
}

/// A reference that could not be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// The file, relative to the root of the run.
    pub path: Arc<str>,
    /// The byte range in it.
    pub range: std::ops::Range<usize>,
    /// What stands there and why it was not followed.
    pub reason: String,
}

/// Why nothing could be linted: the input or the settings are wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintError {
    /// What is wrong, with the thing at fault.
    pub message: String,
    /// What to do.
    pub help: String,
    /// The file at fault, relative to the root of the run.
    pub path: String,
    /// The byte range in it.
    pub range: std::ops::Range<usize>,
}

/// Lints.
///
/// # Errors
/// If the settings or the paths are wrong; never because of what a source file says.
pub fn lint(
    _files: &dyn FileSystem,
    _settings: &dyn SettingsProvider,
    _options: &Options,
) -> Result<Report, Vec<LintError>> {
    Ok(Report::default())
}
