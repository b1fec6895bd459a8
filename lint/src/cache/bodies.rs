// src/cache/bodies.rs - What was worked out of bodies, as long as what was looked at did not change

use serde::{Deserialize, Serialize};

use super::{Cache, Key, Linking, Part, opened, sealed};
use crate::calls::LoadCalls;
use crate::project::model::{LoadBodies, Model};
use crate::project::tree::{LoadId, Tree};
use crate::sql::{LoadQueries, Query};

/// The calls and statements of each load of the last run.
#[derive(Default)]
pub(crate) struct KnownBodies {
    /// What they are kept by besides the files; none where nothing is to be kept.
    by: Option<Key>,
    last: Option<Last>,
}

/// What the last run left.
struct Last {
    outlines: Key,
    keys: Vec<Key>,
    calls: Vec<LoadCalls>,
    /// By load.
    queries: Vec<Query>,
    looked_at: Vec<Vec<LoadId>>,
}

/// The same as it is saved: what there is much of in a form of its own.
#[derive(Serialize, Deserialize)]
struct Stored {
    by: Key,
    outlines: Key,
    keys: Vec<Key>,
    calls: Vec<u8>,
    queries: Vec<u8>,
    looked_at: Vec<u8>,
}

impl KnownBodies {
    /// What a cache has that was worked out of a project that was discovered the same.
    pub(crate) fn load(cache: &dyn Cache, by: Option<Key>) -> Self {
        let last = || {
            let bytes = cache.load(Part::Bodies)?;
            let stored: Stored = bitcode::deserialize(opened(&bytes)?).ok()?;
            if Some(stored.by) != by {
                return None;
            }
            let calls = bitcode::decode(&stored.calls).ok()?;
            let (queries, looked_at) =
                (bitcode::decode(&stored.queries).ok()?, bitcode::decode(&stored.looked_at).ok()?);
            Some(Last { outlines: stored.outlines, keys: stored.keys, calls, queries, looked_at })
        };
        Self { by, last: by.and_then(|_| last()) }
    }

    /// What is known of each load: that of files which did not change, and neither did those that were looked at for them. As
    /// long as the outlines are what they were, the loads are too.
    pub(crate) fn take(&mut self, files: &Linking<'_>, tree: &Tree) -> Vec<Option<LoadBodies>> {
        let none = || tree.loads.iter().map(|_| None).collect();
        let count = tree.loads.len();
        let is_usable = |last: &&mut Last| {
            last.outlines == files.outlines && last.calls.len() == count && last.looked_at.len() == count
        };
        let Some(last) = self.last.as_mut().filter(is_usable) else { return none() };
        let is_same = |load: &LoadId| {
            let file = tree.loads.get(load.index()).map(|load| load.file.index());
            file.is_some_and(|file| last.keys.get(file).is_some_and(|key| files.keys.get(file) == Some(key)))
        };
        let is_known = |(load, looked_at): (LoadId, &Vec<LoadId>)| is_same(&load) && looked_at.iter().all(is_same);
        let is_known: Vec<bool> = tree.load_ids().zip(&last.looked_at).map(is_known).collect();
        let mut queries = std::mem::take(&mut last.queries).into_iter().peekable();
        let bodies = tree.load_ids().zip(std::mem::take(&mut last.calls)).zip(std::mem::take(&mut last.looked_at));
        let bodies = bodies.map(|((load, calls), looked_at)| {
            let all = std::iter::from_fn(|| queries.next_if(|query| query.load == load)).collect();
            LoadBodies { calls, queries: LoadQueries { all, looked_at } }
        });
        bodies.zip(is_known).map(|(bodies, is_known)| is_known.then_some(bodies)).collect()
    }

    /// Saves what was worked out of the bodies of a run, unless its files are those of the last.
    pub(crate) fn save(&self, files: &Linking<'_>, model: &Model, cache: &dyn Cache) {
        let is_last = |last: &Last| last.keys == files.keys && last.outlines == files.outlines;
        let Some(by) = self.by.filter(|_| !self.last.as_ref().is_some_and(is_last)) else { return };
        let (queries, looked_at) = model.queries.parts();
        let stored = Stored {
            by,
            outlines: files.outlines,
            keys: files.keys.to_vec(),
            calls: bitcode::encode(model.calls.loads()),
            queries: bitcode::encode(queries),
            looked_at: bitcode::encode(looked_at),
        };
        if let Ok(body) = bitcode::serialize(&stored) {
            cache.save(Part::Bodies, &sealed(body));
        }
    }
}
