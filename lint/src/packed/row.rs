// src/packed/row.rs - Records as bytes, each number as wide as the widest of the row

//! Records as bytes, each number as wide as the widest of the row.
//!
//! Eight bytes say how wide the numbers are, the records follow, and behind them stand as many zeros as make it safe to read
//! four bytes anywhere. Most rows have the widths that are usual for their records: the compiler knows those, and what it
//! makes of reading them is nearly as quick as a struct is.

use super::pack::Pack;

/// The most numbers of a record.
const MOST: usize = 12;

/// The most bytes of a number.
const WIDEST: usize = 4;

/// How many bytes stand behind the last record.
const BEHIND: usize = WIDEST - 1;

/// How many bytes each number of a record takes: three bits each, the first the lowest. Above them, how many a record does.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Widths(u64);

impl Widths {
    const BITS: u32 = 3;
    const OF_RECORD: u32 = Self::BITS * MOST as u32;
    /// The bits that a number of each width has. None is wider than [`WIDEST`], unless the bytes are damaged.
    const MASKS: [u32; 1 << Self::BITS] = [0, 0xff, 0xffff, 0xff_ffff, u32::MAX, u32::MAX, u32::MAX, u32::MAX];

    const fn of(widths: &[usize]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < widths.len() {
            all += (widths[at] as u64) << (Self::BITS * at as u32);
            all += (widths[at] as u64) << Self::OF_RECORD;
            at += 1;
        }
        Self(all)
    }

    /// How many bytes a record takes; one at least, so that so many bytes are so many records.
    #[inline(always)]
    const fn record(self) -> usize {
        let bytes = (self.0 >> Self::OF_RECORD) as usize;
        if bytes == 0 { 1 } else { bytes }
    }

    #[inline(always)]
    fn first(self) -> usize {
        (self.0 & ((1 << Self::BITS) - 1)) as usize
    }

    /// Those of the numbers behind the first.
    #[inline(always)]
    fn rest(self) -> Self {
        Self(self.0 >> Self::BITS)
    }
}

/// The numbers of a record that is read.
pub struct Numbers<'r> {
    bytes: &'r [u8],
    /// Where the next begins.
    at: usize,
    /// The width of the next, and of those behind it.
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

    /// The next as it stands there.
    #[inline(always)]
    pub(super) fn peek(&self) -> u32 {
        let word = self.bytes.get(self.at..self.at + WIDEST).and_then(<[u8]>::first_chunk);
        word.map_or(0, |word| u32::from_le_bytes(*word) & Widths::MASKS[self.widths.first()])
    }

    #[inline(always)]
    pub(super) fn skip(&mut self) {
        self.at += self.widths.first();
        self.widths = self.widths.rest();
    }

    /// Makes the next one less than what stands there.
    #[inline(always)]
    pub(super) fn lessen(&mut self) {
        self.less = 1;
    }
}

/// A row that was written, or what is left of it.
#[derive(Clone, Copy)]
pub(super) struct Row<'r> {
    widths: Widths,
    records: &'r [u8],
}

impl<'r> Row<'r> {
    /// What bytes say.
    #[inline]
    pub(super) fn of(bytes: &'r [u8]) -> Self {
        let (widths, records) = bytes.split_first_chunk().unwrap_or((&[0; size_of::<u64>()], &[]));
        Self { widths: Widths(u64::from_le_bytes(*widths)), records }
    }

    /// How many records it has.
    pub(super) fn len(&self) -> usize {
        self.records.len().saturating_sub(BEHIND) / self.widths.record()
    }

    /// The record at a place.
    #[inline]
    pub(super) fn get<T: Pack>(&self, at: usize) -> Option<T> {
        if !self.is_usual::<T>() {
            return self.get_other(at);
        }
        let start = at.checked_mul(const { Widths::of(T::USUAL).record() })?;
        usual(self.records.get(start..)?)
    }

    #[inline(never)]
    fn get_other<T: Pack>(&self, at: usize) -> Option<T> {
        let start = at.checked_mul(self.widths.record())?;
        other(self.records.get(start..)?, self.widths)
    }

    /// What is left from a place on.
    pub(super) fn from(self, at: usize) -> Self {
        let start = at.saturating_mul(self.widths.record());
        Self { records: self.records.get(start..).unwrap_or_default(), ..self }
    }

    /// Takes the first record away.
    #[inline]
    pub(super) fn next<T: Pack>(&mut self) -> Option<T> {
        if !self.is_usual::<T>() {
            return self.next_other();
        }
        let records = self.records;
        self.records = records.get(const { Widths::of(T::USUAL).record() }..).unwrap_or_default();
        usual(records)
    }

    #[inline(never)]
    fn next_other<T: Pack>(&mut self) -> Option<T> {
        let records = self.records;
        self.records = records.get(self.widths.record()..).unwrap_or_default();
        other(records, self.widths)
    }

    #[inline(always)]
    fn is_usual<T: Pack>(&self) -> bool {
        !T::USUAL.is_empty() && self.widths == const { Widths::of(T::USUAL) }
    }
}

/// The first record of a row of the usual widths.
#[inline(always)]
fn usual<T: Pack>(records: &[u8]) -> Option<T> {
    let bytes = records.get(..const { Widths::of(T::USUAL).record() + BEHIND })?;
    Some(T::take(&mut Numbers { bytes, at: 0, widths: const { Widths::of(T::USUAL) }, less: 0 }))
}

/// The first record of a row of other widths.
#[inline(always)]
fn other<T: Pack>(records: &[u8], widths: Widths) -> Option<T> {
    let bytes = records.get(..widths.record() + BEHIND)?;
    Some(T::take(&mut Numbers { bytes, at: 0, widths, less: 0 }))
}

/// The bytes of some records.
pub(super) fn written<T: Pack>(records: &[T]) -> Box<[u8]> {
    const { assert!(T::NUMBERS <= MOST, "a record has more numbers than there is room for their widths") };
    let usual = if T::USUAL.is_empty() { None } else { write(records, const { padded(T::USUAL) }) };
    usual.or_else(|| write(records, widths_of(records))).unwrap_or_default()
}

/// The widths that the numbers of some records need.
fn widths_of<T: Pack>(records: &[T]) -> [usize; MOST] {
    let mut bits = [0_u32; MOST];
    for record in records {
        bits.iter_mut().zip(numbers_of(record)).for_each(|(bits, number)| *bits |= number);
    }
    bits.map(|bits| (u32::BITS - bits.leading_zeros()).div_ceil(8) as usize)
}

/// The widths of a record, those of the numbers that it does not have included.
const fn padded(widths: &[usize]) -> [usize; MOST] {
    let (mut all, mut at) = ([0; MOST], 0);
    while at < widths.len() {
        all[at] = widths[at];
        at += 1;
    }
    all
}

/// Records with their numbers in so many bytes each; none if those are too few.
#[inline(always)]
fn write<T: Pack>(records: &[T], widths: [usize; MOST]) -> Option<Box<[u8]>> {
    let of_row = Widths::of(&widths);
    let length = of_row.record();
    let mut bytes = vec![0; size_of::<u64>() + records.len() * length + BEHIND];
    let (header, room) = bytes.split_at_mut(size_of::<u64>());
    header.copy_from_slice(&of_row.0.to_le_bytes());
    let mut lost = 0;
    for (record, start) in records.iter().zip((0..).step_by(length)) {
        let room = room.get_mut(start..start + length + BEHIND)?;
        let mut at = 0;
        // The upper bytes of a number, which are zero, stand where the next will.
        for (number, width) in numbers_of(record).into_iter().zip(widths).take(T::NUMBERS) {
            lost |= number.checked_shr(8 * width as u32).unwrap_or_default();
            if let Some(room) = room.get_mut(at..at + WIDEST) {
                room.copy_from_slice(&number.to_le_bytes());
            }
            at += width;
        }
    }
    (lost == 0).then(|| bytes.into())
}

/// The numbers of a record; behind them zeros.
#[inline(always)]
fn numbers_of<T: Pack>(record: &T) -> [u32; MOST] {
    let mut numbers = [0; MOST];
    let mut room = numbers.iter_mut();
    record.put(&mut |number| room.next().into_iter().for_each(|room| *room = number));
    numbers
}
