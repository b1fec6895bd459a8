// src/plan/draft.rs - The files of a project as they are, and as they would be

//! The files of a project as they are, and as they would be.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Action, PlannedChange, meaning};
use crate::apply::resolve;
use crate::error::{Error, Result};
use crate::manifest::{self, FOLDER, Manifest, TEMPLATES};

/// The files of a project, with changes laid over them that nothing has written yet.
///
/// Invariant: a file is read from the disk once. So all parts of a plan see the same text, and its application can tell
/// whether the file has changed since.
pub(crate) struct Draft {
    /// Nothing for files that are in memory alone.
    root: Option<PathBuf>,
    /// The folder of the project in the root, with a `/` behind it; empty where the project is the root.
    prefix: String,
    files: BTreeMap<String, File>,
}

struct File {
    before: Option<String>,
    after: Option<String>,
}

impl Draft {
    /// Of a project that is the root.
    pub(crate) fn new(root: &Path) -> Self {
        Self::within(root, String::new())
    }

    /// Of a project in a folder of the root.
    pub(crate) fn within(root: &Path, prefix: String) -> Self {
        Self { root: Some(root.to_owned()), prefix, files: BTreeMap::new() }
    }

    /// Of a project that is nowhere: it begins without files.
    pub(crate) fn in_memory() -> Self {
        Self { root: None, prefix: String::new(), files: BTreeMap::new() }
    }

    /// The text of a file as it would be; nothing if there would be none.
    pub(crate) fn read(&mut self, path: &str) -> Result<Option<String>> {
        let path = format!("{}{path}", self.prefix);
        Ok(self.file(&path)?.after.clone())
    }

    /// Lays a text over a file. Line endings stay those of the file that is there.
    pub(crate) fn write(&mut self, path: &str, text: &str) -> Result<()> {
        let path = format!("{}{path}", self.prefix);
        self.write_in_root(&path, text)
    }

    /// Lays a text over a file unless it says the same, in whatever line endings.
    pub(crate) fn write_if_new(&mut self, path: &str, text: &str) -> Result<()> {
        match self.read(path)? {
            Some(now) if meaning::unix(&now) == meaning::unix(text) => Ok(()),
            _ => self.write(path, text),
        }
    }

    /// Lays a manifest over the one that is there. It names this version of the command if it says something new, so that a
    /// run which changes nothing leaves it as it is.
    pub(crate) fn write_manifest(&mut self, manifest: &Manifest) -> Result<()> {
        let as_is = manifest.text()?;
        match self.read(manifest::PATH)? {
            Some(there) if meaning::unix(&there) == as_is => Ok(()),
            _ => self.write_if_new(manifest::PATH, &manifest.made_now().text()?),
        }
    }

    /// As [`Self::write`], for a file of the root that may lie outside of the project.
    pub(crate) fn write_in_root(&mut self, path: &str, text: &str) -> Result<()> {
        let file = self.file(path)?;
        let crlf = file.before.as_ref().is_some_and(|before| before.contains("\r\n"));
        file.after = Some(if crlf { meaning::unix(text).replace('\n', "\r\n") } else { text.to_owned() });
        Ok(())
    }

    /// Lays a copy of a file beside it, under a name that no file has. Gives the name.
    pub(crate) fn keep_copy(&mut self, path: &str, text: &str) -> Result<String> {
        let mut copy = format!("{path}.orig");
        let mut number = 1;
        while self.read(&copy)?.is_some() {
            number += 1;
            copy = format!("{path}.orig{number}");
        }
        self.write(&copy, text)?;
        Ok(copy)
    }

    /// Takes a file away.
    pub(crate) fn remove(&mut self, path: &str) -> Result<()> {
        let path = format!("{}{path}", self.prefix);
        self.file(&path)?.after = None;
        Ok(())
    }

    /// All files that were read or written and would be there, each with its text.
    pub(crate) fn into_files(self) -> BTreeMap<String, String> {
        self.files.into_iter().filter_map(|(path, file)| Some((path, file.after?))).collect()
    }

    /// The files that would not be as they are, in the order of their paths.
    pub(crate) fn into_changes(self) -> Vec<PlannedChange> {
        let change = |(path, file): (String, File)| {
            let action = match (&file.before, &file.after) {
                (None, Some(_)) => Action::Create,
                (Some(before), Some(after)) if before != after => Action::Modify,
                (Some(_), None) => Action::Delete,
                _ => return None,
            };
            let internal = path.split('/').any(|segment| segment == FOLDER) && !path.contains(TEMPLATES);
            Some(PlannedChange { path, action, before: file.before, after: file.after, internal })
        };
        self.files.into_iter().filter_map(change).collect()
    }

    fn file(&mut self, path: &str) -> Result<&mut File> {
        match self.files.entry(path.to_owned()) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let before = self.root.as_deref().map(|root| read(root, path)).transpose()?.flatten();
                Ok(entry.insert(File { after: before.clone(), before }))
            }
        }
    }
}

/// The text of a file under the root; nothing if there is none, or no root yet.
fn read(root: &Path, path: &str) -> Result<Option<String>> {
    if !root.exists() {
        return Ok(None);
    }
    let full = resolve(root, path)?;
    match fs::read_to_string(&full) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("read", full)(error)),
    }
}
