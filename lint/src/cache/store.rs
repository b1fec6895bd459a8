// src/cache/store.rs - A part of a cache that is kept in pieces, each by its keys

//! A part of a cache that is kept in pieces, each by its keys: one can be read or written on without the others.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Cache, Key, Part, opened, save_in_pieces};

/// Pieces, one after the other; behind them where each begins, and how long that list is.
#[derive(Default)]
pub(super) struct Store {
    bytes: Vec<u8>,
    /// How many bytes there were.
    pub(super) size: usize,
    pub(super) pieces: Vec<Piece>,
}

/// What is kept by one key, or by some together.
pub(super) struct Piece {
    pub(super) place: Range<usize>,
    pub(super) keys: Vec<Key>,
}

impl Store {
    pub(super) fn load(cache: &dyn Cache, part: Part) -> Self {
        let bytes = cache.load(part).unwrap_or_default();
        match pieces(&bytes) {
            Some(pieces) => Self { pieces, size: bytes.len(), bytes },
            None => Self::default(),
        }
    }

    pub(super) fn slice(&self, piece: &Piece) -> Option<&[u8]> {
        self.bytes.get(piece.place.clone())
    }

    /// Lets the bytes go. No piece has any from then on.
    pub(super) fn let_go(&mut self) {
        self.bytes = Vec::new();
    }

    pub(super) fn by_key(&self) -> FxHashMap<Key, &Piece> {
        self.pieces.iter().flat_map(|piece| piece.keys.iter().map(move |key| (*key, piece))).collect()
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

/// Saves a store of some pieces.
pub(super) fn store(cache: &dyn Cache, part: Part, pieces: impl IntoIterator<Item = (Vec<Key>, Vec<u8>)>) {
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
