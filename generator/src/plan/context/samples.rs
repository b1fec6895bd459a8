// src/plan/context/samples.rs - Values to test a field with: right ones, wrong ones, and those at a bound

//! Values to test a field with: right ones, wrong ones, and those at a bound.
//!
//! A right value is never the field's default, where there is a choice: a test that sends it then sees that it was kept.

use chrono::{DateTime, NaiveDate};
use serde::Serialize;

use super::literal::{float, json, json_int, rust, sql};
use super::others;
use crate::plan::rust_text::string_literal;
use crate::spec::value::default_len;
use crate::spec::{FieldSpec, Kind, Label, Range, Value};
use rulebook_conventions::case;

/// The values to test one field with, expressions all of them. For a reference `valid` and `other` are empty: a test makes the rows itself.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Samples {
    /// For `json!`.
    valid: String,
    /// For `json!`; another one than `valid`.
    other: String,
    /// `valid` as an expression of the borrowed type.
    rust: String,
    /// `other` as an expression of the borrowed type.
    rust_other: String,
    /// For `json!`: as many right values as there are, three at most, no two the same.
    values: Vec<String>,
    invalid: Vec<Sample>,
    bounds: Vec<Sample>,
    /// For `json!`: values just past a bound that the field's type can hold.
    beyond: Vec<String>,
}

impl Samples {
    /// How many rows there can be at once, by this field, if it is unique.
    pub(super) fn rows(&self) -> usize {
        self.values.len()
    }
}

/// One value with a few words on why it is wrong, or what is special about it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Sample {
    json: String,
    why: String,
}

/// The samples of a field; `enum_type` is the type of an enum field.
pub(super) fn of(field: &FieldSpec, enum_type: &str) -> Samples {
    let values = valid(field);
    let (valid, other) = (values.first(), values.get(1));
    let (mut invalid, bounds) = around(field);
    if !field.null {
        invalid.push(sample("null", "null"));
    }
    let text = |value: Option<&Value>, text: &dyn Fn(&Value) -> String| value.map(text).unwrap_or_default();
    if field.kind == Kind::Json {
        let values = others::JSON.map(str::to_owned);
        let [valid, other, _] = values.clone();
        return Samples { valid, other, values: values.into(), invalid, bounds, ..Samples::default() };
    }
    Samples {
        valid: text(valid, &json),
        other: text(other, &json),
        rust: text(valid, &|value| rust(value, enum_type)),
        rust_other: text(other, &|value| rust(value, enum_type)),
        values: values.iter().map(json).collect(),
        invalid,
        bounds,
        beyond: beyond(field),
    }
}

/// What rows get that have no value of the field, as SQLite and as PostgreSQL write it.
pub(super) fn fill(field: &FieldSpec) -> (String, String) {
    let both = |text: &str| (text.to_owned(), text.to_owned());
    match (&field.default, &field.kind) {
        (Some(value), _) => sql(value),
        (None, _) if field.null => both("NULL"),
        (None, Kind::Json) => both("'{}'"),
        // No row of another table can be made up: only a table without rows can get such a column.
        (None, Kind::Ref(_)) => both("NULL"),
        (None, Kind::Uuid) => ("zeroblob(16)".to_owned(), "'00000000-0000-0000-0000-000000000000'".to_owned()),
        (None, _) => valid(field).first().map_or_else(|| both("NULL"), sql),
    }
}

/// Three right values, fewer where there are no more.
fn valid(field: &FieldSpec) -> Vec<Value> {
    let candidates: Vec<Value> = match &field.kind {
        Kind::String | Kind::Text => texts(field),
        Kind::I32 | Kind::I64 => ints(field),
        Kind::F64 => floats(field),
        Kind::Decimal => others::decimals(field),
        Kind::Uuid => others::UUIDS.into_iter().map(|uuid| Value::Text(uuid.to_owned())).collect(),
        Kind::Email => others::emails(field),
        Kind::Url => others::urls(field),
        Kind::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Kind::Date => [(2026, 3, 14), (2027, 8, 1), (2028, 2, 29)]
            .into_iter()
            .filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day).map(Value::Date))
            .collect(),
        Kind::Datetime => [1_773_480_413, 1_806_000_000, 1_836_000_000]
            .into_iter()
            .filter_map(|seconds| DateTime::from_timestamp(seconds, 0).map(Value::Datetime))
            .collect(),
        Kind::Enum(labels) => labels.iter().cloned().map(Value::Label).collect(),
        Kind::Ref(_) | Kind::Json => Vec::new(),
    };
    let (defaults, mut others): (Vec<Value>, Vec<Value>) =
        candidates.into_iter().partition(|value| field.default.as_ref() == Some(value));
    others.extend(defaults);
    others.truncate(3);
    others
}

/// Values just past a bound that the field's type can hold.
fn beyond(field: &FieldSpec) -> Vec<String> {
    match &field.kind {
        Kind::String | Kind::Text => {
            let Some(len) = field.len.clone().or_else(|| default_len(&field.kind)) else { return Vec::new() };
            let texts = [len.start().checked_sub(1), len.end().checked_add(1)];
            texts.into_iter().flatten().map(|n| repeated('x', n)).collect()
        }
        Kind::I32 | Kind::I64 => {
            let Some(Range::Int(min, max)) = field.range else { return Vec::new() };
            let ends = [min.and_then(|end| end.checked_sub(1)), max.and_then(|end| end.checked_add(1))];
            let fits = |end: &i64| field.kind == Kind::I64 || i32::try_from(*end).is_ok();
            ends.into_iter().flatten().filter(fits).map(|end| json_int(end.into())).collect()
        }
        Kind::F64 => float_ends(field).0.into_iter().map(|sample| sample.json).collect(),
        Kind::Decimal => others::decimal_ends(field).0.into_iter().map(|sample| sample.json).collect(),
        Kind::Email | Kind::Url => others::too_long(field).into_iter().map(|sample| sample.json).collect(),
        _ => Vec::new(),
    }
}

/// Wrong values and values at a bound.
fn around(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let number = sample("5", "a number");
    match &field.kind {
        Kind::String | Kind::Text => {
            let (mut invalid, bounds) = lengths(field);
            invalid.push(number);
            (invalid, bounds)
        }
        Kind::I32 | Kind::I64 => {
            let (mut invalid, bounds) = int_ends(field);
            invalid.extend([sample("\"five\"", "a text"), sample("1.5", "a fraction")]);
            (invalid, bounds)
        }
        Kind::F64 => {
            let (mut invalid, bounds) = float_ends(field);
            invalid.push(sample("\"five\"", "a text"));
            (invalid, bounds)
        }
        Kind::Decimal => others::around_decimal(field),
        Kind::Uuid => {
            let wrong = [sample("\"no uuid\"", "a text"), sample("\"\"", "an empty text"), number];
            (wrong.into(), vec![sample("\"ffffffff-ffff-ffff-ffff-ffffffffffff\"", "the largest")])
        }
        Kind::Json => (Vec::new(), others::odd_json()),
        Kind::Email | Kind::Url => others::around_address(field),
        Kind::Bool => (vec![sample("\"yes\"", "a text"), sample("1", "a number")], Vec::new()),
        Kind::Date => (
            vec![sample("\"2026-02-30\"", "a day that is in no calendar"), sample("\"tomorrow\"", "a word"), number],
            vec![sample("\"2028-02-29\"", "a leap day")],
        ),
        Kind::Datetime => {
            (vec![sample("\"2026-03-14\"", "a day without a time"), sample("\"soon\"", "a word"), number], Vec::new())
        }
        Kind::Enum(labels) => (
            vec![sample(string_literal(&no_label(labels)), "none of the labels"), number],
            labels
                .iter()
                .map(|label| sample(string_literal(&label.text), format!("the label {}", label.text)))
                .collect(),
        ),
        Kind::Ref(_) => (vec![number], Vec::new()),
    }
}

/// Texts of different beginnings, cut or filled to a length that is right.
fn texts(field: &FieldSpec) -> Vec<Value> {
    let Some(len) = field.len.clone().or_else(|| default_len(&field.kind)) else { return Vec::new() };
    let words = case::human(&field.name.name);
    ["Sample", "Other", "Third"]
        .into_iter()
        .map(|first| {
            let mut text: String = format!("{first} {words}").chars().take(*len.end()).collect();
            let missing = len.start().saturating_sub(text.chars().count());
            text.extend(std::iter::repeat_n('x', missing));
            if text.ends_with(' ') {
                text.pop();
                text.push('x');
            }
            Value::Text(text)
        })
        .collect()
}

fn int_range(field: &FieldSpec) -> (i64, i64) {
    let (least, most) = if field.kind == Kind::I32 { (i32::MIN.into(), i32::MAX.into()) } else { (i64::MIN, i64::MAX) };
    match field.range {
        Some(Range::Int(min, max)) => (min.unwrap_or(least), max.unwrap_or(most)),
        _ => (least, most),
    }
}

fn ints(field: &FieldSpec) -> Vec<Value> {
    let (min, max) = int_range(field);
    let mut ints: Vec<i64> = Vec::new();
    for int in [1, 2, 3, 0, min, max, min.saturating_add(1)] {
        if (min..=max).contains(&int) && !ints.contains(&int) {
            ints.push(int);
        }
    }
    ints.into_iter().map(Value::Int).collect()
}

fn int_ends(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let (min, max) = int_range(field);
    let below = i128::from(min) - 1;
    let above = i128::from(max) + 1;
    let mut invalid = vec![sample(json_int(above), "one more than the most")];
    if i64::try_from(below).is_ok() {
        invalid.insert(0, sample(json_int(below), "one less than the least"));
    }
    (invalid, vec![sample(json_int(min.into()), "the least"), sample(json_int(max.into()), "the most")])
}

fn float_ends(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let Some(Range::Float(min, max)) = field.range else { return (Vec::new(), Vec::new()) };
    let step = |end: f64| (end.abs() * 1e-3).max(1.0);
    let beyond = [
        (min.map(|end| end - step(end)), "less than the least"),
        (max.map(|end| end + step(end)), "more than the most"),
    ];
    let at = [(min, "the least"), (max, "the most")];
    let samples = |ends: [(Option<f64>, &str); 2]| {
        let finite = ends.into_iter().filter_map(|(end, why)| Some((end.filter(|end| end.is_finite())?, why)));
        finite.map(|(end, why)| sample(float(end), why)).collect()
    };
    (samples(beyond), samples(at))
}

fn floats(field: &FieldSpec) -> Vec<Value> {
    let (min, max) = match field.range {
        Some(Range::Float(min, max)) => (min.unwrap_or(f64::MIN), max.unwrap_or(f64::MAX)),
        _ => (f64::MIN, f64::MAX),
    };
    let mut floats: Vec<f64> = Vec::new();
    for float in [1.5, 2.5, 0.5, min, max] {
        if (min..=max).contains(&float) && !floats.contains(&float) {
            floats.push(float);
        }
    }
    floats.into_iter().map(Value::Float).collect()
}

/// Lengths are counted in characters: the longest text is of characters of two bytes.
fn lengths(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let Some(len) = field.len.clone().or_else(|| default_len(&field.kind)) else { return (Vec::new(), Vec::new()) };
    let (min, max) = (*len.start(), *len.end());
    let mut invalid = vec![sample(repeated('x', max + 1), "one character too long")];
    if let Some(short) = min.checked_sub(1) {
        invalid.insert(0, sample(repeated('x', short), "one character too short"));
    }
    (invalid, vec![sample(repeated('x', min), "the shortest"), sample(repeated('é', max), "the longest")])
}

/// A character so many times, as an expression that clippy would write.
pub(super) fn repeated(c: char, n: usize) -> String {
    match n {
        0 => "\"\"".to_owned(),
        1 => format!("\"{c}\""),
        _ => format!("\"{c}\".repeat({n})"),
    }
}

fn no_label(labels: &[Label]) -> String {
    let mut text = "unknown".to_owned();
    while labels.iter().any(|label| label.text == text) {
        text.push_str("_label");
    }
    text
}

pub(super) fn sample(json: impl Into<String>, why: impl Into<String>) -> Sample {
    Sample { json: json.into(), why: why.into() }
}
