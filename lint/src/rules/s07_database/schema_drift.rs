// src/rules/s07_database/schema_drift.rs - RB705: a database model that does not fit the migrations

//! RB705: a database model that does not fit the migrations.

use std::cell::OnceCell;

use super::columns::{Dialect, fits, of_column, of_field};
use super::tables::{expected, filling};
use crate::calls::texts::HOLE;
use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::types::Named;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::{ModelType, row_types};
use crate::source::facts::{Field, Span};
use crate::sql::Query;
use crate::sql::schema::{Column, Database, Table};
use rulebook_conventions::case;
use rulebook_conventions::section::Section;

/// RB705.
pub static RULE: Rule = Rule {
    code: "RB705",
    name: "schema-drift",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a database model that does not fit the migrations: a column, a type, what may be null",
    page: include_str!("schema_drift.md"),
    check: Check::Project(check),
};

/// The most structs that are flattened into each other.
const DEPTH: usize = 6;

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for of in row_types(model).filter(|of| of.derives(&["FromRow"])) {
        let (package, settings) = of.package();
        let queries: Vec<&Query> = filling(model, of.id).collect();
        let named = OnceCell::new();
        let named = || named.get_or_init(|| expected(&of, &settings.settings.inflector()));
        for database in model.schema.of_package(package).filter(|database| !database.partial) {
            // The table that all its statements read, or the one that it is called after.
            let read = match queries.split_first() {
                Some((first, rest)) => {
                    let table = first.words.outer.first().filter(|_| first.words.outer.len() == 1);
                    table.filter(|_| rest.iter().all(|query| query.words.outer == first.words.outer))
                }
                None => Some(named()),
            };
            let Some((name, table)) = read.and_then(|name| database.tables.get_key_value(name)) else { continue };
            let is_model = of.is_in_db_models() && named() == name;
            let dialect = Dialect::of(database, settings);
            let drift = Drift { of, database, name, table, is_model, queries: &queries, dialect };
            drift.report(findings);
        }
    }
}

/// A model beside its table.
struct Drift<'a, 'm> {
    of: ModelType<'m>,
    database: &'a Database,
    name: &'a str,
    table: &'a Table,
    /// Whether it is the model of the table, and not one of many types that are made of its rows.
    is_model: bool,
    queries: &'a [&'m Query],
    dialect: Dialect,
}

/// A field and the column that it is of.
struct Mapped<'m> {
    of: ModelType<'m>,
    field: &'m Field,
    span: Span,
    column: String,
    /// Whether a column that is not there is made up for, or the type is read as another one.
    lenient: bool,
}

impl<'m> Drift<'_, 'm> {
    fn report(&self, findings: &mut Vec<Finding>) {
        let mut fields = Vec::new();
        if !add_fields(self.of, 0, &mut fields) {
            return;
        }
        let label = |mapped: &Mapped<'m>, text: &str| mapped.of.label_at(mapped.span, text);
        for mapped in &fields {
            let Some(column) = self.table.column(&mapped.column) else {
                if !mapped.lenient && !self.is_worked_out(&mapped.column) {
                    let message = format!(
                        "`{}` has no column `{}` for a field of `{}`",
                        self.name,
                        mapped.column,
                        self.of.name()
                    );
                    let help = format!(
                        "Add a migration to `{}` that adds the column, or take the field away: each request that reads the row fails.",
                        self.database.folder
                    );
                    findings.push(self.finding(message, help, label(mapped, "no such column"), None));
                }
                continue;
            };
            if self.is_worked_out(&mapped.column) || mapped.lenient {
                continue;
            }
            let (class, nullable) = of_field(mapped.of.model, mapped.of.id.load, mapped.field.ty);
            if column.nullable && !nullable && !self.is_other(mapped) {
                let message =
                    format!("`{}` of `{}` may be null, and the field is no `Option`", mapped.column, self.name);
                let help = "Make the field an `Option`, or the column `NOT NULL` by a migration: the first row that has a null can't be read.";
                findings.push(self.finding(message, help.to_owned(), label(mapped, "never null"), Some(column)));
            } else if !column.nullable && nullable {
                let message =
                    format!("`{}` of `{}` is never null, and the field is an `Option`", mapped.column, self.name);
                let help = "Take the `Option` away: who reads the field handles what can't be.";
                findings.push(self.finding(message, help.to_owned(), label(mapped, "null or not"), Some(column)));
            } else if !fits(class, of_column(&column.ty), self.dialect) {
                let ty = mapped.of.facts.types.get(mapped.field.ty.index());
                let text = ty.map(|node| mapped.of.facts.slice(node.span)).unwrap_or_default();
                let message =
                    format!("`{}` of `{}` is {}, which `{text}` can't hold", mapped.column, self.name, column.ty);
                let help = "Give the field the type that belongs to the column's, or change the column by a migration: sqlx refuses to read the row.";
                findings.push(self.finding(message, help.to_owned(), label(mapped, "another type"), Some(column)));
            }
        }
        self.missing(&fields, findings);
    }

    /// Columns of the table that the model lacks, where it is the model of the table and all of it is read.
    fn missing(&self, fields: &[Mapped<'m>], findings: &mut Vec<Finding>) {
        if !self.is_model {
            return;
        }
        let model = self.of.model;
        // Statements whose rows are of a type that is not stated may be of this one, if they give all that it needs.
        let others = model.queries.naming(self.name).filter(|query| {
            let gives = |column: &str| query.words.outputs.iter().any(|it| it.name == column || it.name == HOLE);
            !model.is_test(query.load)
                && query.maps
                && query.row.is_none()
                && (query.words.star || fields.iter().all(|mapped| mapped.lenient || gives(&mapped.column)))
        });
        let named: Vec<&Query> =
            others.chain(self.queries.iter().copied()).filter(|query| !query.words.outputs.is_empty()).collect();
        for column in &self.table.columns {
            let is_there = fields.iter().any(|mapped| mapped.column == column.name);
            let is_left_out = named
                .iter()
                .any(|query| !query.words.star && !query.words.outputs.iter().any(|it| it.name == column.name));
            if is_there || is_left_out {
                continue;
            }
            let message = format!("`{}` lacks the column `{}` of `{}`", self.of.name(), column.name, self.name);
            let help = "Add a field for it, or name the columns that are read in place of `*`.";
            findings.push(self.finding(message, help.to_owned(), self.of.label("lacks it"), Some(column)));
        }
    }

    /// Whether a statement gives a value under that name that is worked out, or from another table.
    fn is_worked_out(&self, column: &str) -> bool {
        self.queries.iter().any(|query| {
            let words = &query.words;
            // A column that is put in at run time may be any.
            words.outputs.iter().any(|output| output.name == HOLE || (output.name == column && !output.plain))
        })
    }

    /// A type of the project's own, which may read null as something.
    fn is_other(&self, mapped: &Mapped<'m>) -> bool {
        matches!(mapped.of.model.named(mapped.of.id.load, mapped.field.ty), Some(Named::Item(_)))
    }

    fn finding(&self, message: String, help: String, label: Label, column: Option<&Column>) -> Finding {
        let mut finding = Finding::new(&RULE, message, help, label);
        let model = self.of.model;
        let (file, span) = column.map_or((self.table.file, self.table.span), |column| (column.file, column.span));
        let text = if column.is_some() { "the column" } else { "the table" };
        finding.related.push(Label::new(&model.file(file).facts.path, span.range(), text));
        finding
    }
}

/// The fields of a model with their columns, those of flattened structs in their place; false if one can't be followed.
fn add_fields<'m>(of: ModelType<'m>, depth: usize, found: &mut Vec<Mapped<'m>>) -> bool {
    if depth > DEPTH {
        return false;
    }
    let own = of.said(of.item.attributes, "sqlx");
    let rename_all = own.iter().find(|it| it.name == "rename_all").and_then(|it| it.value.clone());
    let is_defaulted = own.iter().any(|it| it.name == "default");
    for field in of.fields() {
        // A tuple's fields have places and no names.
        let Some(name) = field.name else { return false };
        let said = of.said(field.attributes, "sqlx");
        let has = |name: &str| said.iter().any(|it| it.name == name);
        if has("skip") {
            continue;
        }
        if has("flatten") {
            let inner = of.model.named(of.id.load, field.ty);
            let Some(Named::Item(ItemRef { load, item })) = inner else { return false };
            let Some(inner) = ModelType::of(of.model, ItemRef { load: *load, item: *item }) else { return false };
            if !add_fields(inner, depth + 1, found) {
                return false;
            }
            continue;
        }
        let renamed = said.iter().find(|it| it.name == "rename").and_then(|it| it.value.clone());
        let column = match (renamed, rename_all.as_deref()) {
            (Some(name), _) => name.to_lowercase(),
            (None, Some(style)) => in_style(of.facts.name(name), style),
            (None, None) => of.facts.name(name).to_lowercase(),
        };
        let lenient = is_defaulted || has("default") || has("try_from") || has("json");
        found.push(Mapped { of, field, span: name, column, lenient });
    }
    true
}

fn in_style(name: &str, style: &str) -> String {
    let styled = match style {
        "kebab-case" => case::kebab(name),
        "camelCase" | "PascalCase" => case::pascal(name),
        "lowercase" => name.to_owned(),
        _ => case::snake(name),
    };
    // Names in SQL are in lower case, and compared so.
    styled.to_lowercase()
}
