// src/cache/outcome.rs - What the last runs came to

use std::sync::Arc;

use bitcode::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::stored::StoredFinding;
use super::{Cache, Hasher, Key, Part, opened, save};
use crate::baseline::{Baseline, BaselineFile, Held, Stale};
use crate::finding::{Finding, Unresolved};
use crate::run::{Options, Report};

/// So many runs are kept: of the project and of some of its folders, with this option and with that.
const RUNS: usize = 4;

/// What a run came to, apart from the project that it looked at.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) held: Option<Held>,
    pub(crate) unresolved: Vec<Unresolved>,
    pub(crate) files: usize,
}

impl Outcome {
    pub(crate) fn of(report: &Report) -> Self {
        let Report { findings, held, unresolved, files, model: _, broken: _ } = report;
        Self { findings: findings.clone(), held: held.clone(), unresolved: unresolved.clone(), files: *files }
    }
}

/// The outcomes of the last runs, the latest first.
#[derive(Default, Encode, Decode)]
pub(crate) struct Outcomes(Vec<(Key, Vec<u8>)>);

impl Outcomes {
    /// What an outcome is kept by: what discovery was told, the files, and the options.
    pub(crate) fn key(environment: Key, files: &[Key], options: &Options) -> Key {
        // Named one by one, so that a new option can't be forgotten.
        let Options { paths, changed, baseline, select, ignore, bare, observer: _, cache: _, threads: _ } = options;
        let mut hasher = Hasher::default();
        hasher.add_key(environment).add(if *bare { b"bare" } else { b"with settings" });
        for key in files {
            hasher.add_key(*key);
        }
        for (what, rules) in [("select", select), ("ignore", ignore)] {
            hasher.add(what.as_bytes());
            for rule in rules {
                hasher.add(rule.code.as_bytes());
            }
        }
        hasher.add(b"paths");
        for path in paths {
            hasher.add(path.as_bytes());
        }
        if let Some(changed) = changed {
            hasher.add(b"changed");
            for path in changed {
                hasher.add(path.as_bytes());
            }
        }
        if let Some((file, stale)) = baseline {
            let stale = match stale {
                Stale::Report => "report",
                Stale::Drop => "drop",
            };
            hasher.add(b"baseline").add(file.path.as_bytes()).add(file.text.as_bytes()).add(stale.as_bytes());
        }
        hasher.key()
    }

    /// Those of a cache; none where it has none that can be used.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        let bytes = cache.load(Part::Outcomes).unwrap_or_default();
        opened(&bytes).and_then(|body| bitcode::decode(body).ok()).unwrap_or_default()
    }

    /// The outcome of a run that looked at the same; `baseline` is that of the run.
    pub(crate) fn get(&self, key: Key, baseline: Option<&Arc<BaselineFile>>) -> Option<Outcome> {
        let (_, stored) = self.0.iter().find(|(known, _)| *known == key)?;
        bitcode::deserialize::<Stored>(stored).ok()?.restored(baseline)
    }

    /// Saves an outcome before the others.
    pub(crate) fn save(mut self, key: Key, outcome: Outcome, cache: &dyn Cache) {
        let Ok(stored) = bitcode::serialize(&Stored::of(outcome)) else { return };
        self.0.retain(|(known, _)| *known != key);
        self.0.insert(0, (key, stored));
        self.0.truncate(RUNS);
        save(cache, Part::Outcomes, &bitcode::encode(&self));
    }
}

/// An outcome as it is kept.
#[derive(Serialize, Deserialize)]
struct Stored {
    findings: Vec<StoredFinding>,
    /// Findings that are hidden, entries that are stale, and what the baseline would be without those.
    held: Option<(usize, usize, Baseline)>,
    unresolved: Vec<Unresolved>,
    files: usize,
}

impl Stored {
    fn of(outcome: Outcome) -> Self {
        let Outcome { findings, held, unresolved, files } = outcome;
        Self {
            findings: findings.into_iter().map(StoredFinding::of).collect(),
            held: held.map(|held| (held.hidden, held.stale, held.next)),
            unresolved,
            files,
        }
    }

    /// The outcome again; none if it is of another run after all.
    fn restored(self, baseline: Option<&Arc<BaselineFile>>) -> Option<Outcome> {
        let Self { findings, held, unresolved, files } = self;
        let held = match (held, baseline) {
            (Some((hidden, stale, next)), Some(file)) => Some(Held { file: Arc::clone(file), hidden, stale, next }),
            (None, None) => None,
            _ => return None,
        };
        let findings = findings.into_iter().map(StoredFinding::restored).collect::<Option<_>>()?;
        Some(Outcome { findings, held, unresolved, files })
    }
}
