// src/models/value_models.rs - Values that many resources have: exact numbers, secrets, JSON, counts of days

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use garde::rules::length::chars::HasChars;
use garde::rules::range::{Bounds, OutOfBounds};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// An exact number with `SCALE` digits behind its point.
///
/// The database holds whole units, a cent being one of `Decimal<2>`: it compares and sorts them as
/// numbers. JSON holds a text, since a number there is rounded by most who read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, sqlx::Type)]
#[sqlx(transparent)]
pub struct Decimal<const SCALE: u8>(i64);

impl<const SCALE: u8> Decimal<SCALE> {
    /// The number of so many whole units.
    pub const fn of_units(units: i64) -> Self {
        Self(units)
    }

    /// The whole units.
    pub const fn units(self) -> i64 {
        self.0
    }
}

/// Why a text is no decimal.
#[derive(Debug, thiserror::Error)]
#[error("a text such as \"-12.5\" is expected, with at most {0} digits behind its point")]
pub struct NoDecimal(u8);

impl<const SCALE: u8> FromStr for Decimal<SCALE> {
    type Err = NoDecimal;

    fn from_str(text: &str) -> Result<Self, NoDecimal> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = !digits.is_empty() && all_digits(digits) && all_digits(fraction);
        let missing = usize::from(SCALE).checked_sub(fraction.len());
        match missing {
            Some(missing) if is_number && !text.ends_with('.') => {
                let units = format!("{whole}{fraction}{}", "0".repeat(missing)).parse();
                units.map(Self).map_err(|_| NoDecimal(SCALE))
            }
            _ => Err(NoDecimal(SCALE)),
        }
    }
}

impl<const SCALE: u8> fmt::Display for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let width = usize::from(SCALE) + 1;
        let digits = format!("{:0>width$}", self.0.unsigned_abs());
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(SCALE));
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

impl<const SCALE: u8> Serialize for Decimal<SCALE> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const SCALE: u8> Deserialize<'de> for Decimal<SCALE> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<const SCALE: u8> Bounds for Decimal<SCALE> {
    type Size = Self;

    const MIN: Self = Self(i64::MIN);
    const MAX: Self = Self(i64::MAX);

    fn validate_bounds(&self, lower: Self, upper: Self) -> Result<(), OutOfBounds> {
        match self {
            value if *value < lower => Err(OutOfBounds::Lower),
            value if *value > upper => Err(OutOfBounds::Upper),
            _ => Ok(()),
        }
    }
}

impl<const SCALE: u8> PartialSchema for Decimal<SCALE> {
    fn schema() -> RefOr<Schema> {
        let fraction = match SCALE {
            0 => String::new(),
            scale => format!("(\\.[0-9]{{1,{scale}}})?"),
        };
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::Custom("decimal".to_owned())))
            .pattern(Some(format!("^-?[0-9]+{fraction}$")))
            .into()
    }
}

impl<const SCALE: u8> ToSchema for Decimal<SCALE> {
    fn name() -> Cow<'static, str> {
        format!("Decimal{SCALE}").into()
    }
}

/// A text that is taken and never shown: neither in an answer nor in a log.
#[derive(Clone, PartialEq, Eq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text, for the code that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The error of the library would say what was there instead.
        let text = String::deserialize(deserializer);
        text.map(Self).map_err(|_| D::Error::custom("a text is expected"))
    }
}

impl HasChars for Secret {
    fn num_chars(&self) -> usize {
        self.0.chars().count()
    }
}

impl PartialSchema for Secret {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Password)))
            .into()
    }
}

impl ToSchema for Secret {}

/// Reads any JSON but null.
pub fn some_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Err(D::Error::custom("null is not allowed")),
        value => Ok(value),
    }
}

/// As [`some_json`], for a field that may be left out.
pub fn maybe_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    some_json(deserializer).map(Some)
}

/// Days to count by where the request names no number.
pub const DEFAULT_DAYS: i64 = 30;
/// Days to count by at most.
pub const MAX_DAYS: i64 = 366;

/// How many rows have a value, by the counts of those values that there are.
pub fn count_of<T: PartialEq>(counts: &[(T, i64)], value: &T) -> i64 {
    counts.iter().find(|(known, _)| known == value).map_or(0, |(_, count)| *count)
}

/// How many rows were made on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayCount {
    /// The day, in UTC.
    pub day: NaiveDate,
    /// How many rows.
    pub count: i64,
}

impl DayCount {
    /// The counts of each day from the first to the last, in their order.
    pub fn fill(first: NaiveDate, last: NaiveDate, counts: &[(NaiveDate, i64)]) -> Vec<Self> {
        let days = first.iter_days().take_while(|day| *day <= last);
        days.map(|day| Self { day, count: count_of(counts, &day) }).collect()
    }
}
