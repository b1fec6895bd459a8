// src/project/discover.rs - From the files of a run to its packages

//! From the files of a run to its packages.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::dependencies::{Libraries, dependencies};
use super::file_system::FileSystem;
use super::ignored::Ignored;
use super::manifest::{EditionField, Manifest, PackageTable};
use super::manifests::{FILE_NAME, Manifests, Root};
use super::package::{DependencyKind, Edition, Package, PackageId, Target, TargetKind};
use super::paths;
use super::settings::{Governed, ReadSettings, SettingsTree};
use super::targets::{crate_name, targets};
use crate::error::LintError;
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
    /// The settings files, by folder.
    pub settings: Vec<Governed>,
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
    /// Its text; empty if it can't be read.
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
pub fn discover(files: &dyn FileSystem, settings: ReadSettings<'_>) -> Result<Discovery, Vec<LintError>> {
    let mut settings = SettingsTree::new(settings);
    let walk = files.walk("");
    let paths: Vec<&str> = walk.files.iter().map(String::as_str).filter(|path| !settings.excludes(path)).collect();
    let manifests = Manifests::read(files, &paths);
    let outlines = outlines(&manifests, files, &paths);
    let libraries = libraries(&outlines);
    let packages: Vec<Package> =
        outlines.into_iter().map(|outline| package(outline, &manifests, &libraries, &mut settings, files)).collect();
    let governed = settings.governed(&walk.files);
    let errors = settings.into_errors();
    if !errors.is_empty() {
        return Err(errors);
    }
    let found = assign(&paths, &manifests, &packages);
    Ok(Discovery { packages, files: found, settings: governed, broken: manifests.broken, errors: walk.errors })
}

/// A package as far as its own manifest and files tell; all of them are needed to know one's dependencies.
struct Outline<'m> {
    folder: &'m str,
    manifest: &'m Manifest,
    text: &'m Arc<str>,
    table: &'m PackageTable,
    workspace: Option<Root<'m>>,
    edition: Edition,
    targets: Vec<Target>,
}

fn outlines<'m>(manifests: &'m Manifests, files: &dyn FileSystem, paths: &[&str]) -> Vec<Outline<'m>> {
    let outline = |(folder, manifest, text): (&'m str, &'m Manifest, &'m Arc<str>)| {
        let table = manifest.package.as_ref()?;
        let workspace = manifests.workspace(folder);
        let edition = edition(table, workspace);
        let is_file = |path: &str| paths::join(folder, path).is_some_and(|path| files.is_file(&path));
        let targets = targets(manifest, table, edition, &all_below(paths, folder), &is_file);
        Some(Outline { folder, manifest, text, table, workspace, edition, targets })
    };
    manifests.iter().filter_map(outline).collect()
}

/// The edition of a package. One that inherits it from a root that can't be seen is taken for one of today.
fn edition(package: &PackageTable, workspace: Option<Root<'_>>) -> Edition {
    match package.edition {
        EditionField::Stated(edition) => edition,
        EditionField::Absent => Edition::E2015,
        EditionField::Inherited => workspace.and_then(|(_, table)| table.edition).unwrap_or(Edition::E2021),
    }
}

/// Those of the sorted `paths` that lie below `folder`, as seen from it.
fn all_below<'p>(paths: &[&'p str], folder: &str) -> Vec<&'p str> {
    let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let from = paths.partition_point(|path| *path < prefix.as_str());
    paths.iter().skip(from).map_while(|path| path.strip_prefix(prefix.as_str())).collect()
}

fn libraries(outlines: &[Outline<'_>]) -> Libraries {
    let library = |outline: &Outline<'_>| {
        let library = outline.targets.iter().find(|target| target.kind == TargetKind::Library)?;
        Some((outline.folder.to_owned(), library.name.clone()))
    };
    outlines.iter().filter_map(library).collect()
}

fn package(
    outline: Outline<'_>,
    manifests: &Manifests,
    libraries: &Libraries,
    tree: &mut SettingsTree<'_>,
    files: &dyn FileSystem,
) -> Package {
    let Outline { folder, manifest, text, table, workspace, edition, targets } = outline;
    let dependencies = dependencies(folder, manifest, workspace, libraries);
    let (settings, overrides) = tree.nearest(folder);
    let uses_axum = dependencies
        .values()
        .any(|dependency| dependency.package == "axum" && dependency.kinds.contains(&DependencyKind::Normal));
    let in_workspace =
        |path: &str| workspace.is_some() && manifests.workspace(path).map(root_folder) == workspace.map(root_folder);
    let members = dependencies
        .iter()
        .filter(|(_, dependency)| dependency.path.as_deref().is_some_and(in_workspace))
        .map(|(name, _)| name.clone());
    let own = libraries.get(folder).cloned().unwrap_or_else(|| crate_name(&table.name));
    Package {
        name: table.name.clone(),
        name_range: table.name_range.clone(),
        root: folder.into(),
        manifest: paths::join(folder, FILE_NAME).unwrap_or_default().into(),
        manifest_text: Arc::clone(text),
        edition,
        backend: uses_axum || settings.backend_packages.contains(&table.name),
        local_crates: members.chain([own]).collect(),
        targets,
        dependencies,
        ignored: Ignored::read(files, folder),
        settings,
        overrides,
    }
}

fn root_folder<'m>((folder, _): Root<'m>) -> &'m str {
    folder
}

/// Gives each source file to the package of the nearest manifest upward, or to none if that describes no package.
fn assign(paths: &[&str], manifests: &Manifests, packages: &[Package]) -> Vec<Found> {
    let ids = (0..).map(PackageId);
    let by_folder: BTreeMap<&str, PackageId> = packages.iter().map(|package| &*package.root).zip(ids).collect();
    let owner = |path: &str| {
        let folder = paths::upward(paths::parent(path)).find(|folder| manifests.is_taken(folder))?.to_owned();
        Some((*by_folder.get(folder.as_str())?, folder))
    };
    let found = |path: &&str| {
        let (package, folder) = owner(path)?;
        let package_path = paths::below(path, &folder)?;
        let language = language(package_path)?;
        Some(Found { path: (*path).into(), package_path: package_path.into(), package, language })
    };
    paths.iter().filter_map(found).collect()
}

fn language(package_path: &str) -> Option<Language> {
    let (folder, name) = package_path.rsplit_once('/').unwrap_or(("", package_path));
    match name.rsplit_once('.')? {
        (_, "rs") => Some(Language::Rust),
        (_, "sql") if folder.split('/').any(|part| part == "migrations") => Some(Language::Sql),
        _ => None,
    }
}

#[cfg(test)]
#[path = "discover_tests.rs"]
mod tests;
