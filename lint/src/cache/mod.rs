// src/cache/mod.rs - What earlier runs found out, kept by the content that it came from

//! What earlier runs found out, kept by the content that it came from.
//!
//! Six things are kept. The *facts* of each file, by what it says and what it is called: a file that did not change is not
//! parsed again. What the rules on *single files* found in it, by the same and by what discovery was told. How its references
//! were followed, its *links*, by what it says, by the frame of crates and modules, and by what those modules say in which a
//! name was looked up. What was worked out of its *bodies*, and what the rules on *files as parts of the project* found in it, by what it and the files that were
//! looked at say and mean, and by the frame that they stand in. And the *outcome* of a run, by all that went into it: where
//! nothing changed, nothing is linked or judged.
//!
//! Invariants: a key is a hash of everything that its value was made of, so nothing here is ever out of date; it is only
//! found or not found. The linter writes nothing itself, a [`Cache`] does. What is damaged is not found. A run comes to the
//! same with a cache and without.

mod bodies;
mod facts;
mod judged;
mod linked;
mod links;
mod outcome;
mod record;
mod state;
mod store;
mod stored;
#[cfg(test)]
mod tests;

use std::fmt::Debug;
use std::io::{self, Write};
use std::ops::Range;

use bitcode::{Decode, Encode};
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::run::Options;

pub(crate) use bodies::KnownBodies;
pub(crate) use facts::KnownFacts;
pub(crate) use judged::Judged;
pub(crate) use linked::{Linked, LinkedFile, Said, Seen};
pub(crate) use links::KnownLinks;
pub(crate) use outcome::{Outcome, Outcomes};
pub(crate) use record::Recording;
pub(crate) use state::State;

/// Where results of earlier runs are kept. What it gives back is checked before it is used.
pub trait Cache: Send + Sync + Debug {
    /// What was saved of a part; none if there is nothing, or if another version of rulebook saved it.
    fn load(&self, part: Part) -> Option<Vec<u8>>;

    /// The same, to be read in pieces.
    fn open(&self, part: Part) -> Option<Box<dyn Opened>> {
        Some(Box::new(self.load(part)?))
    }

    /// Saves a part in place of what was there: `write` is given where it is to be written to. That it can't is no error: the
    /// next run is slower. What was there stays until all is written.
    fn save(&self, part: Part, write: &mut Writing<'_>);
}

/// A part of a cache that is read in pieces.
pub trait Opened: Send + Sync {
    /// How many bytes were saved.
    fn size(&self) -> usize;

    /// Reads those at a place into a buffer, in place of what was in it; none if it can't.
    fn read(&self, place: Range<usize>, into: &mut Vec<u8>) -> Option<()>;
}

impl Opened for Vec<u8> {
    fn size(&self) -> usize {
        self.len()
    }

    fn read(&self, place: Range<usize>, into: &mut Vec<u8>) -> Option<()> {
        into.clear();
        into.extend_from_slice(self.get(place)?);
        Some(())
    }
}

/// Writes a part of a cache.
pub type Writing<'w> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'w;

/// A part of a cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The facts of the files.
    Facts,
    /// The facts of the files that changed since those were written.
    ChangedFacts,
    /// What the rules on single files found.
    Judged,
    /// How the references of each file were followed.
    Links,
    /// The same of the files in which they were followed again since.
    ChangedLinks,
    /// What was worked out of the bodies of each file.
    Bodies,
    /// What the rules on files as parts of the project found.
    Linked,
    /// The outcomes of the last runs.
    Outcomes,
}

impl Part {
    /// All.
    pub const ALL: [Self; 8] = [
        Self::Facts,
        Self::ChangedFacts,
        Self::Judged,
        Self::Links,
        Self::ChangedLinks,
        Self::Bodies,
        Self::Linked,
        Self::Outcomes,
    ];

    /// A word for it, fit for the name of a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::ChangedFacts => "changed-facts",
            Self::Judged => "judged",
            Self::Links => "links",
            Self::ChangedLinks => "changed-links",
            Self::Bodies => "bodies",
            Self::Linked => "linked",
            Self::Outcomes => "outcomes",
        }
    }
}

/// A hash of all that a value was made of. With 128 bits no two inputs that anyone has are alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Encode, Decode)]
pub(crate) struct Key(u128);

/// What a project is linked by, besides its files: what discovery was told (manifests, settings, the list of files).
pub(crate) fn linked_by(environment: Key, options: &Options) -> Key {
    let bare: &[u8] = if options.bare { b"bare" } else { b"with settings" };
    Hasher::default().add_key(environment).add(bare).key()
}

/// What files are judged by: what they are linked by, and all rules. Of a run of some rules alone nothing is kept.
pub(crate) fn judged_by(linked_by: Key, options: &Options) -> Option<Key> {
    (options.select.is_empty() && options.ignore.is_empty()).then_some(linked_by)
}

/// Makes a [`Key`] of several texts. Each is hashed with its length, so that what stands in one can't move to the next.
#[derive(Default)]
pub(crate) struct Hasher(Xxh3);

impl Hasher {
    pub(crate) fn add(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.update(&bytes.len().to_le_bytes());
        self.0.update(bytes);
        self
    }

    pub(crate) fn add_key(&mut self, key: Key) -> &mut Self {
        self.add(&key.0.to_le_bytes())
    }

    pub(crate) fn key(&self) -> Key {
        Key(self.0.digest128())
    }
}

/// Saves bytes as a part, a checksum behind them.
fn save(cache: &dyn Cache, part: Part, bytes: &[u8]) {
    cache.save(part, &mut |to| {
        to.write_all(bytes)?;
        to.write_all(&checksum(bytes).to_le_bytes())
    });
}

fn checksum(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// What stands before the checksum of a part; none if it is damaged.
fn opened(bytes: &[u8]) -> Option<&[u8]> {
    let (body, sum) = bytes.split_last_chunk()?;
    (u64::from_le_bytes(*sum) == checksum(body)).then_some(body)
}
