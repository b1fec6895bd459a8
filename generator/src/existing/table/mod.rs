// src/existing/table/mod.rs - A table of a database as the fields of a resource

//! A table of a database as the fields of a resource. [`sqlite`] and [`postgres`] read a [`Table`], plain data in the words
//! of the database; what a column becomes is decided here, alike for both.

mod checks;
mod column;
mod database;
mod default;
mod kind;
mod postgres;
mod sqlite;

use std::path::Path;

use super::assemble::Members;
use super::{Project, refused};
use crate::error::Result;
use database::Database;

/// A table as its database describes it.
#[derive(Debug, Default)]
struct Table {
    /// Its name, without that of its schema.
    name: String,
    columns: Vec<Column>,
    /// The columns of the primary key, in its order.
    primary: Vec<String>,
    /// The columns of each constraint or index by which rows differ, but for the primary key.
    uniques: Vec<Vec<String>>,
    /// The columns of each other index.
    indexes: Vec<Vec<String>>,
    references: Vec<Reference>,
    /// The conditions of all its rows, each an expression of SQL.
    checks: Vec<Check>,
    /// What of it could not be read.
    notes: Vec<String>,
}

#[derive(Debug, Default)]
struct Column {
    name: String,
    /// The type as a person wrote it or the database shows it: `VARCHAR(30)`, `numeric(10,2)`.
    declared: String,
    /// The type to decide by, where it is another one than the one shown: that under a domain.
    under: Option<String>,
    null: bool,
    /// An expression of SQL.
    default: Option<String>,
    /// Whether the database computes it from others.
    computed: bool,
    /// Whether the database numbers it.
    numbered: bool,
    /// The labels of a type that has some.
    labels: Vec<String>,
}

/// A foreign key.
#[derive(Debug)]
struct Reference {
    columns: Vec<String>,
    table: String,
}

#[derive(Debug)]
struct Check {
    sql: String,
    /// The column that `VALUE` in it stands for: the condition is that of the column's domain.
    value: Option<String>,
}

/// The names of a table in a database that was asked for another one, for "did you mean".
enum Looked {
    Found(Box<Table>),
    /// A view, or something else that holds no rows of its own; with what it is.
    NoTable(&'static str),
    /// There is none of the name; what there is.
    Missing(Vec<String>),
}

/// The columns of a table, each with what becomes of it.
pub(super) fn members(name: &str, url: &str, here: &Path, project: &Project<'_>) -> Result<Members> {
    let database = Database::parse(url, here)?;
    let table = match database.table(name)? {
        Looked::Found(table) => *table,
        Looked::NoTable(what) => {
            let reason = format!("`{name}` is {what}, which has no keys and no rows of its own");
            return Err(refused(name, reason, "name the table that it is made of"));
        }
        Looked::Missing(names) => {
            let near = rulebook_conventions::did_you_mean(name, names.iter().map(String::as_str));
            let all = match names.as_slice() {
                [] => "it has no tables at all".to_owned(),
                names => format!("the tables are {}", names.join(", ")),
            };
            let reason = format!("there is no table `{name}` in {}", database.shown());
            return Err(refused(name, reason, near + &all));
        }
    };
    if table.columns.is_empty() {
        let help = "leave `--from-table` out: a resource needs no fields";
        return Err(refused(name, format!("the table `{name}` has no columns"), help));
    }
    let mut notes = table.notes.clone();
    let all = column::members(&table, database.is_postgres(), project, &mut notes);
    notes.push(own_table(&table.name, &project.names.table));
    Ok(Members { whole: format!("the table `{name}` of {}", database.shown()), word: "column", all, notes })
}

/// What becomes of the table that was read: nothing.
fn own_table(there: &str, made: &str) -> String {
    if there != made {
        return format!(
            "the resource gets a table `{made}` of its own: `{there}` stays as it is, and its rows are not copied, since each \
             needs an owner and a public id"
        );
    }
    format!(
        "the resource's own migration makes a table `{made}`; rows of the one that was read are not copied, since each needs \
         an owner and a public id. If that one is in the application's own database, rename it in a migration before: `ALTER \
         TABLE {there} RENAME TO {there}_before`; or give the resource another table by `--plural`"
    )
}
