// src/cache/links.rs - How the references of files were followed

use rustc_hash::FxHashMap;

use super::store::{Parts, Piece, Store, Stores};
use super::{Cache, Hasher, Key, Part};
use crate::project::links::{KeptLinks, NewLinks};
use crate::project::model::FileId;
use crate::project::tree::{LoadId, Tree};

/// The links that a cache has.
#[derive(Default)]
pub(crate) struct KnownLinks(Stores);

const PARTS: Parts = Parts { all: Part::Links, changed: Part::ChangedLinks };

impl KnownLinks {
    /// Those of a cache; none where it has none that can be used.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        Self(Stores::load(cache, PARTS))
    }

    /// The same for a run whose files have these keys. `by` is what the project is linked by besides.
    pub(crate) fn of_run<'r>(&'r self, by: Key, keys: &'r [Key], cache: &'r dyn Cache) -> RunLinks<'r> {
        let Self(stores) = self;
        let pieces = |store: &'r Store| store.by_key().into_iter().map(move |(key, piece)| (key, (store, piece)));
        // The links of a file may change while it says the same: what changed counts.
        let pieces = pieces(&stores.all).chain(pieces(&stores.changed)).collect();
        RunLinks { by, keys, cache, stores, pieces }
    }
}

/// The links that are kept, for one run.
pub(crate) struct RunLinks<'r> {
    by: Key,
    keys: &'r [Key],
    cache: &'r dyn Cache,
    stores: &'r Stores,
    pieces: FxHashMap<Key, (&'r Store, &'r Piece)>,
}

impl RunLinks<'_> {
    fn key(&self, frame: u128, load: LoadId, file: FileId) -> Key {
        let mut hasher = Hasher::default();
        hasher.add_key(self.by).add_key(Key(frame)).add(&load.0.to_le_bytes());
        if let Some(file) = self.keys.get(file.index()) {
            hasher.add_key(*file);
        }
        hasher.key()
    }

    fn kept(&self, key: Key) -> Option<&[u8]> {
        let (store, piece) = self.pieces.get(&key)?;
        store.slice(piece)
    }
}

impl KeptLinks for RunLinks<'_> {
    fn of(&self, frame: u128, load: LoadId, file: FileId) -> Option<&[u8]> {
        self.kept(self.key(frame, load, file))
    }

    fn save(&self, tree: &Tree, NewLinks { frame, loads }: NewLinks) {
        let keys: Vec<Key> = tree.load_ids().map(|load| self.key(frame, load, tree.load(load).file)).collect();
        let new = |at: usize| loads.get(at).and_then(Option::as_deref);
        let encode = |at: usize| new(at).map(<[u8]>::to_vec).unwrap_or_default();
        let piece = |(at, key): (usize, &Key)| Some((vec![*key], new(at).or_else(|| self.kept(*key))?.to_vec()));
        let pieces = keys.iter().enumerate().filter_map(piece);
        self.stores.save(&keys, |at| new(at).is_some(), encode, pieces, (self.cache, PARTS));
    }
}
