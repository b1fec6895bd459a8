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
    /// An exact number with so many digits behind its point, as [`super::FieldSpec::scale`] says.
    Decimal,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// A moment, in UTC.
    Datetime,
    /// A UUID.
    Uuid,
    /// Any JSON but null.
    Json,
    /// An e-mail address.
    Email,
    /// The address of a page, `http` or `https`.
    Url,
    /// One of these labels; at least two.
    Enum(Vec<Label>),
    /// A row of another resource, or of the same one.
    Ref(Box<ResourceNames>),
}

impl Kind {
    /// The words of all types, as messages list them.
    pub const WORDS: [&'static str; 15] = [
        "string", "text", "i32", "i64", "f64", "decimal", "bool", "date", "datetime", "uuid", "json", "enum", "email",
        "url", "ref",
    ];

    /// The word for the type in the field language.
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Text => "text",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::F64 => "f64",
            Self::Decimal => "decimal",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Uuid => "uuid",
            Self::Json => "json",
            Self::Email => "email",
            Self::Url => "url",
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
            "decimal" => Self::Decimal,
            "bool" => Self::Bool,
            "date" => Self::Date,
            "datetime" => Self::Datetime,
            "uuid" => Self::Uuid,
            "json" => Self::Json,
            "email" => Self::Email,
            "url" => Self::Url,
            _ => return None,
        })
    }

    /// Whether values of the type are text with a length.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self, Self::String | Self::Text | Self::Email | Self::Url)
    }

    /// Whether lists are narrowed by such values without being asked: rows share them, or they name one row.
    pub(crate) fn is_filter(&self) -> bool {
        matches!(self, Self::Bool | Self::Enum(_) | Self::Ref(_) | Self::I32 | Self::I64 | Self::Date | Self::Uuid)
    }

    /// Whether lists are sorted by such values without being asked: their order means something to a person.
    pub(crate) fn is_sort(&self) -> bool {
        matches!(self, Self::String | Self::I32 | Self::I64 | Self::Decimal | Self::Date | Self::Datetime)
    }

    /// Why a modifier makes no sense for the type; nothing if it does.
    pub(super) fn misfit(&self, modifier: Modifier) -> Option<&'static str> {
        let number = matches!(self, Self::I32 | Self::I64 | Self::F64 | Self::Decimal);
        let secret = matches!(self, Self::String | Self::Text);
        match (modifier, self) {
            (Modifier::Len, _) if !self.is_text() => Some("only string, text, email and url have a length"),
            (Modifier::Range, _) if !number => Some("only i32, i64, f64 and decimal have a range"),
            (Modifier::Scale, _) if *self != Self::Decimal => {
                Some("only a decimal has digits behind its point to count")
            }
            (Modifier::Secret, _) if !secret => Some("only a string or a text is kept secret"),
            (Modifier::Parent, _) if !matches!(self, Self::Ref(_)) => Some("only a reference can be to a parent"),
            (Modifier::Unique, Self::Bool | Self::Enum(_)) => Some("there could be only as many rows as it has values"),
            (Modifier::Unique | Modifier::Filter, Self::F64) => {
                Some("equality of such numbers is a matter of rounding")
            }
            (Modifier::Unique | Modifier::Index, Self::Text) => {
                Some("a text can be too long for an index; a string can have one")
            }
            (Modifier::Filter, Self::Text) => Some("nobody looks for a whole text; a string can be a filter"),
            (Modifier::Unique | Modifier::Index | Modifier::Filter | Modifier::Sort, Self::Json) => {
                Some("JSON has no order, and equal values can be written differently")
            }
            (Modifier::Sort, Self::Text | Self::Bool | Self::Uuid | Self::Ref(_)) => {
                Some("its order would mean nothing to a person")
            }
            (Modifier::Default, Self::Ref(_)) => Some("no row of another resource is there from the start"),
            (Modifier::Default, Self::Json | Self::Uuid) => Some("such a value is not written on a command line"),
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
    /// It has an index, though no list needs one.
    Index,
    /// Lists can be narrowed to a value of it.
    Filter,
    /// Lists can be sorted by it.
    Sort,
    /// Who may see what it refers to may see the row, and nobody else.
    Parent,
    /// It is taken and never shown.
    Secret,
    /// How many characters it has.
    Len,
    /// Between which numbers it lies.
    Range,
    /// How many digits are behind its point.
    Scale,
    /// Its value where a request is silent.
    Default,
}

impl Modifier {
    /// All of them, in the order of the canonical spelling. Those that the value of another one is read by come first.
    pub const ALL: [Self; 11] = [
        Self::Null,
        Self::Unique,
        Self::Index,
        Self::Filter,
        Self::Sort,
        Self::Parent,
        Self::Secret,
        Self::Len,
        Self::Scale,
        Self::Range,
        Self::Default,
    ];

    /// The word for it in the field language.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Unique => "unique",
            Self::Index => "index",
            Self::Filter => "filter",
            Self::Sort => "sort",
            Self::Parent => "parent",
            Self::Secret => "secret",
            Self::Len => "len",
            Self::Range => "range",
            Self::Scale => "scale",
            Self::Default => "default",
        }
    }

    /// An example of its value; nothing if it takes none.
    pub(super) fn example(self) -> Option<&'static str> {
        match self {
            Self::Null | Self::Unique | Self::Index | Self::Filter | Self::Sort | Self::Parent | Self::Secret => None,
            Self::Len => Some("len=1..80"),
            Self::Range => Some("range=0..9"),
            Self::Scale => Some("scale=2"),
            Self::Default => Some("default=0"),
        }
    }
}
