// src/cache/facts.rs - The facts of files that did not change

use std::io;
use std::ops::Range;
use std::sync::Arc;

use bitcode::Buffer;
use rustc_hash::FxHashMap;

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

    /// The facts of a file that says `text`. Whoever reads those of several files gives the same buffer for all.
    pub(crate) fn get(&self, key: Key, text: &Text, buffer: &mut Buffer) -> Option<FileFacts> {
        let facts: FileFacts = buffer.decode(self.slice(key)?).ok()?;
        Some(FileFacts { text: Arc::clone(&text.text), ..facts })
    }

    fn slice(&self, key: Key) -> Option<&[u8]> {
        self.all.slice(key).or_else(|| self.changed.slice(key))
    }

    /// The facts of a file as they are kept.
    pub(crate) fn stored(facts: &FileFacts) -> Vec<u8> {
        bitcode::encode(facts)
    }

    /// Saves the facts of the files of a run, in the order of their keys: what is known, and what is `new`. What is of no file
    /// of the run is let go once it is much.
    pub(crate) fn save(&self, keys: &[Key], new: Vec<(Key, Vec<u8>)>, cache: &dyn Cache) {
        if new.is_empty() {
            return;
        }
        let new: FxHashMap<Key, Vec<u8>> = new.into_iter().collect();
        let slice = |key: Key| self.slice(key).or_else(|| new.get(&key).map(Vec::as_slice));
        let (old, changed): (Vec<Key>, Vec<Key>) = keys.iter().partition(|key| self.all.slice(**key).is_some());
        let length = |keys: &[Key]| keys.iter().filter_map(|key| slice(*key)).map(<[u8]>::len).sum::<usize>();
        let all = self.all.bytes.len();
        let is_little = length(&changed) <= APART + all / 4 && length(&old) >= all / 2;
        if all > 0 && is_little {
            save(Part::ChangedFacts, &changed, &slice, cache);
            return;
        }
        save(Part::Facts, keys, &slice, cache);
        if !self.changed.bytes.is_empty() {
            save(Part::ChangedFacts, &[], &slice, cache);
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
    bitcode::deserialize(rest.get(start..)?).ok()
}

/// Writes a store of the facts of some files.
fn save<'b>(part: Part, keys: &[Key], slice: &dyn Fn(Key) -> Option<&'b [u8]>, cache: &dyn Cache) {
    let known = || keys.iter().filter_map(|key| Some((*key, slice(*key)?)));
    let length: usize = known().map(|(_, slice)| slice.len()).sum();
    let mut body = Vec::with_capacity(length + 64 * (keys.len() + 1));
    let mut places = Places::with_capacity(keys.len());
    for (key, slice) in known() {
        let start = body.len();
        body.extend_from_slice(slice);
        places.push((key, start..body.len()));
    }
    let Ok(places) = bitcode::serialize(&places) else { return };
    body.extend_from_slice(&places);
    body.extend_from_slice(&(places.len() as u64).to_le_bytes());
    cache.save(part, &sealed(body));
}
