// src/apply/checked_path.rs - Where a path of a change leads, which is never out of the root

//! Where a path of a change leads, which is never out of the root.
use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, Result};

/// A path that was found to lie in the root.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CheckedPath {
    /// The place itself, symbolic links followed.
    pub(super) real: PathBuf,
    /// The folders that have to be made first, outermost first, relative to the root.
    pub(super) missing_folders: Vec<String>,
}

/// Follows `path` from `root`, which has no symbolic links in it.
pub(super) fn resolve(root: &Path, path: &str) -> Result<CheckedPath> {
    let names = names(root, path)?;
    let mut real = root.to_path_buf();
    let mut existing = 0;
    for name in &names {
        let next = real.join(name);
        match next.symlink_metadata() {
            Ok(metadata) if metadata.is_symlink() => real = follow(root, path, &next)?,
            Ok(_) => real = next,
            Err(error) if error.kind() == io::ErrorKind::NotFound => break,
            Err(error) => return Err(Error::io("look into", real)(error)),
        }
        existing += 1;
    }
    real.extend(names.iter().skip(existing));
    let folders = names.len().saturating_sub(1);
    let missing_folders =
        (existing..folders).map(|depth| names.iter().take(depth + 1).copied().collect::<Vec<_>>().join("/"));
    Ok(CheckedPath { missing_folders: missing_folders.collect(), real })
}

/// As [`resolve`], but for a link at the end, which is the place itself: taking it away leaves what it leads to.
pub(super) fn resolve_entry(root: &Path, path: &str) -> Result<CheckedPath> {
    let names = names(root, path)?;
    let Some((name, parents)) = names.split_last().filter(|(_, parents)| !parents.is_empty()) else {
        return Ok(CheckedPath { real: root.join(path), missing_folders: Vec::new() });
    };
    let CheckedPath { real, .. } = resolve(root, &parents.join("/"))?;
    Ok(CheckedPath { real: real.join(name), missing_folders: Vec::new() })
}

/// The names that a relative path is made of; `..` and absolute paths are refused.
pub(super) fn names<'path>(root: &Path, path: &'path str) -> Result<Vec<&'path str>> {
    let names: Option<Vec<&str>> = Path::new(path)
        .components()
        .map(|component| match component {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    names
        .filter(|names| !names.is_empty())
        .ok_or_else(|| Error::Outside { path: path.to_owned(), target: root.join(path) })
}

/// The folders that these lie in and that exist, each once.
pub(super) fn folders_of(paths: impl Iterator<Item = PathBuf>) -> Vec<PathBuf> {
    let folders: BTreeSet<PathBuf> = paths.filter_map(|path| path.parent().map(Path::to_path_buf)).collect();
    folders.into_iter().filter(|folder| folder.is_dir()).collect()
}

fn follow(root: &Path, path: &str, link: &Path) -> Result<PathBuf> {
    let target = link.canonicalize().map_err(Error::io("follow", link))?;
    if target.starts_with(root) { Ok(target) } else { Err(Error::Outside { path: path.to_owned(), target }) }
}
