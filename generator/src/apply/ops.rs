// src/apply/ops.rs - The file operations that a transaction is made of

//! The file operations that a transaction is made of.
//!
//! They stand behind a trait so that tests can let each one fail, or stop the run there.
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

const SYNCS_AT_ONCE: usize = 16;

/// What a transaction does to files. Each operation happens or fails as a whole, but for [`FileOps::write_new`] and
/// [`FileOps::keep`], which may leave a part of a file, and [`FileOps::remove_tree`], which may leave a part of a tree.
pub trait FileOps {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Makes a file that is not there yet.
    fn write_new(&self, path: &Path, bytes: &[u8], access: &Access) -> io::Result<()>;
    /// Makes `to` hold what `from` holds, now and when `from` is replaced.
    fn keep(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Moves a file or a folder; a file at `to` is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder in one that exists.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder that is empty.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder with all that is in it.
    fn remove_tree(&self, path: &Path) -> io::Result<()>;
    /// Returns when the bytes of these files, and the names in these folders, are on the disk.
    fn sync(&self, paths: &[PathBuf]) -> io::Result<()>;
}

/// Who may do what with a file that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// What the system gives to a new file.
    Usual,
    /// The same, and who may read it may run it.
    Executable,
    /// Exactly this.
    Exactly(Permissions),
}

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl FileOps for Disk {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn write_new(&self, path: &Path, bytes: &[u8], access: &Access) -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        match access {
            Access::Usual => Ok(()),
            Access::Executable => file.set_permissions(executable(file.metadata()?.permissions())),
            Access::Exactly(permissions) => file.set_permissions(permissions.clone()),
        }
    }

    /// A second name for the same file costs nothing and brings back all that the file had: owner, times, permissions.
    /// Where the file system knows no second names, a copy has to do.
    fn keep(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    /// Each waits for the disk alone, but the disk serves many at a time.
    fn sync(&self, paths: &[PathBuf]) -> io::Result<()> {
        let sync_each = |paths: &[PathBuf]| paths.iter().try_for_each(|path| File::open(path)?.sync_all());
        let share = paths.len().div_ceil(SYNCS_AT_ONCE).max(1);
        thread::scope(|scope| {
            let shares: Vec<_> = paths.chunks(share).map(|share| scope.spawn(move || sync_each(share))).collect();
            let ended =
                shares.into_iter().map(|share| share.join().unwrap_or_else(|_| Err(io::ErrorKind::Other.into())));
            ended.fold(Ok(()), io::Result::and)
        })
    }
}

#[cfg(unix)]
fn executable(mut permissions: Permissions) -> Permissions {
    use std::os::unix::fs::PermissionsExt;

    let mode = permissions.mode();
    permissions.set_mode(mode | (mode & 0o444) >> 2);
    permissions
}

#[cfg(not(unix))]
fn executable(permissions: Permissions) -> Permissions {
    permissions
}
