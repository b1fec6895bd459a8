// src/cache/facts.rs - The facts of files that did not change

use std::io;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Cache, Hasher, Key, Part, opened, sealed};
use crate::project::discover::Found;
use crate::source::facts::{FileFacts, Language};
use crate::source::read::Text;

/// The facts that a cache has: those of one file after the other, the places of each, and how long the list of places is.
#[derive(Default)]
pub(crate) struct KnownFacts {
    bytes: Vec<u8>,
    places: FxHashMap<Key, Range<usize>>,
}

type Places = Vec<(Key, Range<usize>)>;

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
        let bytes = cache.load(Part::Facts).unwrap_or_default();
        match places(&bytes) {
            Some(places) => Self { places: places.into_iter().collect(), bytes },
            None => Self::default(),
        }
    }

    /// The facts of a file that says `text`.
    pub(crate) fn get(&self, key: Key, text: &Text) -> Option<FileFacts> {
        let facts: FileFacts = postcard::from_bytes(self.slice(key)?).ok()?;
        Some(FileFacts { text: Arc::clone(&text.text), ..facts })
    }

    fn slice(&self, key: Key) -> Option<&[u8]> {
        self.bytes.get(self.places.get(&key)?.clone())
    }

    /// Saves the facts of the files of a run, in the order of their keys. What is of no file of the run is let go.
    pub(crate) fn save<'f>(&self, keys: &[Key], facts: impl Iterator<Item = &'f FileFacts>, cache: &dyn Cache) {
        let is_same = self.places.len() == keys.len() && keys.iter().all(|key| self.places.contains_key(key));
        if is_same {
            return;
        }
        let mut body = Vec::with_capacity(self.bytes.len());
        let mut places = Places::new();
        for (key, facts) in keys.iter().zip(facts) {
            let start = body.len();
            match self.slice(*key) {
                Some(known) => body.extend_from_slice(known),
                None => match postcard::to_extend(facts, std::mem::take(&mut body)) {
                    Ok(longer) => body = longer,
                    Err(_) => return,
                },
            }
            places.push((*key, start..body.len()));
        }
        let start = body.len();
        let Ok(mut body) = postcard::to_extend(&places, body) else { return };
        let length = body.len() - start;
        body.extend_from_slice(&(length as u64).to_le_bytes());
        cache.save(Part::Facts, &sealed(body));
    }
}

fn places(bytes: &[u8]) -> Option<Places> {
    let (rest, length) = opened(bytes)?.split_last_chunk()?;
    let start = rest.len().checked_sub(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    postcard::from_bytes(rest.get(start..)?).ok()
}
