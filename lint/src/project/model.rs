// src/project/model.rs - The linked project: what project rules see

//! The linked project: what project rules see.

use std::sync::Arc;

use crate::project::package::{Package, PackageId};
use crate::source::facts::FileFacts;

/// Index into [`Model::files`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Everything that is known of a project. Packages and files are sorted by path.
#[derive(Debug, Default)]
pub struct Model {
    /// The packages.
    pub packages: Vec<Package>,
    /// The files of all packages.
    pub files: Vec<SourceFile>,
}

/// A file and where it belongs.
#[derive(Debug)]
pub struct SourceFile {
    /// What it says.
    pub facts: FileFacts,
    /// The package it belongs to.
    pub package: PackageId,
}

impl Model {
    /// A package.
    ///
    /// # Panics
    /// Never for an id of this model.
    pub fn package(&self, id: PackageId) -> &Package {
        &self.packages[id.index()]
    }

    /// A file.
    ///
    /// # Panics
    /// Never for an id of this model.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The text of a file or of a manifest, by its path from the root of the run.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        let manifest = self.packages.iter().find(|package| &*package.manifest == path);
        let file = || self.files.iter().find(|file| &*file.facts.path == path).map(|file| &file.facts.text);
        manifest.map(|package| &package.manifest_text).or_else(file)
    }

    /// The files of a package, by path.
    pub fn files_of(&self, package: PackageId) -> impl Iterator<Item = &SourceFile> {
        self.files.iter().filter(move |file| file.package == package)
    }
}
