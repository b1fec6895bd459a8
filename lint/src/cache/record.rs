// src/cache/record.rs - Remembers all that was asked of a file system

use std::io;
use std::sync::{Mutex, PoisonError};

use super::{Hasher, Key};
use crate::project::file_system::{FileSystem, IgnoresAbove, Walk};

/// A file system that remembers what it was asked and what it said: manifests, settings, ignore files, which files there
/// are. Whoever asks it the same in the same order and gets the same key was told the same.
pub(crate) struct Recording<'a> {
    files: &'a dyn FileSystem,
    said: Mutex<Hasher>,
}

impl<'a> Recording<'a> {
    pub(crate) fn new(files: &'a dyn FileSystem) -> Self {
        Self { files, said: Mutex::default() }
    }

    /// The key of all that was said so far.
    pub(crate) fn key(&self) -> Key {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).key()
    }

    fn note<'b>(&self, parts: impl IntoIterator<Item = &'b [u8]>) {
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        for part in parts {
            said.add(part);
        }
    }
}

impl FileSystem for Recording<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let read = self.files.read(path);
        match &read {
            Ok(bytes) => self.note([b"read", path.as_bytes(), bytes]),
            Err(error) => self.note([b"fail", path.as_bytes(), error.to_string().as_bytes()]),
        }
        read
    }

    fn walk(&self, folder: &str) -> Walk {
        let walk = self.files.walk(folder);
        self.note([&b"walk"[..], folder.as_bytes()]);
        self.note(walk.files.iter().map(String::as_bytes));
        self.note([&b"errors"[..]]);
        self.note(walk.errors.iter().map(String::as_bytes));
        walk
    }

    fn is_file(&self, path: &str) -> bool {
        let is_file = self.files.is_file(path);
        self.note([if is_file { &b"is"[..] } else { b"is not" }, path.as_bytes()]);
        is_file
    }

    fn ignores_above(&self) -> Vec<IgnoresAbove> {
        let above = self.files.ignores_above();
        for IgnoresAbove { root, text } in &above {
            self.note([b"above", root.as_bytes(), text.as_bytes()]);
        }
        above
    }
}
