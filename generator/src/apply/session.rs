// src/apply/session.rs - A root that one run alone may change

//! A root that one run alone may change.
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{self, Journal};
use super::lock::Lock;
use super::{Change, FileOps, fresh, transaction};
use crate::error::{Error, Result};

/// A root that this run alone may change, from before it plans until this is dropped, and in which nothing is half done.
#[derive(Debug)]
pub struct Session {
    root: PathBuf,
    recovered: bool,
    _lock: Lock,
}

impl Session {
    /// Waits, for a while, until no other run is at work in `root`, and undoes what a stopped one left there.
    ///
    /// `root` need not exist.
    ///
    /// # Errors
    ///
    /// [`Error::Busy`] if another run does not end, and all of [`recover`].
    pub fn open(root: &Path, ops: &dyn FileOps) -> Result<Self> {
        let recovered = recover(root, ops)?;
        loop {
            let root = absolute(root)?;
            let folder = innermost_existing(&root)?;
            let lock = Lock::take(folder)?;
            // While it waited the root may have been made, or a folder on the way to it.
            if innermost_existing(&root)? == folder {
                let recovered = undo(&root, ops)? || recovered;
                return Ok(Self { root, recovered, _lock: lock });
            }
        }
    }

    /// Whether there was something to undo.
    pub fn recovered(&self) -> bool {
        self.recovered
    }

    /// Makes all changes, or none of them if it fails.
    ///
    /// A root that does not exist is made, with the folders above it; on failure it is not left behind.
    ///
    /// # Errors
    ///
    /// [`Error::RollbackIncomplete`] if undoing failed too; [`recover`] makes up for it. With all others nothing was changed.
    pub fn apply(self, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
        if changes.is_empty() {
            Ok(())
        } else if self.root.is_dir() {
            transaction::run(&self.root, changes, ops)
        } else {
            fresh::run(&self.root, changes, ops)
        }
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
    let mut undone = false;
    let root = absolute(root)?;
    if fresh::is_left_of(&root) {
        let _lock = Lock::take(innermost_existing(&root)?)?;
        undone |= undo(&root, ops)?;
    }
    for folder in root.ancestors().filter(|folder| journal::lies_in(folder)) {
        let _lock = Lock::take(folder)?;
        undone |= undo(folder, ops)?;
    }
    Ok(undone)
}

/// The folder, `root` or one above it, in which a stopped run left something half done. Nothing is written: it is for
/// commands that only look.
///
/// # Errors
///
/// [`Error::Busy`] if a run is at work there and does not end.
pub fn half_done(root: &Path) -> Result<Option<PathBuf>> {
    let root = absolute(root)?;
    for folder in root.ancestors().filter(|folder| journal::lies_in(folder)) {
        let _lock = Lock::take(folder)?;
        // The run whose journal was seen may have ended meanwhile.
        if journal::has_entries(folder) {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// The caller holds the lock.
fn undo(root: &Path, ops: &dyn FileOps) -> Result<bool> {
    if root.is_dir() { Journal::of(root)?.undo(ops) } else { fresh::sweep(root, ops) }
}

/// Without symbolic links as far as it exists.
fn absolute(root: &Path) -> Result<PathBuf> {
    match root.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => std::path::absolute(root),
        other => other,
    }
    .map_err(Error::io("open", root))
}

fn innermost_existing(root: &Path) -> Result<&Path> {
    let nowhere = || Error::io("open", root)(io::ErrorKind::NotFound.into());
    root.ancestors().find(|folder| folder.is_dir()).ok_or_else(nowhere)
}
