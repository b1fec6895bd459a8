// src/packed/mod.rs - Rows of small records, each number in as few bytes as the row needs

//! Rows of small records, each number in as few bytes as the row needs.
//!
//! A file says thousands of small things, and nearly all the memory of a run is what they are kept in. Most of their numbers
//! are places in a text of some kilobytes: two bytes hold them. So a record is taken apart into numbers, and a row that is
//! done has for each of these a width, of none to four bytes, that the largest in it fits.
//!
//! Invariants: a record that is read is the one that was written. A row is open while it grows and closed once; reading it
//! is the same either way. Any bytes may be read as a row: what they say may make no sense, but does not panic.

mod pack;
mod row;
#[cfg(test)]
mod tests;

use std::{iter, slice};

use bitcode::{Decode, Encode};

pub use pack::{Numbers, Pack};
pub(crate) use pack::{pack_numbers, pack_struct, pack_words};
use row::Row;

/// A row of records. Empty ones take no memory but their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Encode, Decode)]
pub enum Packed<T> {
    /// One that grows. None is kept between runs.
    Open(#[bitcode(skip, bound_type = "Vec<T>")] Vec<T>),
    /// One that is done: the width of each number, the records, and as much behind them that a whole number can be read
    /// anywhere.
    Closed(Box<[u8]>),
}

impl<T> Default for Packed<T> {
    fn default() -> Self {
        Self::Open(Vec::new())
    }
}

impl<T: Pack> Packed<T> {
    /// How many records there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Open(records) => records.len(),
            Self::Closed(bytes) => Row::of(bytes).len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each record from the one at a place on.
    pub fn iter_from(&self, at: usize) -> Iter<'_, T> {
        Iter(match self {
            Self::Open(records) => Records::Open(records.get(at..).unwrap_or_default().iter()),
            Self::Closed(bytes) => Records::Closed(Row::of(bytes).from(at)),
        })
    }

    /// The records of a run.
    pub fn run(&self, Run { first, count }: Run) -> iter::Take<Iter<'_, T>> {
        self.iter_from(first as usize).take(count as usize)
    }

    /// Those from a place on.
    pub fn since(&self, first: usize) -> Run {
        Run { first: first as u32, count: self.len().saturating_sub(first) as u32 }
    }

    /// Each record.
    pub fn iter(&self) -> Iter<'_, T> {
        self.iter_from(0)
    }

    /// The record at a place.
    #[inline]
    pub fn get(&self, at: usize) -> Option<T> {
        match self {
            Self::Open(records) => records.get(at).copied(),
            Self::Closed(bytes) => read(bytes, at),
        }
    }

    /// The record at a place that is there.
    ///
    /// # Panics
    /// If none is there.
    #[inline]
    pub fn at(&self, at: usize) -> T {
        match self {
            Self::Open(records) => records[at],
            Self::Closed(bytes) => match read(bytes, at) {
                Some(record) => record,
                None => unreachable!("record {at} of {}", self.len()),
            },
        }
    }

    /// The first place whose record is not like those before it, of a row where all that are like those come first.
    pub fn partition_point(&self, is_before: impl Fn(T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.get(middle).is_some_and(&is_before) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Adds a record; the place where it is.
    pub fn push(&mut self, record: T) -> usize {
        let records = self.open();
        records.push(record);
        records.len() - 1
    }

    /// The records as a vector, to change them. A row that is closed is opened again.
    pub fn open(&mut self) -> &mut Vec<T> {
        if let Self::Closed(_) = self {
            *self = Self::Open(self.iter().collect());
        }
        match self {
            Self::Open(records) => records,
            Self::Closed(_) => unreachable!("it is open"),
        }
    }

    /// To be called when all are there: keeps them in as few bytes as they need.
    pub fn close(&mut self) {
        if let Self::Open(records) = self {
            *self = Self::closed(records);
        }
    }

    /// A row of these.
    pub fn closed(records: &[T]) -> Self {
        if records.is_empty() { Self::default() } else { Self::Closed(row::written(records)) }
    }
}

/// The record at a place of a closed row.
#[inline(never)]
fn read<T: Pack>(bytes: &[u8], at: usize) -> Option<T> {
    Row::of(bytes).get(at)
}

/// Records that stand one after the other in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Encode, Decode)]
pub struct Run {
    /// The place of the first.
    pub first: u32,
    /// How many there are.
    pub count: u32,
}

/// Lists of records, one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Lists<T> {
    /// Where each ends among all records.
    ends: Packed<u32>,
    all: Packed<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self { ends: Packed::default(), all: Packed::default() }
    }
}

impl<T: Pack> Lists<T> {
    /// The records of the list at a place; none where there is no list.
    pub fn get(&self, at: usize) -> iter::Take<Iter<'_, T>> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or_default();
        let end = self.ends.get(at).unwrap_or_default();
        self.all.iter_from(start as usize).take(end.saturating_sub(start) as usize)
    }
}

impl<T: Pack, L: IntoIterator<Item = T>> FromIterator<L> for Lists<T> {
    fn from_iter<I: IntoIterator<Item = L>>(lists: I) -> Self {
        let mut all: Vec<T> = Vec::new();
        let ends = lists.into_iter().map(|list| {
            all.extend(list);
            all.len() as u32
        });
        let ends = ends.collect();
        Self { ends, all: Packed::closed(&all) }
    }
}

/// The records of a row, one after the other.
pub struct Iter<'r, T>(Records<'r, T>);

enum Records<'r, T> {
    Open(slice::Iter<'r, T>),
    Closed(Row<'r>),
}

impl<T: Pack> Iterator for Iter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Records::Open(records) => records.next().copied(),
            Records::Closed(row) => row.next(),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match &self.0 {
            Records::Open(records) => records.len(),
            Records::Closed(row) => row.len(),
        };
        (left, Some(left))
    }
}

impl<T: Pack> ExactSizeIterator for Iter<'_, T> {}

impl<'r, T: Pack> IntoIterator for &'r Packed<T> {
    type Item = T;
    type IntoIter = Iter<'r, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Pack> FromIterator<T> for Packed<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        Self::closed(&records.into_iter().collect::<Vec<T>>())
    }
}
