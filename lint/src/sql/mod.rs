// src/sql/mod.rs - The SQL of a project: the statements in its code and the tables that its migrations make

//! The SQL of a project: the [statements](query) in its code and the [tables](schema) that its migrations make.
//!
//! Statements are those of sqlx, given as strings, constants, `format!` and `QueryBuilder`. Their words are read, they are not
//! parsed whole: what is put in at run time is a hole, and a statement with holes is still known to be an INSERT into `jobs`.

pub mod collect;
pub mod query;
pub mod schema;
#[cfg(test)]
mod tests;
pub mod words;

pub(crate) use query::LoadQueries;
pub use query::Query;
pub use schema::Schema;
pub use words::{Kind, Words};
