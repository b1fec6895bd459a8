// src/cache/bodies.rs - What was worked out of bodies, as long as what was looked at did not change

use bitcode::{Decode, Encode};

use super::state::State;
use super::{Cache, Key, Part, opened, save};
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
    state: State,
    calls: Vec<LoadCalls>,
    /// By load.
    queries: Vec<Query>,
    looked_at: Vec<Option<Vec<LoadId>>>,
}

/// The same as it is saved. What there is much of is encoded by itself, from where it stands in the model.
#[derive(Encode, Decode)]
struct Stored {
    by: Key,
    state: State,
    calls: Vec<u8>,
    queries: Vec<u8>,
    looked_at: Vec<u8>,
}

impl KnownBodies {
    /// What a cache has, whatever project it was worked out of.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        let known = || {
            let bytes = cache.load(Part::Bodies)?;
            let stored: Stored = bitcode::decode(opened(&bytes)?).ok()?;
            let calls = bitcode::decode(&stored.calls).ok()?;
            let (queries, looked_at) =
                (bitcode::decode(&stored.queries).ok()?, bitcode::decode(&stored.looked_at).ok()?);
            let last = Last { state: stored.state, calls, queries, looked_at };
            Some(Self { by: Some(stored.by), last: Some(last) })
        };
        known().unwrap_or_default()
    }

    /// That of it which was worked out of a project that was discovered the same; none where nothing is to be kept.
    pub(crate) fn of(self, by: Option<Key>) -> Self {
        if self.by == by { self } else { Self { by, last: None } }
    }

    /// What is known of each load: where its file and those that were looked at for it say and mean what they did.
    pub(crate) fn take(&mut self, state: &State, tree: &Tree) -> Vec<Option<LoadBodies>> {
        let none = || tree.loads.iter().map(|_| None).collect();
        let count = tree.loads.len();
        // In the same frame the loads are the same, in the same order.
        let is_usable = |last: &&mut Last| {
            state.has_frame_of(&last.state) && last.calls.len() == count && last.looked_at.len() == count
        };
        let Some(last) = self.last.as_mut().filter(is_usable) else { return none() };
        let is_same =
            |load: &LoadId| tree.loads.get(load.index()).is_some_and(|load| state.keeps(load.file, &last.state));
        let are_same = |looked_at: Option<&[LoadId]>| looked_at.is_some_and(|loads| loads.iter().all(is_same));
        let is_known = |((load, calls), looked_at): ((LoadId, &LoadCalls), &Option<Vec<LoadId>>)| {
            is_same(&load) && are_same(calls.looked_at()) && are_same(looked_at.as_deref())
        };
        let is_known: Vec<bool> = tree.load_ids().zip(&last.calls).zip(&last.looked_at).map(is_known).collect();
        let mut queries = std::mem::take(&mut last.queries).into_iter().peekable();
        let bodies = tree.load_ids().zip(std::mem::take(&mut last.calls)).zip(std::mem::take(&mut last.looked_at));
        let bodies = bodies.map(|((load, calls), looked_at)| {
            let all = std::iter::from_fn(|| queries.next_if(|query| query.load == load)).collect();
            LoadBodies { calls, queries: LoadQueries { all, looked_at } }
        });
        bodies.zip(is_known).map(|(bodies, is_known)| is_known.then_some(bodies)).collect()
    }

    /// Saves what was worked out of the bodies of a run, unless its files are those of the last.
    pub(crate) fn save(&self, state: &State, model: &Model, cache: &dyn Cache) {
        let Some(by) = self.by.filter(|_| self.last.as_ref().is_none_or(|last| last.state != *state)) else { return };
        let (queries, looked_at) = model.queries.parts();
        let stored = Stored {
            by,
            state: state.clone(),
            calls: bitcode::encode(model.calls.loads()),
            queries: bitcode::encode(queries),
            looked_at: bitcode::encode(looked_at),
        };
        save(cache, Part::Bodies, &bitcode::encode(&stored));
    }
}
