// src/project/discover.rs - From the files of a run to its packages

//! From the files of a run to its packages.

use std::ops::Range;
use std::sync::Arc;

use super::file_system::FileSystem;
use super::package::{Package, PackageId};
use crate::run::{LintError, SettingsProvider};
use crate::source::facts::Language;

/// What there is to read.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    /// The packages, sorted by folder.
    pub packages: Vec<Package>,
    /// Their source files, sorted by path: Rust, and SQL in a folder `migrations`.
    pub files: Vec<Found>,
    /// The manifests that can't be used. Their files are in no package.
    pub broken: Vec<BrokenManifest>,
    /// What could not be looked into, in words.
    pub errors: Vec<String>,
}

/// A source file and the package it belongs to: that of the nearest `Cargo.toml` upward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Relative to the root of the run.
    pub path: Arc<str>,
    /// Relative to the package's folder.
    pub package_path: Arc<str>,
    /// The package.
    pub package: PackageId,
    /// Rust or SQL, by its ending.
    pub language: Language,
}

/// A manifest that can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenManifest {
    /// Relative to the root of the run.
    pub path: Arc<str>,
    /// Its text; empty if there is none.
    pub text: Arc<str>,
    /// The place at fault.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// Finds the packages below the root of the run, each with the settings that hold for it.
///
/// What the settings exclude is not there: it is neither read nor judged.
///
/// # Errors
/// Each settings file that is wrong.
pub fn discover(_files: &dyn FileSystem, _settings: &dyn SettingsProvider) -> Result<Discovery, Vec<LintError>> {
    Ok(Discovery::default())
}
