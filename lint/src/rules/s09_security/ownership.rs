// src/rules/s09_security/ownership.rs - Whose rows are in which tables, and who is asked for

//! Whose rows are in which tables, and who is asked for.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::PackageId;
use crate::project::types::Named;
use crate::source::facts::Function;
use crate::sql::Query;
use crate::sql::schema::Table;
use rulebook_conventions::inflection::Inflector;

/// The tables of a package whose rows belong to users.
pub(super) struct Ownership {
    /// The owner columns of the tables that have one; none for a table that refers to an owned one.
    tables: BTreeMap<String, Option<String>>,
    columns: Vec<String>,
}

impl Ownership {
    /// That of the migrations of a package.
    pub(super) fn of(model: &Model, package: PackageId) -> Self {
        let settings = &model.package(package).settings;
        let columns = settings.owner_columns.clone();
        let inflector = Inflector::new(&settings.words);
        let mut tables: BTreeMap<String, Option<String>> = BTreeMap::new();
        let all: BTreeMap<&String, &Table> =
            model.schema.of_package(package).flat_map(|database| &database.tables).collect();
        for (name, table) in &all {
            let own = table
                .columns
                .iter()
                .find(|column| columns.contains(&column.name) && !is_id_of(&inflector, name, &column.name));
            if let Some(column) = own {
                tables.insert((*name).clone(), Some(column.name.clone()));
            }
        }
        loop {
            let is_chained = |(name, table): &(&&String, &&Table)| {
                !tables.contains_key(**name)
                    && table.columns.iter().any(|column| {
                        let to = column.references.as_ref();
                        to.is_some_and(|to| tables.contains_key(to) && !column.nullable)
                    })
            };
            let chained: Vec<String> = all.iter().filter(is_chained).map(|(name, _)| (*name).clone()).collect();
            if chained.is_empty() {
                break;
            }
            tables.extend(chained.into_iter().map(|name| (name, None)));
        }
        Self { tables, columns }
    }

    /// The first table of a statement whose rows belong to somebody.
    pub(super) fn table<'q>(&self, query: &'q Query) -> Option<&'q str> {
        query.words.tables.iter().find(|table| self.tables.contains_key(*table)).map(String::as_str)
    }

    /// Whether a statement says whose rows it is about, or may say so in a part that is not seen.
    pub(super) fn is_scoped(&self, query: &Query) -> bool {
        let words = &query.words;
        let names = words.filters.iter().chain(&words.written);
        !query.complete || words.holes || names.into_iter().any(|column| self.columns.contains(column))
    }

    /// Whether a function is told who asks: by a parameter, or by a field of a struct that it takes.
    pub(super) fn knows_user(&self, model: &Model, id: FunctionRef, function: &Function) -> bool {
        let facts = model.facts(id.load);
        let is_user = |name: &str| {
            self.columns.iter().any(|column| name == column || name.ends_with(&format!("_{column}")))
                || ["user", "current_user", "owner", "caller", "actor", "viewer"].contains(&name)
        };
        function.parameters.iter().any(|parameter| {
            let by_name = parameter.name.is_some_and(|name| is_user(facts.name(name)));
            let by_field = || {
                let Some(Named::Item(item)) =
                    facts.type_nodes(parameter.ty).find_map(|(at, _)| model.named(id.load, at))
                else {
                    return false;
                };
                let of = model.facts(item.load);
                of.fields_of(item.item).iter().any(|field| field.name.is_some_and(|name| is_user(of.name(name))))
            };
            by_name || by_field()
        })
    }

    /// Whether there is nothing to judge.
    pub(super) fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

/// Whether a column is the id of its own table's rows: `user_id` of `users`.
fn is_id_of(inflector: &Inflector, table: &str, column: &str) -> bool {
    let stem = column.strip_suffix("_id").unwrap_or(column);
    table == stem || table == inflector.plural(stem)
}

/// The functions that are reached from one through helpers: not those of other public service functions, which are judged
/// by themselves.
pub(super) fn own_part(model: &Model, id: FunctionRef, public: &BTreeSet<FunctionRef>) -> Vec<FunctionRef> {
    let mut waiting = vec![id];
    let mut found = Vec::new();
    while let Some(function) = waiting.pop() {
        if found.contains(&function) || (function != id && public.contains(&function)) {
            continue;
        }
        found.push(function);
        waiting.extend(model.calls.called_by(function));
    }
    found
}
