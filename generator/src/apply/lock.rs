// src/apply/lock.rs - One run at a time in a folder

//! One run at a time in a folder.
//!
//! The lock is the system's, on the open folder itself: it leaves no file behind, and it ends with its process, however
//! that ends, so that there is no stale lock to judge. A system that can't lock a folder refuses the run.
use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// How long a run waits for another one: many times what a run takes.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(10);

/// The right to change what is in a folder, until this is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _folder: File,
}

impl Lock {
    /// Waits for the folder, for a while.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        Self::take_within(folder, PATIENCE)
    }

    /// As [`Lock::take`], with another patience.
    pub(super) fn take_within(folder: &Path, patience: Duration) -> Result<Self> {
        let file = File::open(folder).map_err(Error::io("open", folder))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _folder: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(Error::Busy { root: folder.to_path_buf() }),
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", folder)(error)),
            }
        }
    }
}
