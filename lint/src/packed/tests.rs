// src/packed/tests.rs - What is read of a row is what was written, whatever its numbers are

use proptest::prelude::*;

use super::{Lists, Pack, Packed, pack_struct, pack_words};
use crate::source::facts::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    First,
    Second,
}

/// A record of each kind of number, with usual widths that many of its rows do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Record {
    number: u32,
    small: u16,
    span: Span,
    range: (u32, u32),
    maybe: Option<Span>,
    word: Word,
    is: bool,
}

pack_words!(Word { First, Second });
pack_struct!(Record {
    number: u32, small: u16, span: Span, range: (u32, u32), maybe: Option<Span>, word: Word, is: bool,
} usually [1, 2, 2, 1, 1, 1, 2, 1, 1, 1]);

/// Numbers of all widths.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), 0..=0xff_u32, 0..=0xffff_u32, 0..=0xff_ffff_u32, any::<u32>()]
}

/// No span begins at the last number there is: texts are shorter.
fn span() -> impl Strategy<Value = Span> {
    (number(), number()).prop_map(|(start, end)| Span { start: start.min(u32::MAX - 1), end })
}

fn record() -> impl Strategy<Value = Record> {
    let numbers = (number(), any::<u16>(), span(), (number(), number()));
    (numbers, proptest::option::of(span()), any::<bool>(), any::<bool>()).prop_map(
        |((number, small, span, range), maybe, second, is)| {
            let word = if second { Word::Second } else { Word::First };
            Record { number, small, span, range, maybe, word, is }
        },
    )
}

/// One whose numbers fit the usual widths.
fn usual() -> impl Strategy<Value = Record> {
    (0..=0xff_u32, 0..=0xfe_u32, any::<bool>()).prop_map(|(number, start, is)| {
        let span = Span { start, end: start + number };
        Record { number, small: 0, span, range: (start, start + 1), maybe: is.then_some(span), word: Word::First, is }
    })
}

fn all<T: Pack>(row: &Packed<T>) -> Vec<T> {
    row.iter().collect()
}

proptest! {
    #[test]
    fn what_is_read_is_what_was_written(
        records in prop_oneof![prop::collection::vec(record(), 0..40), prop::collection::vec(usual(), 0..40)],
        from in 0_usize..50,
    ) {
        let mut row = Packed::default();
        for (at, record) in records.iter().enumerate() {
            prop_assert_eq!(row.push(*record), at);
        }
        let open = row.clone();
        row.close();
        prop_assert!(matches!(row, Packed::Closed(_)) || records.is_empty());
        for row in [&open, &row] {
            prop_assert_eq!(row.len(), records.len());
            prop_assert_eq!(&all(row), &records);
            let rest = row.iter_from(from);
            prop_assert_eq!(rest.len(), records.len().saturating_sub(from));
            prop_assert_eq!(rest.collect::<Vec<_>>(), records.get(from..).unwrap_or_default());
            prop_assert_eq!(row.get(from), records.get(from).copied());
        }
        // Opened again it can grow.
        let more = records.iter().copied().chain(records.first().copied());
        row.open().extend(records.first());
        row.close();
        prop_assert_eq!(all(&row), more.collect::<Vec<_>>());
    }

    #[test]
    fn any_bytes_may_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200), at in any::<usize>()) {
        let row: Packed<Record> = Packed::Closed(bytes.into());
        prop_assert_eq!(row.iter().count(), row.len());
        prop_assert_eq!(row.get(row.len()), None);
        row.get(at);
        row.iter_from(at).for_each(drop);
    }

    #[test]
    fn places_are_found_in_a_row_that_is_sorted(mut numbers in prop::collection::vec(number(), 0..40), by in number()) {
        numbers.sort_unstable();
        let row = Packed::closed(&numbers);
        prop_assert_eq!(row.partition_point(|number| number < by), numbers.partition_point(|number| *number < by));
    }

    #[test]
    fn lists_are_what_was_put_in(lists in prop::collection::vec(prop::collection::vec(number(), 0..4), 0..10)) {
        let kept: Lists<u32> = lists.iter().cloned().collect();
        for (at, list) in lists.iter().enumerate() {
            prop_assert_eq!(&kept.get(at).collect::<Vec<_>>(), list);
        }
        prop_assert_eq!(kept.get(lists.len()).count(), 0);
    }
}

#[test]
fn rows_are_as_small_as_their_numbers() {
    let spans =
        |start: u32| -> Packed<Span> { (0..100).map(|at| Span { start: start + at, end: start + at }).collect() };
    let bytes = |row: Packed<Span>| match row {
        Packed::Closed(bytes) => bytes.len(),
        Packed::Open(_) => 0,
    };
    // Two bytes for the place and one for the length are usual, with eight before them and three behind.
    assert_eq!(bytes(spans(0)), 8 + 300 + 3);
    assert_eq!(bytes(spans(65_000)), 8 + 300 + 3);
    assert_eq!(bytes(spans(70_000)), 8 + 300 + 3);
    let bools: Packed<bool> = [false; 5].into_iter().collect();
    assert_eq!(all(&bools), [false; 5]);
}
