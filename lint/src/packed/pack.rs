// src/packed/pack.rs - What small records are as numbers

//! What small records are as numbers.

pub use super::row::Numbers;
use crate::source::facts::Span;

/// What is made of numbers, always as many, and twelve at most.
pub trait Pack: Copy {
    /// How many.
    const NUMBERS: usize;

    /// The width of each in bytes in most rows, if those are to be read fast. A row whose numbers fit these widths has them.
    const USUAL: &'static [usize] = &[];

    /// Gives each to `put`.
    fn put(&self, put: &mut impl FnMut(u32));

    /// What was put, from the same numbers.
    fn take(numbers: &mut Numbers<'_>) -> Self;
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
        numbers.lessen();
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
