// src/core/page.rs - Pages of a list, each found by the place where the last one ended

use serde::de::DeserializeOwned;
use sqlx::{Encode, QueryBuilder, Type};

use crate::core::db::Db;
use crate::core::errors::{ServiceError, ServiceResult};
use crate::models::page_models::{Cursor, PageRequest, SortOrder};

/// Ends a query, which has a `WHERE` already, with the order and the limits of a page.
///
/// A page begins behind the last row of the one before, and not at an offset: it costs the same
/// however far it is, and misses no row when others come or go. The names of columns come from the
/// code, never from a request.
pub struct Seek<'a> {
    query: &'a mut QueryBuilder<Db>,
    /// The column of the public id, which tells rows of equal value apart.
    id: &'static str,
    page: &'a PageRequest,
}

impl<'a> Seek<'a> {
    /// A page of the rows that a query finds.
    pub fn new(query: &'a mut QueryBuilder<Db>, id: &'static str, page: &'a PageRequest) -> Self {
        Self { query, id, page }
    }

    /// Sorts by a column that is never null.
    pub fn by<T>(self, column: &'static str) -> ServiceResult<()>
    where
        T: DeserializeOwned + Type<Db> + for<'q> Encode<'q, Db>,
    {
        let Self { query, id, page } = self;
        let (beyond, direction) = words(page.order);
        if let Some(cursor) = &page.cursor {
            query.push(format_args!(" AND ({column}, {id}) {beyond} ("));
            query.push_bind(value_of::<T>(cursor)?).push(", ");
            query.push_bind(cursor.id.clone()).push(")");
        }
        query.push(format_args!(" ORDER BY {column} {direction}, {id} {direction}"));
        limit(query, page);
        Ok(())
    }

    /// Sorts by a column that may be null: rows without a value come last in either direction.
    pub fn by_nullable<T>(self, column: &'static str) -> ServiceResult<()>
    where
        T: DeserializeOwned + Type<Db> + for<'q> Encode<'q, Db>,
    {
        let Self { query, id, page } = self;
        let (beyond, direction) = words(page.order);
        if let Some(cursor) = &page.cursor {
            if let Some(value) = value_of::<Option<T>>(cursor)? {
                query.push(format_args!(" AND ({column} IS NULL OR ({column}, {id}) {beyond} ("));
                query.push_bind(value).push(", ");
                query.push_bind(cursor.id.clone()).push("))");
            } else {
                query.push(format_args!(" AND {column} IS NULL AND {id} {beyond} "));
                query.push_bind(cursor.id.clone());
            }
        }
        query.push(format_args!(" ORDER BY {column} IS NULL, {column} {direction}"));
        query.push(format_args!(", {id} {direction}"));
        limit(query, page);
        Ok(())
    }
}

/// Asks for one row more than the page holds: it tells whether there is a next page.
fn limit(query: &mut QueryBuilder<Db>, page: &PageRequest) {
    query.push(" LIMIT ").push_bind(page.limit.saturating_add(1));
}

fn words(order: SortOrder) -> (&'static str, &'static str) {
    match order {
        SortOrder::Asc => (">", "ASC"),
        SortOrder::Desc => ("<", "DESC"),
    }
}

fn value_of<T: DeserializeOwned>(cursor: &Cursor) -> ServiceResult<T> {
    serde_json::from_value(cursor.value.clone())
        .map_err(|_| ServiceError::Invalid("cursor: not a cursor of this list".to_owned()))
}
