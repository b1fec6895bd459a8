// src/plan/context/field.rs - What a template is given of one field

//! What a template is given of one field.

use std::collections::BTreeMap;

use quote::{format_ident, quote};
use serde::Serialize;

use super::literal::{self, Default};
use super::samples::{self, Samples};
use super::{Names, sql_name};
use crate::plan::rust_text;
use crate::spec::value::default_len;
use crate::spec::{Decimal, FieldSpec, Kind, Range, ResourceSpec};
use rulebook_conventions::case;
use rulebook_conventions::reserved;

/// A field in all that templates say of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FieldContext {
    name: String,
    ident: String,
    pascal: String,
    column: String,
    words: String,
    title: String,
    kind: &'static str,
    pub(super) null: bool,
    pub(super) unique: bool,
    pub(super) has_default: bool,
    required: bool,
    rust: String,
    rust_full: String,
    arg: String,
    pub(super) len: Option<Len>,
    pub(super) range: Option<Bounds>,
    default: Option<Default>,
    #[serde(rename = "enum")]
    choice: Option<Choice>,
    #[serde(rename = "ref")]
    reference: Option<Reference>,
    ddl_sqlite: &'static str,
    ddl_postgres: &'static str,
    pub(super) filterable: bool,
    pub(super) sortable: bool,
    /// Whether it has an index of its own.
    indexed: bool,
    /// Whether access to the row is access to what it refers to.
    parent: bool,
    /// Whether it is taken and never shown.
    pub(super) secret: bool,
    /// Whether requests have it; no is for a field that actions alone change.
    pub(super) writable: bool,
    /// Whether its type is `Copy`; others are bound by reference.
    copy: bool,
    /// How many digits are behind the point of a decimal.
    scale: Option<u8>,
    index_name: String,
    unique_name: String,
    check_name: String,
    foreign_name: String,
    /// What rows get that have no value of it: its default, null, or any value that is right.
    fill_sqlite: String,
    fill_postgres: String,
    samples: Samples,
}

/// How many characters a text may have; always there for a string and a text.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Len {
    min: usize,
    max: usize,
    /// Whether it was asked for, or is that of the type.
    given: bool,
}

/// The ends of a range as literals of Rust, which SQL and JSON read too.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bounds {
    min: Option<String>,
    max: Option<String>,
    /// The ends as a person writes them.
    min_text: Option<String>,
    max_text: Option<String>,
    /// What follows them where nothing else says their type: an end may be beyond `i32`.
    suffix: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Choice {
    #[serde(rename = "type")]
    name: String,
    variants: Vec<Variant>,
}

#[derive(Debug, Clone, Serialize)]
struct Variant {
    ident: String,
    label: String,
}

#[derive(Debug, Clone, Serialize)]
struct Reference {
    target: Names,
    /// Whether the target is the resource itself.
    #[serde(rename = "self")]
    own: bool,
    /// Whether the target is the user, who has no owner.
    user: bool,
}

impl FieldContext {
    /// `enums` has the type of each enum field.
    pub(super) fn new(field: &FieldSpec, spec: &ResourceSpec, enums: &BTreeMap<String, String>) -> Self {
        let (name, resource) = (&field.name.name, &spec.names);
        let writable = !spec.is_governed(field);
        let choice = match &field.kind {
            Kind::Enum(labels) => Some(Choice {
                name: enums.get(name).cloned().unwrap_or_default(),
                variants: labels.iter().map(|l| Variant { ident: l.ident.clone(), label: l.text.clone() }).collect(),
            }),
            _ => None,
        };
        let enum_type = choice.as_ref().map_or("", |choice| choice.name.as_str());
        let types = Types::of(field, enum_type);
        let words = match &field.kind {
            Kind::Ref(_) => case::human(name.trim_end_matches("_id")),
            _ => case::human(name),
        };
        Self {
            name: name.clone(),
            ident: field.name.ident.clone(),
            pascal: case::pascal(name),
            column: reserved::sql_ident(name),
            title: case::capitalized(&words),
            words,
            kind: field.kind.word(),
            null: field.null,
            unique: field.unique,
            has_default: field.default.is_some(),
            required: writable && field.required(),
            rust: types.plain,
            rust_full: types.full,
            arg: types.arg,
            len: len(field),
            range: field.range.map(bounds),
            default: field.default.as_ref().map(|value| literal::default(value, enum_type)),
            reference: match &field.kind {
                Kind::Ref(target) => Some(Reference {
                    own: target.snake == resource.snake,
                    user: target.snake == reserved::USER,
                    target: Names::of(target),
                }),
                _ => None,
            },
            ddl_sqlite: ddl(&field.kind).0,
            ddl_postgres: ddl(&field.kind).1,
            filterable: filterable(field),
            sortable: sortable(field),
            indexed: indexed(field),
            parent: field.parent,
            secret: field.secret,
            writable,
            copy: is_copy(field),
            scale: field.scale,
            index_name: sql_name("idx", &resource.table, name),
            unique_name: sql_name("uq", &resource.table, name),
            check_name: sql_name("ck", &resource.table, name),
            foreign_name: sql_name("fk", &resource.table, name),
            fill_sqlite: samples::fill(field).0,
            fill_postgres: samples::fill(field).1,
            samples: samples::of(field, enum_type),
            choice,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn required(&self) -> bool {
        self.required
    }

    /// How many rows there can be at once: a unique field has but so many values, and a user is one.
    pub(super) fn rows(&self) -> Option<usize> {
        match &self.reference {
            _ if !self.unique => None,
            Some(reference) => reference.user.then_some(1),
            None => Some(self.samples.rows()),
        }
    }

    pub(super) fn enum_type(&self) -> Option<&str> {
        self.choice.as_ref().map(|choice| choice.name.as_str())
    }
}

/// The types of a field's value, as text.
struct Types {
    plain: String,
    full: String,
    arg: String,
}

impl Types {
    /// Types of other crates come with their full path: a file needs no `use` for them.
    fn of(field: &FieldSpec, enum_type: &str) -> Self {
        let (kind, null) = (&field.kind, field.null);
        let plain = match kind {
            _ if field.secret => quote!(Secret),
            Kind::String | Kind::Text | Kind::Email | Kind::Url | Kind::Ref(_) => quote!(String),
            Kind::I32 => quote!(i32),
            Kind::I64 => quote!(i64),
            Kind::F64 => quote!(f64),
            Kind::Decimal => {
                let scale = proc_macro2::Literal::u8_unsuffixed(field.scale.unwrap_or_default());
                quote!(Decimal<#scale>)
            }
            Kind::Bool => quote!(bool),
            Kind::Date => quote!(chrono::NaiveDate),
            Kind::Datetime => quote!(chrono::DateTime<chrono::Utc>),
            Kind::Uuid => quote!(Uuid),
            Kind::Json => quote!(Value),
            Kind::Enum(_) => {
                let ident = format_ident!("{enum_type}");
                quote!(#ident)
            }
        };
        let borrowed = match kind {
            _ if is_copy(field) => plain.clone(),
            Kind::Json => quote!(&Value),
            _ if field.secret => quote!(&Secret),
            _ => quote!(&str),
        };
        let optional = |tokens: &proc_macro2::TokenStream| if null { quote!(Option<#tokens>) } else { tokens.clone() };
        Self {
            full: rust_text::text(optional(&plain)),
            arg: rust_text::text(optional(&borrowed)),
            plain: rust_text::text(plain),
        }
    }
}

/// Whether the value is bound and passed by itself, and not by reference.
fn is_copy(field: &FieldSpec) -> bool {
    !(field.kind.is_text() || matches!(field.kind, Kind::Ref(_) | Kind::Json))
}

fn len(field: &FieldSpec) -> Option<Len> {
    let len = field.len.clone().or_else(|| default_len(&field.kind))?;
    Some(Len { min: *len.start(), max: *len.end(), given: field.len.is_some() })
}

fn bounds(range: Range) -> Bounds {
    let (min, max, suffix) = match range {
        Range::Int(min, max) => {
            let is_wide = [min, max].into_iter().flatten().any(|end| i32::try_from(end).is_err());
            let text = |end: Option<i64>| end.map(|end| end.to_string());
            (text(min), text(max), if is_wide { "_i64" } else { "" })
        }
        Range::Float(min, max) => (min.map(literal::float), max.map(literal::float), ""),
        // Whole units: that is what the column holds, and what Rust makes the bound of.
        Range::Decimal(min, max) => {
            let text = |end: Option<Decimal>| end.map(|end| end.units.to_string());
            (text(min), text(max), "")
        }
    };
    let (min_text, max_text) = match range {
        Range::Decimal(low, high) => (low.map(|end| end.to_string()), high.map(|end| end.to_string())),
        _ => (min.clone(), max.clone()),
    };
    Bounds { min, max, min_text, max_text, suffix }
}

/// The type of the column on SQLite and on PostgreSQL.
fn ddl(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::String | Kind::Text | Kind::Email | Kind::Url | Kind::Enum(_) | Kind::Ref(_) => ("TEXT", "TEXT"),
        Kind::I32 => ("INTEGER", "INTEGER"),
        Kind::I64 => ("INTEGER", "BIGINT"),
        Kind::F64 => ("REAL", "DOUBLE PRECISION"),
        Kind::Bool => ("BOOLEAN", "BOOLEAN"),
        Kind::Decimal => ("INTEGER", "BIGINT"),
        Kind::Uuid => ("BLOB", "UUID"),
        Kind::Json => ("TEXT", "JSONB"),
        Kind::Date => ("TEXT", "DATE"),
        Kind::Datetime => ("TEXT", "TIMESTAMPTZ"),
    }
}

fn filterable(field: &FieldSpec) -> bool {
    crate::spec::gate::can_filter(&field.name.name) && (field.unique || field.filter || field.kind.is_filter())
}

/// Whether the column has an index of its own: a reference, since rows are looked for by it when its target goes; and what
/// lists look for rows by. The unique constraint is an index as well, and the parent's is that of the scope.
fn indexed(field: &FieldSpec) -> bool {
    match field.kind {
        Kind::Ref(_) => !field.parent,
        _ => !field.unique && (field.index || filterable(field) || sortable(field)),
    }
}

fn sortable(field: &FieldSpec) -> bool {
    !field.secret && (field.sort || field.kind.is_sort())
}
