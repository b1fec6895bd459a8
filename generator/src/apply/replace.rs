// src/apply/replace.rs - One file replaced as a whole

//! One file replaced as a whole.
use std::io;
use std::path::Path;
use std::slice;

use super::lock::Lock;
use super::{FileOps, unchanged};
use crate::error::{Error, Result};

/// Puts new bytes in the place of a file, which keeps its permissions; a symbolic link is followed. At any moment the file
/// holds the old bytes or the new ones, and on failure the old ones.
///
/// # Errors
///
/// [`Error::Changed`] if the file does not hold `before` any more, [`Error::Io`] if the file system refuses.
pub fn replace(path: &Path, before: &[u8], after: &[u8], ops: &dyn FileOps) -> Result<()> {
    let real = path.canonicalize().map_err(Error::io("find", path))?;
    let (Some(folder), Some(file_name)) = (real.parent(), real.file_name()) else {
        return Err(Error::io("write", path)(io::ErrorKind::IsADirectory.into()));
    };
    let name = path.display().to_string();
    let staged = folder.join(format!(".{}.rulebook-staged", file_name.display()));

    let _lock = Lock::take(folder)?;
    unchanged::check(&real, &name, Some(before), ops)?;
    // A run that was killed may have left one.
    match ops.remove_file(&staged) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(Error::io("remove", staged)(error)),
        _ => {}
    }
    let access = unchanged::access(&real)?;
    let written = ops.write_new(&staged, after, &access).and_then(|()| ops.sync(slice::from_ref(&staged)));
    written
        .map_err(Error::io("write", path))
        .and_then(|()| unchanged::check(&real, &name, Some(before), ops))
        .and_then(|()| ops.rename(&staged, &real).map_err(Error::io("write", path)))
        .inspect_err(|_| {
            // Where it stays it is no harm: the next run removes it.
            ops.remove_file(&staged).ok();
        })?;
    // It is replaced; whether the disk knows yet changes nothing about that.
    ops.sync(&[folder.to_path_buf()]).ok();
    Ok(())
}
