// src/plan/settle.rs - What becomes of a file that is rendered anew where people may have been

//! What becomes of a file that is rendered anew where people may have been.

use super::meaning;
use super::merge::{self, Merged};

/// The folder of what is never changed once it is there: it may have run.
const MIGRATIONS: &str = "migrations/";

/// What becomes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It says what it would say.
    AsIs,
    /// It is not there and never was.
    Create,
    /// A person deleted it.
    Deleted,
    /// It is there, and nothing tells what of it was made.
    NotOurs,
    /// A migration that may have run.
    Ran,
    /// Nobody edited it: the new text takes its place.
    Update,
    /// It was edited, and what it is made from says nothing new.
    Kept,
    /// It was edited, and the new text goes well with that.
    Merged(String),
    /// It was edited where the new text differs too.
    Conflict(String),
    /// A conflict of an earlier run is still in it.
    Unsettled,
}

/// Decides by what was made (`base`), what is there (`now`) and what would be made.
pub(super) fn fate(path: &str, base: Option<&str>, now: Option<&str>, new: &str) -> Fate {
    let (now, base) = match (now, base) {
        (None, None) => return Fate::Create,
        (None, Some(_)) => return Fate::Deleted,
        (Some(now), _) if meaning::same(path, now, new) => return Fate::AsIs,
        (Some(_), None) => return Fate::NotOurs,
        (Some(now), Some(base)) => (now, base),
    };
    if path.starts_with(MIGRATIONS) {
        Fate::Ran
    } else if meaning::same(path, now, base) {
        Fate::Update
    } else if merge::has_markers(now) {
        Fate::Unsettled
    } else if meaning::same(path, base, new) {
        Fate::Kept
    } else {
        match merge::merge(path, base, now, new) {
            Merged::Clean(text) => Fate::Merged(text),
            Merged::Conflict(text) => Fate::Conflict(text),
        }
    }
}

impl Fate {
    /// What a person is told of it, if anything.
    pub(super) fn note(&self, path: &str) -> Option<String> {
        match self {
            Self::AsIs | Self::Create | Self::Update | Self::Ran => None,
            Self::Deleted => Some(format!("{path} was deleted: it stays deleted")),
            Self::NotOurs => Some(format!("{path} is left as it is: nothing tells what of it was made")),
            Self::Kept => Some(format!("{path} is kept as it is (edited)")),
            Self::Merged(_) => Some(format!("{path} was edited: the changes are merged into it")),
            Self::Conflict(_) => Some(format!("{path} has conflicts: choose between the marked lines")),
            Self::Unsettled => {
                Some(format!("{path} is left as it is: it has conflict markers, to be settled before it can change"))
            }
        }
    }

    /// Whether a person has to choose between two texts.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Unsettled)
    }

    /// What is written over the file, if anything. A file that is not ours is never written over.
    pub(super) fn text<'a>(&'a self, new: &'a str) -> Option<&'a str> {
        match self {
            Self::Create | Self::Update => Some(new),
            Self::Merged(text) | Self::Conflict(text) => Some(text),
            _ => None,
        }
    }

    /// Whether the new text is what later edits are told by.
    pub(super) fn takes_base(&self) -> bool {
        !matches!(self, Self::Deleted | Self::NotOurs | Self::Ran | Self::Unsettled)
    }
}
