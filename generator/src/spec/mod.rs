// src/spec/mod.rs - What a resource is: its names and fields, checked

//! What a resource is: its names and fields, checked.
//!
//! A [`ResourceSpec`] can only be made by the [`gate`], so whoever holds one holds valid names, types that fit their
//! modifiers and references that lead somewhere. Its text form ([`FieldSpec::token`]) is the field language again, in one
//! canonical spelling: two specs are the same if and only if their tokens are.

mod action;
mod change;
pub(crate) mod decimal;
mod field;
pub mod file;
pub mod gate;
mod kind;
mod labels;
mod order;
pub mod part;
mod syntax;
#[cfg(test)]
mod tests;
pub(crate) mod value;

use std::fmt::Write;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

use crate::error::Place;
use rulebook_conventions::case;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::{FieldName, ResourceNames};

pub use action::ActionSpec;
pub use change::ChangeRequest;
pub use decimal::Decimal;
pub(crate) use gate::user_spec;
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

impl Token {
    /// An argument of the command line.
    pub(crate) fn argument(index: usize, text: &str) -> Self {
        Self { text: text.to_owned(), place: Place::Argument(index) }
    }

    /// Arguments of the command line that follow each other, the first of which has this number.
    pub(crate) fn arguments(first: usize, words: &[String]) -> Vec<Self> {
        words.iter().zip(first..).map(|(text, index)| Self::argument(index, text)).collect()
    }
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
    /// Its actions, such as `cancel=pending,running:cancelled`.
    pub actions: Vec<Token>,
    /// Fields that can be read by themselves.
    pub subs: Vec<Token>,
    /// Whether its rows are counted: in all, by each enum and by day.
    pub analytics: bool,
}

impl ResourceRequest {
    /// A request as the command line gives it.
    pub fn from_arguments(name: &str, plural: Option<&str>, fields: &[String]) -> Self {
        Self {
            name: Token::argument(0, name),
            plural: plural.map(|plural| Token::argument(0, plural)),
            fields: Token::arguments(1, fields),
            actions: Vec::new(),
            subs: Vec::new(),
            analytics: false,
        }
    }

    /// The same, with what the options of the command line ask for besides.
    #[must_use]
    pub fn with_options(self, actions: &[String], subs: &[String], analytics: bool) -> Self {
        let first = self.fields.len() + 1;
        Self {
            actions: Token::arguments(first, actions),
            subs: Token::arguments(first + actions.len(), subs),
            analytics,
            ..self
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
    /// The transitions that a request may ask for.
    pub actions: Vec<ActionSpec>,
    /// The names of the fields that can be read by themselves.
    pub subs: Vec<String>,
    /// Whether its rows are counted.
    pub analytics: bool,
}

impl ResourceSpec {
    /// Of all specs the one that a name means, in any case, singular or plural; and the singular.
    pub(crate) fn meant<'s>(
        name: &str,
        specs: impl Iterator<Item = &'s Self> + Clone,
        inflector: &Inflector,
    ) -> (Option<&'s Self>, String) {
        let given = case::snake(name);
        let singular =
            ResourceNames::parse(name, inflector, None).map_or_else(|_| given.clone(), |(names, _)| names.snake);
        let by_name = specs.clone().find(|spec| spec.names.snake == given);
        let mut others = specs;
        let meant = by_name.or_else(|| others.find(|spec| spec.names.plural == given || spec.names.snake == singular));
        (meant, singular)
    }

    /// The reference that access goes by; the owner alone has access without one.
    pub fn parent(&self) -> Option<(&FieldSpec, &ResourceNames)> {
        self.fields.iter().filter(|field| field.parent).find_map(|field| match &field.kind {
            Kind::Ref(target) => Some((field, target.as_ref())),
            _ => None,
        })
    }

    /// Whether actions alone change the field over HTTP: it is then in no request.
    pub fn is_governed(&self, field: &FieldSpec) -> bool {
        self.actions.iter().any(|action| action.field == field.name.name)
    }

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
    /// Whether it has an index, though no list needs one.
    pub index: bool,
    /// Whether lists were asked to be narrowed by it.
    pub filter: bool,
    /// Whether lists were asked to be sorted by it.
    pub sort: bool,
    /// Whether access to the row is access to what it refers to.
    pub parent: bool,
    /// Whether it is taken and never shown.
    pub secret: bool,
    /// How many characters a text may have.
    pub len: Option<RangeInclusive<usize>>,
    /// How many digits a decimal has behind its point; nothing for other types.
    pub scale: Option<u8>,
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
        for (modifier, is_set) in [
            (Modifier::Null, self.null),
            (Modifier::Unique, self.unique),
            (Modifier::Index, self.index),
            (Modifier::Filter, self.filter),
            (Modifier::Sort, self.sort),
            (Modifier::Parent, self.parent),
            (Modifier::Secret, self.secret),
        ] {
            if is_set {
                push(modifier, None);
            }
        }
        if let Some(len) = &self.len {
            push(Modifier::Len, Some(format!("{}..{}", len.start(), len.end())));
        }
        if let Some(scale) = self.scale {
            push(Modifier::Scale, Some(scale.to_string()));
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
    /// Of exact numbers, both of one scale.
    Decimal(Option<Decimal>, Option<Decimal>),
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
            Self::Decimal(min, max) => ends(min, max),
        }
    }
}

/// A value of a field, as a default gives it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of a string, text, email or url, and of a uuid or of JSON in a test.
    Text(String),
    /// Of an i32 or i64.
    Int(i64),
    /// Of an f64.
    Float(f64),
    /// Of a decimal.
    Decimal(Decimal),
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
            Self::Decimal(decimal) => decimal.to_string(),
            Self::Bool(bool) => bool.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Datetime(time) => time.to_rfc3339_opts(SecondsFormat::AutoSi, true),
            Self::Label(label) => label.text.clone(),
        }
    }
}
