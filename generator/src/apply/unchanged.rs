// src/apply/unchanged.rs - Whether a file is what the plan saw, and may be replaced

//! Whether a file is what the plan saw, and may be replaced.
use std::io;
use std::path::Path;

use super::{Access, FileOps};
use crate::error::{Error, Result};

/// Fails if the file is not what the plan saw, or must not be written to. `path` is its name for the person.
pub(super) fn check(real: &Path, path: &str, before: Option<&[u8]>, ops: &dyn FileOps) -> Result<()> {
    let now = match ops.read(real) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("read", real)(error)),
    };
    if now.as_deref() != before {
        return Err(Error::Changed { path: path.to_owned() });
    }
    // A rename would not ask.
    if now.is_some() && real.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
        return Err(Error::io("write", real)(io::ErrorKind::PermissionDenied.into()));
    }
    Ok(())
}

/// What a file lets people do, for the one that replaces it.
pub(super) fn access(real: &Path) -> Result<Access> {
    real.metadata().map(|metadata| Access::Exactly(metadata.permissions())).map_err(Error::io("read", real))
}
