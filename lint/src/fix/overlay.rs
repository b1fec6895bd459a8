// src/fix/overlay.rs - A file system with some texts in front of it

use std::collections::BTreeMap;
use std::io;

use crate::project::file_system::{FileSystem, Walk};

/// Another file system with new texts for some of its files.
pub struct Overlay<'a> {
    below: &'a dyn FileSystem,
    texts: BTreeMap<String, String>,
}

impl<'a> Overlay<'a> {
    /// Nothing in front yet.
    pub fn new(below: &'a dyn FileSystem) -> Self {
        Self { below, texts: BTreeMap::new() }
    }

    /// Puts a text in front of a file that is there.
    pub fn insert(&mut self, path: &str, text: String) {
        self.texts.insert(path.to_owned(), text);
    }
}

impl FileSystem for Overlay<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => self.below.read(path),
        }
    }

    fn walk(&self, folder: &str) -> Walk {
        self.below.walk(folder)
    }

    fn is_file(&self, path: &str) -> bool {
        self.below.is_file(path)
    }
}
