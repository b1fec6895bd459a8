// src/existing/table/sqlite.rs - What SQLite says of a table

//! What SQLite says of a table.

use std::path::Path;

use sqlparser::ast::{ColumnOption, Statement, TableConstraint};
use sqlparser::dialect::{GenericDialect, SQLiteDialect};
use sqlparser::parser::Parser;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{Connection, Row};

use super::{Check, Column, Looked, Reference, Table};

type Result<T> = sqlx::Result<T>;

/// Reads the table of this name, in whatever case: SQLite makes no difference.
pub(super) async fn read(path: &Path, at_rest: bool, name: &str) -> Result<Looked> {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(false).read_only(true);
    let mut connection = SqliteConnection::connect_with(&options.immutable(at_rest)).await?;
    let looked = look(&mut connection, name).await;
    connection.close().await?;
    looked
}

async fn look(connection: &mut SqliteConnection, name: &str) -> Result<Looked> {
    let rows = sqlx::query(
        "SELECT name, type, sql FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         ORDER BY name",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut names = Vec::new();
    for row in &rows {
        let (there, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if !there.eq_ignore_ascii_case(name) {
            names.extend((kind == "table").then_some(there));
            continue;
        }
        let sql: Option<String> = row.try_get(2)?;
        let sql = sql.unwrap_or_default();
        if kind == "view" {
            return Ok(Looked::NoTable("a view"));
        }
        if sql.trim_start().get(..14).is_some_and(|start| start.eq_ignore_ascii_case("CREATE VIRTUAL")) {
            return Ok(Looked::NoTable("a virtual table"));
        }
        return Ok(Looked::Found(Box::new(table(connection, there, &sql).await?)));
    }
    Ok(Looked::Missing(names))
}

async fn table(connection: &mut SqliteConnection, name: String, sql: &str) -> Result<Table> {
    let mut table = Table { name, ..Table::default() };
    let rows = sqlx::query("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)")
        .bind(&table.name)
        .fetch_all(&mut *connection)
        .await?;
    let mut primary: Vec<(i64, String)> = Vec::new();
    for row in &rows {
        let (column, place) = column(row)?;
        if place > 0 {
            primary.push((place, column.name.clone()));
        }
        table.columns.push(column);
    }
    primary.sort();
    table.primary = primary.into_iter().map(|(_, name)| name).collect();
    let is_alone = table.primary.len() == 1;
    for column in table.columns.iter_mut().filter(|column| table.primary.contains(&column.name)) {
        // Such a key is the number of the row: SQLite gives it. That it lets others be null is said to be an old mistake.
        column.numbered = is_alone && column.declared.eq_ignore_ascii_case("INTEGER");
        column.null = false;
    }
    references(connection, &mut table).await?;
    indexes(connection, &mut table).await?;
    match checks(sql) {
        Some(checks) => table.checks = checks,
        None => table.notes.push("its CHECK constraints could not be read: see them in its `CREATE TABLE`".to_owned()),
    }
    Ok(table)
}

fn column(row: &SqliteRow) -> Result<(Column, i64)> {
    let (not_null, place, hidden): (i64, i64, i64) = (row.try_get(2)?, row.try_get(4)?, row.try_get(5)?);
    let declared: Option<String> = row.try_get(1)?;
    // The pragma writes `GENERATED ALWAYS` behind the type of a column that is computed.
    let declared = declared.unwrap_or_default().trim_end_matches(" GENERATED ALWAYS").to_owned();
    let column = Column {
        name: row.try_get(0)?,
        declared,
        null: not_null == 0,
        default: row.try_get(3)?,
        computed: hidden > 1,
        ..Column::default()
    };
    Ok((column, place))
}

async fn references(connection: &mut SqliteConnection, table: &mut Table) -> Result<()> {
    let rows = sqlx::query("SELECT id, \"table\", \"from\" FROM pragma_foreign_key_list(?) ORDER BY id, seq")
        .bind(&table.name)
        .fetch_all(&mut *connection)
        .await?;
    let mut last = None;
    for row in &rows {
        let (id, target, from): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match table.references.last_mut().filter(|_| last == Some(id)) {
            Some(reference) => reference.columns.push(from),
            None => table.references.push(Reference { columns: vec![from], table: target }),
        }
        last = Some(id);
    }
    Ok(())
}

async fn indexes(connection: &mut SqliteConnection, table: &mut Table) -> Result<()> {
    let rows = sqlx::query("SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC")
        .bind(&table.name)
        .fetch_all(&mut *connection)
        .await?;
    for row in &rows {
        let (name, unique): (String, i64) = (row.try_get(0)?, row.try_get(1)?);
        let (origin, partial): (String, i64) = (row.try_get(2)?, row.try_get(3)?);
        let columns: Vec<Option<String>> = sqlx::query_scalar("SELECT name FROM pragma_index_info(?) ORDER BY seqno")
            .bind(&name)
            .fetch_all(&mut *connection)
            .await?;
        let columns: Option<Vec<String>> = columns.into_iter().collect();
        match columns.filter(|_| partial == 0) {
            _ if origin == "pk" => {}
            Some(columns) if unique == 1 => table.uniques.push(columns),
            Some(columns) => table.indexes.push(columns),
            None if unique == 1 => table.notes.push(format!(
                "the unique index `{name}` is of a part of the rows or of an expression: no field carries that"
            )),
            None => {}
        }
    }
    Ok(())
}

/// The conditions of a table, by the statement that makes it; nothing if that can't be read.
fn checks(sql: &str) -> Option<Vec<Check>> {
    let parsed =
        Parser::parse_sql(&SQLiteDialect {}, sql).or_else(|_| Parser::parse_sql(&GenericDialect {}, sql)).ok()?;
    let Some(Statement::CreateTable(create)) = parsed.into_iter().next() else { return None };
    let of_columns =
        create.columns.iter().flat_map(|column| &column.options).filter_map(|option| match &option.option {
            ColumnOption::Check(check) => Some(check.expr.to_string()),
            _ => None,
        });
    let of_table = create.constraints.iter().filter_map(|constraint| match constraint {
        TableConstraint::Check(check) => Some(check.expr.to_string()),
        _ => None,
    });
    Some(of_columns.chain(of_table).map(|sql| Check { sql, value: None }).collect())
}
