// src/core/settings/worker.rs - Settings of the workers that run jobs

use serde::Deserialize;

use super::SettingsError;

/// The workers that run jobs.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkerSettings {
    /// Jobs that this process runs side by side; 0 leaves them to other processes.
    pub concurrency: u32,
    /// Milliseconds that a worker without a job waits before it asks for one again.
    pub poll_milliseconds: u64,
    /// Milliseconds after which a worker that has said nothing is taken for dead.
    pub lease_milliseconds: u64,
    /// How often a job is tried before it has failed.
    pub max_attempts: i32,
    /// Milliseconds before the second attempt; each further one waits twice as long.
    pub retry_milliseconds: u64,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            concurrency: 1,
            poll_milliseconds: 1_000,
            lease_milliseconds: 30_000,
            max_attempts: 3,
            retry_milliseconds: 5_000,
        }
    }
}

impl WorkerSettings {
    /// Refuses values with which no job would ever come to an end.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let unusable = |name, reason| Err(SettingsError::Unusable { name, reason });
        if self.poll_milliseconds == 0 {
            return unusable("worker.poll_milliseconds", "at least 1 is expected");
        }
        if self.lease_milliseconds < 100 {
            return unusable("worker.lease_milliseconds", "at least 100 is expected");
        }
        if self.max_attempts < 1 {
            return unusable("worker.max_attempts", "at least 1 is expected");
        }
        Ok(())
    }
}
