// src/existing/table/default.rs - The default of a column as that of a field

//! The default of a column as that of a field.

use chrono::{DateTime, NaiveDateTime, SecondsFormat, Utc};
use sqlparser::ast::{Expr, Value};

use super::checks::{bare, expression, number, text};

/// The default for a field of the type that `word` names, in the field language; nothing if the column has none.
///
/// # Errors
///
/// Why it can't be carried over, a clause.
pub(super) fn default(sql: &str, word: &str, is_postgres: bool) -> Result<Option<String>, String> {
    let Some(parsed) = expression(sql, is_postgres) else { return Err(format!("its default `{sql}` can't be read")) };
    let value = bare(&parsed);
    if matches!(value, Expr::Value(value) if value.value == Value::Null) {
        return Ok(None);
    }
    let found = match word {
        "bool" => boolean(value),
        "i32" | "i64" => number(value).filter(|number| number.parse::<i64>().is_ok()),
        "f64" | "decimal" => number(value),
        "date" => text(value),
        "datetime" => text(value).and_then(|text| moment(&text)),
        "json" | "uuid" | "ref" => return Err(format!("its default `{sql}` is left out: a {word} has none")),
        // SQLite takes a name in double quotes for a text where there is no such column.
        _ => text(value).or_else(|| match value {
            Expr::Identifier(ident) if ident.quote_style.is_some() && !is_postgres => Some(ident.value.clone()),
            _ => number(value),
        }),
    };
    match found {
        None => Err(format!("its default `{sql}` is no constant of its type, and is left out")),
        // Such a text would be cut where a modifier begins.
        Some(text) if text.contains(':') && word != "datetime" => {
            Err(format!("its default `{sql}` has a colon, which no default can have, and is left out"))
        }
        found => Ok(found),
    }
}

fn boolean(value: &Expr) -> Option<String> {
    if let Expr::Value(value) = value
        && let Value::Boolean(is) = value.value
    {
        return Some(is.to_string());
    }
    let given = text(value).or_else(|| number(value))?;
    match given.to_lowercase().as_str() {
        "1" | "t" | "true" => Some("true".to_owned()),
        "0" | "f" | "false" => Some("false".to_owned()),
        _ => None,
    }
}

/// A moment as RFC 3339 writes it; one without a zone is taken to be in UTC, as the columns of such times are.
fn moment(text: &str) -> Option<String> {
    let zoned = ["%Y-%m-%d %H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M:%S%.f%#z"];
    let zoned = zoned.iter().find_map(|format| DateTime::parse_from_str(text, format).ok());
    let local = ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"];
    let local = || local.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let moment = zoned.map(|time| time.with_timezone(&Utc)).or_else(|| local().map(|time| time.and_utc()))?;
    Some(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

#[cfg(test)]
mod tests {
    use super::default;

    #[test]
    fn defaults_are_read_by_the_type_that_they_are_for() {
        for (sql, word, expected) in [
            ("'pending'", "string", "Ok(Some(\"pending\"))"),
            ("\"pending\"", "enum", "Ok(Some(\"pending\"))"),
            ("''", "string", "Ok(Some(\"\"))"),
            ("5", "string", "Ok(Some(\"5\"))"),
            ("0", "i32", "Ok(Some(\"0\"))"),
            ("-5", "i32", "Ok(Some(\"-5\"))"),
            ("(0)", "i64", "Ok(Some(\"0\"))"),
            ("1.50", "decimal", "Ok(Some(\"1.50\"))"),
            ("NULL", "i32", "Ok(None)"),
            ("1", "bool", "Ok(Some(\"true\"))"),
            ("false", "bool", "Ok(Some(\"false\"))"),
            ("'2026-01-31'", "date", "Ok(Some(\"2026-01-31\"))"),
            ("'2026-01-31 08:30:00'", "datetime", "Ok(Some(\"2026-01-31T08:30:00Z\"))"),
        ] {
            assert_eq!(format!("{:?}", default(sql, word, false)), expected, "{sql}");
        }
        for (sql, word, expected) in [
            ("'pending'::character varying", "string", "Ok(Some(\"pending\"))"),
            ("'open'::state", "enum", "Ok(Some(\"open\"))"),
            ("'-5'::integer", "i32", "Ok(Some(\"-5\"))"),
            ("0.00", "decimal", "Ok(Some(\"0.00\"))"),
            ("true", "bool", "Ok(Some(\"true\"))"),
            ("'2026-01-31 10:30:00+02'::timestamp with time zone", "datetime", "Ok(Some(\"2026-01-31T08:30:00Z\"))"),
        ] {
            assert_eq!(format!("{:?}", default(sql, word, true)), expected, "{sql}");
        }
        for (sql, word, expected) in [
            ("CURRENT_TIMESTAMP", "datetime", "is no constant"),
            ("now()", "datetime", "is no constant"),
            ("'{}'::jsonb", "json", "a json has none"),
            ("'a:b'", "string", "has a colon"),
            ("lower('A')", "string", "is no constant"),
            ("1.5", "i32", "is no constant"),
        ] {
            assert!(default(sql, word, true).unwrap_err().contains(expected), "{sql}");
        }
    }
}
