// src/spec/value.rs - The values behind `len=`, `range=` and `default=`

//! The values behind `len=`, `range=` and `default=`.

use std::fmt::Display;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, Utc};

use super::decimal::MAX_SCALE;
use super::syntax::Fault;
use super::{Decimal, FieldSpec, Kind, Range, Value};
use rulebook_conventions::did_you_mean;

/// The longest `string` where none is said, in characters.
const STRING_MAX: usize = 255;
/// The longest `text` where none is said, in characters.
const TEXT_MAX: usize = 10_000;
/// The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3, without the brackets).
const EMAIL_MAX: usize = 254;
/// The longest address of a page that all browsers and proxies take.
const URL_MAX: usize = 2048;
/// A length of addresses has to begin and end so at least: most addresses are between.
const ADDRESS: (usize, usize) = (20, 64);
/// The longest that can be asked for: a request of one such field still passes the limit of a body.
const MAX_LEN: usize = 100_000;

/// The length of a kind that has one, where none is said.
pub(crate) fn default_len(kind: &Kind) -> Option<RangeInclusive<usize>> {
    match kind {
        Kind::String => Some(0..=STRING_MAX),
        Kind::Text => Some(0..=TEXT_MAX),
        Kind::Email => Some(3..=EMAIL_MAX),
        Kind::Url => Some(8..=URL_MAX),
        _ => None,
    }
}

/// `1..80`, `1..` or `..80`, both ends included.
pub(super) fn len(text: &str, kind: &Kind) -> Result<RangeInclusive<usize>, Fault> {
    const HELP: &str = "a length is two numbers of characters, both included: `len=1..80`";
    let (min, max) = ends(text, "len", HELP, |end| end.parse::<usize>().ok())?;
    let least = default_len(kind).map_or(0, |len| *len.start());
    let (min, max) = (min.unwrap_or(least), max.or_else(|| default_len(kind).map(|len| *len.end())).unwrap_or(MAX_LEN));
    if max == 0 || max > MAX_LEN {
        return Err(Fault::new(
            format!("`len={text}` ends at {max}, which is no length for a field"),
            "at least 1, at most 100000",
        ));
    }
    in_order("len", text, &min, &max)?;
    if matches!(kind, Kind::Email | Kind::Url) && (min > ADDRESS.0 || max < ADDRESS.1) {
        return Err(Fault::new(
            format!("`len={text}` leaves out addresses that people have"),
            format!("begin at {} at most and end at {} at least, or leave `len` out", ADDRESS.0, ADDRESS.1),
        ));
    }
    Ok(min..=max)
}

/// `scale=2`.
pub(super) fn scale(text: &str) -> Result<u8, Fault> {
    text.parse().ok().filter(|scale| *scale <= MAX_SCALE).ok_or_else(|| {
        Fault::new(
            format!("`scale={text}` is no number of digits behind a point"),
            format!("a number from 0 to {MAX_SCALE}: `scale=2`"),
        )
    })
}

/// `0..9`, `0..` or `..9`, both ends included.
pub(super) fn range(text: &str, field: &FieldSpec) -> Result<Range, Fault> {
    const HELP: &str = "a range is two numbers, both included: `range=0..9`; one of them may be left out";
    let kind = &field.kind;
    Ok(match (kind, field.scale) {
        (Kind::F64, _) => {
            let (min, max) = ends(text, "range", HELP, |end| end.parse::<f64>().ok())?;
            if [min, max].into_iter().flatten().any(|end| !end.is_finite()) {
                return Err(Fault::new(format!("`range={text}` has an end that is no number"), HELP));
            }
            distinct(text, min, max)?;
            Range::Float(min, max)
        }
        (_, Some(scale)) => {
            let help = format!("a range of two numbers with {scale} digits behind the point, both included");
            let (min, max) = ends(text, "range", &help, |end| Decimal::parse(end, scale))?;
            distinct(text, min, max)?;
            Range::Decimal(min, max)
        }
        _ => {
            let (min, max) = ends(text, "range", HELP, |end| end.parse::<i64>().ok())?;
            for end in [min, max].into_iter().flatten() {
                fits(kind, end).map_err(|reason| {
                    Fault::new(format!("`range={text}` can't be: {reason}"), "use i64, or a smaller range")
                })?;
            }
            distinct(text, min, max)?;
            Range::Int(min, max)
        }
    })
}

/// The default of a field whose kind, length and range are known.
pub(super) fn default(text: &str, field: &FieldSpec) -> Result<Value, Fault> {
    let wrong = |expected: &str| {
        Fault::new(format!("the default `{text}` of `{}` is no {}", field.name.name, field.kind.word()), expected)
    };
    let out_of_range = |bounds: String| {
        Fault::new(
            format!("the default {text} of `{}` is out of its range {bounds}", field.name.name),
            "change the one or the other",
        )
    };
    let value = match &field.kind {
        Kind::String | Kind::Text => text_default(text, field)?,
        Kind::Email => address_default(text, field, is_email(text), "an address such as `default=ada@example.com`")?,
        Kind::Url => address_default(text, field, is_url(text), "an address such as `default=https://example.com`")?,
        Kind::I32 | Kind::I64 => {
            let int = text.parse::<i64>().map_err(|_| wrong("a whole number, such as `default=0`"))?;
            fits(&field.kind, int).map_err(|_| wrong("a number of 32 bits; or use i64"))?;
            match &field.range {
                Some(Range::Int(min, max)) if min.is_some_and(|min| int < min) || max.is_some_and(|max| int > max) => {
                    return Err(out_of_range(field.range.map(|range| range.token()).unwrap_or_default()));
                }
                _ => Value::Int(int),
            }
        }
        Kind::F64 => {
            let float = text.parse::<f64>().ok().filter(|float| float.is_finite());
            let float = float.ok_or_else(|| wrong("a number, such as `default=0.5`"))?;
            match &field.range {
                Some(Range::Float(min, max))
                    if min.is_some_and(|min| float < min) || max.is_some_and(|max| float > max) =>
                {
                    return Err(out_of_range(field.range.map(|range| range.token()).unwrap_or_default()));
                }
                _ => Value::Float(float),
            }
        }
        Kind::Decimal => {
            let scale = field.scale.unwrap_or_default();
            let decimal = Decimal::parse(text, scale).ok_or_else(|| {
                wrong(&format!("a number with at most {scale} digits behind its point; `scale=` allows more"))
            })?;
            match &field.range {
                Some(Range::Decimal(min, max))
                    if min.is_some_and(|min| decimal < min) || max.is_some_and(|max| decimal > max) =>
                {
                    return Err(out_of_range(field.range.map(|range| range.token()).unwrap_or_default()));
                }
                _ => Value::Decimal(decimal),
            }
        }
        Kind::Bool => Value::Bool(text.parse().map_err(|_| wrong("`default=true` or `default=false`"))?),
        Kind::Date => Value::Date(
            NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| wrong("a day, such as `default=2026-01-31`"))?,
        ),
        Kind::Datetime => {
            let time = DateTime::parse_from_rfc3339(text);
            Value::Datetime(
                time.map_err(|_| wrong("a time as RFC 3339 writes it: `default=2026-01-31T08:30:00Z`"))?
                    .with_timezone(&Utc),
            )
        }
        Kind::Enum(labels) => match labels.iter().find(|label| label.text == text) {
            Some(label) => Value::Label(label.clone()),
            None => {
                let known: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
                let meant = did_you_mean(text, known.iter().copied());
                return Err(Fault::new(
                    format!("the default `{text}` of `{}` is none of its labels", field.name.name),
                    format!("{meant}the labels are {}", known.join(", ")),
                ));
            }
        },
        // These take no default: the table of misfits has refused it.
        Kind::Ref(_) | Kind::Uuid | Kind::Json => return Err(wrong("leave the default out")),
    };
    Ok(value)
}

fn address_default(text: &str, field: &FieldSpec, is_one: bool, expected: &str) -> Result<Value, Fault> {
    if is_one {
        return text_default(text, field);
    }
    let reason = format!("the default `{text}` of `{}` is no {}", field.name.name, field.kind.word());
    Err(Fault::new(reason, expected))
}

/// The shape that generated applications accept for certain: they validate by a crate of their own.
fn is_email(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
            && part.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
    };
    text.split_once('@').is_some_and(|(local, domain)| is_part(local) && is_part(domain) && domain.contains('.'))
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric()) && rest.chars().all(|c| c.is_ascii_graphic())
    })
}

fn text_default(text: &str, field: &FieldSpec) -> Result<Value, Fault> {
    if text.chars().any(char::is_control) {
        return Err(Fault::new(
            format!("the default of `{}` has a control character", field.name.name),
            "a default is one line of visible text",
        ));
    }
    let count = text.chars().count();
    let len = field.len.clone().or_else(|| default_len(&field.kind)).unwrap_or(0..=MAX_LEN);
    if !len.contains(&count) {
        return Err(Fault::new(
            format!(
                "the default of `{}` has {count} characters, its length is {}..{}",
                field.name.name,
                len.start(),
                len.end()
            ),
            "change the one or the other",
        ));
    }
    Ok(Value::Text(text.to_owned()))
}

fn ends<T>(
    text: &str,
    word: &str,
    help: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<(Option<T>, Option<T>), Fault> {
    let fault = || Fault::new(format!("`{word}={text}` is no {word}"), help);
    let (min, max) = text.split_once("..").ok_or_else(fault)?;
    let end = |end: &str| if end.is_empty() { Ok(None) } else { parse(end).map(Some).ok_or_else(fault) };
    let (min, max) = (end(min)?, end(max)?);
    if min.is_none() && max.is_none() { Err(fault()) } else { Ok((min, max)) }
}

fn in_order<T: PartialOrd + Display>(word: &str, text: &str, min: &T, max: &T) -> Result<(), Fault> {
    if min > max {
        return Err(Fault::new(
            format!("`{word}={text}` begins after its end"),
            format!("`{word}={max}..{min}`, if that was meant"),
        ));
    }
    Ok(())
}

fn distinct<T: PartialOrd + Display>(text: &str, min: Option<T>, max: Option<T>) -> Result<(), Fault> {
    let (Some(min), Some(max)) = (min, max) else { return Ok(()) };
    in_order("range", text, &min, &max)?;
    if min >= max {
        return Err(Fault::new(
            format!("`range={text}` leaves one value: that is a constant, not a field"),
            "widen the range, or leave the field out",
        ));
    }
    Ok(())
}

fn fits(kind: &Kind, int: i64) -> Result<(), String> {
    if *kind == Kind::I32 && i32::try_from(int).is_err() {
        return Err(format!("{int} is no i32"));
    }
    Ok(())
}
