// src/apply/journal.rs - What is needed to undo a run, kept on the disk while it changes files

//! What is needed to undo a run, kept on the disk while it changes files.
//!
//! `.rulebook-journal/` holds, for the entry with number N, the new bytes as `N.new` until they are moved into place, and
//! the file that they replace as `N.old` until it is moved back; and the list of entries. So for each entry the folder
//! itself tells how far it got, and undoing can be stopped and begun again:
//!
//! | `N.new` | `N.old` | the entry is |
//! |---|---|---|
//! | there | any | not applied |
//! | gone | there | applied, replaced a file |
//! | gone | gone | applied, created a file; or undone |
//!
//! A file that is taken away has no new bytes: it is itself moved to `N.old`, which is there exactly while that is applied.
//!
//! The list is there exactly while there may be something to undo.
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::slice;

use serde::{Deserialize, Serialize};

use super::transaction::{Folders, Target};
use super::{Access, FileOps, checked_path};
use crate::error::{Error, Result};

const FOLDER: &str = ".rulebook-journal";
const LIST: &str = "entries.json";

/// Whether a run left a journal in a root.
pub(super) fn lies_in(root: &Path) -> bool {
    root.join(FOLDER).is_dir()
}

/// Whether a journal lies in a root that says what to undo.
pub(super) fn has_entries(root: &Path) -> bool {
    root.join(FOLDER).join(LIST).is_file()
}

/// The journal of a root, there or not. Who uses it holds the lock of the root.
#[derive(Debug)]
pub(super) struct Journal {
    root: PathBuf,
    folder: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entries {
    /// The folders that the run makes, outermost first.
    folders: BTreeSet<String>,
    /// Those that it leaves empty and takes away, outermost first.
    #[serde(default)]
    emptied: BTreeSet<String>,
    files: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The file, relative to the root.
    path: String,
    /// Whether there is a file to bring back.
    replaces: bool,
    /// Of the new bytes; tells them from those of a person who edited the file since. Nothing for a file that is taken
    /// away.
    checksum: Option<u64>,
}

impl Journal {
    /// The journal of this root, which has no symbolic links in its path.
    pub(super) fn of(root: &Path) -> Result<Self> {
        Ok(Self { root: root.to_path_buf(), folder: checked_path::resolve(root, FOLDER)?.real })
    }

    /// Where the new bytes of an entry lie until they are moved into place.
    pub(super) fn new_file(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number}.new"))
    }

    /// Where the old file of an entry lies, as soon as it is kept.
    pub(super) fn old_file(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number}.old"))
    }

    fn list(&self) -> PathBuf {
        self.folder.join(LIST)
    }

    /// Puts all on the disk that the changes and their undoing need; last of all the list.
    pub(super) fn stage(&self, targets: &[Target<'_>], folders: &Folders<'_>, ops: &dyn FileOps) -> Result<()> {
        ops.create_folder(&self.folder).map_err(Error::io("make", &self.folder))?;
        let mut staged = vec![self.root.clone(), self.folder.clone()];
        for (number, target) in targets.iter().enumerate() {
            let real = &target.place.real;
            let Some(after) = &target.change.after else { continue };
            let new = self.new_file(number);
            ops.write_new(&new, after, &target.access()?).map_err(Error::io("write", real))?;
            staged.push(new);
            if target.change.before.is_some() {
                let old = self.old_file(number);
                ops.keep(real, &old).map_err(Error::io("keep a copy of", real))?;
                staged.push(old);
            }
        }
        let files = targets.iter().map(|target| Entry {
            path: target.change.path.clone(),
            replaces: target.change.before.is_some(),
            checksum: target.change.after.as_deref().map(checksum),
        });
        let made = folders.made.iter().map(|&folder| folder.to_owned()).collect();
        let entries = Entries { folders: made, emptied: folders.emptied.clone(), files: files.collect() };
        self.write_list(&entries, staged, ops)
    }

    /// The list appears as a whole, and after all that it speaks of.
    fn write_list(&self, entries: &Entries, mut staged: Vec<PathBuf>, ops: &dyn FileOps) -> Result<()> {
        let list = self.list();
        let draft = list.with_extension("draft");
        let text = serde_json::to_vec_pretty(entries)
            .map_err(|error| Error::Journal { path: list.clone(), reason: error.to_string() })?;
        ops.write_new(&draft, &text, &Access::Usual).map_err(Error::io("write", &list))?;
        staged.push(draft.clone());
        ops.sync(&staged).map_err(Error::io("sync", &self.folder))?;
        ops.rename(&draft, &list).map_err(Error::io("write", &list))?;
        self.sync(ops).map_err(Error::io("sync", &self.folder))
    }

    /// Makes the tree what it was before the run that left this journal, and says whether there was anything to undo.
    pub(super) fn undo(&self, ops: &dyn FileOps) -> Result<bool> {
        if !lies_in(&self.root) {
            return Ok(false);
        }
        let Some(entries) = self.read_list(ops)? else {
            self.sweep(ops);
            return Ok(false);
        };
        // Nothing is undone before it is known that all can be.
        let applied = entries.files.iter().enumerate().map(|(number, entry)| self.applied(number, entry, ops));
        let applied = applied.collect::<Result<Vec<_>>>()?;
        for folder in &entries.emptied {
            self.make_folder(folder, ops)?;
        }
        for step in applied.iter().flatten().rev() {
            step.undo(ops)?;
        }
        for folder in entries.folders.iter().rev() {
            remove_folder(&self.root, folder, ops)?;
        }
        let changed = applied.iter().flatten().map(|step| step.real.clone());
        let folders = entries.folders.iter().chain(&entries.emptied);
        let changed = changed.chain(folders.map(|folder| self.root.join(folder)));
        ops.sync(&checked_path::folders_of(changed)).map_err(Error::io("sync", &self.root))?;
        self.close(ops)?;
        Ok(true)
    }

    fn read_list(&self, ops: &dyn FileOps) -> Result<Option<Entries>> {
        let list = self.list();
        match ops.read(&list) {
            Ok(text) => serde_json::from_slice(&text)
                .map(Some)
                .map_err(|error| Error::Journal { path: list, reason: error.to_string() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io("read", list)(error)),
        }
    }

    /// What there is to undo of an entry, if anything.
    fn applied(&self, number: usize, entry: &Entry, ops: &dyn FileOps) -> Result<Option<Applied>> {
        let old = self.old_file(number);
        let Some(new) = entry.checksum else { return self.taken_away(old, entry) };
        if self.new_file(number).exists() || (entry.replaces && !old.exists()) {
            return Ok(None);
        }
        let real = checked_path::resolve(&self.root, &entry.path)?.real;
        let now = match ops.read(&real) {
            Ok(bytes) => Some(checksum(&bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Error::io("read", real)(error)),
        };
        match now {
            Some(now) if now != new => Err(self.edited_since(entry)),
            None if !entry.replaces => Ok(None),
            _ => Ok(Some(Applied { real, old: entry.replaces.then_some(old) })),
        }
    }

    /// As [`Self::applied`], of a file that the run takes away.
    fn taken_away(&self, old: PathBuf, entry: &Entry) -> Result<Option<Applied>> {
        if !old.exists() && !old.is_symlink() {
            return Ok(None);
        }
        let real = checked_path::resolve_entry(&self.root, &entry.path)?.real;
        if real.exists() || real.is_symlink() {
            return Err(self.edited_since(entry));
        }
        Ok(Some(Applied { real, old: Some(old) }))
    }

    fn edited_since(&self, entry: &Entry) -> Error {
        Error::Journal {
            path: self.folder.clone(),
            reason: format!("{} was edited since, and is not rolled back over", entry.path),
        }
    }

    /// Makes a folder again that was taken away, unless it is there.
    fn make_folder(&self, folder: &str, ops: &dyn FileOps) -> Result<()> {
        let folder = checked_path::resolve(&self.root, folder)?.real;
        match ops.create_folder(&folder) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(Error::io("make", folder)(error)),
            _ => Ok(()),
        }
    }

    /// Ends the run: without the list there is nothing to undo.
    pub(super) fn close(&self, ops: &dyn FileOps) -> Result<()> {
        let list = self.list();
        ops.remove_file(&list).map_err(Error::io("remove", &list))?;
        // The rest may go only when the list is gone for good. If that can't be made sure the rest stays, and the next run
        // finds either no list and sweeps, or the list with all that it speaks of.
        if self.sync(ops).is_ok() {
            self.sweep(ops);
        }
        Ok(())
    }

    fn sync(&self, ops: &dyn FileOps) -> io::Result<()> {
        ops.sync(slice::from_ref(&self.folder))
    }

    /// Removes what is left of a journal without a list. It is no harm where it stays, so failures are none of the run.
    fn sweep(&self, ops: &dyn FileOps) {
        ops.remove_tree(&self.folder).ok();
    }
}

/// Removes a folder unless others have put files in it since.
pub(super) fn remove_folder(root: &Path, folder: &str, ops: &dyn FileOps) -> Result<()> {
    let folder = checked_path::resolve(root, folder)?.real;
    match ops.remove_folder(&folder) {
        Ok(()) => Ok(()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => Ok(()),
        Err(error) => Err(Error::io("remove", folder)(error)),
    }
}

/// An entry whose new bytes are in place, or whose file is away.
#[derive(Debug)]
struct Applied {
    real: PathBuf,
    old: Option<PathBuf>,
}

impl Applied {
    fn undo(&self, ops: &dyn FileOps) -> Result<()> {
        let real = &self.real;
        match &self.old {
            Some(old) => ops.rename(old, real).map_err(Error::io("bring back", real)),
            None => ops.remove_file(real).map_err(Error::io("remove", real)),
        }
    }
}

/// FNV-1a: the same on every machine and in every version. It guards against accidents, not against an adversary.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
