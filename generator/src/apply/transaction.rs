// src/apply/transaction.rs - Changes in a folder that exists, all or none

//! Changes in a folder that exists, all or none.
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::checked_path::{self, CheckedPath};
use super::journal::{self, Journal};
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
    let made: BTreeSet<&str> =
        targets.iter().flat_map(|target| &target.place.missing_folders).map(String::as_str).collect();
    let emptied = emptied(root, &targets);
    let folders = Folders { made, emptied };

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

/// The folders that come and go with the files, relative to the root; an outer one sorts before those in it.
#[derive(Debug)]
pub(super) struct Folders<'plan> {
    pub(super) made: BTreeSet<&'plan str>,
    pub(super) emptied: BTreeSet<String>,
}

/// The folders in which nothing is left when the files that go are gone.
fn emptied(root: &Path, targets: &[Target<'_>]) -> BTreeSet<String> {
    let going = targets.iter().filter(|target| target.change.after.is_none());
    let mut gone: BTreeSet<PathBuf> = going.clone().map(|target| target.place.real.clone()).collect();
    let stays = |folder: &Path| {
        targets.iter().any(|target| target.change.after.is_some() && target.place.real.starts_with(folder))
    };
    let mut emptied = BTreeSet::new();
    for target in going {
        for folder in target.place.real.ancestors().skip(1) {
            let Some(path) = folder.strip_prefix(root).ok().and_then(Path::to_str).filter(|path| !path.is_empty())
            else {
                break;
            };
            let is_left = |entry: io::Result<fs::DirEntry>| entry.map_or(true, |entry| !gone.contains(&entry.path()));
            if stays(folder) || fs::read_dir(folder).map_or(true, |mut entries| entries.any(is_left)) {
                break;
            }
            emptied.insert(path.replace('\\', "/"));
            gone.insert(folder.to_owned());
        }
    }
    emptied
}

fn commit(
    root: &Path,
    targets: &[Target<'_>],
    folders: &Folders<'_>,
    journal: &Journal,
    ops: &dyn FileOps,
) -> Result<()> {
    // A folder sorts before what is in it.
    for folder in &folders.made {
        let folder = checked_path::resolve(root, folder)?.real;
        ops.create_folder(&folder).map_err(Error::io("make", folder))?;
    }
    for (number, target) in targets.iter().enumerate() {
        // Staging takes a while; an editor may have saved the file meanwhile.
        target.check(ops)?;
        let real = &target.place.real;
        match target.change.after {
            Some(_) => ops.rename(&journal.new_file(number), real).map_err(Error::io("write", real))?,
            None => ops.rename(real, &journal.old_file(number)).map_err(Error::io("remove", real))?,
        }
    }
    for folder in folders.emptied.iter().rev() {
        journal::remove_folder(root, folder, ops)?;
    }
    let made = folders.made.iter().map(|folder| root.join(folder));
    let gone = folders.emptied.iter().map(|folder| root.join(folder));
    let changed = made.chain(gone).chain(targets.iter().map(|target| target.place.real.clone()));
    ops.sync(&checked_path::folders_of(changed)).map_err(Error::io("sync", root))
}

impl<'plan> Target<'plan> {
    fn find(root: &Path, change: &'plan Change) -> Result<Self> {
        let find = if change.after.is_some() { checked_path::resolve } else { checked_path::resolve_entry };
        Ok(Self { change, place: find(root, &change.path)? })
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
