// src/project/manifest/mod.rs - What one Cargo.toml says, read without looking at anything else

//! What one `Cargo.toml` says, read without looking at anything else.
//!
//! Cargo is the judge of manifests. So the reader here is strict about nothing but what it can't do without (TOML, and
//! the package's name); a key of the wrong type reads as if it were absent.

mod read;

use std::collections::BTreeMap;
use std::ops::Range;

use super::package::{DependencyKind, Edition, TargetKind};

/// A manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// `[package]`; none in a virtual workspace.
    pub package: Option<PackageTable>,
    /// `[workspace]`.
    pub workspace: Option<WorkspaceTable>,
    /// The targets that are written out: `[lib]`, `[[bin]]`, `[[example]]`, `[[test]]`, `[[bench]]`.
    pub targets: Vec<TargetTable>,
    /// The entries of all dependency tables, those for single platforms included.
    pub dependencies: Vec<DependencyEntry>,
}

/// `[package]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageTable {
    /// `name`.
    pub name: String,
    /// Where the name stands.
    pub name_range: Range<usize>,
    /// `edition`.
    pub edition: EditionField,
    /// `workspace`: the folder of the workspace's root.
    pub workspace: Option<String>,
    /// `build`.
    pub build: BuildField,
    /// `autolib`, `autobins` and so on, where they are written.
    pub discovery: BTreeMap<TargetKind, bool>,
}

/// What `edition` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditionField {
    /// Nothing: 2015.
    Absent,
    /// A year.
    Stated(Edition),
    /// `edition.workspace = true`.
    Inherited,
}

/// What `build` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildField {
    /// Nothing: `build.rs` if there is one.
    Absent,
    /// `false`.
    Off,
    /// One or more scripts.
    Scripts(Vec<String>),
}

/// `[workspace]`.
///
/// `members` is not kept with its globs taken apart: cargo refuses a package below a workspace's root that is neither a
/// member nor excluded, so what is not excluded is a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WorkspaceTable {
    /// `members`, as written. One that is named outright wins over `exclude`.
    pub members: Vec<String>,
    /// `exclude`: folders, not globs.
    pub exclude: Vec<String>,
    /// `package.edition`, for members to inherit.
    pub edition: Option<Edition>,
    /// `dependencies`, for members to inherit.
    pub dependencies: BTreeMap<String, DependencySpec>,
}

/// A target that is written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetTable {
    /// The table it stands in; never a build script.
    pub kind: TargetKind,
    /// `name`.
    pub name: Option<String>,
    /// `path`, from the package's folder.
    pub path: Option<String>,
}

/// One entry of a dependency table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DependencyEntry {
    /// The table.
    pub kind: DependencyKind,
    /// The key.
    pub key: String,
    /// The value.
    pub spec: DependencySpec,
}

/// The value of a dependency's entry, as far as it says which package is meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DependencySpec {
    /// `package`: the package's name where the key is another one.
    pub package: Option<String>,
    /// `path`, from the folder of the manifest it stands in.
    pub path: Option<String>,
    /// `workspace = true`.
    pub inherited: bool,
    /// `version`.
    pub version: Option<String>,
}

/// Why a manifest can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestError {
    /// Byte range in the manifest.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Manifest {
    /// Reads the text of a `Cargo.toml`.
    ///
    /// # Errors
    /// If it is no TOML, or it describes neither a package with a name nor a workspace.
    pub fn parse(text: &str) -> Result<Self, ManifestError> {
        read::manifest(text)
    }
}

#[cfg(test)]
mod tests;
