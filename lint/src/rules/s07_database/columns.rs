// src/rules/s07_database/columns.rs - Which types of fields hold which types of columns

//! Which types of fields hold which types of columns, as sqlx has it.
//!
//! Source: the pages `sqlx::postgres::types` and `sqlx::sqlite::types`. PostgreSQL's types must be the ones that belong together,
//! those of SQLite may be any of a kind.

use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::facts::TypeId;
use crate::sql::schema::Database;

/// What a field holds, or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A whole number of so many bits.
    Integer(u8),
    /// A number with a point of so many bits.
    Float(u8),
    Decimal,
    Bool,
    Text,
    Bytes,
    Uuid,
    Json,
    /// A point in time with its zone.
    Moment,
    /// A point in time without one.
    LocalMoment,
    Date,
    Time,
    /// Anything else: an enum, a list, a type of the database's own.
    Other,
}

/// Which database a folder of migrations is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Postgres,
    Sqlite,
    Unknown,
}

impl Dialect {
    /// By the folder's name, or by the features of sqlx that the manifest names.
    pub(super) fn of(database: &Database, package: &Package) -> Self {
        let folder = database.folder.to_ascii_lowercase();
        let named = |text: &str| {
            (text.contains("postgres") || text.contains("\"pg\""), text.contains("sqlite"), text.contains("mysql"))
        };
        let (postgres, sqlite, mysql) = match named(&folder) {
            (false, false, false) => named(&package.manifest_text.to_ascii_lowercase()),
            by_name => by_name,
        };
        match (postgres, sqlite, mysql) {
            (true, false, false) => Self::Postgres,
            (false, true, false) => Self::Sqlite,
            _ => Self::Unknown,
        }
    }
}

/// What a type of a field holds, and whether it may be null.
pub(super) fn of_field(model: &Model, load: LoadId, ty: TypeId) -> (Class, bool) {
    let facts = model.facts(load);
    if facts.type_name(ty) == "Option" {
        let inner = facts.inner_types(ty).next();
        return (inner.map_or(Class::Other, |inner| of_field(model, load, inner).0), true);
    }
    if let Some(Named::Item(item)) = model.named(load, ty) {
        // An alias stands for what it names; a type of its own knows by itself what it fits.
        let alias = model.facts(item.load).alias(item.item);
        return alias.map_or((Class::Other, false), |ty| of_field(model, item.load, ty));
    }
    let class = match facts.type_name(ty) {
        "i8" | "u8" => Class::Integer(8),
        "i16" => Class::Integer(16),
        "i32" => Class::Integer(32),
        "i64" => Class::Integer(64),
        "u16" | "u32" => Class::Integer(33),
        "u64" => Class::Integer(64),
        "f32" => Class::Float(32),
        "f64" => Class::Float(64),
        "bool" => Class::Bool,
        "String" | "str" => Class::Text,
        "Uuid" => Class::Uuid,
        "Decimal" | "BigDecimal" => Class::Decimal,
        "NaiveDate" | "Date" => Class::Date,
        "NaiveTime" | "Time" => Class::Time,
        "NaiveDateTime" | "PrimitiveDateTime" => Class::LocalMoment,
        "DateTime" | "OffsetDateTime" => Class::Moment,
        "Json" | "Value" => Class::Json,
        "Vec" => match facts.inner_types(ty).next() {
            Some(inner) if facts.type_name(inner) == "u8" => Class::Bytes,
            _ => Class::Other,
        },
        "Box" | "Arc" | "Cow" => {
            facts.inner_types(ty).last().map_or(Class::Other, |inner| of_field(model, load, inner).0)
        }
        _ => Class::Other,
    };
    (class, false)
}

/// What a column of a type holds.
pub(super) fn of_column(ty: &str) -> Class {
    if ty.contains("[]") || ty.contains("ARRAY") {
        return Class::Other;
    }
    let name = ty.split('(').next().unwrap_or_default().trim();
    let zone = ty.contains("WITH TIME ZONE") && !ty.contains("WITHOUT");
    match name {
        "SMALLINT" | "INT2" | "SMALLSERIAL" | "SERIAL2" => Class::Integer(16),
        "INT" | "INTEGER" | "INT4" | "SERIAL" | "SERIAL4" => Class::Integer(32),
        "BIGINT" | "INT8" | "BIGSERIAL" | "SERIAL8" => Class::Integer(64),
        "REAL" | "FLOAT4" => Class::Float(32),
        "DOUBLE" | "DOUBLE PRECISION" | "FLOAT8" | "FLOAT" => Class::Float(64),
        "NUMERIC" | "DECIMAL" => Class::Decimal,
        "BOOL" | "BOOLEAN" => Class::Bool,
        "TEXT" | "VARCHAR" | "CHARACTER VARYING" | "CHAR" | "CHARACTER" | "BPCHAR" | "CITEXT" | "NAME" => Class::Text,
        "BYTEA" | "BLOB" => Class::Bytes,
        "UUID" => Class::Uuid,
        "JSON" | "JSONB" => Class::Json,
        "TIMESTAMPTZ" => Class::Moment,
        "DATETIME" => Class::LocalMoment,
        "DATE" => Class::Date,
        _ if name.starts_with("TIMESTAMP") => {
            if zone {
                Class::Moment
            } else {
                Class::LocalMoment
            }
        }
        _ if name.starts_with("TIME") => Class::Time,
        _ => Class::Other,
    }
}

/// Whether a field can hold what a column gives. What is not known fits.
pub(super) fn fits(field: Class, column: Class, dialect: Dialect) -> bool {
    if field == Class::Other || column == Class::Other {
        return true;
    }
    match dialect {
        Dialect::Postgres => match (field, column) {
            // There are no unsigned numbers; what holds them is converted somewhere.
            (Class::Integer(8 | 33), Class::Integer(_)) => true,
            (field, column) => field == column,
        },
        Dialect::Sqlite | Dialect::Unknown => match (field, column) {
            (Class::Integer(_), Class::Integer(_) | Class::Bool) => true,
            (Class::Bool, Class::Bool | Class::Integer(_)) => true,
            (Class::Float(_), Class::Float(_) | Class::Decimal) => true,
            (Class::Float(_), Class::Integer(_)) => dialect == Dialect::Unknown,
            (Class::Decimal, _) | (_, Class::Decimal) => true,
            (Class::Text, Class::Text) => true,
            // Kept as text, and read as it.
            (
                Class::Text,
                Class::Moment | Class::LocalMoment | Class::Date | Class::Time | Class::Json | Class::Uuid,
            ) => dialect == Dialect::Sqlite,
            (Class::Integer(_) | Class::Float(_) | Class::Bool | Class::Text, _) => false,
            (
                Class::Moment
                | Class::LocalMoment
                | Class::Date
                | Class::Time
                | Class::Uuid
                | Class::Json
                | Class::Bytes,
                column,
            ) => !matches!(column, Class::Bool | Class::Float(_)) || dialect == Dialect::Unknown,
            (Class::Other, _) => true,
        },
    }
}
