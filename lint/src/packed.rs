// src/packed.rs - Rows of small records, each number in as few bytes as the row needs

//! Rows of small records, each number in as few bytes as the row needs.
//!
//! A file says thousands of small things, and nearly all the memory of a run is what they are kept in. Most of their numbers
//! are places in a text of some kilobytes: two bytes hold them. So a record is taken apart into numbers, and a row that is
//! done has for each of these a width, of none to four bytes, that the largest in it fits.
//!
//! Invariants: a record that is read is the one that was written. A row is open while it grows and closed once; reading it
//! is the same either way. Any bytes may be read as a row: what they say may make no sense, but does not panic.

use std::{iter, slice};

use bitcode::{Decode, Encode};

use crate::source::facts::Span;

/// What is made of numbers, always as many.
pub trait Pack: Sized {
    /// How many; [`MOST`] at most.
    const NUMBERS: usize;

    /// The width of each in most rows, as far as any is to be read without looking: such rows are read faster. A row whose
    /// numbers all fit these widths has them.
    const USUAL: &'static [usize] = &[];

    /// Gives each to `put`.
    fn put(&self, put: &mut impl FnMut(u32));

    /// Made of what was put, in the same order.
    fn take(numbers: &mut Numbers<'_>) -> Self;
}

/// The most numbers of a record.
const MOST: usize = 12;

/// The most bytes of a number.
const WIDEST: usize = 4;

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

/// The numbers of a record that is read.
pub struct Numbers<'r> {
    bytes: &'r [u8],
    /// Where the next begins.
    at: usize,
    widths: Widths,
    /// By how much the next is less than what stands there.
    less: u32,
}

impl Numbers<'_> {
    /// The next; zero behind the last.
    #[inline(always)]
    pub fn number(&mut self) -> u32 {
        let number = self.peek();
        self.skip();
        number.wrapping_sub(std::mem::take(&mut self.less))
    }

    #[inline(always)]
    fn peek(&self) -> u32 {
        let word = self.bytes.get(self.at..self.at + WIDEST).and_then(<[u8]>::first_chunk);
        word.map_or(0, |word| u32::from_le_bytes(*word) & self.widths.mask())
    }

    #[inline(always)]
    fn skip(&mut self) {
        self.at += self.widths.next();
    }
}

/// How many bytes each number of a record takes: three bits each, the first the lowest. Above them, how many a record does.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Widths(u64);

impl Widths {
    const BITS: u32 = 3;
    const OF_RECORD: u32 = Self::BITS * MOST as u32;
    /// The bits that a number of each width has.
    const MASKS: [u32; 8] = [0, 0xff, 0xffff, 0x00ff_ffff, u32::MAX, u32::MAX, u32::MAX, u32::MAX];

    const fn of(widths: &[usize]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < widths.len() {
            all += (widths[at] as u64) << (Self::BITS * at as u32);
            all += (widths[at] as u64) << Self::OF_RECORD;
            at += 1;
        }
        Self(all)
    }

    #[inline(always)]
    const fn record(self) -> usize {
        (self.0 >> Self::OF_RECORD) as usize
    }

    #[inline(always)]
    fn mask(self) -> u32 {
        Self::MASKS[self.first()]
    }

    #[inline(always)]
    fn first(self) -> usize {
        (self.0 & 0b111) as usize
    }

    /// The width of the first number; what is left are those of the others.
    #[inline(always)]
    fn next(&mut self) -> usize {
        let first = self.first();
        self.0 >>= Self::BITS;
        first
    }
}

/// A closed row, looked at.
struct Row<'r> {
    widths: Widths,
    records: &'r [u8],
}

impl<'r> Row<'r> {
    #[inline]
    fn of(bytes: &'r [u8]) -> Self {
        let (widths, records) = bytes.split_first_chunk().unwrap_or((&[0; 8], &[]));
        Self { widths: Widths(u64::from_le_bytes(*widths)), records }
    }

    /// How many bytes a record takes; one at least.
    #[inline]
    fn stride(&self) -> usize {
        self.widths.record().max(1)
    }

    fn len(&self) -> usize {
        self.records.len().saturating_sub(WIDEST - 1) / self.stride()
    }

    #[inline]
    fn get<T: Pack>(&self, at: usize) -> Option<T> {
        if self.is_usual::<T>() {
            let at = at.checked_mul(const { Widths::of(T::USUAL).record() })?;
            return read_usual(self.records.get(at..)?);
        }
        let at = at.checked_mul(self.stride())?;
        // What follows the last record is no record.
        let bytes = self.records.get(at..at + self.stride() + WIDEST - 1)?;
        Some(read_any(bytes, self.widths))
    }

    #[inline(always)]
    fn is_usual<T: Pack>(&self) -> bool {
        !T::USUAL.is_empty() && self.widths == const { Widths::of(T::USUAL) }
    }
}

/// As [`read_any`]. With widths that it knows beforehand the compiler makes something better of it.
#[inline]
fn read_usual<T: Pack>(bytes: &[u8]) -> Option<T> {
    let bytes = bytes.get(..const { Widths::of(T::USUAL).record() + WIDEST - 1 })?;
    Some(T::take(&mut Numbers { bytes, at: 0, widths: const { Widths::of(T::USUAL) }, less: 0 }))
}

/// The record at a place of a closed row.
#[inline(never)]
fn read<T: Pack>(bytes: &[u8], at: usize) -> Option<T> {
    Row::of(bytes).get(at)
}

#[inline(never)]
fn read_any<T: Pack>(bytes: &[u8], widths: Widths) -> T {
    T::take(&mut Numbers { bytes, at: 0, widths, less: 0 })
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
    pub fn iter_from(&self, at: usize) -> Iter<'_, T>
    where
        T: Copy,
    {
        Iter(match self {
            Self::Open(records) => Records::Open(records.get(at..).unwrap_or_default().iter()),
            Self::Closed(bytes) => {
                let row = Row::of(bytes);
                let records =
                    at.checked_mul(row.stride()).and_then(|start| row.records.get(start..)).unwrap_or_default();
                match row.is_usual::<T>() {
                    true => Records::Usual(records),
                    false => Records::Closed(Row { records, ..row }),
                }
            }
        })
    }

    /// The records of a run.
    pub fn run(&self, Run { first, count }: Run) -> iter::Take<Iter<'_, T>>
    where
        T: Copy,
    {
        self.iter_from(first as usize).take(count as usize)
    }

    /// Those from a place on.
    pub fn since(&self, first: usize) -> Run {
        Run { first: first as u32, count: self.len().saturating_sub(first) as u32 }
    }

    /// Each record.
    pub fn iter(&self) -> Iter<'_, T>
    where
        T: Copy,
    {
        self.iter_from(0)
    }

    /// The record at a place.
    #[inline]
    pub fn get(&self, at: usize) -> Option<T>
    where
        T: Copy,
    {
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
    pub fn at(&self, at: usize) -> T
    where
        T: Copy,
    {
        match self {
            Self::Open(records) => records[at],
            Self::Closed(bytes) => match read(bytes, at) {
                Some(record) => record,
                None => unreachable!("record {at} of {}", self.len()),
            },
        }
    }

    /// The first place whose record is not like those before it, of a row where all that are like those come first.
    pub fn partition_point(&self, is_before: impl Fn(T) -> bool) -> usize
    where
        T: Copy,
    {
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
    pub fn push(&mut self, record: T) -> usize
    where
        T: Copy,
    {
        let records = self.open();
        records.push(record);
        records.len() - 1
    }

    /// The records as a vector, to change them. A row that is closed is opened again.
    pub fn open(&mut self) -> &mut Vec<T>
    where
        T: Copy,
    {
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
        const { assert!(T::NUMBERS <= MOST, "a record has more numbers than there is room for their widths") };
        if records.is_empty() {
            return Self::default();
        }
        if !T::USUAL.is_empty()
            && let Some(bytes) = write(records, const { widths(T::USUAL) })
        {
            return Self::Closed(bytes);
        }
        let mut bits = [0_u32; MOST];
        for record in records {
            bits.iter_mut().zip(numbers_of(record)).for_each(|(bits, number)| *bits |= number);
        }
        let widths = bits.map(|bits| (u32::BITS - bits.leading_zeros()).div_ceil(8) as usize);
        write(records, widths).map_or_else(Self::default, Self::Closed)
    }
}

/// The widths of a record, those of the numbers that it does not have included.
const fn widths(some: &[usize]) -> [usize; MOST] {
    let (mut all, mut at) = ([0; MOST], 0);
    while at < some.len() {
        all[at] = some[at];
        at += 1;
    }
    all
}

/// Records with their numbers in so many bytes each; none if those are too few.
#[inline(always)]
fn write<T: Pack>(records: &[T], widths: [usize; MOST]) -> Option<Box<[u8]>> {
    let stride = widths.iter().sum::<usize>();
    // A record takes a byte even where all that it says is nothing: so many bytes are so many records.
    let mut bytes = vec![0; size_of::<u64>() + records.len() * stride.max(1) + WIDEST - 1];
    let (header, room) = bytes.split_at_mut(size_of::<u64>());
    header.copy_from_slice(&Widths::of(&widths).0.to_le_bytes());
    let mut too_wide = 0;
    for (record, start) in records.iter().zip((0..).step_by(stride.max(1))) {
        let room = room.get_mut(start..start + stride + WIDEST - 1)?;
        let mut at = 0;
        // The upper bytes of a number, which are zero, stand where the next will.
        for (number, width) in numbers_of(record).into_iter().zip(widths).take(T::NUMBERS) {
            too_wide |= number.checked_shr(8 * width as u32).unwrap_or_default();
            if let Some(room) = room.get_mut(at..at + WIDEST) {
                room.copy_from_slice(&number.to_le_bytes());
            }
            at += width;
        }
    }
    (too_wide == 0).then(|| bytes.into())
}

/// The numbers of a record; behind them zeros.
#[inline(always)]
fn numbers_of<T: Pack>(record: &T) -> [u32; MOST] {
    let mut numbers = [0; MOST];
    let mut at = 0;
    record.put(&mut |number| {
        if let Some(room) = numbers.get_mut(at) {
            *room = number;
        }
        at += 1;
    });
    numbers
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

impl<T: Pack + Copy> Lists<T> {
    /// The records of the list at a place; none where there is no list.
    pub fn get(&self, at: usize) -> iter::Take<Iter<'_, T>> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or_default();
        let end = self.ends.get(at).unwrap_or_default();
        self.all.iter_from(start as usize).take(end.saturating_sub(start) as usize)
    }
}

impl<T: Pack + Copy, L: IntoIterator<Item = T>> FromIterator<L> for Lists<T> {
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
    /// What is left of a closed row whose widths are the usual ones.
    Usual(&'r [u8]),
    Closed(Row<'r>),
}

impl<T: Pack + Copy> Iterator for Iter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        match &mut self.0 {
            Records::Open(records) => records.next().copied(),
            Records::Usual(records) => {
                let record = read_usual(records)?;
                *records = records.get(const { Widths::of(T::USUAL).record() }..).unwrap_or_default();
                Some(record)
            }
            Records::Closed(row) => {
                let record = row.get(0)?;
                row.records = row.records.get(row.stride()..).unwrap_or_default();
                Some(record)
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = match &self.0 {
            Records::Open(records) => records.len(),
            Records::Usual(records) => Row { records, widths: const { Widths::of(T::USUAL) } }.len(),
            Records::Closed(row) => row.len(),
        };
        (left, Some(left))
    }
}

impl<T: Pack + Copy> ExactSizeIterator for Iter<'_, T> {}

impl<'r, T: Pack + Copy> IntoIterator for &'r Packed<T> {
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

impl Pack for u32 {
    const NUMBERS: usize = 1;
    const USUAL: &'static [usize] = &[2];

    fn put(&self, put: &mut impl FnMut(u32)) {
        put(*self);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        numbers.number()
    }
}

impl Pack for u16 {
    const NUMBERS: usize = 1;

    fn put(&self, put: &mut impl FnMut(u32)) {
        put((*self).into());
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        numbers.number() as Self
    }
}

impl Pack for bool {
    const NUMBERS: usize = 1;

    fn put(&self, put: &mut impl FnMut(u32)) {
        put((*self).into());
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        numbers.number() != 0
    }
}

/// A range: where it begins and how long it is.
impl Pack for (u32, u32) {
    const NUMBERS: usize = 2;

    fn put(&self, put: &mut impl FnMut(u32)) {
        put(self.0);
        put(self.1.wrapping_sub(self.0));
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let start = numbers.number();
        (start, start.wrapping_add(numbers.number()))
    }
}

impl Pack for Span {
    const NUMBERS: usize = 2;
    const USUAL: &'static [usize] = &[2, 1];

    fn put(&self, put: &mut impl FnMut(u32)) {
        (self.start, self.end).put(put);
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        let (start, end) = Pack::take(numbers);
        Self { start, end }
    }
}

/// What there may be or not: the first of its numbers is one more, or zero.
impl<T: Pack> Pack for Option<T> {
    const NUMBERS: usize = T::NUMBERS;

    fn put(&self, put: &mut impl FnMut(u32)) {
        match self {
            Some(value) => {
                let mut more = 1;
                value.put(&mut |number| put(number.wrapping_add(std::mem::take(&mut more))));
            }
            None => (0..T::NUMBERS).for_each(|_| put(0)),
        }
    }

    #[inline(always)]
    fn take(numbers: &mut Numbers<'_>) -> Self {
        if numbers.peek() == 0 {
            (0..T::NUMBERS).for_each(|_| numbers.skip());
            return None;
        }
        numbers.less = 1;
        Some(T::take(numbers))
    }
}

/// A struct is the numbers of its fields; how wide they usually are may be said behind it.
macro_rules! pack_struct {
    ($name:ident { $($field:ident: $type:ty),* $(,)? } $(usually $usual:expr)?) => {
        impl $crate::packed::Pack for $name {
            const NUMBERS: usize = 0 $(+ <$type as $crate::packed::Pack>::NUMBERS)*;
            $(const USUAL: &'static [usize] = &$usual;)?

            fn put(&self, put: &mut impl FnMut(u32)) {
                $($crate::packed::Pack::put(&self.$field, put);)*
            }

            #[inline(always)]
            fn take(numbers: &mut $crate::packed::Numbers<'_>) -> Self {
                Self { $($field: <$type as $crate::packed::Pack>::take(numbers)),* }
            }
        }
    };
}

/// What is nothing but a number.
macro_rules! pack_numbers {
    ($($name:ident),* $(,)?) => {$(
        impl $crate::packed::Pack for $name {
            const NUMBERS: usize = 1;

            fn put(&self, put: &mut impl FnMut(u32)) {
                put(self.0);
            }

            #[inline(always)]
            fn take(numbers: &mut $crate::packed::Numbers<'_>) -> Self {
                Self(<u32 as $crate::packed::Pack>::take(numbers))
            }
        }
    )*};
}

/// One of some words: its number among them.
macro_rules! pack_words {
    ($name:ident { $first:ident $(, $word:ident)* $(,)? }) => {
        impl $crate::packed::Pack for $name {
            const NUMBERS: usize = 1;

            fn put(&self, put: &mut impl FnMut(u32)) {
                put(*self as u32);
            }

            #[inline(always)]
            fn take(numbers: &mut $crate::packed::Numbers<'_>) -> Self {
                Self::numbered(<u32 as $crate::packed::Pack>::take(numbers))
            }
        }

        impl $name {
            /// The word of a number; the first, where there is none.
            #[inline(always)]
            pub(crate) fn numbered(number: u32) -> Self {
                $(if number == Self::$word as u32 {
                    return Self::$word;
                })*
                Self::$first
            }
        }
    };
}

pub(crate) use {pack_numbers, pack_struct, pack_words};
