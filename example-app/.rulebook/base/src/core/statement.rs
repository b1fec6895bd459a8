// src/core/statement.rs - Statements that are put together at run time

use sqlx::query::QueryAs;
use sqlx::{Arguments, AssertSqlSafe, Encode, FromRow, Type};

use crate::core::db::{Db, DbArguments};
use crate::core::errors::{ServiceError, ServiceResult};

/// A statement in parts: text that is the code's own, and values that are bound.
///
/// Its places have numbers on both databases, which the builder of the library has on one alone:
/// so a part may speak of `$1`, whatever follows it.
pub struct Statement {
    text: String,
    arguments: DbArguments,
}

impl Statement {
    /// A statement that begins with a text whose `$1` is the user.
    pub fn for_user(text: &'static str, user_id: i64) -> ServiceResult<Self> {
        let mut statement = Self { text: text.to_owned(), arguments: DbArguments::default() };
        statement.arguments.add(user_id).map_err(ServiceError::internal)?;
        Ok(statement)
    }

    /// Adds a text. It is one of the code's, so that no request can have written it.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value, and in the text its place.
    pub fn bind<T>(&mut self, value: T) -> ServiceResult<&mut Self>
    where
        T: Type<Db> + for<'q> Encode<'q, Db>,
    {
        self.arguments.add(value).map_err(ServiceError::internal)?;
        self.text.push_str(&format!("${}", self.arguments.len()));
        Ok(self)
    }

    /// Narrows the rows to those that have a value in a column, if there is a value.
    pub fn narrow<T>(&mut self, column: &'static str, value: Option<&T>) -> ServiceResult<&mut Self>
    where
        T: Clone + Type<Db> + for<'q> Encode<'q, Db>,
    {
        match value {
            Some(value) => self.push(" AND ").push(column).push(" = ").bind(value.clone()),
            None => Ok(self),
        }
    }

    /// The statement as a query for rows.
    pub fn rows<T>(self) -> QueryAs<'static, Db, T, DbArguments>
    where
        T: for<'r> FromRow<'r, <Db as sqlx::Database>::Row>,
    {
        sqlx::query_as_with(AssertSqlSafe(self.text), self.arguments)
    }
}
