// src/apply/transaction.rs - Changes in a folder that exists, all or none

//! Changes in a folder that exists, all or none.
use std::collections::BTreeSet;
use std::path::Path;

use super::checked_path::{self, CheckedPath};
use super::journal::Journal;
use super::{Access, Change, FileOps, unchanged};
use crate::error::{Error, Result};

/// A change and the place where it is made.
#[derive(Debug)]
pub(super) struct Target<'plan> {
    pub(super) change: &'plan Change,
    pub(super) place: CheckedPath,
}

/// Makes all changes or none. The caller holds the lock of `root` and has seen to it that no journal is left there.
pub(super) fn run(root: &Path, changes: &[Change], ops: &dyn FileOps) -> Result<()> {
    let targets = changes.iter().map(|change| Target::find(root, change)).collect::<Result<Vec<_>>>()?;
    targets.iter().try_for_each(|target| target.check(ops))?;
    let folders: BTreeSet<&str> =
        targets.iter().flat_map(|target| &target.place.missing_folders).map(String::as_str).collect();

    let journal = Journal::of(root)?;
    journal
        .stage(&targets, &folders, ops)
        .and_then(|()| commit(root, &targets, &folders, &journal, ops))
        .and_then(|()| journal.close(ops))
        .map_err(|cause| match journal.undo(ops) {
            Ok(_) => cause,
            Err(undo) => Error::RollbackIncomplete { cause: Box::new(cause), undo: Box::new(undo) },
        })
}

fn commit(
    root: &Path,
    targets: &[Target<'_>],
    folders: &BTreeSet<&str>,
    journal: &Journal,
    ops: &dyn FileOps,
) -> Result<()> {
    // A folder sorts before what is in it.
    for folder in folders {
        let folder = checked_path::resolve(root, folder)?.real;
        ops.create_folder(&folder).map_err(Error::io("make", folder))?;
    }
    for (number, target) in targets.iter().enumerate() {
        // Staging takes a while; an editor may have saved the file meanwhile.
        target.check(ops)?;
        ops.rename(&journal.new_file(number), &target.place.real).map_err(Error::io("write", &target.place.real))?;
    }
    let made = folders.iter().map(|folder| root.join(folder));
    let changed = made.chain(targets.iter().map(|target| target.place.real.clone()));
    ops.sync(&checked_path::folders_of(changed)).map_err(Error::io("sync", root))
}

impl<'plan> Target<'plan> {
    fn find(root: &Path, change: &'plan Change) -> Result<Self> {
        Ok(Self { change, place: checked_path::resolve(root, &change.path)? })
    }

    fn check(&self, ops: &dyn FileOps) -> Result<()> {
        unchanged::check(&self.place.real, &self.change.path, self.change.before.as_deref(), ops)
    }

    /// Who may do what with the file afterwards.
    pub(super) fn access(&self) -> Result<Access> {
        match &self.change.before {
            Some(_) => unchanged::access(&self.place.real),
            None if self.change.executable => Ok(Access::Executable),
            None => Ok(Access::Usual),
        }
    }
}
