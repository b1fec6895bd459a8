// src/cache/links.rs - How the references of files were followed

use rustc_hash::FxHashMap;

use super::store::{Piece, Store, store};
use super::{Cache, Hasher, Key, Part};
use crate::project::links::{KeptLinks, NewLinks};
use crate::project::model::FileId;
use crate::project::tree::{LoadId, Tree};

/// The links of the last run.
#[derive(Default)]
pub(crate) struct KnownLinks {
    last: Store,
}

impl KnownLinks {
    /// Those of a cache; none where it has none that can be used.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        Self { last: Store::load(cache, Part::Links) }
    }

    /// The same for a run whose files have these keys. `by` is what discovery was told.
    pub(crate) fn of_run<'r>(&'r self, by: Key, keys: &'r [Key], cache: &'r dyn Cache) -> RunLinks<'r> {
        RunLinks { by, keys, cache, last: &self.last, pieces: self.last.by_key() }
    }
}

/// The links of the last run, for another.
pub(crate) struct RunLinks<'r> {
    by: Key,
    keys: &'r [Key],
    cache: &'r dyn Cache,
    last: &'r Store,
    pieces: FxHashMap<Key, &'r Piece>,
}

impl RunLinks<'_> {
    fn key(&self, frame: u128, load: LoadId, file: FileId) -> Option<Key> {
        let file = self.keys.get(file.index())?;
        let mut hasher = Hasher::default();
        hasher.add_key(self.by).add_key(Key(frame)).add(&load.0.to_le_bytes()).add_key(*file);
        Some(hasher.key())
    }

    fn kept(&self, key: Key) -> Option<&[u8]> {
        self.last.slice(self.pieces.get(&key)?)
    }
}

impl KeptLinks for RunLinks<'_> {
    fn of(&self, frame: u128, load: LoadId, file: FileId) -> Option<&[u8]> {
        self.kept(self.key(frame, load, file)?)
    }

    fn save(&self, tree: &Tree, NewLinks { frame, loads }: NewLinks) {
        if loads.iter().all(Option::is_none) && loads.len() == self.last.pieces.len() {
            return;
        }
        let pieces = tree.load_ids().zip(loads).filter_map(|(load, new)| {
            let key = self.key(frame, load, tree.load(load).file)?;
            let bytes = new.or_else(|| self.kept(key).map(<[u8]>::to_vec))?;
            Some((vec![key], bytes))
        });
        store(self.cache, Part::Links, pieces);
    }
}
