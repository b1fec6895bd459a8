// src/cache/facts.rs - The facts of files that did not change

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
pub(crate) struct KnownFacts(Stores);

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
        Self(Stores::load(cache, PARTS))
    }

    /// What it has facts of, unless those turn out to be damaged.
    pub(crate) fn keys(&self) -> FxHashSet<Key> {
        let pieces = self.0.all.pieces.iter().chain(&self.0.changed.pieces);
        pieces.flat_map(|piece| &piece.keys).copied().collect()
    }

    /// The facts of the files of a run, as far as they are known. Their texts are not among them. What they were read from
    /// is let go, where it is not little: all that follows finds that memory ready.
    pub(crate) fn take(&mut self, keys: &[Key]) -> FxHashMap<Key, FileFacts> {
        let wanted: FxHashSet<Key> = keys.iter().copied().collect();
        let Stores { all, changed } = &self.0;
        let pieces = all.pieces.par_iter().with_max_len(1).map(|piece| (all, piece));
        let pieces = pieces.chain(changed.pieces.par_iter().map(|piece| (changed, piece)));
        let read = |buffer: &mut Buffer, (store, piece): (&Store, &Piece)| {
            let is_wanted = piece.keys.iter().any(|key| wanted.contains(key));
            let files: Option<Vec<SourceFile>> = is_wanted.then(|| buffer.decode(store.slice(piece)?).ok()).flatten();
            let facts = files.into_iter().flatten().map(|file| file.facts);
            let known = piece.keys.iter().copied().zip(facts);
            known.filter(|(key, _)| wanted.contains(key)).collect::<Vec<_>>()
        };
        let known = pieces.map_init(Buffer::new, read).flatten_iter().collect();
        self.0.all.let_go();
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
        self.0.save(keys, |_| false, encode, pieces, (cache, PARTS));
    }
}
