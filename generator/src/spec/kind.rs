// src/spec/kind.rs - The types and modifiers of the field language, and which fit each other

//! The types and modifiers of the field language, and which fit each other.

use super::Label;
use rulebook_conventions::names::ResourceNames;

/// The type of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    String,
    /// Text of any length.
    Text,
    /// A whole number of 32 bits.
    I32,
    /// A whole number of 64 bits.
    I64,
    /// A number.
    F64,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment, in UTC.
    Datetime,
    /// One of these labels; at least two.
    Enum(Vec<Label>),
    /// A row of another resource, or of the same one.
    Ref(Box<ResourceNames>),
}

impl Kind {
    /// The words of all types, as messages list them.
    pub const WORDS: [&'static str; 10] =
        ["string", "text", "i32", "i64", "f64", "bool", "date", "datetime", "enum", "ref"];

    /// The word for the type in the field language.
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Text => "text",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F64 => "f64",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Enum(_) => "enum",
            Self::Ref(_) => "ref",
        }
    }

    /// The type that a word names, if it is one that takes no values.
    pub(super) fn plain(word: &str) -> Option<Self> {
        Some(match word {
            "string" => Self::String,
            "text" => Self::Text,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "f64" => Self::F64,
            "bool" => Self::Bool,
            "date" => Self::Date,
            "datetime" => Self::Datetime,
            _ => return None,
        })
    }

    /// Why a modifier makes no sense for the type; nothing if it does.
    pub(super) fn misfit(&self, modifier: Modifier) -> Option<&'static str> {
        let text = matches!(self, Self::String | Self::Text);
        let number = matches!(self, Self::I32 | Self::I64 | Self::F64);
        match (modifier, self) {
            (Modifier::Len, _) if !text => Some("only a string or a text has a length"),
            (Modifier::Range, _) if !number => Some("only i32, i64 and f64 have a range"),
            (Modifier::Unique, Self::Bool | Self::Enum(_)) => Some("there could be only as many rows as it has values"),
            (Modifier::Unique, Self::F64) => Some("equality of such numbers is a matter of rounding"),
            (Modifier::Unique, Self::Text) => Some("a text can be too long for an index; a string can be unique"),
            (Modifier::Default, Self::Ref(_)) => Some("no row of another resource is there from the start"),
            _ => None,
        }
    }
}

/// What can be said about a field besides its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// It may be null.
    Null,
    /// No two rows share its value.
    Unique,
    /// How many characters it has.
    Len,
    /// Between which numbers it lies.
    Range,
    /// Its value where a request is silent.
    Default,
}

impl Modifier {
    /// All of them, in the order of the canonical spelling.
    pub const ALL: [Self; 5] = [Self::Null, Self::Unique, Self::Len, Self::Range, Self::Default];

    /// The word for it in the field language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unique => "unique",
            Self::Len => "len",
            Self::Range => "range",
            Self::Default => "default",
        }
    }

    /// An example of its value; nothing if it takes none.
    pub(super) fn example(self) -> Option<&'static str> {
        match self {
            Self::Null | Self::Unique => None,
            Self::Len => Some("len=1..80"),
            Self::Range => Some("range=0..9"),
            Self::Default => Some("default=0"),
        }
    }
}
