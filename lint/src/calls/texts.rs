// src/calls/texts.rs - What the texts in a body say, as far as they are known

//! What the texts in a body say, as far as they are known: literals, variables, constants, `format!`, `+`, and functions of the
//! project whose last expression is a text.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};

use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::source::body::{
    ArgumentForm, Binary, Bodies, Body, BodyOwner, ExprId, ExprKind, ListId, LocalId, MacroCallId, PathId, PatternId,
    PatternKind,
};
use crate::source::facts::{FileFacts, ItemKind, Span};

/// What stands in a text for what is put in at run time. It is a name, so that a text with it reads as what it is.
pub const HOLE: &str = "rulebook_hole";

/// The most variables, constants and functions on the way to a text.
const DEPTH: usize = 12;

/// A text as far as it is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text<'m> {
    /// What it says, with [`HOLE`] for the rest.
    pub(crate) text: Cow<'m, str>,
    /// Where it stands, if it is one string.
    pub(crate) span: Option<Span>,
}

impl<'m> Text<'m> {
    /// One that is put together of several.
    fn made(text: impl Into<Cow<'m, str>>) -> Self {
        Self { text: text.into(), span: None }
    }

    /// One of which nothing is known.
    fn hole() -> Self {
        Self::made(HOLE)
    }
}

/// The texts in one body.
pub(crate) struct Texts<'m> {
    model: &'m Model,
    load: LoadId,
    facts: &'m FileFacts,
    bodies: &'m Bodies,
    body: Body,
    /// What variables are given where they are bound, by variable; worked out for the first that is asked for.
    values: OnceCell<Vec<(LocalId, ExprId)>>,
}

/// What a parameter says in the call that is looked at.
type Given<'g, 'm> = &'g dyn Fn(LocalId) -> Option<Cow<'m, str>>;

impl<'m> Texts<'m> {
    /// Those of a body.
    pub(crate) fn of(model: &'m Model, load: LoadId, body: &Body) -> Self {
        let facts = model.facts(load);
        let bodies = &facts.bodies;
        Self { model, load, facts, bodies, body: *body, values: OnceCell::new() }
    }

    /// What a variable is given where it is bound.
    pub(crate) fn value_of(&self, local: LocalId) -> Option<ExprId> {
        let values = self.values.get_or_init(|| {
            let mut values: Vec<_> = self.bodies.lets(&self.body).collect();
            values.sort_by_key(|(local, _)| *local);
            values
        });
        let at = values.binary_search_by_key(&local, |(local, _)| *local).ok()?;
        values.get(at).map(|(_, value)| *value)
    }

    /// What an expression says, as far as it is known; [`HOLE`] for the rest.
    pub(crate) fn of_expr(&self, id: ExprId) -> Text<'m> {
        self.text(id, 0, &|_| None)
    }

    fn text(&self, id: ExprId, depth: usize, given: Given<'_, 'm>) -> Text<'m> {
        let hole = Text::hole;
        if depth > DEPTH {
            return hole();
        }
        match self.bodies.kind(id) {
            ExprKind::Text(text) => {
                Text { text: self.bodies.text(text, self.facts).into(), span: Some(self.bodies.expr(id).span) }
            }
            ExprKind::Local(local) => match self.value_of(local) {
                // A text that is added to is not what it began as.
                Some(_) if self.bodies.local(local).mutable => hole(),
                Some(value) => self.text(value, depth + 1, given),
                None => given(local).map_or_else(hole, Text::made),
            },
            ExprKind::Reference { value, .. } | ExprKind::Try(value) | ExprKind::Await(value) => {
                self.text(value, depth + 1, given)
            }
            ExprKind::MethodCall(call) => {
                let call = self.bodies.method_call(call);
                let arguments = call.arguments;
                let callee = self.model.calls.callee(self.model, self.load, id);
                if let Some(text) = callee.and_then(|callee| self.given_by(callee, arguments, depth, given)) {
                    return text;
                }
                match self.facts.name(call.name) {
                    "as_str" | "as_ref" | "to_owned" | "to_string" | "into" | "trim" | "clone" | "unwrap"
                    | "expect" => self.text(call.receiver, depth + 1, given),
                    _ => hole(),
                }
            }
            ExprKind::Call { function, arguments } => {
                let ExprKind::Path(path) = self.bodies.kind(function) else { return hole() };
                let callee = self.model.calls.callee(self.model, self.load, id);
                if let Some(text) = callee.and_then(|callee| self.given_by(callee, arguments, depth, given)) {
                    return text;
                }
                match (self.bodies.last_name(path, self.facts), self.bodies.list(arguments).next()) {
                    ("AssertSqlSafe" | "from" | "new" | "parse", Some(first)) => self.text(first, depth + 1, given),
                    _ => hole(),
                }
            }
            ExprKind::Binary { operator: Binary::Add, left, right } => {
                let (left, right) = (self.text(left, depth + 1, given), self.text(right, depth + 1, given));
                Text::made(left.text + right.text)
            }
            ExprKind::Macro(call) => self.formatted(call, depth, given),
            ExprKind::Path(path) => self.constant(path, depth).unwrap_or_else(hole),
            _ => hole(),
        }
    }

    /// What `format!` and `concat!` say.
    fn formatted(&self, call: MacroCallId, depth: usize, given: Given<'_, 'm>) -> Text<'m> {
        let call = self.bodies.macro_call(call);
        let part = |id: ExprId| self.text(id, depth + 1, given).text;
        match self.bodies.last_name(call.path, self.facts) {
            "concat" | "concatcp" => {
                let arguments = self.bodies.arguments(call.arguments);
                Text::made(arguments.map(|argument| part(argument.value)).collect::<String>())
            }
            "format" | "formatcp" => {
                let arguments: Vec<_> = self.bodies.arguments(call.arguments).collect();
                let Some(first) = arguments.first() else { return Text::default() };
                let Some(format) = self.bodies.as_text(first.value, self.facts) else {
                    return Text::hole();
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
                    filled.push_str(&value.map_or_else(|| HOLE.into(), part));
                    rest = next;
                }
                filled.push_str(rest);
                Text { text: filled.into(), span }
            }
            _ => Text::hole(),
        }
    }

    /// The value of a constant.
    fn constant(&self, path: PathId, depth: usize) -> Option<Text<'m>> {
        let Target::Item { item, rest: 0 } = *self.model.target(self.load, path)? else { return None };
        if !matches!(self.model.item(item)?.kind, ItemKind::Const | ItemKind::Static) {
            return None;
        }
        let facts = self.model.facts(item.load);
        let (_, body) = facts.bodies.iter().find(|(_, body)| body.owner == BodyOwner::Item(item.item))?;
        Some(Text::made(Self::of(self.model, item.load, body).text(body.value, depth + 1, &|_| None).text))
    }

    /// What a function of the project gives that ends with a text, where it is given these arguments.
    fn given_by(&self, id: FunctionRef, arguments: ListId, depth: usize, given: Given<'_, 'm>) -> Option<Text<'m>> {
        let bodies = &self.model.facts(id.load).bodies;
        let body = bodies.body(self.model.function(id)?.body?);
        let ExprKind::Block { statements, .. } = bodies.kind(body.value) else { return None };
        let tail = bodies.tail(statements)?;
        // What is not a part of the text is not asked what it says, and the rest once.
        let known: RefCell<Vec<(LocalId, Cow<'m, str>)>> = RefCell::default();
        let parameter = |asked: LocalId| {
            if let Some((_, text)) = known.borrow().iter().find(|(local, _)| *local == asked) {
                return Some(text.clone());
            }
            let binds = |id: PatternId| match bodies.pattern(id).kind {
                PatternKind::Local { local, .. } => local == asked,
                _ => false,
            };
            let at = bodies.pattern_list(body.parameters).position(binds)?;
            let text = self.text(self.bodies.list(arguments).nth(at)?, depth + 1, given).text;
            known.borrow_mut().push((asked, text.clone()));
            Some(text)
        };
        Some(Text::made(Self::of(self.model, id.load, body).text(tail, depth + 1, &parameter).text))
    }
}
