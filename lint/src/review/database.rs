// src/review/database.rs - What migrations and rows became, and what of it loses data

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, ChangeKind, Place, States, place_of};
use crate::project::model::Model;
use crate::rules::model_type::{ModelType, row_types};
use crate::source::migration::is_down;
use crate::sql::schema::Table;

/// Something that changed in the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DatabaseChange {
    /// What.
    pub text: String,
    /// Whether it loses data, or stops programs that ran the migration before.
    pub loses: bool,
    /// Where.
    pub place: Place,
}

pub(super) fn compare(states: &States<'_>) -> Vec<DatabaseChange> {
    let mut found = Vec::new();
    for change in states.changes.iter().filter(|change| is_migration(&change.path)) {
        found.extend(migration(states, change));
    }
    found.extend(tables(&states.base.model, &states.head.model));
    found.extend(rows(states));
    found
}

/// Whether a file is a migration that goes forward.
fn is_migration(path: &str) -> bool {
    let in_folder = path.split('/').any(|part| part == "migrations");
    in_folder && path.ends_with(".sql") && !is_down(path)
}

fn migration(states: &States<'_>, change: &Change) -> Vec<DatabaseChange> {
    let place = |line| Place { path: change.path.as_str().into(), line };
    let text = states.head.model.text(&change.path);
    let was_there = states.base.model.text(&change.path).is_some();
    let stops = |text: &str| DatabaseChange { text: text.to_owned(), loses: true, place: place(1) };
    match (&change.kind, text) {
        (ChangeKind::Removed, _) => {
            vec![stops("a migration is gone: where it has run, the program does not start")]
        }
        (ChangeKind::Renamed { .. }, _) => {
            vec![stops("a migration has another name: where it has run, the program does not start")]
        }
        (ChangeKind::Modified, Some(_)) if was_there => {
            vec![stops("a migration that may have run is changed: where it has, its checksum stops the program")]
        }
        (ChangeKind::Added, Some(text)) => {
            let lossy = statements(text)
                .flat_map(|(line, statement)| losses(&statement).into_iter().map(move |text| (line, text)));
            lossy.map(|(line, text)| DatabaseChange { text, loses: true, place: place(line) }).collect()
        }
        _ => Vec::new(),
    }
}

/// The statements of a text, in upper case and with single blanks, with the lines that they begin in.
fn statements(text: &str) -> impl Iterator<Item = (usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let mut parts = line.split("--").next().unwrap_or_default().split(';').peekable();
        while let Some(part) = parts.next() {
            let words = part.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
            if !words.is_empty() {
                let (_, statement) = open.get_or_insert((at + 1, String::new()));
                statement.push_str(if statement.is_empty() { "" } else { " " });
                statement.push_str(&words);
            }
            if parts.peek().is_some() {
                found.extend(open.take());
            }
        }
    }
    found.extend(open);
    found.into_iter()
}

/// What a statement loses.
fn losses(statement: &str) -> Vec<String> {
    // The name behind each occurrence of some words.
    let names = |words: &str| -> Vec<String> {
        let behind = statement.match_indices(words).filter_map(|(at, _)| statement.get(at + words.len()..));
        let name = |rest: &str| {
            let rest = rest.trim_start().trim_start_matches("IF EXISTS ").trim_start();
            let name = rest.split([' ', ',', '(']).next().unwrap_or_default();
            name.trim_matches(['"', '`', '[', ']']).to_lowercase()
        };
        behind.map(name).collect()
    };
    let all = |what: &str, words: &str| names(words).iter().map(|name| format!("{what} `{name}`")).collect::<Vec<_>>();
    let has = |words: &str| statement.contains(words);
    if statement.starts_with("DROP TABLE") {
        return all("drops the table", "DROP TABLE ");
    }
    if statement.starts_with("TRUNCATE") {
        return all("empties the table", if has("TRUNCATE TABLE") { "TRUNCATE TABLE " } else { "TRUNCATE " });
    }
    if statement.starts_with("DELETE FROM") && !has(" WHERE ") {
        return all("deletes all rows of", "DELETE FROM ");
    }
    if !statement.starts_with("ALTER TABLE") {
        return Vec::new();
    }
    let mut found = all("drops the column", "DROP COLUMN ");
    if has(" TYPE ") {
        found.extend(all("changes the type of the column", "ALTER COLUMN "));
    }
    found.extend(all("renames the column, which programs that still run ask for:", "RENAME COLUMN "));
    if has(" RENAME TO ") {
        found.extend(all("renames the table, which programs that still run ask for:", "ALTER TABLE "));
    }
    found
}

/// Tables and columns that came or went.
fn tables(base: &Model, head: &Model) -> Vec<DatabaseChange> {
    let (before, after) = (known(base), known(head));
    let mut found = Vec::new();
    let mut add = |text: String, model: &Model, file, span: crate::source::facts::Span| {
        let facts = &model.file(file).facts;
        let label = crate::finding::Label::new(&facts.path, span.range(), "");
        found.push(DatabaseChange { text, loses: false, place: place_of(model, &label) });
    };
    for (key @ (folder, name), table) in &after {
        match before.get(key) {
            None => add(format!("the table `{name}` is new in `{folder}`"), head, table.file, table.span),
            Some(old) => {
                for column in &table.columns {
                    let text = match old.column(&column.name) {
                        None => format!("the column `{name}.{}` is new in `{folder}`", column.name),
                        Some(was) if was.ty != column.ty || was.nullable != column.nullable => {
                            let null = |nullable| if nullable { "" } else { " NOT NULL" };
                            format!(
                                "the column `{name}.{}` is `{}{}`, not `{}{}`, in `{folder}`",
                                column.name,
                                column.ty,
                                null(column.nullable),
                                was.ty,
                                null(was.nullable)
                            )
                        }
                        Some(_) => continue,
                    };
                    add(text, head, column.file, column.span);
                }
                for column in old.columns.iter().filter(|column| table.column(&column.name).is_none()) {
                    add(
                        format!("the column `{name}.{}` is gone from `{folder}`", column.name),
                        base,
                        column.file,
                        column.span,
                    );
                }
            }
        }
    }
    for ((folder, name), table) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        add(format!("the table `{name}` is gone from `{folder}`"), base, table.file, table.span);
    }
    found
}

/// Fields that structs of rows got or lost.
fn rows(states: &States<'_>) -> Vec<DatabaseChange> {
    let before: BTreeMap<&str, ModelType<'_>> = row_types(&states.base.model).map(|row| (row.name(), row)).collect();
    let mut found = Vec::new();
    for row in row_types(&states.head.model).filter(|row| states.is_changed(&row.facts.path)) {
        let Some(old) = before.get(row.name()) else { continue };
        let (were, are) = (fields(old), fields(&row));
        let differs = |these: &[&str], those: &[&str], what: &str| {
            let names = these.iter().filter(|name| !those.contains(name)).map(|name| format!("`{name}`"));
            let names: Vec<String> = names.collect();
            (!names.is_empty()).then(|| format!("the row `{}` {what} {}", row.name(), names.join(", ")))
        };
        let texts = [differs(&are, &were, "has"), differs(&were, &are, "has no more")];
        let place = place_of(row.model, &row.label(""));
        found.extend(texts.into_iter().flatten().map(|text| DatabaseChange {
            text,
            loses: false,
            place: place.clone(),
        }));
    }
    found
}

fn fields<'m>(row: &ModelType<'m>) -> Vec<&'m str> {
    row.fields().filter_map(|field| Some(row.facts.name(field.name?))).collect()
}

fn known(model: &Model) -> BTreeMap<(&str, &str), &Table> {
    let databases = model.schema.databases.iter();
    databases
        .flat_map(|database| database.tables.iter().map(move |(name, table)| ((&*database.folder, &**name), table)))
        .collect()
}
