// src/sql/query.rs - A statement in the code and what runs it

//! A statement in the code and what runs it.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use super::words::Words;
use crate::calls::Calls;
use crate::project::bodies::FunctionRef;
use crate::project::looked_at;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::source::body::ExprId;
use crate::source::facts::{Span, TypeId};

/// A statement in the code.
#[derive(Debug, Clone, Encode, Decode)]
pub struct Query {
    /// The file that it stands in, in one crate.
    pub load: LoadId,
    /// The function that it stands in; none in a constant.
    pub function: Option<FunctionRef>,
    /// The call that makes it.
    pub call: ExprId,
    /// Where its text stands, if it stands in the call or in a variable; else the call.
    pub span: Span,
    /// What it says.
    pub words: Words,
    /// Whether all of it is seen: no part is put in by code that can't be followed.
    pub complete: bool,
    /// Whether its rows are made into values of a type: `query_as`.
    pub maps: bool,
    /// That type, if it is stated with it.
    pub row: Option<TypeId>,
    /// What runs it.
    pub runs: Vec<Run>,
}

/// A call that runs a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct Run {
    /// The call.
    pub id: ExprId,
    /// How the rows are taken.
    pub fetch: Fetch,
    /// What it runs on: a pool, a connection, a transaction.
    pub executor: Option<ExprId>,
}

/// How the rows of a statement are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub enum Fetch {
    /// All into a list.
    All,
    /// One after the other.
    Stream,
    /// One, or one if it is there.
    One,
    /// None: the statement is run for what it does.
    None,
}

impl Fetch {
    /// The way that a method of sqlx takes rows.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "fetch_all" => Self::All,
            "fetch" | "fetch_many" => Self::Stream,
            "fetch_one" | "fetch_optional" => Self::One,
            "execute" | "execute_many" => Self::None,
            _ => return None,
        })
    }
}

/// The statements of one load.
#[derive(Debug, Default)]
pub(crate) struct LoadQueries {
    pub(crate) all: Vec<Query>,
    /// The other loads that were looked at for them, since a part of a text may stand there; none if it may be all.
    pub(crate) looked_at: Option<Vec<LoadId>>,
}

/// The statements of a project.
#[derive(Debug, Default)]
pub struct Queries {
    all: Vec<Query>,
    /// The other loads that were looked at for those of each load.
    looked_at: Vec<Option<Vec<LoadId>>>,
    by_function: FxHashMap<FunctionRef, Vec<u32>>,
    by_row: FxHashMap<ItemRef, Vec<u32>>,
    by_table: FxHashMap<String, Vec<u32>>,
}

impl Queries {
    /// `loads` are the statements of each load, with the other loads that were looked at for them; `row` says which type of
    /// the project the rows of a statement are.
    pub(super) fn new(loads: Vec<LoadQueries>, row: &dyn Fn(&Query) -> Option<ItemRef>) -> Self {
        let mut queries = Self::default();
        for LoadQueries { all, looked_at } in loads {
            queries.all.extend(all);
            queries.looked_at.push(looked_at);
        }
        for (at, query) in queries.all.iter().enumerate() {
            let at = at as u32;
            if let Some(function) = query.function {
                queries.by_function.entry(function).or_default().push(at);
            }
            if let Some(row) = row(query) {
                queries.by_row.entry(row).or_default().push(at);
            }
            let tables: BTreeSet<&String> = query.words.tables.iter().collect();
            for table in tables {
                queries.by_table.entry(table.clone()).or_default().push(at);
            }
        }
        queries
    }

    /// All, and the other loads that were looked at for those of each load.
    pub(crate) fn parts(&self) -> (&[Query], &[Option<Vec<LoadId>>]) {
        (&self.all, &self.looked_at)
    }

    /// The other loads that were looked at for the statements of one; none if it may be all.
    pub(crate) fn looked_at(&self, load: LoadId) -> Option<&[LoadId]> {
        self.looked_at.get(load.index())?.as_deref()
    }

    /// All, by load and in the order of the code.
    pub fn iter(&self) -> impl Iterator<Item = &Query> {
        looked_at::note_all();
        self.all.iter()
    }

    /// Those that stand in a function.
    pub fn of(&self, function: FunctionRef) -> impl Iterator<Item = &Query> {
        looked_at::note(function.load);
        self.numbered(self.by_function.get(&function))
    }

    /// Those whose rows are of a type, as they state.
    pub fn filling(&self, row: ItemRef) -> impl Iterator<Item = &Query> {
        looked_at::note_all();
        self.numbered(self.by_row.get(&row))
    }

    /// Those that name a table.
    pub fn naming(&self, table: &str) -> impl Iterator<Item = &Query> {
        looked_at::note_all();
        self.numbered(self.by_table.get(table))
    }

    fn numbered<'q>(&'q self, numbers: Option<&'q Vec<u32>>) -> impl Iterator<Item = &'q Query> {
        numbers.into_iter().flatten().filter_map(|at| self.all.get(*at as usize))
    }

    /// Those that a function runs, itself or in what it calls.
    pub fn run_by(&self, calls: &Calls, function: FunctionRef) -> impl Iterator<Item = &Query> {
        let reached = calls.reached_from(function).into_iter();
        reached.flat_map(|function| self.of(function)).filter(|query| !query.runs.is_empty())
    }
}
