// src/cache/judged.rs - What the rules on single files found in files that did not change

use rustc_hash::FxHashMap;

use super::stored::StoredFinding;
use super::{Cache, Key, Part, opened, save};
use crate::finding::Finding;

/// What the rules that need one file only found in each file of the last run, by the key of its facts.
#[derive(Default)]
pub(crate) struct Judged {
    /// What the files were judged by; none where nothing is to be kept.
    by: Option<Key>,
    found: FxHashMap<Key, Vec<u8>>,
}

impl Judged {
    /// What a cache has, whatever it was judged by.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        let bytes = cache.load(Part::Judged).unwrap_or_default();
        let kept = opened(&bytes).and_then(|body| bitcode::deserialize::<(Key, Vec<(Key, Vec<u8>)>)>(body).ok());
        let (by, found) = kept.unzip();
        Self { by, found: found.into_iter().flatten().collect() }
    }

    /// That of it which was judged by the same; none where nothing is to be kept.
    pub(crate) fn of(self, by: Option<Key>) -> Self {
        if self.by == by { self } else { Self { by, found: FxHashMap::default() } }
    }

    /// What was found in a file.
    pub(crate) fn get(&self, file: Key) -> Option<Vec<Finding>> {
        let stored: Vec<StoredFinding> = bitcode::deserialize(self.found.get(&file)?).ok()?;
        stored.into_iter().map(StoredFinding::restored).collect()
    }

    /// What a finding of each file is kept as.
    pub(crate) fn stored(&self, found: &[Finding]) -> Option<Vec<u8>> {
        self.by?;
        bitcode::serialize(&found.iter().cloned().map(StoredFinding::of).collect::<Vec<_>>()).ok()
    }

    /// Saves what was found in the files of a run: what was known, and what is `new`.
    pub(crate) fn save(&self, files: &[Key], new: Vec<(Key, Vec<u8>)>, cache: &dyn Cache) {
        let Some(by) = self.by.filter(|_| !new.is_empty()) else { return };
        let new: FxHashMap<Key, Vec<u8>> = new.into_iter().collect();
        let of = |file: &Key| self.found.get(file).or_else(|| new.get(file));
        let found: Vec<(Key, &[u8])> = files.iter().filter_map(|file| Some((*file, of(file)?.as_slice()))).collect();
        if let Ok(body) = bitcode::serialize(&(by, found)) {
            save(cache, Part::Judged, &body);
        }
    }
}
