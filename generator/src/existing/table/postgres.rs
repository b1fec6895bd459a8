// src/existing/table/postgres.rs - What PostgreSQL says of a table

//! What PostgreSQL says of a table, by its catalogues. All is read in one transaction that can't write.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};

use super::{Check, Column, Looked, Reference, Table};

type Result<T> = sqlx::Result<T>;

/// Reads the table of this name, with the name of its schema before it or without.
pub(super) async fn read(options: &PgConnectOptions, name: &str) -> Result<Looked> {
    let mut connection = PgConnection::connect_with(options).await?;
    sqlx::query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").execute(&mut connection).await?;
    let looked = look(&mut connection, name).await?;
    sqlx::query("ROLLBACK").execute(&mut connection).await?;
    connection.close().await?;
    Ok(looked)
}

async fn look(connection: &mut PgConnection, name: &str) -> Result<Looked> {
    // A name with a dot in it is looked for as it is too.
    let found = sqlx::query(
        "SELECT c.oid::bigint, c.relname::text, c.relkind::text
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
           AND ((c.relname = $1 AND pg_table_is_visible(c.oid)) OR n.nspname || '.' || c.relname = $1)
         ORDER BY pg_table_is_visible(c.oid) DESC LIMIT 1",
    )
    .bind(name)
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = found else {
        let names = sqlx::query_scalar(
            "SELECT CASE WHEN pg_table_is_visible(c.oid) THEN c.relname::text ELSE n.nspname || '.' || c.relname END
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
             ORDER BY 1",
        )
        .fetch_all(&mut *connection)
        .await?;
        return Ok(Looked::Missing(names));
    };
    let (id, name, kind): (i64, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    match kind.as_str() {
        "v" => return Ok(Looked::NoTable("a view")),
        "m" => return Ok(Looked::NoTable("a materialized view")),
        "f" => return Ok(Looked::NoTable("a foreign table")),
        _ => {}
    }
    let mut table = Table { name, ..Table::default() };
    columns(connection, id, &mut table).await?;
    constraints(connection, id, &mut table).await?;
    indexes(connection, id, &mut table).await?;
    Ok(Looked::Found(Box::new(table)))
}

async fn columns(connection: &mut PgConnection, id: i64, table: &mut Table) -> Result<()> {
    let rows = sqlx::query(
        "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod),
                CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
                a.attnotnull OR t.typnotnull, COALESCE(pg_get_expr(d.adbin, d.adrelid), t.typdefault),
                a.attgenerated <> '', a.attidentity <> '',
                ARRAY(SELECT e.enumlabel::text FROM pg_enum e
                      WHERE e.enumtypid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
                      ORDER BY e.enumsortorder)
         FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped
         ORDER BY a.attnum",
    )
    .bind(id)
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (not_null, default): (bool, Option<String>) = (row.try_get(3)?, row.try_get(4)?);
        let computed: bool = row.try_get(5)?;
        let identity: bool = row.try_get(6)?;
        table.columns.push(Column {
            name: row.try_get(0)?,
            declared: row.try_get(1)?,
            under: row.try_get(2)?,
            null: !not_null,
            numbered: identity || default.as_ref().is_some_and(|default| default.starts_with("nextval(")),
            default: default.filter(|_| !computed),
            computed,
            labels: row.try_get(7)?,
        });
    }
    Ok(())
}

async fn constraints(connection: &mut PgConnection, id: i64, table: &mut Table) -> Result<()> {
    let rows = sqlx::query(
        "SELECT c.contype::text,
                ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(number, place)
                      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number ORDER BY k.place),
                f.relname::text, pg_get_expr(c.conbin, c.conrelid)
         FROM pg_constraint c LEFT JOIN pg_class f ON f.oid = c.confrelid
         WHERE c.conrelid = $1::oid AND c.contype IN ('p', 'f', 'c') ORDER BY c.oid",
    )
    .bind(id)
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (kind, columns): (String, Vec<String>) = (row.try_get(0)?, row.try_get(1)?);
        let (target, check): (Option<String>, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
        match (kind.as_str(), target, check) {
            ("p", ..) => table.primary = columns,
            ("f", Some(target), _) => table.references.push(Reference { columns, table: target }),
            ("c", _, Some(sql)) => table.checks.push(Check { sql, value: None }),
            _ => {}
        }
    }
    let rows = sqlx::query(
        "SELECT a.attname::text, pg_get_expr(c.conbin, 0)
         FROM pg_attribute a JOIN pg_constraint c ON c.contypid = a.atttypid AND c.contype = 'c'
         WHERE a.attrelid = $1::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum, c.oid",
    )
    .bind(id)
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (column, sql): (String, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
        table.checks.extend(sql.map(|sql| Check { sql, value: Some(column) }));
    }
    Ok(())
}

async fn indexes(connection: &mut PgConnection, id: i64, table: &mut Table) -> Result<()> {
    let rows = sqlx::query(
        "SELECT c.relname::text, i.indisunique, i.indpred IS NULL AND i.indexprs IS NULL,
                ARRAY(SELECT a.attname::text FROM unnest(i.indkey::smallint[]) WITH ORDINALITY k(number, place)
                      JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                      WHERE k.place <= i.indnkeyatts ORDER BY k.place)
         FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = $1::oid AND NOT i.indisprimary ORDER BY i.indexrelid",
    )
    .bind(id)
    .fetch_all(&mut *connection)
    .await?;
    for row in &rows {
        let (name, unique): (String, bool) = (row.try_get(0)?, row.try_get(1)?);
        let (plain, columns): (bool, Vec<String>) = (row.try_get(2)?, row.try_get(3)?);
        match (plain, unique) {
            (true, true) => table.uniques.push(columns),
            (true, false) => table.indexes.push(columns),
            (false, true) => table.notes.push(format!(
                "the unique index `{name}` is of a part of the rows or of an expression: no field carries that"
            )),
            (false, false) => {}
        }
    }
    Ok(())
}
