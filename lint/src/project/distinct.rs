// src/project/distinct.rs - A row of values many of which are the same

//! A row of values many of which are the same: each is kept once, and a number stands for it.

/// A row of values, some absent.
#[derive(Debug)]
pub(super) struct Distinct<T> {
    /// For each place the number of its value, from one; zero where there is none.
    numbers: Box<[u32]>,
    values: Box<[T]>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { numbers: Box::default(), values: Box::default() }
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

impl<T> Making<T> {
    /// With room for so many places.
    pub(super) fn new(places: usize) -> Self {
        Self { numbers: Vec::with_capacity(places), values: Vec::new() }
    }

    /// Keeps a value; the number that stands for it.
    pub(super) fn add(&mut self, value: T) -> Number {
        self.values.push(value);
        Number(self.values.len() as u32)
    }

    /// Adds a place.
    pub(super) fn push(&mut self, number: Number) {
        self.numbers.push(number.0);
    }

    pub(super) fn done(self) -> Distinct<T> {
        Distinct { numbers: self.numbers.into(), values: self.values.into() }
    }
}

/// What stands for a value of one [`Making`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Number(u32);

impl Number {
    /// Stands for no value.
    pub(super) const NONE: Self = Self(0);
}
