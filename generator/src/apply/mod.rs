// src/apply/mod.rs - All changes of a plan made, or none

//! All changes of a plan made, or none.
//!
//! Nothing else in the product opens a file of a project for writing.
//!
//! What is guaranteed, for [`apply`] in a folder that exists:
//!
//! 1. **Refused before anything is written**: a path that leads out of the root, a file that is not what the plan saw,
//!    a folder where a file should be. Runs at once on one root wait for each other, by a lock that dies with its process.
//! 2. **Staged**: all new bytes and all old files are in `.rulebook-journal/` and on the disk before the first change. A
//!    full disk is met here. Until the journal's list of entries is there the tree is the old one.
//! 3. **Committed**: from the list of entries on, files are moved into place one by one. Stopped here, the tree is mixed,
//!    and [`recover`] makes the old one of it. An error makes the run do that itself.
//! 4. **Done**: the list of entries is removed. From here on the tree is the new one; what is left of the journal is
//!    rubbish that the next run sweeps up.
//!
//! A root that does not exist yet is staged as a whole beside its place, and one rename puts it there.
//!
//! So a run that is killed at any point leaves the old tree or the new one after [`recover`], which every command calls
//! before it reads a project. Bytes that a person wrote are never lost: a file that was edited after a run was stopped is
//! not rolled back over, [`recover`] names it and stops.
mod checked_path;
mod fresh;
mod journal;
mod lock;
mod ops;
#[cfg(test)]
mod tests;
mod transaction;

use std::io;
use std::path::{Path, PathBuf};

use self::journal::Journal;
use self::lock::Lock;
pub use self::ops::{Access, Disk, FileOps};
use crate::error::{Error, Result};

/// A file to create or to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// What the plan saw there; `None` where it saw no file.
    pub before: Option<Vec<u8>>,
    /// What is to be there.
    pub after: Vec<u8>,
    /// Whether a file that is created can be run. A file that is replaced keeps its permissions.
    pub executable: bool,
}

/// Makes all changes, or none of them if it fails.
///
/// `root` need not exist: it is made then, with the folders above it, and on failure it is not left behind.
///
/// # Errors
///
/// [`Error::RollbackIncomplete`] if undoing failed too; [`recover`] makes up for it. With all others nothing was changed.
pub fn apply(root: &Path, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    match root.canonicalize() {
        Ok(root) => {
            let _lock = Lock::take(&root)?;
            Journal::of(&root)?.undo(ops)?;
            transaction::run(&root, changes, ops)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => fresh::run(&absolute(root)?, changes, ops),
        Err(error) => Err(Error::io("open", root)(error)),
    }
}

/// Undoes what a stopped run left half done in `root` or in a folder above it, and says whether there was anything.
///
/// Where a run is still at work it waits for it to end, for a while.
///
/// # Errors
///
/// [`Error::Journal`] if that would lose what a person wrote since, [`Error::Io`] if the project can't be written to.
pub fn recover(root: &Path, ops: &dyn FileOps) -> Result<bool> {
    let root = root.canonicalize().or_else(|_| absolute(root))?;
    let mut undone = fresh::sweep(&root, ops)?;
    for folder in root.ancestors().filter(|folder| journal::lies_in(folder)) {
        let _lock = Lock::take(folder)?;
        undone |= Journal::of(folder)?.undo(ops)?;
    }
    Ok(undone)
}

/// Where a path of a project is on the disk, links followed.
///
/// # Errors
///
/// [`Error::Outside`] if it leads out of the root: it is absolute, has `..`, or passes a link that does.
pub fn resolve(root: &Path, path: &str) -> Result<PathBuf> {
    let root = root.canonicalize().map_err(Error::io("open", root))?;
    checked_path::resolve(&root, path).map(|checked| checked.real)
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(Error::io("find", path))
}
