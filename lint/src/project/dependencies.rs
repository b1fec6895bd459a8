// src/project/dependencies.rs - What a package depends on, by the names that its code uses

//! What a package depends on, by the names that its code uses.

use std::collections::{BTreeMap, BTreeSet};

use super::manifest::{Manifest, WorkspaceTable};
use super::package::Dependency;
use super::paths;
use super::targets::crate_name;

/// The name of the library of each package, by the package's folder.
pub(super) type Libraries = BTreeMap<String, String>;

/// The dependencies of the package in `folder`, those that it inherits from its workspace (the root's folder and table)
/// filled in.
///
/// Code calls a dependency by its key where the manifest renames it, and by the name of its library otherwise.
pub(super) fn dependencies(
    folder: &str,
    manifest: &Manifest,
    workspace: Option<(&str, &WorkspaceTable)>,
    libraries: &Libraries,
) -> BTreeMap<String, Dependency> {
    let mut dependencies = BTreeMap::new();
    for entry in &manifest.dependencies {
        let inherited = workspace
            .filter(|_| entry.spec.inherited)
            .and_then(|(root, table)| Some((root, table.dependencies.get(&entry.key)?)));
        let (base, spec) = inherited.unwrap_or((folder, &entry.spec));
        let path = spec.path.as_deref().and_then(|path| paths::join(base, path));
        let library = path.as_deref().filter(|_| spec.package.is_none()).and_then(|path| libraries.get(path));
        let name = library.cloned().unwrap_or_else(|| crate_name(&entry.key));
        let package = spec.package.as_ref().unwrap_or(&entry.key).clone();
        // The same name in two tables is the same package, but for tables of different platforms, where the first counts.
        let known: &mut Dependency = dependencies.entry(name).or_insert_with(|| Dependency {
            package,
            kinds: BTreeSet::new(),
            path: None,
            version: None,
        });
        known.kinds.insert(entry.kind);
        known.path = known.path.take().or(path);
        known.version = known.version.take().or_else(|| spec.version.clone());
    }
    dependencies
}
