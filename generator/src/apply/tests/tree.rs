// src/apply/tests/tree.rs - What lies in a folder, to compare before and after

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::apply::Change;

/// Every path in a folder, with what is there.
pub(super) type Tree = BTreeMap<String, Node>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Folder,
    /// What its owner may do is what counts: the rest depends on the umask that the tests run with.
    File {
        text: String,
        mode: u32,
    },
}

pub(super) fn file(text: &str) -> Node {
    Node::File { text: text.to_owned(), mode: 0o600 }
}

pub(super) fn script(text: &str) -> Node {
    Node::File { text: text.to_owned(), mode: 0o700 }
}

/// A tree of files, with the folders that they lie in.
pub(super) fn tree<'a>(files: impl IntoIterator<Item = (&'a str, Node)>) -> Tree {
    let mut tree = Tree::new();
    for (path, node) in files {
        let folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        tree.extend(folders.map(|folder| (folder.to_owned(), Node::Folder)));
        tree.insert(path.to_owned(), node);
    }
    tree
}

pub(super) fn read(root: &Path) -> Tree {
    let entries = WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("readable"));
    entries
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("inside").to_str().expect("UTF-8").to_owned();
            if entry.file_type().is_dir() {
                return (path, Node::Folder);
            }
            let text = fs::read_to_string(entry.path()).expect("readable");
            let mode = entry.path().metadata().expect("readable").permissions().mode() & 0o700;
            (path, Node::File { text, mode })
        })
        .collect()
}

/// A folder for one test that holds this tree.
pub(super) fn on_disk(tree: &Tree) -> TempDir {
    // In memory, where there is such a place: there are thousands of these.
    let memory = Path::new("/dev/shm");
    let folder = if memory.is_dir() { TempDir::new_in(memory) } else { TempDir::new() };
    let folder = folder.expect("a temporary folder");
    write(folder.path(), tree);
    folder
}

pub(super) fn write(root: &Path, tree: &Tree) {
    for (path, node) in tree {
        let path = root.join(path);
        match node {
            Node::Folder => fs::create_dir_all(path).expect("writable"),
            Node::File { text, mode } => {
                fs::write(&path, text).expect("writable");
                fs::set_permissions(path, fs::Permissions::from_mode(*mode)).expect("mine");
            }
        }
    }
}

/// The changes that make one tree of the other. Folders of files come and go with them.
pub(super) fn changes(old: &Tree, new: &Tree) -> Vec<Change> {
    let text = |node: &Node| match node {
        Node::Folder => None,
        Node::File { text, .. } => Some(text.clone().into_bytes()),
    };
    let executable = |node: &Node| matches!(node, Node::File { mode: 0o700, .. });
    let paths: BTreeSet<&String> =
        old.keys().chain(new.keys()).filter(|&path| old.get(path) != new.get(path)).collect();
    let change = |path: &String| Change {
        path: path.clone(),
        before: old.get(path).and_then(text),
        after: new.get(path).and_then(text),
        executable: new.get(path).is_some_and(executable),
    };
    paths.into_iter().map(change).filter(|change| change.before.is_some() || change.after.is_some()).collect()
}
