// src/apply/tests/faulty.rs - A disk that fails at its n-th operation, or a run that is killed there

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::apply::{Access, Disk, FileOps};

/// What a person writes into a file.
pub(super) const BY_HAND: &str = "by hand";

/// The disk, with one fault.
#[derive(Debug)]
pub(super) struct Faulty {
    /// How many operations are still done before the fault.
    left: Cell<usize>,
    met: Cell<bool>,
    fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// One operation fails, as a full disk fails, and all after it succeed.
    Fails,
    /// One operation is begun and not ended, and none after it happens.
    Killed,
    /// Before one operation a person saves this file.
    Edited(PathBuf),
}

impl Faulty {
    pub(super) fn new(n: usize, fault: &Fault) -> Self {
        Self { left: Cell::new(n), met: Cell::new(false), fault: fault.clone() }
    }

    /// A disk that does not fail, and is fast.
    pub(super) fn never() -> Self {
        Self::new(usize::MAX, &Fault::Fails)
    }

    /// Whether the run came as far as the fault.
    pub(super) fn met(&self) -> bool {
        self.met.get()
    }

    fn step<T>(&self, whole: impl FnOnce() -> io::Result<T>, part: impl FnOnce() -> io::Result<()>) -> io::Result<T> {
        if self.met() && self.fault == Fault::Killed {
            return Err(io::ErrorKind::Interrupted.into());
        }
        if self.met() || self.left.get() > 0 {
            self.left.set(self.left.get().saturating_sub(1));
            return whole();
        }
        self.met.set(true);
        if let Fault::Edited(file) = &self.fault {
            fs::write(file, BY_HAND)?;
            return whole();
        }
        part()?;
        Err(io::ErrorKind::StorageFull.into())
    }
}

fn nothing() -> io::Result<()> {
    Ok(())
}

impl FileOps for Faulty {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.step(|| Disk.read(path), nothing)
    }

    fn write_new(&self, path: &Path, bytes: &[u8], access: &Access) -> io::Result<()> {
        let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
        self.step(|| Disk.write_new(path, bytes, access), || Disk.write_new(path, half, &Access::Usual))
    }

    fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Disk.keep(from, to), || fs::write(to, "a part of"))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| Disk.rename(from, to), nothing)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(|| Disk.remove_file(path), nothing)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Disk.create_folder(path), nothing)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(|| Disk.remove_folder(path), nothing)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        let part = || fs::read_dir(path)?.step_by(2).try_for_each(|entry| fs::remove_file(entry?.path()).or(Ok(())));
        self.step(|| Disk.remove_tree(path), part)
    }

    /// What a process sees of files does not depend on it, and it takes most of the time.
    fn sync(&self, _: &[PathBuf]) -> io::Result<()> {
        self.step(nothing, nothing)
    }
}
