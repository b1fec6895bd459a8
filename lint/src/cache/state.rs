// src/cache/state.rs - What the files of a run say and mean, as hashes

use bitcode::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::{Hasher, Key};
use crate::project::model::{FileId, Model};
use crate::source::facts::Language;

/// What the files of a run say and mean, as hashes.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, Encode, Decode)]
pub(crate) struct State {
    /// For each file: what it says, and what its references, types and paths mean.
    files: Vec<Key>,
    /// What belongs to no file: crates, modules, blocks, and the migrations, which all statements are about.
    frame: Key,
}

impl State {
    /// That of a linked project; `keys` are those of its files.
    pub(crate) fn of(keys: &[Key], model: &Model) -> Self {
        let mut hashers: Vec<Hasher> = keys.iter().map(|_| Hasher::default()).collect();
        for (hasher, key) in hashers.iter_mut().zip(keys) {
            hasher.add_key(*key);
        }
        for load in model.tree.load_ids() {
            if let Some(hasher) = hashers.get_mut(model.tree.load(load).file.index()) {
                hasher.add_key(Key(model.meaning(load)));
            }
        }
        let mut frame = Hasher::default();
        frame.add_key(Key(model.frame()));
        for (key, file) in keys.iter().zip(model.files()) {
            if file.facts.language == Language::Sql {
                frame.add_key(*key);
            }
        }
        Self { files: hashers.iter().map(Hasher::key).collect(), frame: frame.key() }
    }

    /// Whether the frame is what it was before: crates, loads and files are the same then, in the same order.
    pub(super) fn has_frame_of(&self, before: &Self) -> bool {
        self.frame == before.frame
    }

    /// Whether a file says and means what it did before, in the same frame.
    pub(super) fn keeps(&self, file: FileId, before: &Self) -> bool {
        self.files.get(file.index()).is_some_and(|key| before.files.get(file.index()) == Some(key))
    }
}
