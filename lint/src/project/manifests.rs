// src/project/manifests.rs - The manifests of a run, and which workspace each belongs to

//! The manifests of a run, and which workspace each belongs to.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::discover::BrokenManifest;
use super::file_system::FileSystem;
use super::manifest::{Manifest, ManifestError, WorkspaceTable};
use super::paths;

/// The name of a manifest.
pub(super) const FILE_NAME: &str = "Cargo.toml";

/// The manifests of a run.
#[derive(Default)]
pub(super) struct Manifests {
    by_folder: BTreeMap<String, (Manifest, Arc<str>)>,
    pub(super) broken: Vec<BrokenManifest>,
}

/// The root of a workspace: its folder and the table that makes it one.
pub(super) type Root<'m> = (&'m str, &'m WorkspaceTable);

impl Manifests {
    /// Reads those of `paths` that are manifests.
    pub(super) fn read(files: &dyn FileSystem, paths: &[&str]) -> Self {
        let mut manifests = Self::default();
        for path in paths.iter().filter(|path| paths::file_name(path) == FILE_NAME) {
            manifests.add(path, files.read(path));
        }
        manifests
    }

    fn add(&mut self, path: &str, bytes: io::Result<Vec<u8>>) {
        let text = bytes
            .map_err(|error| format!("the manifest can't be read: {error}"))
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "the manifest is not UTF-8".to_owned()));
        let (text, error) = match text {
            Ok(text) => match Manifest::parse(&text) {
                Ok(manifest) => {
                    self.by_folder.insert(paths::parent(path).to_owned(), (manifest, text.into()));
                    return;
                }
                Err(error) => (text, error),
            },
            Err(message) => (String::new(), ManifestError { range: 0..0, message }),
        };
        let ManifestError { range, message } = error;
        self.broken.push(BrokenManifest { path: path.into(), text: text.into(), range, message });
    }

    /// Each manifest's folder, content and text, by folder.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Manifest, &Arc<str>)> {
        self.by_folder.iter().map(|(folder, (manifest, text))| (folder.as_str(), manifest, text))
    }

    /// Whether a folder has a manifest, be it broken.
    pub(super) fn is_taken(&self, folder: &str) -> bool {
        self.by_folder.contains_key(folder) || self.broken.iter().any(|broken| paths::parent(&broken.path) == folder)
    }

    /// The workspace of the package in `folder`: it is its own root, or names the root, or belongs to the nearest root
    /// upward that does not exclude it.
    ///
    /// Whether that root lists it as a member is of no matter: where it does not, cargo refuses to build.
    pub(super) fn workspace(&self, folder: &str) -> Option<Root<'_>> {
        let root_at = |folder: &str| {
            let (folder, (manifest, _)) = self.by_folder.get_key_value(folder)?;
            Some((folder.as_str(), manifest.workspace.as_ref()?))
        };
        let (manifest, _) = self.by_folder.get(folder)?;
        match manifest.package.as_ref().and_then(|package| package.workspace.as_deref()) {
            Some(pointer) => root_at(&paths::join(folder, pointer)?),
            None => root_at(folder).or_else(|| {
                paths::upward(folder).skip(1).filter_map(root_at).find(|(root, table)| !excludes(root, table, folder))
            }),
        }
    }
}

/// Whether a root leaves a folder out. A member that is named outright stays in, whatever folder around it is excluded.
fn excludes(root: &str, table: &WorkspaceTable, folder: &str) -> bool {
    let lists = |entries: &[String]| {
        let mut entries = entries.iter().filter_map(|entry| paths::join(root, entry));
        entries.any(|entry| folder == entry || paths::below(folder, &entry).is_some())
    };
    lists(&table.exclude) && !lists(&table.members)
}
