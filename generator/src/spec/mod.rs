// src/spec/mod.rs - What a resource is: its names and fields, checked

//! What a resource is: its names and fields, checked.
//!
//! A [`ResourceSpec`] can only be made by the [`gate`], so whoever holds one holds valid names, types that fit their
//! modifiers and references that lead somewhere. Its text form ([`FieldSpec::token`]) is the field language again, in one
//! canonical spelling: two specs are the same if and only if their tokens are.

mod field;
pub mod file;
pub mod gate;
mod kind;
mod labels;
mod order;
mod syntax;
#[cfg(test)]
mod tests;
pub(crate) mod value;

use std::fmt::Write;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::error::Place;
use rulebook_conventions::names::{FieldName, ResourceNames};

pub use kind::{Kind, Modifier};
pub use labels::Label;

/// A word of the input and where it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word.
    pub text: String,
    /// Where it was given.
    pub place: Place,
}

/// A resource as it was asked for, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceRequest {
    /// Its name.
    pub name: Token,
    /// The plural, where the inflection table is to be overruled.
    pub plural: Option<Token>,
    /// Its fields in the field language.
    pub fields: Vec<Token>,
}

impl ResourceRequest {
    /// A request as the command line gives it.
    pub fn from_arguments(name: &str, plural: Option<&str>, fields: &[String]) -> Self {
        let token = |(index, text): (usize, &str)| Token { text: text.to_owned(), place: Place::Argument(index) };
        Self {
            name: token((0, name)),
            plural: plural.map(|plural| token((0, plural))),
            fields: fields.iter().enumerate().map(|(i, field)| token((i + 1, field))).collect(),
        }
    }
}

/// A checked resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceSpec {
    /// All forms of its name.
    pub names: ResourceNames,
    /// Its fields in the order in which they were given.
    pub fields: Vec<FieldSpec>,
}

impl ResourceSpec {
    /// The fields in the field language, each in its canonical spelling.
    pub fn tokens(&self) -> Vec<String> {
        self.fields.iter().map(FieldSpec::token).collect()
    }

    /// The resources that this one refers to, itself and doubles left out.
    pub fn references(&self) -> Vec<&str> {
        let mut targets: Vec<&str> = self
            .fields
            .iter()
            .filter_map(|field| match &field.kind {
                Kind::Ref(target) if target.snake != self.names.snake => Some(target.snake.as_str()),
                _ => None,
            })
            .collect();
        targets.sort_unstable();
        targets.dedup();
        targets
    }
}

/// A checked field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldSpec {
    /// Its name; for a reference that of the column, `workspace_id`.
    pub name: FieldName,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be null.
    pub null: bool,
    /// Whether no two rows may share its value.
    pub unique: bool,
    /// How many characters a text may have.
    pub len: Option<RangeInclusive<usize>>,
    /// Which numbers it may be.
    pub range: Option<Range>,
    /// What it is where a request is silent.
    pub default: Option<Value>,
}

impl Eq for FieldSpec {}

impl FieldSpec {
    /// The field in the field language, in its one canonical spelling.
    pub fn token(&self) -> String {
        let mut token = match &self.kind {
            Kind::Ref(target) => {
                let name = self.name.name.strip_suffix("_id").unwrap_or(&self.name.name);
                if name == target.snake { format!("{name}:ref") } else { format!("{name}:ref={}", target.snake) }
            }
            Kind::Enum(labels) => {
                let labels: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
                format!("{}:enum={}", self.name.name, labels.join(","))
            }
            kind => format!("{}:{}", self.name.name, kind.word()),
        };
        let mut push = |modifier: Modifier, value: Option<String>| {
            // Writing to a string does not fail.
            let _ = match value {
                Some(value) => write!(token, ":{}={value}", modifier.word()),
                None => write!(token, ":{}", modifier.word()),
            };
        };
        if self.null {
            push(Modifier::Null, None);
        }
        if self.unique {
            push(Modifier::Unique, None);
        }
        if let Some(len) = &self.len {
            push(Modifier::Len, Some(format!("{}..{}", len.start(), len.end())));
        }
        if let Some(range) = &self.range {
            push(Modifier::Range, Some(range.token()));
        }
        if let Some(default) = &self.default {
            push(Modifier::Default, Some(default.token()));
        }
        token
    }

    /// Whether a create request has to name it.
    pub fn required(&self) -> bool {
        !self.null && self.default.is_none()
    }
}

/// The numbers a field may be; at least one end is there, and both belong to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// Of whole numbers.
    Int(Option<i64>, Option<i64>),
    /// Of numbers.
    Float(Option<f64>, Option<f64>),
}

impl Range {
    fn token(&self) -> String {
        fn ends<T: ToString>(min: Option<T>, max: Option<T>) -> String {
            let text = |end: Option<T>| end.map(|end| end.to_string()).unwrap_or_default();
            format!("{}..{}", text(min), text(max))
        }
        match *self {
            Self::Int(min, max) => ends(min, max),
            Self::Float(min, max) => ends(min, max),
        }
    }
}

/// A value of a field, as a default gives it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of a string or text.
    Text(String),
    /// Of an i32 or i64.
    Int(i64),
    /// Of an f64.
    Float(f64),
    /// Of a bool.
    Bool(bool),
    /// Of a date.
    Date(NaiveDate),
    /// Of a datetime.
    Datetime(DateTime<Utc>),
    /// Of an enum.
    Label(Label),
}

impl Value {
    /// The value as the field language writes it.
    pub fn token(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Int(int) => int.to_string(),
            Self::Float(float) => float.to_string(),
            Self::Bool(bool) => bool.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Datetime(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            Self::Label(label) => label.text.clone(),
        }
    }
}
