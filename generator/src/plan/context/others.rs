// src/plan/context/others.rs - Samples of exact numbers, addresses, UUIDs and JSON

//! Samples of exact numbers, addresses, UUIDs and JSON.

use super::samples::{Sample, repeated, sample};
use crate::plan::rust_text::string_literal;
use crate::spec::value::default_len;
use crate::spec::{Decimal, FieldSpec, Kind, Range, Value};
use rulebook_conventions::case;

pub(super) const UUIDS: [&str; 3] = [
    "01924f7e-1f5b-7c3d-8e4f-5a6b7c8d9e0f",
    "01924f7e-2a6c-7d4e-9f50-6b7c8d9e0f1a",
    "6fa459ea-ee8a-4ca4-894e-db77e160355e",
];

/// For `json!`; one of each shape that a value can have.
pub(super) const JSON: [&str; 3] = ["{ \"of\": [1, 2.5, true, null] }", "[\"one\", { \"two\": 2 }]", "\"text\""];

/// The characters before the `@` of a long address: fewer than the 64 of RFC 5321, 4.5.3.1.1.
const LOCAL: usize = 40;
const URL_HEAD: &str = "https://example.com/";

pub(super) fn decimals(field: &FieldSpec) -> Vec<Value> {
    let (min, max, scale) = decimal_range(field);
    let one = 10_i64.checked_pow(scale.into()).unwrap_or(1);
    let candidates = [one.saturating_add(one / 4), one.saturating_mul(2), 5, 1, 0, min, max, min.saturating_add(1)];
    let mut values: Vec<i64> = Vec::new();
    for units in candidates {
        if (min..=max).contains(&units) && !values.contains(&units) {
            values.push(units);
        }
    }
    values.into_iter().map(|units| Value::Decimal(Decimal { units, scale })).collect()
}

fn decimal_range(field: &FieldSpec) -> (i64, i64, u8) {
    let (min, max) = match field.range {
        Some(Range::Decimal(min, max)) => (min.map(|end| end.units), max.map(|end| end.units)),
        _ => (None, None),
    };
    (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX), field.scale.unwrap_or_default())
}

/// Values just past the ends of the range, and the ends.
pub(super) fn decimal_ends(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let (min, max, scale) = decimal_range(field);
    let text = |units: i64| string_literal(&Decimal { units, scale }.to_string());
    let beyond =
        [(min.checked_sub(1), "one unit less than the least"), (max.checked_add(1), "one unit more than the most")];
    let beyond = beyond.into_iter().filter_map(|(units, why)| Some(sample(text(units?), why)));
    (beyond.collect(), vec![sample(text(min), "the least"), sample(text(max), "the most")])
}

pub(super) fn around_decimal(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let (mut invalid, bounds) = decimal_ends(field);
    let finer = format!("\"0.{}1\"", "0".repeat(usize::from(field.scale.unwrap_or_default())));
    invalid.extend([
        sample(finer, "one digit too many behind the point"),
        sample("\"five\"", "a word"),
        sample("\"1e2\"", "an exponent"),
        sample("\"99999999999999999999\"", "more than the column holds"),
        sample("5", "a number, which is not exact"),
    ]);
    (invalid, bounds)
}

/// Addresses of different beginnings, filled to a length that is right.
pub(super) fn emails(field: &FieldSpec) -> Vec<Value> {
    let least = length(field).0;
    let addresses = ["ada", "bob", "cyd"].map(|name| {
        let missing = least.saturating_sub(name.len() + "@example.com".len());
        Value::Text(format!("{name}{}@example.com", "x".repeat(missing)))
    });
    addresses.into()
}

pub(super) fn urls(field: &FieldSpec) -> Vec<Value> {
    let least = length(field).0;
    let addresses = ["a", "b", "c"].map(|page| {
        let missing = least.saturating_sub(URL_HEAD.len() + 1);
        Value::Text(format!("{URL_HEAD}{page}{}", "x".repeat(missing)))
    });
    addresses.into()
}

fn length(field: &FieldSpec) -> (usize, usize) {
    let len = field.len.clone().or_else(|| default_len(&field.kind)).unwrap_or(0..=0);
    (*len.start(), *len.end())
}

/// An address of so many characters, as an expression.
fn of_length(kind: &Kind, length: usize) -> String {
    if *kind == Kind::Url {
        return format!("[\"{URL_HEAD}\", &{}].concat()", repeated('a', length.saturating_sub(URL_HEAD.len())));
    }
    // What is behind the `@` are labels of one letter and one of three or four: so any length can be met.
    let domain = length.saturating_sub(LOCAL + 1);
    let (end, labels) =
        if domain % 2 == 1 { ("com", domain.saturating_sub(3) / 2) } else { ("info", domain.saturating_sub(4) / 2) };
    format!("[&\"a\".repeat({LOCAL}), \"@\", &\"b.\".repeat({labels}), \"{end}\"].concat()")
}

/// An address that is right but for its length.
pub(super) fn too_long(field: &FieldSpec) -> Option<Sample> {
    let most = length(field).1;
    Some(sample(of_length(&field.kind, most + 1), "one character too long"))
}

pub(super) fn around_address(field: &FieldSpec) -> (Vec<Sample>, Vec<Sample>) {
    let words = case::human(&field.name.name);
    let text = |text: &str| string_literal(text);
    let mut invalid = vec![sample(text(&format!("no {words}")), "a text"), sample("\"\"", "an empty text")];
    if field.kind == Kind::Url {
        invalid.extend([
            sample(text("javascript:alert(1)"), "a script"),
            sample(text("ftp://example.com/file"), "another scheme"),
            sample(text("//example.com"), "no scheme"),
            sample(text("https://"), "no host"),
        ]);
    } else {
        invalid.extend([
            sample(text("ada@"), "no host"),
            sample(text("@example.com"), "no name"),
            sample(text("ada@example@com"), "two hosts"),
            sample(text("ada lovelace@example.com"), "a space"),
        ]);
    }
    invalid.extend(too_long(field));
    invalid.push(sample("5", "a number"));
    (invalid, vec![sample(of_length(&field.kind, length(field).1), "the longest")])
}

pub(super) fn odd_json() -> Vec<Sample> {
    vec![
        sample("{}", "an empty object"),
        sample("[]", "an empty list"),
        sample("0", "a number"),
        sample("false", "no"),
        sample("\"\"", "an empty text"),
        sample("{ \"é\": { \"null\": null, \"very\": [[\"deep\"]] } }", "values in values"),
    ]
}
