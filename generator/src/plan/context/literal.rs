// src/plan/context/literal.rs - Values as Rust, SQL and JSON write them

//! Values as Rust, SQL and JSON write them.

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;

use crate::plan::rust_text::string_literal;
use crate::spec::Value;

/// A default in the languages that a project has.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Default {
    /// An expression of the field's owned type.
    rust: String,
    /// An expression of the field's borrowed type.
    rust_arg: String,
    sql_sqlite: String,
    sql_postgres: String,
    /// An expression of Rust for `json!`.
    json: String,
}

/// The default in all languages; `enum_type` is the type of an enum field.
pub(super) fn default(value: &Value, enum_type: &str) -> Default {
    let arg = rust(value, enum_type);
    let (sqlite, postgres) = sql(value);
    Default {
        rust: if matches!(value, Value::Text(_)) { format!("{arg}.to_owned()") } else { arg.clone() },
        rust_arg: arg,
        sql_sqlite: sqlite,
        sql_postgres: postgres,
        json: json(value),
    }
}

/// The value as an expression of the field's borrowed type.
pub(super) fn rust(value: &Value, enum_type: &str) -> String {
    match value {
        Value::Text(text) => string_literal(text),
        Value::Int(int) => int.to_string(),
        Value::Float(number) => float(*number),
        Value::Decimal(decimal) => format!("Decimal::of_units({})", decimal.units),
        Value::Bool(bool) => bool.to_string(),
        Value::Date(date) => rust_date(*date),
        Value::Datetime(time) => rust_datetime(*time),
        Value::Label(label) => format!("{enum_type}::{}", label.ident),
    }
}

/// The value as an expression for `json!`.
pub(super) fn json(value: &Value) -> String {
    match value {
        Value::Int(int) => json_int(i128::from(*int)),
        Value::Float(number) => float(*number),
        Value::Bool(bool) => bool.to_string(),
        text => string_literal(&text.token()),
    }
}

/// A whole number as an expression for `json!`: an untyped literal would be an i32.
pub(super) fn json_int(int: i128) -> String {
    if i32::try_from(int).is_ok() {
        int.to_string()
    } else if i64::try_from(int).is_ok() {
        format!("{int}_i64")
    } else {
        format!("{int}_u64")
    }
}

/// A number with its point, so that Rust takes it for a float.
pub(super) fn float(number: f64) -> String {
    format!("{number:?}")
}

/// The value as SQLite and as PostgreSQL write it.
pub(super) fn sql(value: &Value) -> (String, String) {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match value {
        Value::Bool(bool) => (u8::from(*bool).to_string(), bool.to_string().to_uppercase()),
        Value::Int(int) => (int.to_string(), int.to_string()),
        Value::Float(number) => (float(*number), float(*number)),
        Value::Decimal(decimal) => (decimal.units.to_string(), decimal.units.to_string()),
        // The form in which sqlx writes a time to SQLite.
        Value::Datetime(time) => (quoted(&time.to_rfc3339_opts(SecondsFormat::AutoSi, false)), quoted(&value.token())),
        text => (quoted(&text.token()), quoted(&text.token())),
    }
}

fn rust_date(date: NaiveDate) -> String {
    format!("chrono::NaiveDate::from_ymd_opt({}, {}, {}).unwrap_or_default()", date.year(), date.month(), date.day())
}

/// PostgreSQL keeps microseconds, so no more is said.
fn rust_datetime(time: DateTime<Utc>) -> String {
    format!("chrono::DateTime::from_timestamp_micros({}).unwrap_or_default()", time.timestamp_micros())
}
