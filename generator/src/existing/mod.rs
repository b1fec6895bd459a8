// src/existing/mod.rs - What exists already, a table or a struct, read as the fields of a resource

//! What exists already, a table or a struct, read as the fields of a resource.
//!
//! ```text
//! a table ──table──▶ members ┐
//!                            ├─assemble──▶ tokens of the field language, for the ordinary gate and plan
//! a struct ──source─▶ members┘
//! ```
//!
//! What comes out is what a person could have typed, so that everything which follows is the same as if one had. Nothing is
//! guessed: what has no equal in the field language is refused, all of it at once, with the way on; what a field can't carry
//! besides (a constraint over two columns, a default that is computed) is said. A database is opened to be read alone.

mod assemble;
mod source;
mod table;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::error::{Error, Place, Problem, Result};
use crate::manifest::{self, Manifest};
use crate::plan;
use crate::spec::gate::{self, Admitted};
use crate::spec::{ResourceRequest, ResourceSpec};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::ResourceNames;

/// What is to be read, and for what.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The resource that it is read for.
    pub resource: &'a str,
    /// Its plural, where the inflection table is overruled.
    pub plural: Option<&'a str>,
    /// Fields that are given besides, in the field language: each takes the place of the one that is read for the same
    /// column, or comes behind all.
    pub fields: &'a [String],
    /// Columns or fields of the struct that are left out.
    pub skip: &'a [String],
    /// Where it is read.
    pub source: Source<'a>,
}

/// Where fields are read.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// A table of a database.
    Table {
        /// The table, on PostgreSQL maybe with its schema before it.
        name: &'a str,
        /// The address of the database.
        url: &'a str,
    },
    /// A struct, by its path in the crate (`crate::models::Job`) or by its file (`src/models.rs::Job`).
    Struct(&'a str),
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The fields in the field language, those that were given among them.
    pub fields: Vec<String>,
    /// What was left out and what could not be carried over, for the person to see.
    pub notes: Vec<String>,
}

/// Reads the fields of a resource for the project that `start` lies in. Paths are relative to `start`.
///
/// # Errors
///
/// If there is no project; if what is named is not there or can't be read; or [`Error::Input`] with all that has no equal in
/// the field language.
pub fn read(start: &Path, ask: Ask<'_>, inflector: &Inflector) -> Result<Found> {
    let root = plan::project_of(start)?;
    let path = root.join(manifest::PATH);
    let text = std::fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let known = Manifest::parse(&text, &path, inflector)?.specs();
    // The name passes the gate first: what is read depends on it.
    let request = ResourceRequest::from_arguments(ask.resource, ask.plural, &[]);
    let Admitted { resources, .. } = gate::admit(&[request], &known, inflector)?;
    let Some(spec) = resources.into_iter().next() else { return Err(Error::Input(Vec::new())) };
    let project = Project { names: spec.names, known: &known, inflector };
    let members = match ask.source {
        Source::Table { name, url } => table::members(name, url, start, &project)?,
        Source::Struct(path) => source::members(path, &root, start, &project)?,
    };
    assemble::fields(members, &ask, &project)
}

/// What is known of the project that something is read for.
struct Project<'a> {
    /// The names of the resource that is to be.
    names: ResourceNames,
    /// The resources that are there.
    known: &'a [ResourceSpec],
    inflector: &'a Inflector,
}

impl Project<'_> {
    /// The resource whose table this is; users, and the one that is to be, included.
    fn with_table(&self, table: &str) -> Option<&str> {
        let own = (self.names.table == table).then_some(self.names.snake.as_str());
        let users = ResourceNames::users();
        let user = (users.table == table).then_some(rulebook_conventions::reserved::USER);
        let mut known = self.known.iter();
        own.or(user).or_else(|| Some(known.find(|spec| spec.names.table == table)?.names.snake.as_str()))
    }

    /// Whether there is a resource of this name.
    fn has(&self, snake: &str) -> bool {
        self.known.iter().any(|spec| spec.names.snake == snake)
    }
}

/// A refusal of one thing.
fn refused(token: &str, reason: impl Into<String>, help: impl Into<String>) -> Error {
    Error::Input(vec![problem(token, reason, help)])
}

fn problem(token: &str, reason: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { token: token.to_owned(), place: Place::Argument(0), reason: reason.into(), help: help.into() }
}
