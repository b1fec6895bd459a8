// src/cache/store.rs - What is kept in pieces, each by its keys

//! What is kept in pieces, each by its keys: one is read without the others, and after a little change little is written.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Cache, Key, Part, opened, save_in_pieces};

/// Most pieces stand in one large part, and in a small one those of what changed since that was written, each by one key.
#[derive(Default)]
pub(super) struct Stores {
    pub(super) all: Store,
    pub(super) changed: Store,
}

/// The two parts that pieces are kept in.
#[derive(Clone, Copy)]
pub(super) struct Parts {
    pub(super) all: Part,
    pub(super) changed: Part,
}

/// So many bytes of what changed are kept apart, and besides a quarter of all.
const APART: usize = 128 * 1024;

impl Stores {
    /// Those of a cache; none where it has none that can be used.
    pub(super) fn load(cache: &dyn Cache, parts: Parts) -> Self {
        let (all, changed) = rayon::join(|| Store::load(cache, parts.all), || Store::load(cache, parts.changed));
        Self { all, changed }
    }

    /// What is kept by a key: what changed counts.
    pub(super) fn get(&self, key: Key) -> Option<&[u8]> {
        self.changed.get(key).or_else(|| self.all.get(key))
    }

    /// Saves what belongs to the keys of a run: nothing, if all of it is kept and none `is_new` in spite of that; what changed,
    /// each by `encode`, if that is little; else `pieces`, which are of all. So what is of no key of the run is let go once it is
    /// much.
    pub(super) fn save(
        &self,
        keys: &[Key],
        is_new: impl Fn(usize) -> bool,
        encode: impl Fn(usize) -> Vec<u8> + Sync,
        pieces: impl IntoIterator<Item = NewPiece>,
        (cache, parts): (&dyn Cache, Parts),
    ) {
        // Of each key that has no piece in the large part, or one that no longer counts: the one in the small part, if any.
        let mut used = 0;
        let mut changed: Vec<(usize, Key, Option<&Piece>)> = Vec::new();
        for (at, key) in keys.iter().enumerate() {
            let known = self.changed.piece(*key);
            match (is_new(at), self.all.piece(*key)) {
                (true, _) => changed.push((at, *key, None)),
                (false, Some(piece)) if known.is_none() => used += piece.place.len() / piece.keys.len(),
                (false, _) => changed.push((at, *key, known)),
            }
        }
        if changed.iter().all(|(.., known)| known.is_some()) {
            return;
        }
        let all = self.all.size;
        if all > 0 && used >= all / 2 {
            let piece = |(at, key, known): (usize, Key, Option<&Piece>)| {
                let known = known.and_then(|piece| self.changed.slice(piece));
                (vec![key], known.map_or_else(|| encode(at), <[u8]>::to_vec))
            };
            let changed: Vec<NewPiece> = changed.into_par_iter().map(piece).collect();
            let size: usize = changed.iter().map(|(_, bytes)| bytes.len()).sum();
            if size <= APART + all / 4 {
                return store(cache, parts.changed, changed);
            }
        }
        store(cache, parts.all, pieces);
        if self.changed.size > 0 {
            store(cache, parts.changed, []);
        }
    }
}

/// Pieces, one after the other; behind them where each begins, and how long that list is.
#[derive(Default)]
pub(super) struct Store {
    bytes: Vec<u8>,
    /// How many bytes there were.
    size: usize,
    pub(super) pieces: Vec<Piece>,
    /// The places among the pieces.
    by_key: FxHashMap<Key, usize>,
}

/// What is kept by one key, or by some together.
pub(super) struct Piece {
    place: Range<usize>,
    pub(super) keys: Vec<Key>,
}

/// The same as it is to be kept.
pub(super) type NewPiece = (Vec<Key>, Vec<u8>);

impl Store {
    pub(super) fn load(cache: &dyn Cache, part: Part) -> Self {
        let bytes = cache.load(part).unwrap_or_default();
        let Some(pieces) = pieces(&bytes) else { return Self::default() };
        let of_piece = |(at, piece): (usize, &Piece)| piece.keys.iter().map(|key| (*key, at)).collect::<Vec<_>>();
        let by_key = pieces.iter().enumerate().flat_map(of_piece).collect();
        Self { pieces, by_key, size: bytes.len(), bytes }
    }

    pub(super) fn slice(&self, piece: &Piece) -> Option<&[u8]> {
        self.bytes.get(piece.place.clone())
    }

    /// Lets the bytes go: no piece has any from then on.
    pub(super) fn let_go(&mut self) {
        self.bytes = Vec::new();
    }

    fn get(&self, key: Key) -> Option<&[u8]> {
        self.slice(self.piece(key)?)
    }

    /// The piece of a key.
    fn piece(&self, key: Key) -> Option<&Piece> {
        self.pieces.get(*self.by_key.get(&key)?)
    }
}

/// The length of each piece and its keys.
type Contents = Vec<(usize, Vec<Key>)>;

fn pieces(bytes: &[u8]) -> Option<Vec<Piece>> {
    let (rest, length) = opened(bytes)?.split_last_chunk()?;
    let start = rest.len().checked_sub(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    let contents: Contents = bitcode::deserialize(rest.get(start..)?).ok()?;
    let mut end = 0_usize;
    let mut piece = |(length, keys)| {
        let start = end;
        end = end.checked_add(length)?;
        Some(Piece { place: start..end, keys })
    };
    contents.into_iter().map(&mut piece).collect()
}

fn store(cache: &dyn Cache, part: Part, pieces: impl IntoIterator<Item = NewPiece>) {
    let mut pieces = pieces.into_iter();
    save_in_pieces(cache, part, &mut |to| {
        let mut contents = Contents::new();
        for (keys, bytes) in &mut pieces {
            to.write_all(&bytes)?;
            contents.push((bytes.len(), keys));
        }
        // It fails for types alone that have no form, and these have.
        let contents = bitcode::serialize(&contents).unwrap_or_default();
        to.write_all(&contents)?;
        to.write_all(&(contents.len() as u64).to_le_bytes())
    });
}
