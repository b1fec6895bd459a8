// src/core/page.rs - Pages of a list, each found by the place where the last one ended

use serde::de::DeserializeOwned;
use sqlx::{Encode, Type};

use crate::core::db::Db;
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::statement::Statement;
use crate::models::page_models::{Cursor, PageRequest, SortOrder};

/// Ends a statement, which has a `WHERE` already, with the order and the limits of a page.
///
/// A page begins behind the last row of the one before, and not at an offset: it costs the same
/// however far it is, and misses no row when others come or go. The names of columns come from the
/// code, never from a request.
pub struct Seek<'a> {
    statement: &'a mut Statement,
    /// The column of the public id, which tells rows of equal value apart.
    id: &'static str,
    page: &'a PageRequest,
}

impl<'a> Seek<'a> {
    /// A page of the rows that a statement finds.
    pub fn new(statement: &'a mut Statement, id: &'static str, page: &'a PageRequest) -> Self {
        Self { statement, id, page }
    }

    /// Sorts by a column that is never null.
    pub fn by<T>(self, column: &'static str) -> ServiceResult<()>
    where
        T: DeserializeOwned + Type<Db> + for<'q> Encode<'q, Db>,
    {
        let Self { statement, id, page } = self;
        let (beyond, direction) = words(page.order);
        if let Some(cursor) = &page.cursor {
            statement.push(" AND (").push(column).push(", ").push(id).push(")").push(beyond);
            statement.push("(").bind(value_of::<T>(cursor)?)?;
            statement.push(", ").bind(cursor.id.clone())?.push(")");
        }
        statement.push(" ORDER BY ").push(column).push(direction).push(", ").push(id);
        limit(statement.push(direction), page)
    }

    /// Sorts by a column that may be null: rows without a value come last in either direction.
    pub fn by_nullable<T>(self, column: &'static str) -> ServiceResult<()>
    where
        T: DeserializeOwned + Type<Db> + for<'q> Encode<'q, Db>,
    {
        let Self { statement, id, page } = self;
        let (beyond, direction) = words(page.order);
        if let Some(cursor) = &page.cursor {
            statement.push(" AND ");
            if let Some(value) = value_of::<Option<T>>(cursor)? {
                statement.push("(").push(column).push(" IS NULL OR (");
                statement.push(column).push(", ").push(id).push(")").push(beyond);
                statement.push("(").bind(value)?;
                statement.push(", ").bind(cursor.id.clone())?.push("))");
            } else {
                statement.push(column).push(" IS NULL AND ").push(id).push(beyond);
                statement.bind(cursor.id.clone())?;
            }
        }
        statement.push(" ORDER BY ").push(column).push(" IS NULL, ").push(column);
        statement.push(direction).push(", ").push(id);
        limit(statement.push(direction), page)
    }
}

/// Asks for one row more than the page holds: it tells whether there is a next page.
fn limit(statement: &mut Statement, page: &PageRequest) -> ServiceResult<()> {
    statement.push(" LIMIT ").bind(page.limit.saturating_add(1))?;
    Ok(())
}

fn words(order: SortOrder) -> (&'static str, &'static str) {
    match order {
        SortOrder::Asc => (" > ", " ASC"),
        SortOrder::Desc => (" < ", " DESC"),
    }
}

fn value_of<T: DeserializeOwned>(cursor: &Cursor) -> ServiceResult<T> {
    serde_json::from_value(cursor.value.clone())
        .map_err(|_| ServiceError::Invalid("cursor: not a cursor of this list".to_owned()))
}
