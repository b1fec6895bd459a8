// src/cache/links.rs - How the references of files were followed

use super::store::{Parts, Stores};
use super::{Cache, Hasher, Key, Part};
use crate::project::links::{KeptLinks, NewLinks};
use crate::project::model::FileId;
use crate::project::tree::{LoadId, Tree};

/// The links that a cache has, for a run.
pub(crate) struct KnownLinks<'r> {
    /// What the project is linked by, besides its files.
    by: Key,
    /// Those of the files.
    keys: &'r [Key],
    cache: &'r dyn Cache,
    stores: Stores,
}

const PARTS: Parts = Parts { all: Part::Links, changed: Part::ChangedLinks };

impl<'r> KnownLinks<'r> {
    /// Those of a cache; none where it has none that can be used.
    pub(crate) fn load(by: Key, keys: &'r [Key], cache: &'r dyn Cache) -> Self {
        Self { by, keys, cache, stores: Stores::load(cache, PARTS) }
    }

    fn key(&self, frame: u128, load: LoadId, file: FileId) -> Key {
        let mut hasher = Hasher::default();
        hasher.add_key(self.by).add_key(Key(frame)).add(&load.0.to_le_bytes());
        if let Some(file) = self.keys.get(file.index()) {
            hasher.add_key(*file);
        }
        hasher.key()
    }
}

impl KeptLinks for KnownLinks<'_> {
    fn of(&self, frame: u128, load: LoadId, file: FileId) -> Option<&[u8]> {
        self.stores.get(self.key(frame, load, file))
    }

    fn save(&self, tree: &Tree, NewLinks { frame, loads }: NewLinks) {
        let keys: Vec<Key> = tree.load_ids().map(|load| self.key(frame, load, tree.load(load).file)).collect();
        let new = |at: usize| loads.get(at).and_then(Option::as_deref);
        let encode = |at: usize| new(at).map(<[u8]>::to_vec).unwrap_or_default();
        let piece = |(at, key): (usize, &Key)| Some((vec![*key], new(at).or_else(|| self.stores.get(*key))?.to_vec()));
        let pieces = keys.iter().enumerate().filter_map(piece);
        self.stores.save(&keys, |at| new(at).is_some(), encode, pieces, (self.cache, PARTS));
    }
}
