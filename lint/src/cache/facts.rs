// src/cache/facts.rs - The facts of files that did not change

use std::io;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Cache, Hasher, Key, Part, opened, sealed};
use crate::project::discover::Found;
use crate::source::facts::{FileFacts, Language};
use crate::source::read::Text;

/// The facts that a cache has: most in one large part, and in a small one those of what changed since that was written, so
/// that little is written after a little change.
#[derive(Default)]
pub(crate) struct KnownFacts {
    all: Store,
    changed: Store,
}

/// So many bytes of changed facts are kept apart, and besides a quarter of all.
const APART: usize = 128 * 1024;

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

    /// The facts of a file that says `text`.
    pub(crate) fn get(&self, key: Key, text: &Text) -> Option<FileFacts> {
        let facts: FileFacts = postcard::from_bytes(self.slice(key)?).ok()?;
        Some(FileFacts { text: Arc::clone(&text.text), ..facts })
    }

    fn slice(&self, key: Key) -> Option<&[u8]> {
        self.all.slice(key).or_else(|| self.changed.slice(key))
    }

    /// Saves the facts of the files of a run, in the order of their keys. What is of no file of the run is let go once it is
    /// much.
    pub(crate) fn save<'f>(&self, keys: &[Key], facts: impl Iterator<Item = &'f FileFacts>, cache: &dyn Cache) {
        if keys.iter().all(|key| self.slice(*key).is_some()) {
            return;
        }
        // A file that can be read twice, by two packages, is kept once.
        let mut seen = FxHashSet::default();
        let files: Vec<(Key, &FileFacts)> =
            keys.iter().copied().zip(facts).filter(|(key, _)| seen.insert(*key)).collect();
        let changed = files.iter().filter(|(key, _)| self.all.slice(*key).is_none());
        let Some(changed) = Writer::written(self, changed) else { return };
        let used: usize = files.iter().filter_map(|(key, _)| self.all.slice(*key)).map(<[u8]>::len).sum();
        let is_little = changed.body.len() <= APART + self.all.bytes.len() / 4 && used >= self.all.bytes.len() / 2;
        if !self.all.bytes.is_empty() && is_little {
            changed.save(Part::ChangedFacts, cache);
            return;
        }
        if let Some(all) = Writer::written(self, files.iter()) {
            all.save(Part::Facts, cache);
        }
        if !self.changed.bytes.is_empty() {
            Writer::default().save(Part::ChangedFacts, cache);
        }
    }
}

/// The facts of files, one after the other; behind them the places of each, and how long the list of places is.
#[derive(Default)]
struct Store {
    bytes: Vec<u8>,
    places: FxHashMap<Key, Range<usize>>,
}

type Places = Vec<(Key, Range<usize>)>;

impl Store {
    fn load(cache: &dyn Cache, part: Part) -> Self {
        let bytes = cache.load(part).unwrap_or_default();
        match places(&bytes) {
            Some(places) => Self { places: places.into_iter().collect(), bytes },
            None => Self::default(),
        }
    }

    fn slice(&self, key: Key) -> Option<&[u8]> {
        self.bytes.get(self.places.get(&key)?.clone())
    }
}

fn places(bytes: &[u8]) -> Option<Places> {
    let (rest, length) = opened(bytes)?.split_last_chunk()?;
    let start = rest.len().checked_sub(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    postcard::from_bytes(rest.get(start..)?).ok()
}

/// A store as it is written.
#[derive(Default)]
struct Writer {
    body: Vec<u8>,
    places: Places,
}

impl Writer {
    /// The facts of some files, as they are known or anew.
    fn written<'f>(known: &KnownFacts, files: impl Iterator<Item = &'f (Key, &'f FileFacts)>) -> Option<Self> {
        let Self { mut body, mut places } = Self::default();
        for (key, facts) in files {
            let start = body.len();
            match known.slice(*key) {
                Some(slice) => body.extend_from_slice(slice),
                None => body = postcard::to_extend(facts, body).ok()?,
            }
            places.push((*key, start..body.len()));
        }
        Some(Self { body, places })
    }

    fn save(self, part: Part, cache: &dyn Cache) {
        let Self { body, places } = self;
        let start = body.len();
        let Ok(mut body) = postcard::to_extend(&places, body) else { return };
        let length = body.len() - start;
        body.extend_from_slice(&(length as u64).to_le_bytes());
        cache.save(part, &sealed(body));
    }
}
