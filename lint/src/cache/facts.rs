// src/cache/facts.rs - The facts of files that did not change

use std::cell::RefCell;
use std::io;
use std::slice;

use bitcode::Buffer;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::store::{Parts, Piece, Store, Stores};
use super::{Cache, Hasher, Key, Part};
use crate::project::discover::Found;
use crate::project::model::SourceFile;
use crate::source::facts::{FileFacts, Language};

/// The facts that a cache has.
#[derive(Default)]
pub(crate) struct KnownFacts {
    stores: Stores,
    /// Those of the first pieces of the large part, if they were decoded ahead.
    ahead: Vec<(Key, FileFacts)>,
    /// How many pieces these are.
    pieces_ahead: usize,
}

const PARTS: Parts = Parts { all: Part::Facts, changed: Part::ChangedFacts };

/// So many files of the large part stand in one piece: the same columns of all are read at once.
const TOGETHER: usize = 16;

/// So many pieces are encoded before they are written.
const AT_ONCE: usize = 8;

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
        Self { stores: Stores::open(cache, PARTS), ..Self::default() }
    }

    /// Decodes facts before it is known which are wanted, mostly all are, for as long as there is nothing better to do.
    pub(crate) fn decode_while(&mut self, is_idle: impl Fn() -> bool) {
        let Self { stores: Stores { all, .. }, ahead, pieces_ahead } = self;
        let mut pieces = all.pieces.iter().skip(*pieces_ahead).take_while(|_| is_idle());
        // One that is damaged is left to `take`.
        while let Some(facts) = pieces.next().and_then(|piece| decoded(all, piece)) {
            ahead.extend(facts);
            *pieces_ahead += 1;
        }
    }

    /// What it has facts of, unless those turn out to be damaged.
    pub(crate) fn keys(&self) -> FxHashSet<Key> {
        let pieces = self.stores.all.pieces.iter().chain(&self.stores.changed.pieces);
        pieces.flat_map(|piece| &piece.keys).copied().collect()
    }

    /// The facts of the files of a run, as far as they are known. Their texts are not among them. If some are damaged, all
    /// are saved anew.
    pub(crate) fn take(&mut self, keys: &[Key]) -> FxHashMap<Key, FileFacts> {
        let wanted: FxHashSet<Key> = keys.iter().copied().collect();
        let Stores { all, changed } = &self.stores;
        let rest = all.pieces.get(self.pieces_ahead..).unwrap_or_default();
        let pieces = rest.par_iter().with_max_len(1).map(|piece| (all, piece));
        let pieces = pieces.chain(changed.pieces.par_iter().map(|piece| (changed, piece)));
        let is_wanted = |(_, piece): &(&Store, &Piece)| piece.keys.iter().any(|key| wanted.contains(key));
        let read = pieces.filter(is_wanted).map(|(store, piece)| decoded(store, piece));
        let read: Vec<Option<Vec<(Key, FileFacts)>>> = read.collect();
        let is_damaged = read.iter().any(Option::is_none);
        let ahead = std::mem::take(&mut self.ahead);
        let known = ahead.into_iter().chain(read.into_iter().flatten().flatten());
        let known = known.filter(|(key, _)| wanted.contains(key)).collect();
        if is_damaged {
            self.stores.all = Store::default();
        }
        known
    }

    /// Saves the facts of the files of a run, given with their keys: what is known and what is new.
    pub(crate) fn save(&self, keys: &[Key], files: &[SourceFile], cache: &dyn Cache) {
        let encode = |at: usize| files.get(at).map(|file| bitcode::encode(slice::from_ref(file))).unwrap_or_default();
        // What is encoded is written before the next is: all of it together is as much as the facts are.
        let pieces = keys.chunks(AT_ONCE * TOGETHER).zip(files.chunks(AT_ONCE * TOGETHER));
        let pieces = pieces.flat_map(|(keys, files)| {
            let pieces = keys.par_chunks(TOGETHER).zip(files.par_chunks(TOGETHER));
            pieces.map(|(keys, files)| (keys.to_vec(), bitcode::encode(files))).collect::<Vec<_>>()
        });
        self.stores.save(keys, |_| false, encode, pieces, (cache, PARTS));
    }
}

thread_local! {
    /// What pieces are read with, one after the other.
    static ROOM: RefCell<Room> = RefCell::default();
}

#[derive(Default)]
struct Room {
    bytes: Vec<u8>,
    buffer: Buffer,
}

/// The facts in a piece; none if it is damaged.
fn decoded(store: &Store, piece: &Piece) -> Option<Vec<(Key, FileFacts)>> {
    ROOM.with_borrow_mut(|Room { bytes, buffer }| {
        let files: Vec<SourceFile> = buffer.decode(store.read(piece, bytes)?).ok()?;
        Some(piece.keys.iter().copied().zip(files.into_iter().map(|file| file.facts)).collect())
    })
}
