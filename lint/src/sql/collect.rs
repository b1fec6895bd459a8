// src/sql/collect.rs - The statements of the code, from the calls that make and run them

//! The statements of the code, from the calls that make and run them.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::query::{Fetch, Queries, Query, Run};
use super::words::{HOLE, Words};
use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::source::body::{
    ArgumentForm, Bodies, Body, BodyOwner, ExprId, ExprKind, LocalId, MacroCallId, MethodCallId, PathId,
};
use crate::source::facts::{FileFacts, ItemKind, Span, TypeId};

/// The most variables and constants on the way to a text.
const DEPTH: usize = 12;

/// The statements of a model.
pub(crate) fn queries(model: &Model) -> Queries {
    let loads: Vec<LoadId> = (0..model.tree.loads.len() as u32).map(LoadId).collect();
    Queries::new(loads.par_iter().flat_map_iter(|load| of_load(model, *load)).collect())
}

fn of_load(model: &Model, load: LoadId) -> Vec<Query> {
    let facts = model.facts(load);
    // Most files have nothing to do with a database.
    if !facts.text.contains("sqlx") && !facts.text.contains("query") && !facts.text.contains("execute") {
        return Vec::new();
    }
    facts.bodies.iter().flat_map(|(_, body)| Collector::new(model, load, body).collect(body)).collect()
}

/// The text of a statement as far as it is known.
#[derive(Debug, Clone, Default)]
struct Text {
    text: String,
    /// Where it stands, if it is one string.
    span: Option<Span>,
    /// Whether code that can't be followed may have put more into it.
    open: bool,
}

struct Collector<'m> {
    model: &'m Model,
    load: LoadId,
    facts: &'m FileFacts,
    bodies: &'m Bodies,
    /// What variables are given where they are bound.
    values: FxHashMap<LocalId, ExprId>,
}

impl<'m> Collector<'m> {
    fn new(model: &'m Model, load: LoadId, body: &Body) -> Self {
        let facts = model.facts(load);
        let bodies = &facts.bodies;
        Self { model, load, facts, bodies, values: bodies.lets(body).collect() }
    }

    fn collect(&self, body: &Body) -> Vec<Query> {
        let function = match body.owner {
            BodyOwner::Function(function) => Some(FunctionRef { load: self.load, function }),
            BodyOwner::Item(_) | BodyOwner::Associated(..) => None,
        };
        let mut made: Vec<(ExprId, Text, Option<TypeId>, Vec<Run>)> = Vec::new();
        for (id, expr) in self.bodies.exprs(body) {
            match expr.kind {
                ExprKind::Call { function, arguments } => {
                    let ExprKind::Path(path) = self.bodies.kind(function) else { continue };
                    let Some(maker) = self.maker(path) else { continue };
                    let first = self.bodies.list(arguments).next();
                    let text = first.map(|first| self.text(first, 0)).unwrap_or_default();
                    let row = if maker == Maker::Rows { self.row(path) } else { None };
                    made.push((id, text, row, Vec::new()));
                }
                ExprKind::Macro(call) => {
                    if let Some((text, row)) = self.of_macro(call) {
                        made.push((id, text, row, Vec::new()));
                    }
                }
                ExprKind::MethodCall(call) => self.method(id, call, &mut made),
                // Handed on to be added to.
                ExprKind::Reference { mutable: true, value } => {
                    if let Some(root) = self.root(value) {
                        made.iter_mut().filter(|(id, ..)| *id == root).for_each(|(_, text, ..)| text.open = true);
                    }
                }
                _ => {}
            }
        }
        let query = |(call, text, row, runs): (ExprId, Text, Option<TypeId>, Vec<Run>)| {
            let words = Words::of(&text.text);
            let complete = !text.open && !text.text.trim().is_empty();
            let span = text.span.unwrap_or_else(|| self.bodies.expr(call).span);
            Query { load: self.load, function, call, span, words, complete, row, runs }
        };
        made.into_iter().map(query).collect()
    }

    /// A call of a method: one that runs a statement, or that adds to one.
    fn method(&self, id: ExprId, call: MethodCallId, made: &mut Vec<(ExprId, Text, Option<TypeId>, Vec<Run>)>) {
        let call = self.bodies.method_call(call);
        let name = self.facts.name(call.name);
        let arguments: Vec<ExprId> = self.bodies.list(call.arguments).collect();
        let root = self.root(call.receiver);
        let known = root.and_then(|root| made.iter().position(|(id, ..)| *id == root));
        match (known, Fetch::named(name)) {
            (Some(at), Some(fetch)) => {
                if let Some((_, _, row, runs)) = made.get_mut(at) {
                    runs.push(Run { id, fetch, executor: arguments.first().copied() });
                    let of_chain = self.row_of_chain(call.receiver);
                    *row = row.or(of_chain);
                }
            }
            // `connection.execute("..")`
            (None, Some(fetch)) => {
                let Some(first) = arguments.first() else { return };
                let text = self.text(*first, 0);
                let is_sql = Words::of(&text.text).kind != super::Kind::Other;
                if is_sql && !text.text.starts_with(HOLE) {
                    made.push((id, text, None, vec![Run { id, fetch, executor: Some(call.receiver) }]));
                }
            }
            (Some(at), None) => {
                let added = match (name, arguments.first()) {
                    ("push" | "push_unseparated", Some(part)) => self.text(*part, 0).text,
                    ("push_bind" | "push_bind_unseparated", _) => " $1 ".to_owned(),
                    ("push_values" | "push_tuples", _) => format!(" VALUES ({HOLE}) "),
                    _ => return,
                };
                if let Some((_, text, ..)) = made.get_mut(at) {
                    text.text.push_str(&added);
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
                ExprKind::Local(local) => *self.values.get(&local)?,
                ExprKind::Call { .. } | ExprKind::Macro(_) => return Some(at),
                _ => return None,
            };
        }
        None
    }

    fn maker(&self, path: PathId) -> Option<Maker> {
        let Some(Target::Outside(name)) = self.model.target(self.load, path) else { return None };
        let (package, rest) = name.split_once("::")?;
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

    /// The text of `query!("..")` and its kin, and the type of rows.
    fn of_macro(&self, call: MacroCallId) -> Option<(Text, Option<TypeId>)> {
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
        let at = usize::from(last.starts_with("query_as"));
        let text = self.bodies.arguments(call.arguments).nth(at)?;
        Some((self.text(text.value, 0), None))
    }

    /// What an expression says, as far as it is known; [`HOLE`] for the rest.
    fn text(&self, id: ExprId, depth: usize) -> Text {
        let hole = || Text { text: HOLE.to_owned(), ..Text::default() };
        if depth > DEPTH {
            return hole();
        }
        match self.bodies.kind(id) {
            ExprKind::Text(text) => Text {
                text: self.bodies.text(text, self.facts).to_owned(),
                span: Some(self.bodies.expr(id).span),
                open: false,
            },
            ExprKind::Local(local) => match self.values.get(&local) {
                // A text that is added to is not what it began as.
                Some(_) if self.bodies.local(local).mutable => hole(),
                Some(value) => self.text(*value, depth + 1),
                None => hole(),
            },
            ExprKind::Reference { value, .. } => self.text(value, depth + 1),
            ExprKind::MethodCall(call) => {
                let call = self.bodies.method_call(call);
                match self.facts.name(call.name) {
                    "as_str" | "as_ref" | "to_owned" | "to_string" | "into" | "trim" | "clone" => {
                        self.text(call.receiver, depth + 1)
                    }
                    _ => hole(),
                }
            }
            ExprKind::Call { function, arguments } => {
                let ExprKind::Path(path) = self.bodies.kind(function) else { return hole() };
                match (self.bodies.last_name(path, self.facts), self.bodies.list(arguments).next()) {
                    ("AssertSqlSafe" | "from" | "new", Some(first)) => self.text(first, depth + 1),
                    _ => hole(),
                }
            }
            ExprKind::Binary { operator: crate::source::body::Binary::Add, left, right } => {
                let (left, right) = (self.text(left, depth + 1), self.text(right, depth + 1));
                Text { text: left.text + &right.text, span: None, open: false }
            }
            ExprKind::Macro(call) => self.formatted(call, depth),
            ExprKind::Path(path) => self.constant(path, depth).unwrap_or_else(hole),
            _ => hole(),
        }
    }

    /// What `format!` and `concat!` say.
    fn formatted(&self, call: MacroCallId, depth: usize) -> Text {
        let call = self.bodies.macro_call(call);
        let arguments: Vec<_> = self.bodies.arguments(call.arguments).copied().collect();
        let part = |id: ExprId| self.text(id, depth + 1).text;
        match self.bodies.last_name(call.path, self.facts) {
            "concat" => {
                let text = arguments.iter().map(|argument| part(argument.value)).collect();
                Text { text, span: None, open: false }
            }
            "format" => {
                let Some(first) = arguments.first() else { return Text::default() };
                let Some(format) = self.bodies.as_text(first.value, self.facts) else {
                    return Text { text: HOLE.to_owned(), ..Text::default() };
                };
                let span = Some(self.bodies.expr(first.value).span);
                let mut positional =
                    arguments.iter().skip(1).filter(|it| it.name.is_none() && it.form == ArgumentForm::Plain);
                let mut filled = String::with_capacity(format.len());
                let mut rest = format;
                while let Some(at) = rest.find(['{', '}']) {
                    filled.push_str(rest.get(..at).unwrap_or_default());
                    let after = rest.get(at..).unwrap_or_default();
                    if after.starts_with("{{") || after.starts_with("}}") {
                        filled.push_str(after.get(..1).unwrap_or_default());
                        rest = after.get(2..).unwrap_or_default();
                        continue;
                    }
                    let inside = after.strip_prefix('{').and_then(|inside| inside.split_once('}'));
                    let Some((name, next)) = inside else { break };
                    let name = name.split(':').next().unwrap_or_default().trim();
                    let value = if name.is_empty() {
                        positional.next().map(|argument| argument.value)
                    } else {
                        let is_it = |it: &&crate::source::body::MacroArgument| {
                            it.name.is_some_and(|span| self.facts.name(span) == name)
                                || (it.form == ArgumentForm::Captured
                                    && self.facts.slice(self.bodies.expr(it.value).span) == name)
                        };
                        arguments.iter().find(is_it).map(|argument| argument.value)
                    };
                    filled.push_str(&value.map_or_else(|| HOLE.to_owned(), part));
                    rest = next;
                }
                filled.push_str(rest);
                Text { text: filled, span, open: false }
            }
            _ => Text { text: HOLE.to_owned(), ..Text::default() },
        }
    }

    /// The value of a constant.
    fn constant(&self, path: PathId, depth: usize) -> Option<Text> {
        let Target::Item { item, rest: 0 } = *self.model.target(self.load, path)? else { return None };
        if !matches!(self.model.item(item)?.kind, ItemKind::Const | ItemKind::Static) {
            return None;
        }
        let facts = self.model.facts(item.load);
        let (_, body) = facts.bodies.iter().find(|(_, body)| body.owner == BodyOwner::Item(item.item))?;
        let text = Collector::new(self.model, item.load, body).text(body.value, depth + 1).text;
        Some(Text { text, span: None, open: false })
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
