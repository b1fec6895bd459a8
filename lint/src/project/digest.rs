// src/project/digest.rs - A hash of values of the model

//! A hash of values of the model.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

/// A hash of a value, as its `Hash` says what it is made of. It is the same in each run of a program, and no other.
pub(crate) fn digest(value: &impl Hash) -> u128 {
    digest_of(|to| value.hash(to))
}

/// A hash of values that are told one after the other.
pub(super) fn digest_of(tell: impl FnOnce(&mut Bytes)) -> u128 {
    let mut bytes = Bytes(Vec::with_capacity(ROOM));
    tell(&mut bytes);
    xxh3_128(&bytes.0)
}

/// What most values take, in bytes.
const ROOM: usize = 8 * 1024;

/// All that is hashed, in a row: values are small and many, and one hash of much is quicker than much put into one.
pub(super) struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        xxh3_64(&self.0)
    }
}
