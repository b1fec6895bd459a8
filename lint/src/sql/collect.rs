// src/sql/collect.rs - The statements of the code, from the calls that make and run them

//! The statements of the code, from the calls that make and run them.

use rayon::prelude::*;

use super::query::{Fetch, LoadQueries, Queries, Query, Run};
use super::words::Words;
use crate::calls::texts::{HOLE, Text, Texts};
use crate::project::bodies::{FunctionRef, Target};
use crate::project::looked_at;
use crate::project::model::{FILES_AT_ONCE, Model};
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::{Bodies, Body, BodyOwner, ExprId, ExprKind, MacroCallId, MethodCallId, PathId};
use crate::source::facts::{FileFacts, TypeId};
use crate::source::written::split_first;

/// The statements of a model; `known` are those of loads that are known.
pub(crate) fn queries(model: &Model, known: Vec<Option<LoadQueries>>) -> Queries {
    let row = |query: &Query| match model.named(query.load, query.row?)? {
        Named::Item(item) => Some(*item),
        Named::External { .. } => None,
    };
    let of_load = |(at, known): (usize, Option<LoadQueries>)| {
        let load = LoadId(at as u32);
        known.unwrap_or_else(|| {
            let (all, looked_at) = looked_at::noting(|| of_load(model, load));
            LoadQueries { all, looked_at: looked_at.and(|load| [model.calls.looked_at(load)]).others(load) }
        })
    };
    let queries = known.into_par_iter().with_max_len(FILES_AT_ONCE).enumerate().map(of_load);
    Queries::new(queries.collect(), &row)
}

fn of_load(model: &Model, load: LoadId) -> Vec<Query> {
    let facts = model.facts(load);
    // Most files have nothing to do with a database.
    if !facts.text.contains("sqlx") && !facts.text.contains("query") && !facts.text.contains("execute") {
        return Vec::new();
    }
    facts.bodies.iter().flat_map(|(_, body)| Collector::new(model, load, body).collect(body)).collect()
}

/// A statement as it is put together.
struct Made<'m> {
    call: ExprId,
    text: Text<'m>,
    /// Whether code that can't be followed may have put more into it.
    open: bool,
    maps: bool,
    row: Option<TypeId>,
    runs: Vec<Run>,
}

impl<'m> Made<'m> {
    fn new(call: ExprId, text: Text<'m>, maps: bool) -> Self {
        Self { call, text, open: false, maps, row: None, runs: Vec::new() }
    }
}

struct Collector<'m> {
    model: &'m Model,
    load: LoadId,
    facts: &'m FileFacts,
    bodies: &'m Bodies,
    texts: Texts<'m>,
}

impl<'m> Collector<'m> {
    fn new(model: &'m Model, load: LoadId, body: &Body) -> Self {
        let facts = model.facts(load);
        let bodies = &facts.bodies;
        Self { model, load, facts, bodies, texts: Texts::of(model, load, body) }
    }

    fn collect(&self, body: &Body) -> Vec<Query> {
        let function = match body.owner {
            BodyOwner::Function(function) => Some(FunctionRef { load: self.load, function }),
            BodyOwner::Item(_) | BodyOwner::Associated(..) => None,
        };
        let mut made: Vec<Made<'_>> = Vec::new();
        for (id, expr) in self.bodies.exprs(body) {
            match expr.kind {
                ExprKind::Call { function, arguments } => {
                    let ExprKind::Path(path) = self.bodies.kind(function) else { continue };
                    let Some(maker) = self.maker(path) else { continue };
                    let first = self.bodies.list(arguments).next();
                    let text = first.map(|first| self.texts.of_expr(first)).unwrap_or_default();
                    let maps = maker == Maker::Rows;
                    let row = if maps { self.row(path) } else { None };
                    made.push(Made { row, ..Made::new(id, text, maps) });
                }
                ExprKind::Macro(call) => {
                    if let Some((text, maps)) = self.of_macro(call) {
                        made.push(Made::new(id, text, maps));
                    }
                }
                ExprKind::MethodCall(call) => self.method(id, call, &mut made),
                // Handed on to be added to.
                ExprKind::Reference { mutable: true, value } => {
                    if let Some(root) = self.root(value) {
                        made.iter_mut().filter(|made| made.call == root).for_each(|made| made.open = true);
                    }
                }
                _ => {}
            }
        }
        let query = |Made { call, text, open, maps, row, runs }: Made<'_>| {
            let words = Words::of(&text.text);
            let complete = !open && !text.text.trim().is_empty();
            let span = text.span.unwrap_or_else(|| self.bodies.expr(call).span);
            Query { load: self.load, function, call, span, words, complete, maps, row, runs }
        };
        made.into_iter().map(query).collect()
    }

    /// A call of a method: one that runs a statement, or that adds to one.
    fn method(&self, id: ExprId, call: MethodCallId, made: &mut Vec<Made<'m>>) {
        let call = self.bodies.method_call(call);
        let name = self.facts.name(call.name);
        let arguments: Vec<ExprId> = self.bodies.list(call.arguments).collect();
        let root = self.root(call.receiver);
        let known = root.and_then(|root| made.iter().position(|made| made.call == root));
        match (known, Fetch::named(name)) {
            (Some(at), Some(fetch)) => {
                if let Some(made) = made.get_mut(at) {
                    made.runs.push(Run { id, fetch, executor: arguments.first().copied() });
                    made.row = made.row.or_else(|| self.row_of_chain(call.receiver));
                    made.maps |= made.row.is_some();
                }
            }
            // `connection.execute("..")`
            (None, Some(fetch)) => {
                let Some(first) = arguments.first() else { return };
                let text = self.texts.of_expr(*first);
                let is_sql = Words::of(&text.text).kind != super::Kind::Other;
                if is_sql && !text.text.starts_with(HOLE) {
                    let runs = vec![Run { id, fetch, executor: Some(call.receiver) }];
                    made.push(Made { runs, ..Made::new(id, text, false) });
                }
            }
            (Some(at), None) => {
                let added = match (name, arguments.first()) {
                    ("push" | "push_unseparated", Some(part)) => self.texts.of_expr(*part).text,
                    ("push_bind" | "push_bind_unseparated", _) => " $1 ".into(),
                    ("push_values" | "push_tuples", _) => format!(" VALUES ({HOLE}) ").into(),
                    _ => return,
                };
                if let Some(made) = made.get_mut(at) {
                    made.text.text.to_mut().push_str(&added);
                }
            }
            (None, None) => {}
        }
    }

    /// The call that makes what a chain of calls begins with.
    fn root(&self, id: ExprId) -> Option<ExprId> {
        let mut at = id;
        for _ in 0..200 {
            at = match self.bodies.kind(at) {
                ExprKind::MethodCall(call) => self.bodies.method_call(call).receiver,
                ExprKind::Reference { value, .. }
                | ExprKind::Unary { value, .. }
                | ExprKind::Await(value)
                | ExprKind::Try(value) => value,
                ExprKind::Local(local) => self.texts.value_of(local)?,
                ExprKind::Call { .. } | ExprKind::Macro(_) => return Some(at),
                _ => return None,
            };
        }
        None
    }

    fn maker(&self, path: PathId) -> Option<Maker> {
        let Some(Target::Outside(name)) = self.model.target(self.load, path) else { return None };
        let (package, rest) = split_first(name)?;
        if !package.starts_with("sqlx") {
            return None;
        }
        let mut names = rest.rsplit("::");
        match (names.next()?, names.next()) {
            ("new" | "with_arguments", Some("QueryBuilder")) => Some(Maker::Builder),
            (name, _) if name.starts_with("query_as") => Some(Maker::Rows),
            (name, _) if name.starts_with("query") || name == "raw_sql" => Some(Maker::Statement),
            _ => None,
        }
    }

    /// The type of rows between the angle brackets of `query_as::<_, Job>`.
    fn row(&self, path: PathId) -> Option<TypeId> {
        let types = self.bodies.generics(self.bodies.path(path).generics, self.facts);
        types.last().copied()
    }

    /// The type of rows of `builder.build_query_as::<Job>()` in a chain.
    fn row_of_chain(&self, id: ExprId) -> Option<TypeId> {
        let mut at = id;
        while let ExprKind::MethodCall(call) = self.bodies.kind(at) {
            let call = self.bodies.method_call(call);
            if self.facts.name(call.name) == "build_query_as" {
                return self.bodies.generics(call.generics, self.facts).first().copied();
            }
            at = call.receiver;
        }
        None
    }

    /// The text of `query!("..")` and its kin, and whether its rows are made into values of a type.
    fn of_macro(&self, call: MacroCallId) -> Option<(Text<'m>, bool)> {
        let call = self.bodies.macro_call(call);
        let last = self.bodies.last_name(call.path, self.facts);
        let is_known =
            ["query", "query_as", "query_scalar", "query_unchecked", "query_as_unchecked", "query_scalar_unchecked"];
        if !is_known.contains(&last) {
            return None;
        }
        match self.model.target(self.load, call.path) {
            Some(Target::Outside(name)) if !name.starts_with("sqlx") => return None,
            Some(Target::Item { .. } | Target::Module(_)) => return None,
            _ => {}
        }
        let maps = last.starts_with("query_as");
        let text = self.bodies.arguments(call.arguments).nth(usize::from(maps))?;
        Some((self.texts.of_expr(text.value), maps))
    }
}

/// What makes a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Maker {
    /// A function that says the type of rows between its angle brackets.
    Rows,
    /// Another function that takes a statement.
    Statement,
    /// `QueryBuilder`.
    Builder,
}
