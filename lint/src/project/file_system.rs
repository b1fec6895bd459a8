// src/project/file_system.rs - Where the linter reads from: a disk, a memory, a revision

//! Where the linter reads from.
//!
//! The engine reads through [`FileSystem`] alone, so a language server's unsaved buffers, a revision in git, standard
//! input and tests are the same code. Paths are relative to the root of the run, with `/`, without `.` and `..`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

/// What the linter reads from.
pub trait FileSystem: Sync {
    /// The bytes of a file.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// Every file below a folder (`""` is the root) that is not ignored, sorted, and what could not be looked into.
    fn walk(&self, folder: &str) -> Walk;

    /// Whether a file is there, ignored or not.
    fn is_file(&self, path: &str) -> bool;

    /// The `.gitignore` files of the folders above the root, up to that of the repository, the nearest first.
    fn ignores_above(&self) -> Vec<IgnoresAbove> {
        Vec::new()
    }
}

/// A `.gitignore` of a folder above the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoresAbove {
    /// The way from that folder to the root, with `/`.
    pub root: String,
    /// Its text.
    pub text: String,
}

/// What a walk through a folder met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Walk {
    /// The files, sorted, without doubles.
    pub files: Vec<String>,
    /// What could not be read, in words.
    pub errors: Vec<String>,
}

/// As many threads as `ignore` itself starts at most.
const MOST_WALKERS: usize = 12;

/// The real disk below one folder.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The disk below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = relative.components().map(|part| part.as_os_str().to_str()).collect();
        parts.map(|parts| parts.join("/"))
    }
}

impl FileSystem for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.root.join(path))
    }

    fn walk(&self, folder: &str) -> Walk {
        let start = if folder.is_empty() { self.root.clone() } else { self.root.join(folder) };
        let (sender, met) = mpsc::channel();
        // Ignore files count without a repository too, and a folder named `target` that holds a cargo cache never does.
        ignore::WalkBuilder::new(start)
            .hidden(true)
            .require_git(false)
            .threads(walkers())
            .filter_entry(|entry| !is_folder(entry) || !entry.path().join("CACHEDIR.TAG").is_file())
            .build_parallel()
            .run(|| {
                let sender = sender.clone();
                Box::new(move |entry| match sender.send(entry) {
                    Ok(()) => ignore::WalkState::Continue,
                    Err(_) => ignore::WalkState::Quit,
                })
            });
        drop(sender);
        let mut walk = Walk::default();
        for entry in met {
            match entry {
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                    match self.relative(entry.path()) {
                        Some(path) => walk.files.push(path),
                        None => walk.errors.push(format!("{}: the name is not UTF-8", entry.path().display())),
                    }
                }
                Ok(_) => {}
                Err(error) => walk.errors.push(error.to_string()),
            }
        }
        walk.files.sort();
        walk.errors.sort();
        walk
    }

    fn is_file(&self, path: &str) -> bool {
        self.root.join(path).is_file()
    }

    fn ignores_above(&self) -> Vec<IgnoresAbove> {
        // Where the root lies can't be told: there is nothing that is known to be above it.
        let Ok(root) = self.root.canonicalize() else { return Vec::new() };
        let Some(top) = root.ancestors().find(|folder| folder.join(".git").exists()) else { return Vec::new() };
        let above = root.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
        above
            .filter_map(|folder| {
                let text = std::fs::read_to_string(folder.join(".gitignore")).ok()?;
                let way: Option<Vec<&str>> =
                    root.strip_prefix(folder).ok()?.components().map(|part| part.as_os_str().to_str()).collect();
                Some(IgnoresAbove { root: way?.join("/"), text })
            })
            .collect()
    }
}

/// The number of threads that walk through folders: one processor is left to whoever works meanwhile. On two, one thread walks
/// as fast as two, because a walker that finds no folder to look into sleeps for a millisecond.
fn walkers() -> usize {
    thread::available_parallelism().map_or(1, |processors| processors.get().saturating_sub(1).clamp(1, MOST_WALKERS))
}

fn is_folder(entry: &ignore::DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Files held in memory.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// Files by path.
    pub fn new<P: Into<String>, B: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, B)>) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path.into(), bytes.into())).collect() }
    }

    /// Puts a file in place.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.files.remove(path)
    }

    /// The files, by path.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }
}

impl FileSystem for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.get(path).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn walk(&self, folder: &str) -> Walk {
        let inside = |path: &&String| {
            folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        Walk { files: self.files.keys().filter(inside).cloned().collect(), errors: Vec::new() }
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}
