// src/threads.rs - The threads that a run works on, started when the first run needs them

//! The threads that a run works on, started when the first run needs them.

use std::sync::{Arc, OnceLock};

use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::LintError;
use crate::source::read::STACK_SIZE;

/// Threads to work on. They are started once, for the first that needs them; clones are the same threads, and the last one
/// ends them.
#[derive(Debug, Clone, Default)]
pub struct Threads {
    /// Zero is one a core.
    count: usize,
    pool: Arc<OnceLock<ThreadPool>>,
}

impl Threads {
    /// So many threads; zero is one a core.
    pub fn of(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// Works on these threads if they were started, else on the one that asks: a run that needs none starts none.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match self.pool.get() {
            Some(pool) => pool.install(work),
            None => work(),
        }
    }

    /// The threads, each with a stack that parsing needs.
    pub(crate) fn started(&self) -> Result<&ThreadPool, LintError> {
        if let Some(pool) = self.pool.get() {
            return Ok(pool);
        }
        let pool = ThreadPoolBuilder::new().num_threads(self.count).stack_size(STACK_SIZE).build();
        let pool = pool.map_err(|error| LintError {
            message: format!("the threads that read the sources can't be started: {error}"),
            help: "Give the process more address space, or run it with fewer threads.".to_owned(),
            path: String::new(),
            range: 0..0,
        })?;
        Ok(self.pool.get_or_init(|| pool))
    }
}
