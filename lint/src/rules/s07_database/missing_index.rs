// src/rules/s07_database/missing_index.rs - RB710: a column that is looked up by, and has no index

//! RB710: a column that is looked up by, and has no index.

use std::collections::BTreeSet;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::PackageId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::application;
use crate::sql::query::Fetch;
use crate::sql::schema::{Column, Database, Table};
use crate::sql::{Kind, Query};
use rulebook_conventions::section::Section;

/// RB710.
pub static RULE: Rule = Rule {
    code: "RB710",
    name: "missing-index",
    section: Some(Section::Database),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a reference, or a column that a list filters or sorts by, without an index in the migrations",
    page: include_str!("missing_index.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut reported: BTreeSet<(PackageId, &str, &str, &str)> = BTreeSet::new();
    for database in model.schema.databases.iter().filter(|database| !database.partial) {
        for (name, table) in &database.tables {
            let references = table.columns.iter().filter(|column| column.references.is_some());
            for column in references.filter(|column| !table.is_indexed(&column.name)) {
                let to = column.references.as_deref().unwrap_or_default();
                let message = format!("`{name}.{}` refers to `{to}` and has no index", column.name);
                reported.insert((database.package, &database.folder, name, &column.name));
                findings.push(finding(model, database, name, column, message, None));
            }
        }
    }
    for code in application(model) {
        let package = model.package_id(code.module);
        for query in model.queries.of(code.id).filter(|query| is_list(query)) {
            let Some(name) = query.words.tables.first().filter(|_| query.words.tables.len() == 1) else { continue };
            for database in model.schema.of_package(package).filter(|database| !database.partial) {
                let Some((name, table)) = database.tables.get_key_value(name) else { continue };
                for (column, verb) in unindexed(table, query) {
                    if !reported.insert((package, &database.folder, name, &column.name)) {
                        continue;
                    }
                    let message = format!("a list {verb} by `{name}.{}`, which has no index", column.name);
                    findings.push(finding(
                        model,
                        database,
                        name,
                        column,
                        message,
                        Some(code.label(query.span, "the list")),
                    ));
                }
            }
        }
    }
}

fn is_list(query: &Query) -> bool {
    let is_many = query.runs.iter().any(|run| matches!(run.fetch, Fetch::All | Fetch::Stream));
    query.words.kind == Kind::Select && is_many
}

/// The columns that a list filters or sorts by and that no index helps with: one helps if the columns before it are compared
/// with too.
fn unindexed<'t>(table: &'t Table, query: &Query) -> Vec<(&'t Column, &'static str)> {
    let words = &query.words;
    let filters = words.filters.iter().map(|name| (name, "filters"));
    let sorts = words.sorts.iter().take(1).map(|name| (name, "sorts"));
    // A key finds the rows, and what is left is few.
    let is_found_by_key =
        table.keys.iter().any(|key| !key.is_empty() && key.iter().all(|column| words.filters.contains(column)));
    if is_found_by_key {
        return Vec::new();
    }
    let helps = |index: &Vec<String>, name: &str| {
        let before = index.iter().take_while(|column| *column != name);
        index.iter().any(|column| column == name) && before.into_iter().all(|column| words.filters.contains(column))
    };
    let lacks = |(name, verb): (&String, &'static str)| {
        let column = table.column(name)?;
        // Two values are not worth one.
        let is_flag = column.ty.starts_with("BOOL");
        (!is_flag && !table.indexes.iter().any(|index| helps(index, name))).then_some((column, verb))
    };
    filters.chain(sorts).filter_map(lacks).collect()
}

fn finding(
    model: &Model,
    database: &Database,
    table: &str,
    column: &Column,
    message: String,
    list: Option<Label>,
) -> Finding {
    let help = format!(
        "Add a migration to `{}`: `CREATE INDEX idx_{table}_{1} ON {table} ({1})`, with the owner's column first where lists are of one owner. \
         Without it the whole table is read.",
        database.folder, column.name
    );
    let label = Label::new(&model.file(column.file).facts.path, column.span.range(), "no index begins with it");
    let mut finding = Finding::new(&RULE, message, help, label);
    finding.related.extend(list);
    finding
}
