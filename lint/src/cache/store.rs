// src/cache/store.rs - What is kept in pieces, each by its keys

//! What is kept in pieces, each by its keys: one is read without the others, and after a little change little is written.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{Cache, Key, Opened, Part, checksum, opened};

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

    /// The same, the large part to be read piece by piece.
    pub(super) fn open(cache: &dyn Cache, parts: Parts) -> Self {
        Self { all: Store::open(cache, parts.all), changed: Store::load(cache, parts.changed) }
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
                let known = known.and_then(|_| self.changed.get(key));
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

/// Pieces, one after the other; behind them where each begins and its checksum, and how long that list is.
#[derive(Default)]
pub(super) struct Store {
    source: Source,
    /// How many bytes there were.
    size: usize,
    pub(super) pieces: Vec<Piece>,
    /// The places among the pieces.
    by_key: FxHashMap<Key, usize>,
}

/// What the bytes of pieces are read from.
enum Source {
    /// All of them, which are undamaged.
    Memory(Vec<u8>),
    /// Each piece is read when it is asked for, into memory that was used for one before: all of it together need not be moved.
    Opened(Box<dyn Opened>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Memory(Vec::new())
    }
}

/// What is kept by one key, or by some together.
pub(super) struct Piece {
    place: Range<usize>,
    checksum: u64,
    pub(super) keys: Vec<Key>,
}

/// The same as it is to be kept.
pub(super) type NewPiece = (Vec<Key>, Vec<u8>);

impl Store {
    /// That of a cache, all of it read; empty where there is none, or where any of it is damaged.
    pub(super) fn load(cache: &dyn Cache, part: Part) -> Self {
        let bytes = cache.load(part).unwrap_or_default();
        let pieces = pieces(&bytes).unwrap_or_default();
        let is_whole = |piece: &Piece| bytes.get(piece.place.clone()).map(checksum) == Some(piece.checksum);
        if pieces.iter().all(is_whole) { Self::of(pieces, bytes.len(), Source::Memory(bytes)) } else { Self::default() }
    }

    /// That of a cache, to be read piece by piece. A piece that is damaged is found to be when it is read.
    pub(super) fn open(cache: &dyn Cache, part: Part) -> Self {
        let Some(opened) = cache.open(part) else { return Self::default() };
        let pieces = pieces(&*opened).unwrap_or_default();
        Self::of(pieces, opened.size(), Source::Opened(opened))
    }

    fn of(pieces: Vec<Piece>, size: usize, source: Source) -> Self {
        let of_piece = |(at, piece): (usize, &Piece)| piece.keys.iter().map(|key| (*key, at)).collect::<Vec<_>>();
        let by_key = pieces.iter().enumerate().flat_map(of_piece).collect();
        Self { source, size, pieces, by_key }
    }

    /// The bytes of a piece, perhaps in the buffer; none if they are damaged.
    pub(super) fn read<'s>(&'s self, piece: &Piece, buffer: &'s mut Vec<u8>) -> Option<&'s [u8]> {
        match &self.source {
            Source::Memory(bytes) => bytes.get(piece.place.clone()),
            Source::Opened(opened) => {
                opened.read(piece.place.clone(), buffer)?;
                (checksum(buffer) == piece.checksum).then_some(buffer)
            }
        }
    }

    /// The bytes of the piece of a key, where they are in memory.
    fn get(&self, key: Key) -> Option<&[u8]> {
        let Source::Memory(bytes) = &self.source else { return None };
        bytes.get(self.piece(key)?.place.clone())
    }

    /// The piece of a key.
    fn piece(&self, key: Key) -> Option<&Piece> {
        self.pieces.get(*self.by_key.get(&key)?)
    }
}

/// The length of each piece, its checksum and its keys.
type Contents = Vec<(usize, u64, Vec<Key>)>;

fn pieces(opened: &dyn Opened) -> Option<Vec<Piece>> {
    let mut buffer = Vec::new();
    let end = opened.size().checked_sub(size_of::<u64>())?;
    opened.read(end..opened.size(), &mut buffer)?;
    let length = u64::from_le_bytes(*buffer.first_chunk()?);
    let start = end.checked_sub(usize::try_from(length).ok()?)?;
    opened.read(start..end, &mut buffer)?;
    let contents: Contents = bitcode::deserialize(self::opened(&buffer)?).ok()?;
    let mut end = 0_usize;
    let mut piece = |(length, checksum, keys)| {
        let start = end;
        end = end.checked_add(length)?;
        Some(Piece { place: start..end, checksum, keys })
    };
    contents.into_iter().map(&mut piece).collect()
}

fn store(cache: &dyn Cache, part: Part, pieces: impl IntoIterator<Item = NewPiece>) {
    let mut pieces = pieces.into_iter();
    cache.save(part, &mut |to| {
        let mut contents = Contents::new();
        for (keys, bytes) in &mut pieces {
            to.write_all(&bytes)?;
            contents.push((bytes.len(), checksum(&bytes), keys));
        }
        // It fails for types alone that have no form, and these have.
        let mut contents = bitcode::serialize(&contents).unwrap_or_default();
        contents.extend(checksum(&contents).to_le_bytes());
        to.write_all(&contents)?;
        to.write_all(&(contents.len() as u64).to_le_bytes())
    });
}
