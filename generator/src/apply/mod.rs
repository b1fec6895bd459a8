// src/apply/mod.rs - All changes of a plan made, or none

//! All changes of a plan made, or none.
//!
//! Nothing else in the product opens a file of a project for writing.
//!
//! A run opens a [`Session`], reads and plans, and applies its changes. What is guaranteed in a folder that exists:
//!
//! 1. **Refused before anything is written**: a path that leads out of the root, a file that is not what the plan saw,
//!    a folder where a file should be. Runs at once on one root wait for each other, by a lock that dies with its process.
//! 2. **Staged**: all new bytes and all old files are in `.rulebook-journal/` and on the disk before the first change. A
//!    full disk is met here. Until the journal's list of entries is there the tree is the old one.
//! 3. **Committed**: from the list of entries on, files are moved into place, or away, one by one. Stopped here, the tree is mixed,
//!    and [`recover`] makes the old one of it. An error makes the run do that itself.
//! 4. **Done**: the list of entries is removed. From here on the tree is the new one; what is left of the journal is
//!    rubbish that the next run sweeps up.
//!
//! A root that does not exist yet is staged as a whole beside its place, and one rename puts it there.
//!
//! So a run that is killed at any point leaves the old tree or the new one to the next session, and to [`recover`], which a
//! command that only reads calls first. Bytes that a person wrote are never lost: a file that was edited after a run was
//! stopped is not rolled back over; the next run names it and stops.
mod checked_path;
mod fresh;
mod journal;
mod lock;
mod ops;
mod replace;
mod session;
#[cfg(test)]
mod tests;
mod transaction;
mod unchanged;

use std::path::{Path, PathBuf};

pub use self::ops::{Access, Disk, FileOps};
pub use self::replace::replace;
pub use self::session::{Session, half_done, recover};
use crate::error::{Error, Result};

/// A file to create, to replace or to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, relative to the root, with `/`.
    pub path: String,
    /// What the plan saw there; `None` where it saw no file.
    pub before: Option<Vec<u8>>,
    /// What is to be there; `None` where no file is to be. A folder that this leaves empty goes with it.
    pub after: Option<Vec<u8>>,
    /// Whether a file that is created can be run. A file that is replaced keeps its permissions.
    pub executable: bool,
}

/// Makes changes that were planned outside of a [`Session`], all or none.
///
/// # Errors
///
/// Those of [`Session::open`] and [`Session::apply`].
pub fn apply(root: &Path, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
    Session::open(root, ops)?.apply(changes, ops)
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
