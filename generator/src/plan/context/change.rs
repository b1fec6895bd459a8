// src/plan/context/change.rs - What the templates of a migration are given that changes a table

//! What the templates of a migration are given that changes a table.

use serde::Serialize;

use super::ResourceContext;
use super::field::FieldContext;

/// A change of a table in all that templates say of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ChangeContext {
    /// The version of the migration.
    version: String,
    /// What it does, for its name.
    slug: String,
    /// The table before.
    before: ResourceContext,
    /// The table after.
    after: ResourceContext,
    columns: Vec<ColumnContext>,
}

/// A column before and after; the one or the other is missing where it comes or goes.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ColumnContext {
    before: Option<FieldContext>,
    after: Option<FieldContext>,
}

impl ChangeContext {
    /// `columns` are names before and after, for each column that stays, comes or goes.
    pub(crate) fn new(
        version: &str,
        slug: &str,
        before: ResourceContext,
        after: ResourceContext,
        columns: &[(Option<&str>, Option<&str>)],
    ) -> Self {
        let columns = columns
            .iter()
            .map(|(old, new)| ColumnContext { before: before.field(*old), after: after.field(*new) })
            .collect();
        Self { version: version.to_owned(), slug: slug.to_owned(), before, after, columns }
    }

    /// The path that a template makes, whose placeholders are in `target`.
    pub(crate) fn path(&self, target: &str) -> String {
        target.replace("__change__", &self.slug).replace("__version__", &self.version)
    }
}
