// src/project/package.rs - A package as its manifest and its settings describe it

//! A package as its manifest and its settings describe it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::ignored::Ignored;
use super::paths;
use super::settings::Overrides;
use rulebook_conventions::settings::Settings;

/// Index into [`Model::packages`](super::model::Model::packages).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct PackageId(pub u32);

impl PackageId {
    /// As an index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A package.
#[derive(Debug, Clone)]
pub struct Package {
    /// The name in its manifest.
    pub name: String,
    /// Where the manifest says the name: the place of findings on the package as a whole.
    pub name_range: Range<usize>,
    /// The folder of its manifest, relative to the root of the run, with `/`; empty for the root itself.
    pub root: Arc<str>,
    /// The manifest, relative to the root of the run.
    pub manifest: Arc<str>,
    /// The manifest's text, for labels in it.
    pub manifest_text: Arc<str>,
    /// The edition that its targets are compiled in.
    pub edition: Edition,
    /// Whether it is a backend: a normal dependency on axum, or named so in the settings.
    pub backend: bool,
    /// What it compiles.
    pub targets: Vec<Target>,
    /// What it depends on, by the name that its code uses.
    pub dependencies: BTreeMap<String, Dependency>,
    /// Names by which its code reaches packages of its own workspace, itself included.
    pub local_crates: BTreeSet<String>,
    /// What git ignores, as the files say that reach here.
    pub ignored: Ignored,
    /// The settings that hold for it: those of the nearest `rulebook.toml` upward.
    pub settings: Arc<Settings>,
    /// What the settings say for some paths alone.
    pub overrides: Overrides,
}

impl Package {
    /// A path of the package, relative to the root of the run. A target's root may lie outside of the package's folder.
    pub fn path(&self, package_path: &str) -> String {
        paths::join(&self.root, package_path).unwrap_or_else(|| package_path.to_owned())
    }

    /// The name of its library, by which its own binaries and tests reach it, and others too unless they rename it.
    pub fn library(&self) -> Option<&Target> {
        self.targets.iter().find(|target| target.kind == TargetKind::Library)
    }
}

/// The edition of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// 2015: paths in `use` begin at the crate root.
    E2015,
    /// 2018.
    E2018,
    /// 2021.
    E2021,
    /// 2024, and what comes later.
    E2024,
}

/// One crate that a package compiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// Its name as code spells it (`-` became `_`).
    pub name: String,
    /// Its root file, relative to the package's folder.
    pub path: String,
}

/// What a target is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TargetKind {
    /// The library, procedural macros included.
    Library,
    /// A binary.
    Binary,
    /// An example.
    Example,
    /// An integration test.
    Test,
    /// A benchmark.
    Bench,
    /// The build script.
    BuildScript,
}

/// One dependency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package it names; differs from the key where it is renamed.
    pub package: String,
    /// In which tables it stands.
    pub kinds: BTreeSet<DependencyKind>,
    /// The folder that its `path` leads to, relative to the root of the run.
    pub path: Option<String>,
    /// The versions that are asked for, as they are written: `0.8`, `^0.7.4`.
    pub version: Option<String>,
}

/// The table that a dependency stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DependencyKind {
    /// `[dependencies]`
    Normal,
    /// `[dev-dependencies]`
    Dev,
    /// `[build-dependencies]`
    Build,
}
