// src/cache/facts.rs - The facts of files that did not change

use std::io;
use std::ops::Range;
use std::slice;

use bitcode::Buffer;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Cache, Hasher, Key, Part, opened, sealed};
use crate::project::discover::Found;
use crate::source::facts::{FileFacts, Language};

/// The facts that a cache has: most in one large part, and in a small one those of what changed since that was written, so
/// that little is written after a little change.
#[derive(Default)]
pub(crate) struct KnownFacts {
    all: Store,
    changed: Store,
}

/// So many bytes of changed facts are kept apart, and besides a quarter of all.
const APART: usize = 128 * 1024;

/// So many files of the large part stand in one piece: the same columns of all are read at once.
const TOGETHER: usize = 16;

/// Parts of a cache as they are to be saved.
pub(crate) type Saved = Vec<(Part, Vec<u8>)>;

impl KnownFacts {
    /// What the facts of a file are kept by: its bytes, and all that the reader is told of it besides.
    pub(crate) fn key(found: &Found, bytes: &io::Result<Vec<u8>>) -> Key {
        let language = match found.language {
            Language::Rust => "Rust",
            Language::Sql => "SQL",
        };
        let mut hasher = Hasher::default();
        hasher.add(found.path.as_bytes()).add(found.package_path.as_bytes()).add(language.as_bytes());
        match bytes {
            Ok(bytes) => hasher.add(b"says").add(bytes),
            Err(error) => hasher.add(b"fails").add(error.to_string().as_bytes()),
        };
        hasher.key()
    }

    /// Those of a cache; none where it has none that can be used.
    pub(crate) fn load(cache: &dyn Cache) -> Self {
        let (all, changed) = rayon::join(|| Store::load(cache, Part::Facts), || Store::load(cache, Part::ChangedFacts));
        Self { all, changed }
    }

    /// What it has facts of, unless those turn out to be damaged.
    pub(crate) fn keys(&self) -> FxHashSet<Key> {
        let pieces = self.all.pieces.iter().chain(&self.changed.pieces);
        pieces.flat_map(|piece| &piece.keys).copied().collect()
    }

    /// The facts of the files of a run, as far as they are known. Their texts are not among them. What they were read from
    /// is let go, where it is not little: all that follows finds that memory ready.
    pub(crate) fn take(&mut self, keys: &[Key]) -> FxHashMap<Key, FileFacts> {
        let wanted: FxHashSet<Key> = keys.iter().copied().collect();
        let pieces = self.all.pieces.par_iter().with_max_len(1).map(|piece| (&self.all, piece));
        let pieces = pieces.chain(self.changed.pieces.par_iter().map(|piece| (&self.changed, piece)));
        let read = |buffer: &mut Buffer, (store, piece): (&Store, &Piece)| {
            let is_wanted = piece.keys.iter().any(|key| wanted.contains(key));
            let facts: Option<Vec<FileFacts>> = is_wanted.then(|| buffer.decode(store.slice(piece)?).ok()).flatten();
            let known = piece.keys.iter().copied().zip(facts.unwrap_or_default());
            known.filter(|(key, _)| wanted.contains(key)).collect::<Vec<_>>()
        };
        let known = pieces.map_init(Buffer::new, read).flatten_iter().collect();
        self.all.bytes = Vec::new();
        known
    }

    /// What is to be saved of the files of a run, given with their keys: what is known and what is new. What is of no file
    /// of the run is let go once it is much.
    pub(crate) fn saved(&self, keys: &[Key], facts: &[FileFacts]) -> Saved {
        let of_all = self.all.by_key();
        let (old, changed): (Vec<_>, Vec<_>) = keys.iter().zip(facts).partition(|(key, _)| of_all.contains_key(key));
        let of_changed = self.changed.by_key();
        if changed.iter().all(|(key, _)| of_changed.contains_key(key)) {
            return Saved::new();
        }
        let known = |key: &Key| {
            let piece = of_changed.get(key).filter(|piece| piece.keys.len() == 1)?;
            self.changed.slice(piece).map(<[u8]>::to_vec)
        };
        let changed: Vec<(Vec<Key>, Vec<u8>)> = changed
            .into_par_iter()
            .map(|(key, facts)| (vec![*key], known(key).unwrap_or_else(|| bitcode::encode(slice::from_ref(facts)))))
            .collect();
        let size: usize = changed.iter().map(|(_, bytes)| bytes.len()).sum();
        let share = |(key, _): &(&Key, _)| of_all.get(key).map_or(0, |piece| piece.place.len() / piece.keys.len());
        let used: usize = old.iter().map(share).sum();
        let all = self.all.size;
        if all > 0 && size <= APART + all / 4 && used >= all / 2 {
            return vec![(Part::ChangedFacts, store(changed))];
        }
        let pieces = keys.par_chunks(TOGETHER).zip(facts.par_chunks(TOGETHER));
        let pieces = pieces.map(|(keys, facts)| (keys.to_vec(), bitcode::encode(facts))).collect();
        let mut saved = vec![(Part::Facts, store(pieces))];
        if self.changed.size > 0 {
            saved.push((Part::ChangedFacts, store(Vec::new())));
        }
        saved
    }
}

/// The facts of files in pieces, one after the other; behind them where each begins, and how long that list is.
#[derive(Default)]
struct Store {
    bytes: Vec<u8>,
    /// How many bytes there were.
    size: usize,
    pieces: Vec<Piece>,
}

/// The facts of some files.
struct Piece {
    place: Range<usize>,
    keys: Vec<Key>,
}

impl Store {
    fn load(cache: &dyn Cache, part: Part) -> Self {
        let bytes = cache.load(part).unwrap_or_default();
        match pieces(&bytes) {
            Some(pieces) => Self { pieces, size: bytes.len(), bytes },
            None => Self::default(),
        }
    }

    fn slice(&self, piece: &Piece) -> Option<&[u8]> {
        self.bytes.get(piece.place.clone())
    }

    fn by_key(&self) -> FxHashMap<Key, &Piece> {
        self.pieces.iter().flat_map(|piece| piece.keys.iter().map(move |key| (*key, piece))).collect()
    }
}

/// The length of each piece and the keys of its files.
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

/// A store of some pieces, as it is saved.
fn store(pieces: Vec<(Vec<Key>, Vec<u8>)>) -> Vec<u8> {
    let mut body = Vec::with_capacity(pieces.iter().map(|(keys, bytes)| bytes.len() + 32 * keys.len()).sum());
    let mut contents = Contents::with_capacity(pieces.len());
    for (keys, bytes) in pieces {
        body.extend_from_slice(&bytes);
        contents.push((bytes.len(), keys));
    }
    // It fails for types alone that have no form, and these have.
    let contents = bitcode::serialize(&contents).unwrap_or_default();
    body.extend_from_slice(&contents);
    body.extend_from_slice(&(contents.len() as u64).to_le_bytes());
    sealed(body)
}
