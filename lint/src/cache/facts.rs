// src/cache/facts.rs - The facts of files that did not change

use std::io;
use std::slice;

use bitcode::Buffer;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::store::{Piece, Store, store};
use super::{Cache, Hasher, Key, Part};
use crate::project::discover::Found;
use crate::project::model::SourceFile;
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
            let files: Option<Vec<SourceFile>> = is_wanted.then(|| buffer.decode(store.slice(piece)?).ok()).flatten();
            let facts = files.into_iter().flatten().map(|file| file.facts);
            let known = piece.keys.iter().copied().zip(facts);
            known.filter(|(key, _)| wanted.contains(key)).collect::<Vec<_>>()
        };
        let known = pieces.map_init(Buffer::new, read).flatten_iter().collect();
        self.all.let_go();
        known
    }

    /// Saves the facts of the files of a run, given with their keys: what is known and what is new. What is of no file of the
    /// run is let go once it is much.
    pub(crate) fn save(&self, keys: &[Key], files: &[SourceFile], cache: &dyn Cache) {
        let of_all = self.all.by_key();
        let (old, changed): (Vec<_>, Vec<_>) = keys.iter().zip(files).partition(|(key, _)| of_all.contains_key(key));
        let of_changed = self.changed.by_key();
        if changed.iter().all(|(key, _)| of_changed.contains_key(key)) {
            return;
        }
        let share = |(key, _): &(&Key, _)| of_all.get(key).map_or(0, |piece| piece.place.len() / piece.keys.len());
        let used: usize = old.iter().map(share).sum();
        let all = self.all.size;
        if all > 0 && used >= all / 2 {
            let known = |key: &Key| {
                let piece = of_changed.get(key).filter(|piece| piece.keys.len() == 1)?;
                self.changed.slice(piece).map(<[u8]>::to_vec)
            };
            let changed: Vec<(Vec<Key>, Vec<u8>)> = changed
                .into_par_iter()
                .map(|(key, file)| (vec![*key], known(key).unwrap_or_else(|| bitcode::encode(slice::from_ref(file)))))
                .collect();
            let size: usize = changed.iter().map(|(_, bytes)| bytes.len()).sum();
            if size <= APART + all / 4 {
                return store(cache, Part::ChangedFacts, changed);
            }
        }
        // What is encoded is written before the next is: all of it together is as much as the facts are.
        let pieces = keys.chunks(AT_ONCE * TOGETHER).zip(files.chunks(AT_ONCE * TOGETHER));
        let pieces = pieces.flat_map(|(keys, files)| {
            let pieces = keys.par_chunks(TOGETHER).zip(files.par_chunks(TOGETHER));
            pieces.map(|(keys, files)| (keys.to_vec(), bitcode::encode(files))).collect::<Vec<_>>()
        });
        store(cache, Part::Facts, pieces);
        if self.changed.size > 0 {
            store(cache, Part::ChangedFacts, []);
        }
    }
}
