// src/project/distinct.rs - A row of values many of which are the same

//! A row of values many of which are the same: each is kept once, and a number stands for it.

use std::cell::OnceCell;

use bitcode::{Decode, Encode};

use crate::packed::Packed;

/// A row of values, some absent.
#[derive(Debug, Hash, Encode, Decode)]
pub(super) struct Distinct<T> {
    /// For each place the number of its value, from one; zero where there is none.
    numbers: Packed<u32>,
    values: Box<[T]>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { numbers: Packed::default(), values: Box::default() }
    }
}

impl<T> Distinct<T> {
    /// The value at a place.
    pub(super) fn get(&self, at: usize) -> Option<&T> {
        let number = self.numbers.get(at)?.checked_sub(1)?;
        self.values.get(number as usize)
    }
}

/// A [`Distinct`] that is being made.
pub(super) struct Making<T> {
    numbers: Vec<u32>,
    values: Vec<T>,
}

/// What stands for a value of one [`Making`], or for none.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(u32);

impl<T> Making<T> {
    /// With room for so many places.
    pub(super) fn new(places: usize) -> Self {
        Self { numbers: Vec::with_capacity(places), values: Vec::new() }
    }

    /// Adds a place without a value.
    pub(super) fn push_none(&mut self) {
        self.numbers.push(0);
    }

    /// Adds a place whose value others share: it is worked out for the first of them.
    pub(super) fn push(&mut self, known: &OnceCell<Number>, value: impl FnOnce() -> Option<T>) {
        let Number(number) = *known.get_or_init(|| {
            let Some(value) = value() else { return Number(0) };
            self.values.push(value);
            Number(self.values.len() as u32)
        });
        self.numbers.push(number);
    }

    pub(super) fn done(self) -> Distinct<T> {
        Distinct { numbers: Packed::closed(&self.numbers), values: self.values.into() }
    }
}
