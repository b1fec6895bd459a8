// src/cache/linked.rs - What was found in files as parts of the project, as long as what was looked at did not change

use serde::{Deserialize, Serialize};

use super::stored::StoredFinding;
use super::{Cache, Hasher, Key, Part, opened, sealed};
use crate::finding::Finding;
use crate::project::model::SourceFile;

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
    outlines: Key,
    files: Vec<StoredFile>,
}

/// What was found in a file, by its place among the files of the run.
#[derive(Serialize, Deserialize)]
struct StoredFile {
    key: Key,
    /// The files that were looked at for it; none if it may be all.
    looked_at: Option<Vec<u32>>,
    found: Vec<StoredFinding>,
}

/// What was found in a file, and the places of the files that were looked at for it; none of those if it may be all.
pub(crate) struct LinkedFile {
    pub(crate) found: Vec<Finding>,
    pub(crate) looked_at: Option<Vec<u32>>,
}

/// The files of a run: the key of each, and one of all that they are linked by.
pub(crate) struct Linking<'k> {
    pub(super) keys: &'k [Key],
    pub(super) outlines: Key,
}

impl<'k> Linking<'k> {
    pub(crate) fn of(keys: &'k [Key], files: &[SourceFile]) -> Self {
        let mut hasher = Hasher::default();
        for file in files {
            hasher.add(&file.facts.outline.to_le_bytes());
        }
        Self { keys, outlines: hasher.key() }
    }
}

impl Linked {
    /// What a cache has that was judged by the same.
    pub(crate) fn load(cache: &dyn Cache, by: Option<Key>) -> Self {
        let last = by.and_then(|by| {
            let bytes = cache.load(Part::Linked)?;
            let last: Last = bitcode::deserialize(opened(&bytes)?).ok()?;
            (last.by == by).then_some(last)
        });
        Self { by, last }
    }

    /// Whether the last run had these files.
    fn is_of(&self, files: &Linking<'_>) -> bool {
        let is_same =
            |last: &Last| last.files.iter().map(|file| &file.key).eq(files.keys) && last.outlines == files.outlines;
        self.last.as_ref().is_some_and(is_same)
    }

    /// Whether what is found is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.by.is_some()
    }

    /// What was found in the file at a place, if neither it nor what was looked at for it changed, nor what the files are linked by.
    pub(crate) fn get(&self, files: &Linking<'_>, at: usize) -> Option<LinkedFile> {
        let last = self.last.as_ref()?;
        // Judged by the same, the files are the same, in the same order.
        let is_same = |at: usize| last.files.get(at).is_some_and(|file| files.keys.get(at) == Some(&file.key));
        let StoredFile { looked_at, found, .. } = last.files.get(at).filter(|_| is_same(at))?;
        let looked_at = looked_at.as_ref().filter(|_| last.outlines == files.outlines)?;
        if !looked_at.iter().all(|at| is_same(*at as usize)) {
            return None;
        }
        let found = found.iter().cloned().map(StoredFinding::restored).collect::<Option<_>>()?;
        Some(LinkedFile { found, looked_at: Some(looked_at.clone()) })
    }

    /// Saves what was found in the files of a run, given in order, unless all are those of the last.
    pub(crate) fn save(&self, files: &Linking<'_>, judged: &[LinkedFile], cache: &dyn Cache) {
        let Some(by) = self.by.filter(|_| !self.is_of(files)) else { return };
        let stored = |(key, file): (&Key, &LinkedFile)| StoredFile {
            key: *key,
            looked_at: file.looked_at.clone(),
            found: file.found.iter().cloned().map(StoredFinding::of).collect(),
        };
        let stored = files.keys.iter().zip(judged).map(stored).collect();
        if let Ok(body) = bitcode::serialize(&Last { by, outlines: files.outlines, files: stored }) {
            cache.save(Part::Linked, &sealed(body));
        }
    }
}

/// The places of the files that were looked at for each file, as saved.
#[cfg(test)]
pub(super) fn looked_at(bytes: &[u8]) -> Vec<Option<Vec<u32>>> {
    let last: Last = bitcode::deserialize(opened(bytes).unwrap()).unwrap();
    last.files.into_iter().map(|file| file.looked_at).collect()
}
