// src/observe.rs - How far a run is, and how long its parts took

//! How far a run is, and how long its parts took. A run writes here if it is asked to; another thread may read meanwhile.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::rule::Rule;
use crate::rules;

/// A part of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The folder is walked, manifests and settings are read.
    Discover,
    /// Files are read and judged one by one.
    Read,
    /// The facts are linked to the model.
    Link,
    /// The rules that need the project judge it.
    Judge,
    /// Severities, suppressions, baseline, order.
    Settle,
}

impl Stage {
    /// All, in the order of the flow.
    pub const ALL: [Self; 5] = [Self::Discover, Self::Read, Self::Link, Self::Judge, Self::Settle];

    /// What it does, in a phrase.
    pub fn title(self) -> &'static str {
        match self {
            Self::Discover => "find packages, targets and settings",
            Self::Read => "read, parse and judge single files",
            Self::Link => "link modules, names and references",
            Self::Judge => "judge the project",
            Self::Settle => "settle severities, suppressions and the baseline",
        }
    }
}

/// What is seen of one run, or of the runs that fixing takes.
#[derive(Debug)]
pub struct Observer {
    total: AtomicUsize,
    done: AtomicUsize,
    stages: [AtomicU64; Stage::ALL.len()],
    /// By the place in the registry.
    rules: Vec<AtomicU64>,
}

impl Default for Observer {
    fn default() -> Self {
        Self {
            total: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            stages: Default::default(),
            rules: rules::ALL.iter().map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Observer {
    /// The number of files that were read, and of all.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// How long each stage took, by the clock on the wall.
    pub fn stages(&self) -> impl Iterator<Item = (Stage, Duration)> {
        Stage::ALL.into_iter().zip(&self.stages).map(|(stage, time)| (stage, nanoseconds(time)))
    }

    /// How long each rule took that was run, summed over threads.
    pub fn rules(&self) -> impl Iterator<Item = (&'static Rule, Duration)> {
        let times = rules::ALL.iter().copied().zip(&self.rules).map(|(rule, time)| (rule, nanoseconds(time)));
        times.filter(|(_, time)| !time.is_zero())
    }

    pub(crate) fn expect_files(&self, count: usize) {
        self.total.store(count, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
    }

    pub(crate) fn file_done(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

fn nanoseconds(time: &AtomicU64) -> Duration {
    Duration::from_nanos(time.load(Ordering::Relaxed))
}

/// Does a part of the work; where there is an observer, on its clock.
pub(crate) fn stage<T>(observer: Option<&Observer>, stage: Stage, work: impl FnOnce() -> T) -> T {
    timed(observer.and_then(|observer| observer.stages.get(stage as usize)), work)
}

/// Lets a rule, by its place in the registry, judge.
pub(crate) fn rule<T>(observer: Option<&Observer>, at: usize, work: impl FnOnce() -> T) -> T {
    timed(observer.and_then(|observer| observer.rules.get(at)), work)
}

fn timed<T>(clock: Option<&AtomicU64>, work: impl FnOnce() -> T) -> T {
    let Some(clock) = clock else { return work() };
    let start = Instant::now();
    let result = work();
    let nanoseconds = u64::try_from(start.elapsed().as_nanos()).unwrap_or(u64::MAX);
    clock.fetch_add(nanoseconds, Ordering::Relaxed);
    result
}
