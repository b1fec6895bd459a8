// src/existing/table/kind.rs - The type of a column as that of a field

//! The type of a column as that of a field.

/// What a type of a column comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    /// Text, with the most characters that the type allows.
    Text {
        /// As `VARCHAR(80)` says it.
        max: Option<usize>,
        /// Whether the type is for lines and not for texts of any length.
        line: bool,
    },
    /// A type that takes the place of this word.
    Plain(&'static str),
    /// A moment that says no zone.
    Local,
    /// An exact number with so many digits behind its point.
    Decimal(u8),
}

/// Why a type has no equal, and what could be given in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unequal {
    pub(super) reason: String,
    pub(super) instead: Option<&'static str>,
}

/// The most digits that a decimal of the field language holds.
const DIGITS: usize = 18;

/// The type of the field for a declared type.
pub(super) fn typed(declared: &str, is_postgres: bool) -> Result<Typed, Unequal> {
    let (name, arguments) = cut(declared);
    let first = arguments.first().copied();
    let exact = || match arguments.as_slice() {
        [digits, ..] if *digits > DIGITS => {
            Err(unequal(format!("has up to {digits} digits, and a decimal holds {DIGITS}"), Some("decimal:scale=2")))
        }
        [_, scale, ..] => Ok(Typed::Decimal(u8::try_from(*scale).unwrap_or(u8::MAX))),
        [_] => Ok(Typed::Decimal(0)),
        [] => Err(unequal("does not say how many digits are behind its point", Some("decimal:scale=2"))),
    };
    if is_postgres {
        return Ok(match name.as_str() {
            "smallint" | "integer" => Typed::Plain("i32"),
            "bigint" => Typed::Plain("i64"),
            "real" | "double precision" => Typed::Plain("f64"),
            "numeric" => exact()?,
            "boolean" => Typed::Plain("bool"),
            "date" => Typed::Plain("date"),
            "timestamp with time zone" => Typed::Plain("datetime"),
            "timestamp without time zone" => Typed::Local,
            "uuid" => Typed::Plain("uuid"),
            "json" | "jsonb" => Typed::Plain("json"),
            "text" | "citext" => Typed::Text { max: None, line: name == "citext" },
            "character varying" | "character" | "bpchar" => Typed::Text { max: first, line: true },
            other => return Err(foreign(other)),
        });
    }
    // SQLite takes any words for a type. Those that mean something to people come first, then its own rules.
    Ok(match name.as_str() {
        "tinyint" if first == Some(1) => Typed::Plain("bool"),
        "tinyint" | "smallint" | "mediumint" | "int2" | "int4" => Typed::Plain("i32"),
        "bool" | "boolean" => Typed::Plain("bool"),
        "date" => Typed::Plain("date"),
        "timestamptz" | "timestamp with time zone" => Typed::Plain("datetime"),
        "datetime" | "timestamp" | "timestamp without time zone" => Typed::Local,
        "uuid" | "guid" => Typed::Plain("uuid"),
        "json" | "jsonb" => Typed::Plain("json"),
        "decimal" | "numeric" => exact()?,
        "text" | "clob" => Typed::Text { max: first, line: false },
        name if name.contains("int") && !name.contains("point") && !name.contains("interval") => Typed::Plain("i64"),
        name if name.contains("char") || name.contains("text") || name == "string" => {
            Typed::Text { max: first, line: name != "longtext" && name != "mediumtext" }
        }
        name if ["real", "floa", "doub"].iter().any(|part| name.contains(part)) => Typed::Plain("f64"),
        other => return Err(foreign(other)),
    })
}

fn unequal(reason: impl Into<String>, instead: Option<&'static str>) -> Unequal {
    Unequal { reason: reason.into(), instead }
}

fn foreign(name: &str) -> Unequal {
    match name {
        "" => unequal("says no type, so that it holds anything", None),
        "blob" | "bytea" | "binary" | "varbinary" => {
            unequal("holds bytes, and a field is text, a number, a time or JSON", Some("url"))
        }
        "money" => unequal("is written by the rules of a country", Some("decimal:scale=2")),
        "interval" => unequal("is a span of time", Some("i64:range=0..")),
        "time" | "time without time zone" | "time with time zone" => {
            unequal("is a time without a day", Some("string:len=5..8"))
        }
        array if array.ends_with("[]") => unequal("is a list", Some("json")),
        _ => unequal("is a type that no field has", None),
    }
}

/// The name in small letters and the numbers in brackets: `numeric(10,2)`, `timestamp(3) with time zone`.
fn cut(declared: &str) -> (String, Vec<usize>) {
    let lower = declared.trim().to_lowercase();
    let (before, rest) = lower.split_once('(').unwrap_or((&lower, ""));
    let (inside, behind) = rest.split_once(')').unwrap_or((rest, ""));
    let name: Vec<&str> = before.split_whitespace().chain(behind.split_whitespace()).collect();
    (name.join(" "), inside.split(',').filter_map(|number| number.trim().parse().ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::{Typed, typed};

    fn shown(declared: &str, is_postgres: bool) -> String {
        match typed(declared, is_postgres) {
            Ok(Typed::Text { max, line }) => {
                let max = max.map(|max| format!(" {max}")).unwrap_or_default();
                format!("{}{max}", if line { "line" } else { "text" })
            }
            Ok(Typed::Plain(word)) => word.to_owned(),
            Ok(Typed::Local) => "local".to_owned(),
            Ok(Typed::Decimal(scale)) => format!("decimal {scale}"),
            Err(unequal) => format!("? {}", unequal.reason),
        }
    }

    #[test]
    fn declared_types_of_sqlite() {
        for (declared, expected) in [
            ("INTEGER", "i64"),
            ("INT", "i64"),
            ("int8", "i64"),
            ("UNSIGNED BIG INT", "i64"),
            ("BIGINT(20)", "i64"),
            ("SMALLINT", "i32"),
            ("TINYINT", "i32"),
            ("TINYINT(1)", "bool"),
            ("BOOLEAN", "bool"),
            ("VARCHAR(30)", "line 30"),
            ("varchar", "line"),
            ("NATIVE CHARACTER(70)", "line 70"),
            ("nvarchar( 100 )", "line 100"),
            ("TEXT", "text"),
            ("CLOB", "text"),
            ("LONGTEXT", "text"),
            ("DECIMAL(10,2)", "decimal 2"),
            ("DECIMAL(10, 0)", "decimal 0"),
            ("NUMERIC(5)", "decimal 0"),
            ("NUMERIC", "? does not say how many digits are behind its point"),
            ("DECIMAL(30,10)", "? has up to 30 digits, and a decimal holds 18"),
            ("REAL", "f64"),
            ("DOUBLE PRECISION", "f64"),
            ("FLOAT", "f64"),
            ("DATE", "date"),
            ("DATETIME", "local"),
            ("TIMESTAMP", "local"),
            ("UUID", "uuid"),
            ("JSON", "json"),
            ("BLOB", "? holds bytes, and a field is text, a number, a time or JSON"),
            ("", "? says no type, so that it holds anything"),
            ("TIME", "? is a time without a day"),
            ("POINT", "? is a type that no field has"),
        ] {
            assert_eq!(shown(declared, false), expected, "{declared}");
        }
    }

    #[test]
    fn types_of_postgresql_as_it_shows_them() {
        for (declared, expected) in [
            ("integer", "i32"),
            ("smallint", "i32"),
            ("bigint", "i64"),
            ("character varying(80)", "line 80"),
            ("character varying", "line"),
            ("character(3)", "line 3"),
            ("text", "text"),
            ("numeric(10,2)", "decimal 2"),
            ("numeric", "? does not say how many digits are behind its point"),
            ("timestamp with time zone", "datetime"),
            ("timestamp(3) with time zone", "datetime"),
            ("timestamp(6) without time zone", "local"),
            ("jsonb", "json"),
            ("text[]", "? is a list"),
            ("bytea", "? holds bytes, and a field is text, a number, a time or JSON"),
            ("inet", "? is a type that no field has"),
            ("interval", "? is a span of time"),
        ] {
            assert_eq!(shown(declared, true), expected, "{declared}");
        }
    }
}
