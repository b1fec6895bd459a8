// src/calls/shape.rs - What code does, whatever its variables are called

//! What code does, whatever its variables are called: two pieces of code of one shape can be one function.
//!
//! Variables are numbered in the order in which they are met. Everything else counts: literals, names of fields and methods,
//! and what paths mean, so that `TABLE` of one module is not `TABLE` of another.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_128;

use crate::project::bodies::Target;
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::{
    BlockKind, Bodies, Body, Expr, ExprId, ExprKind, LocalId, PathId, PatternId, PatternKind, Statement, StatementKind,
};
use crate::source::facts::{FileFacts, TypeId};

/// The shape of a piece of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Encode, Decode)]
pub struct Shape {
    hash: u128,
    /// How many statements there are, those in its blocks included.
    pub statements: usize,
    /// How many expressions there are.
    pub exprs: usize,
}

impl Shape {
    /// That of a whole body, its parameters included.
    pub fn of_body(model: &Model, load: LoadId, body: &Body) -> Self {
        let mut writer = Writer::new(model, load);
        writer.bodies.pattern_list(body.parameters).for_each(|parameter| writer.pattern(parameter));
        writer.expr(body.value);
        writer.shape()
    }

    /// That of some statements that follow each other.
    pub fn of_statements(model: &Model, load: LoadId, statements: &[Statement]) -> Self {
        let mut writer = Writer::new(model, load);
        statements.iter().for_each(|statement| writer.whole_statement(statement));
        writer.shape()
    }
}

/// How many statements two pieces of code, each of a load, begin with that are of one shape.
pub fn common_statements(model: &Model, one: (LoadId, &[Statement]), other: (LoadId, &[Statement])) -> usize {
    let (mut here, mut there) = (Writer::new(model, one.0), Writer::new(model, other.0));
    let is_same = |(one, other): &(&Statement, &Statement)| {
        here.text.clear();
        there.text.clear();
        here.whole_statement(one);
        there.whole_statement(other);
        here.text == there.text
    };
    one.1.iter().zip(other.1).take_while(is_same).count()
}

/// How many statements an expression holds.
pub fn statements_in(bodies: &Bodies, id: ExprId) -> usize {
    let mut found = 0;
    bodies.walk(id, &mut |_, expr| {
        if let ExprKind::Block { statements, .. } = expr.kind {
            found += bodies.statements(statements).len();
        }
        true
    });
    found
}

struct Writer<'m> {
    model: &'m Model,
    load: LoadId,
    facts: &'m FileFacts,
    bodies: &'m Bodies,
    locals: FxHashMap<LocalId, usize>,
    text: Vec<u8>,
    statements: usize,
    exprs: usize,
}

impl<'m> Writer<'m> {
    fn new(model: &'m Model, load: LoadId) -> Self {
        let facts = model.facts(load);
        let (locals, text) = Default::default();
        Self { model, load, facts, bodies: &facts.bodies, locals, text, statements: 0, exprs: 0 }
    }

    fn shape(self) -> Shape {
        Shape { hash: xxh3_128(&self.text), statements: self.statements, exprs: self.exprs }
    }

    fn push(&mut self, word: &str) {
        self.text.extend_from_slice(word.as_bytes());
        // No source holds it.
        self.text.push(0);
    }

    fn number(&mut self, number: usize) {
        self.text.push(b'#');
        self.text.extend_from_slice(&number.to_le_bytes());
    }

    /// A statement with what stands in it.
    fn whole_statement(&mut self, statement: &Statement) {
        self.statement(statement);
        match statement.kind {
            StatementKind::Let { value, otherwise, .. } => {
                value.into_iter().chain(otherwise).for_each(|value| self.expr(value));
            }
            StatementKind::Expr { value, .. } => self.expr(value),
        }
    }

    fn expr(&mut self, id: ExprId) {
        let bodies = self.bodies;
        bodies.walk(id, &mut |id, expr| {
            self.exprs += 1;
            self.own(id, expr);
            true
        });
    }

    /// What an expression says besides those that stand in it.
    fn own(&mut self, id: ExprId, expr: &Expr) {
        let (facts, bodies) = (self.facts, self.bodies);
        self.number(bodies.child_count(id));
        match expr.kind {
            ExprKind::Path(path) => self.path(path),
            ExprKind::Local(local) => self.local(local),
            ExprKind::SelfValue => self.push("self"),
            ExprKind::Text(text) => {
                self.push("text");
                self.push(bodies.text(text, facts));
            }
            ExprKind::Bool(_) | ExprKind::Integer | ExprKind::Literal => self.push(facts.slice(expr.span)),
            ExprKind::Call { .. } => self.push("call"),
            ExprKind::MethodCall(call) => {
                self.push("method");
                match self.model.calls.callee(self.model, self.load, id) {
                    Some(callee) => {
                        self.number(callee.load.index());
                        self.number(callee.function as usize);
                    }
                    None => self.push(facts.name(bodies.method_call(call).name)),
                }
            }
            ExprKind::Field { name, .. } => {
                self.push("field");
                self.push(facts.name(name));
            }
            ExprKind::Struct { path, fields, .. } => {
                self.push("struct");
                self.path(path);
                bodies.fields(fields).for_each(|field| self.push(facts.name(field.name)));
            }
            ExprKind::Block { statements, kind } => {
                self.push(if kind == BlockKind::Async { "async" } else { "block" });
                bodies.statements(statements).for_each(|statement| self.statement(&statement));
            }
            ExprKind::Let { pattern, .. } => {
                self.push("let");
                self.pattern(pattern);
            }
            ExprKind::Match { arms, .. } => {
                self.push("match");
                for arm in bodies.arms(arms) {
                    self.pattern(arm.pattern);
                    self.push(if arm.guard.is_some() { "if" } else { "" });
                }
            }
            ExprKind::For { pattern, .. } => {
                self.push("for");
                self.pattern(pattern);
            }
            ExprKind::Closure(closure) => {
                self.push("closure");
                bodies.pattern_list(bodies.closure(closure).parameters).for_each(|parameter| self.pattern(parameter));
            }
            ExprKind::Unary { operator, .. } => {
                self.push("unary");
                self.number(operator as usize);
            }
            // Several operators are one kind.
            ExprKind::Binary { left, right, .. } => {
                let between = facts.text.get(bodies.expr(left).span.range().end..bodies.expr(right).span.range().start);
                self.push(
                    between.unwrap_or_default().trim_matches(|c: char| c.is_whitespace() || c == '(' || c == ')'),
                );
            }
            ExprKind::Cast { ty, .. } => self.ty(ty),
            ExprKind::Reference { mutable, .. } => self.push(if mutable { "&mut" } else { "&" }),
            ExprKind::Range { from, to } => {
                self.push(if from.is_some() { "from" } else { "" });
                self.push(if to.is_some() { "to" } else { "" });
            }
            ExprKind::Macro(call) => {
                let call = bodies.macro_call(call);
                self.push("macro");
                self.path(call.path);
                let arguments: Vec<_> = bodies.arguments(call.arguments).collect();
                if arguments.is_empty() {
                    self.push(facts.slice(call.tokens));
                }
                for argument in arguments {
                    self.number(argument.form as usize);
                    self.push(argument.name.map_or("", |name| facts.name(name)));
                    // Tokens that are no expression.
                    if matches!(bodies.kind(argument.value), ExprKind::Other(_)) {
                        self.push(facts.slice(bodies.expr(argument.value).span));
                    }
                }
            }
            ExprKind::If { .. } => self.push("if"),
            ExprKind::Index { .. } => self.push("index"),
            ExprKind::Tuple(_) => self.push("tuple"),
            ExprKind::Array(_) => self.push("array"),
            ExprKind::Repeat { .. } => self.push("repeat"),
            ExprKind::Loop { .. } => self.push("loop"),
            ExprKind::While { .. } => self.push("while"),
            ExprKind::Return(_) => self.push("return"),
            ExprKind::Break(_) => self.push("break"),
            ExprKind::Continue => self.push("continue"),
            ExprKind::Try(_) => self.push("?"),
            ExprKind::Await(_) => self.push("await"),
            ExprKind::Assign { .. } => self.push("assign"),
            ExprKind::Other(_) => self.push("other"),
        }
    }

    fn statement(&mut self, statement: &Statement) {
        self.statements += 1;
        match statement.kind {
            StatementKind::Let { pattern, ty, value, otherwise } => {
                self.push("let");
                self.pattern(pattern);
                ty.into_iter().for_each(|ty| self.ty(ty));
                self.push(if value.is_some() { "=" } else { "" });
                self.push(if otherwise.is_some() { "else" } else { "" });
            }
            StatementKind::Expr { semicolon, .. } => self.push(if semicolon { ";" } else { "" }),
        }
    }

    fn local(&mut self, local: LocalId) {
        let next = self.locals.len();
        let number = *self.locals.entry(local).or_insert(next);
        self.number(number);
    }

    fn path(&mut self, id: PathId) {
        let path = self.bodies.path(id);
        match self.model.target(self.load, id) {
            Some(Target::Outside(name)) => self.push(name),
            Some(Target::Module(module)) => {
                self.push("module");
                self.number(module.index());
            }
            Some(Target::Item { item, rest }) => {
                self.item(*item);
                self.number(*rest);
            }
            None => {
                let segments = self.facts.segments(path.path);
                // What `Self` is depends on where it stands: in another file it is another type.
                if segments.first().is_some_and(|first| self.facts.name(*first) == "Self") {
                    self.number(self.load.index());
                }
                segments.iter().for_each(|name| self.push(self.facts.name(*name)));
            }
        }
        let generics = self.bodies.generics(path.generics, self.facts);
        generics.into_iter().for_each(|ty| self.ty(ty));
    }

    fn item(&mut self, item: ItemRef) {
        self.push("item");
        self.number(item.load.index());
        self.number(item.item.index());
    }

    fn ty(&mut self, ty: TypeId) {
        for (at, node) in self.facts.type_nodes(ty) {
            match self.model.named(self.load, at) {
                Some(Named::Item(item)) => self.item(*item),
                Some(Named::External { package, name }) => {
                    self.number(package.0 as usize);
                    self.push(name);
                }
                None => self.push(self.facts.slice(node.span)),
            }
        }
    }

    fn pattern(&mut self, id: PatternId) {
        let (facts, bodies) = (self.facts, self.bodies);
        let pattern = bodies.pattern(id);
        match pattern.kind {
            PatternKind::Wild => self.push("_"),
            PatternKind::Rest => self.push(".."),
            PatternKind::Local { local, inner } => {
                self.local(local);
                inner.into_iter().for_each(|inner| self.pattern(PatternId(inner)));
            }
            PatternKind::Path(path) => self.path(path),
            PatternKind::TupleStruct { path, parts } => {
                self.path(path);
                self.patterns(bodies.pattern_list(parts));
            }
            PatternKind::Struct { path, fields } => {
                self.path(path);
                for field in bodies.field_patterns(fields) {
                    self.push(facts.name(field.name));
                    self.pattern(field.pattern);
                }
            }
            PatternKind::Tuple(parts) | PatternKind::Slice(parts) | PatternKind::Or(parts) => {
                self.patterns(bodies.pattern_list(parts));
            }
            PatternKind::Reference(inner) => {
                self.push("&");
                self.pattern(inner);
            }
            PatternKind::Literal(_) | PatternKind::Other => self.push(facts.slice(pattern.span)),
        }
    }

    fn patterns(&mut self, parts: impl ExactSizeIterator<Item = PatternId>) {
        self.number(parts.len());
        parts.for_each(|part| self.pattern(part));
    }
}
