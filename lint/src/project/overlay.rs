// src/project/overlay.rs - A file system with some texts in front of it

//! A file system with some texts in front of it: of files that fixes changed, that an editor did not save yet, that come
//! from standard input.

use std::collections::BTreeMap;
use std::io;

use super::file_system::{FileSystem, IgnoresAbove, Walk};
use super::paths;

/// Another file system with new texts for some of its files, and with some files more.
pub struct Overlay<'a> {
    below: &'a dyn FileSystem,
    texts: BTreeMap<String, String>,
}

impl<'a> Overlay<'a> {
    /// Nothing in front yet.
    pub fn new(below: &'a dyn FileSystem) -> Self {
        Self { below, texts: BTreeMap::new() }
    }

    /// Puts a text in front of a file, whether it is there below or not. A file that is ignored below stays ignored.
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
        let mut walk = self.below.walk(folder);
        let is_added = |path: &&String| paths::below(path, folder).is_some() && !self.below.is_file(path);
        let before = walk.files.len();
        walk.files.extend(self.texts.keys().filter(is_added).cloned());
        if walk.files.len() > before {
            walk.files.sort();
        }
        walk
    }

    fn is_file(&self, path: &str) -> bool {
        self.texts.contains_key(path) || self.below.is_file(path)
    }

    fn ignores_above(&self) -> Vec<IgnoresAbove> {
        self.below.ignores_above()
    }
}

#[cfg(test)]
mod tests {
    use crate::project::file_system::{FileSystem, Memory};
    use crate::project::overlay::Overlay;

    #[test]
    fn texts_stand_in_front_and_new_files_are_met() {
        let below = Memory::new([("src/a.rs", "a"), ("src/c.rs", "c")]);
        let mut overlay = Overlay::new(&below);
        overlay.insert("src/a.rs", "new".to_owned());
        overlay.insert("src/b.rs", "b".to_owned());
        assert_eq!(overlay.walk("").files, ["src/a.rs", "src/b.rs", "src/c.rs"]);
        assert_eq!(overlay.walk("tests").files, [""; 0]);
        assert_eq!(overlay.read("src/a.rs").unwrap(), b"new");
        assert!(overlay.is_file("src/b.rs") && !overlay.is_file("src/d.rs"));
    }
}
