// src/cache/linked.rs - What was found in files as parts of the project, as long as what was looked at did not change

use serde::{Deserialize, Serialize};

use super::state::State;
use super::stored::StoredFinding;
use super::{Cache, Key, Part, opened, save};
use crate::finding::Finding;
use crate::project::constants::Constants;
use crate::project::model::FileId;

/// What the rules on files as parts of the project found in each file of the last run.
#[derive(Default)]
pub(crate) struct Linked {
    /// What the files are judged by; none where nothing is to be kept.
    by: Option<Key>,
    last: Option<Last>,
}

/// What a run leaves.
#[derive(Serialize, Deserialize)]
struct Last {
    by: Key,
    state: State,
    /// By the place among the files of the run.
    files: Vec<StoredFile>,
}

/// What was found in a file.
#[derive(Serialize, Deserialize)]
struct StoredFile {
    /// The files that were looked at for it; none if it may be all.
    looked_at: Option<Seen>,
    found: Vec<StoredFinding>,
    gathered: Vec<Said>,
}

/// What was found in a file, and the places of the files that were looked at for it; none of those if it may be all.
#[derive(Default)]
pub(crate) struct LinkedFile {
    pub(crate) found: Vec<Finding>,
    pub(crate) gathered: Vec<Said>,
    pub(crate) looked_at: Option<Seen>,
}

/// What a file has to do with a rule that gathers.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Said {
    /// The place of the rule in the registry.
    pub(crate) rule: usize,
    /// The number of the load.
    pub(crate) load: u32,
    pub(crate) bytes: Vec<u8>,
}

/// What was looked at for what was found in a file.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The places of the files.
    pub(crate) files: Vec<u32>,
    /// The numbers that constants were said to be, by name.
    pub(crate) numbers: Vec<(String, Option<f64>)>,
}

impl Linked {
    /// What a cache has, whatever it was judged by.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        let bytes = cache.load(Part::Linked).unwrap_or_default();
        let last: Option<Last> = opened(&bytes).and_then(|body| bitcode::deserialize(body).ok());
        Self { by: last.as_ref().map(|last| last.by), last }
    }

    /// That of it which was judged by the same; none where nothing is to be kept.
    pub(crate) fn of(self, by: Option<Key>) -> Self {
        if self.by == by { self } else { Self { by, last: None } }
    }

    /// Whether what is found is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.by.is_some()
    }

    /// What was found in the file at a place, if it and what was looked at for it say and mean what they did.
    pub(crate) fn get(&self, state: &State, constants: &Constants, at: FileId) -> Option<LinkedFile> {
        // Judged by the same, the files are the same, in the same order.
        let last = self.last.as_ref().filter(|last| state.has_frame_of(&last.state))?;
        let StoredFile { looked_at, found, gathered } = last.files.get(at.index())?;
        let looked_at = looked_at.as_ref()?;
        let is_same = |at: FileId| state.keeps(at, &last.state);
        let are_files_same = is_same(at) && looked_at.files.iter().all(|at| is_same(FileId(*at)));
        if !are_files_same || !looked_at.numbers.iter().all(|(name, number)| constants.is_still(name, *number)) {
            return None;
        }
        let found = found.iter().cloned().map(StoredFinding::restored).collect::<Option<_>>()?;
        Some(LinkedFile { found, gathered: gathered.clone(), looked_at: Some(looked_at.clone()) })
    }

    /// Saves what was found in the files of a run, given in order, unless all are those of the last.
    pub(crate) fn save(&self, state: &State, judged: &[LinkedFile], cache: &dyn Cache) {
        let Some(by) = self.by.filter(|_| self.last.as_ref().is_none_or(|last| last.state != *state)) else { return };
        let stored = |file: &LinkedFile| StoredFile {
            looked_at: file.looked_at.clone(),
            found: file.found.iter().cloned().map(StoredFinding::of).collect(),
            gathered: file.gathered.clone(),
        };
        let files = judged.iter().map(stored).collect();
        if let Ok(body) = bitcode::serialize(&Last { by, state: state.clone(), files }) {
            save(cache, Part::Linked, &body);
        }
    }
}

/// The places of the files that were looked at for each file, as saved.
#[cfg(test)]
pub(super) fn looked_at(bytes: &[u8]) -> Vec<Option<Vec<u32>>> {
    let last: Last = bitcode::deserialize(opened(bytes).unwrap()).unwrap();
    last.files.into_iter().map(|file| file.looked_at.map(|seen| seen.files)).collect()
}
