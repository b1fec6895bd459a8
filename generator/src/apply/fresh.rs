// src/apply/fresh.rs - A whole new folder, or none

//! A whole new folder, or none.
//!
//! It is staged in a hidden folder beside its place, and the rename that puts it there is the one moment of change: nobody
//! ever sees a part of it, and there is nothing to undo.
//!
//! All functions take a root that does not exist, as an absolute path; who changes something holds the lock of the innermost
//! folder above it that does.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Access, Change, FileOps, checked_path};
use crate::error::{Error, Result};

/// A root that does not exist, and where it is staged.
#[derive(Debug)]
struct Fresh<'root> {
    root: &'root Path,
    /// The innermost folder above the root that exists.
    above: &'root Path,
    /// What appears in it: the root, or the first of the folders that lead to it.
    place: PathBuf,
    /// What becomes `place`.
    stage: PathBuf,
    /// What becomes `root`.
    staged_root: PathBuf,
}

/// Makes `root` with all that is to be in it.
pub(super) fn run(root: &Path, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
    let fresh = Fresh::find(root)?;
    fresh.write(changes, ops).and_then(|()| fresh.publish(ops)).map_err(|cause| match fresh.sweep(ops) {
        Ok(_) => cause,
        Err(undo) => Error::RollbackIncomplete { cause: Box::new(cause), undo: Box::new(undo) },
    })
}

/// Whether a stopped run staged something for `root`.
pub(super) fn is_left_of(root: &Path) -> bool {
    !root.exists() && Fresh::find(root).is_ok_and(|fresh| fresh.stage.exists())
}

/// Removes what a stopped run staged for `root`, and says whether there was anything.
pub(super) fn sweep(root: &Path, ops: &dyn FileOps) -> Result<bool> {
    Fresh::find(root)?.sweep(ops)
}

impl<'root> Fresh<'root> {
    fn find(root: &'root Path) -> Result<Self> {
        let outside = || Error::Outside { path: root.display().to_string(), target: root.to_path_buf() };
        let above = root.ancestors().skip(1).find(|folder| folder.is_dir()).ok_or_else(outside)?;
        let rest = root.strip_prefix(above).ok().and_then(Path::to_str).ok_or_else(outside)?;
        let names = checked_path::names(above, rest)?;
        let (first, inner) = names.split_first().ok_or_else(outside)?;
        let stage = above.join(format!(".{first}.rulebook-staged"));
        Ok(Self { root, above, place: above.join(first), staged_root: stage.join(inner.join("/")), stage })
    }

    fn write(&self, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
        let staged: Vec<PathBuf> = changes.iter().map(|change| self.staged(change)).collect::<Result<_>>()?;
        let parents = staged.iter().flat_map(|file| file.ancestors().skip(1));
        // A folder sorts before what is in it.
        let folders: BTreeSet<&Path> = parents.filter(|folder| folder.starts_with(&self.stage)).collect();
        for folder in &folders {
            ops.create_folder(folder).map_err(Error::io("make", *folder))?;
        }
        for (change, file) in changes.iter().zip(&staged) {
            let access = if change.executable { Access::Executable } else { Access::Usual };
            let after = change.after.as_deref().unwrap_or_default();
            ops.write_new(file, after, &access).map_err(Error::io("write", self.root.join(&change.path)))?;
        }
        let folders = folders.into_iter().map(Path::to_path_buf);
        let all: Vec<PathBuf> = folders.chain(staged.iter().cloned()).collect();
        ops.sync(&all).map_err(Error::io("sync", &self.place))
    }

    fn staged(&self, change: &Change) -> Result<PathBuf> {
        if change.before.is_some() || change.after.is_none() {
            return Err(Error::Changed { path: change.path.clone() });
        }
        let names = checked_path::names(self.root, &change.path)?;
        Ok(self.staged_root.join(names.join("/")))
    }

    fn publish(&self, ops: &dyn FileOps) -> Result<()> {
        ops.rename(&self.stage, &self.place).map_err(Error::io("make", &self.place))?;
        // It is there; whether the name has reached the disk changes nothing about that.
        ops.sync(&[self.above.to_path_buf()]).ok();
        Ok(())
    }

    fn sweep(&self, ops: &dyn FileOps) -> Result<bool> {
        if !self.stage.exists() {
            return Ok(false);
        }
        ops.remove_tree(&self.stage).map_err(Error::io("remove", &self.stage))?;
        Ok(true)
    }
}
