// src/cache/state.rs - What the files of a run say and mean, as hashes

use super::{Hasher, Key};
use crate::project::model::{FileId, Model};
use crate::source::facts::Language;

/// What the files of a run say and mean, as hashes.
#[derive(Default, PartialEq)]
pub(crate) struct State {
    /// For each file: what it says, and what its references, types and paths mean.
    pub(super) files: Vec<Key>,
    /// What belongs to no file: crates, modules, blocks, and the migrations, which all statements are about.
    pub(super) frame: Key,
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

    /// Whether a file says and means what it did in another run with the same files.
    pub(super) fn keeps(&self, file: FileId, before: &[Key]) -> bool {
        self.files.get(file.index()).is_some_and(|key| before.get(file.index()) == Some(key))
    }
}
