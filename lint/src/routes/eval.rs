// src/routes/eval.rs - Expressions that build routers, evaluated

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::relevant::Relevant;
use super::router;
use super::value::{Closure, Locals, Lost, Place, Routes, Struct, Value, conditional, join_locals};
use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::source::body::{
    Arm, Binary, Bodies, BodyOwner, ExprId, ExprKind, ListId, PathId, Statement, StatementKind, Unary,
};
use crate::source::facts::{FileFacts, ItemKind, Span};

/// The most expressions that are evaluated for one program. Real ones take some thousands.
const STEPS: usize = 400_000;

/// The deepest that functions call each other.
const DEPTH: usize = 64;

/// Evaluates the functions of one program.
pub(super) struct Evaluator<'m> {
    pub(super) model: &'m Model,
    pub(super) relevant: &'m Relevant<'m>,
    /// The functions that were entered.
    pub(super) entered: FxHashSet<FunctionRef>,
    /// The routers that are served.
    pub(super) served: Vec<Rc<Routes>>,
    /// What can't be followed and belongs to no router.
    pub(super) lost: Vec<Lost>,
    pub(super) stack: Vec<FunctionRef>,
    steps: usize,
    /// How many expressions stand around the one that is evaluated.
    nesting: usize,
    entries: u32,
}

/// A function that is evaluated.
pub(super) struct Frame {
    pub(super) load: LoadId,
    pub(super) locals: Locals,
    pub(super) this: Value,
    pub(super) self_type: Option<ItemRef>,
    /// What was returned before the end.
    pub(super) returned: Option<Value>,
}

impl Frame {
    pub(super) fn new(load: LoadId) -> Self {
        Self { load, locals: Locals::new(), this: Value::Unknown, self_type: None, returned: None }
    }
}

impl<'m> Evaluator<'m> {
    pub(super) fn new(model: &'m Model, relevant: &'m Relevant<'m>) -> Self {
        Self {
            model,
            relevant,
            entered: FxHashSet::default(),
            served: Vec::new(),
            lost: Vec::new(),
            stack: Vec::new(),
            steps: 0,
            nesting: 0,
            entries: 0,
        }
    }

    /// A number for a call that adds a route.
    pub(super) fn next_entry(&mut self) -> u32 {
        self.entries += 1;
        self.entries
    }

    pub(super) fn facts(&self, frame: &Frame) -> &'m FileFacts {
        self.model.facts(frame.load)
    }

    fn bodies(&self, frame: &Frame) -> &'m Bodies {
        &self.facts(frame).bodies
    }

    pub(super) fn place(&self, frame: &Frame, id: ExprId) -> Place {
        Place { load: frame.load, span: self.bodies(frame).expr(id).span }
    }

    /// Whether evaluation has gone on for too long; what is left is unknown then.
    pub(super) fn is_spent(&self) -> bool {
        self.steps > STEPS || self.stack.len() > DEPTH
    }

    pub(super) fn evaluate(&mut self, frame: &mut Frame, id: ExprId) -> Value {
        self.steps += 1;
        // Expressions nest as deep as the parser lets them, and calls of functions come on top.
        if self.is_spent() || self.nesting > 2_000 {
            return Value::Unknown;
        }
        self.nesting += 1;
        let value = self.expression(frame, id);
        self.nesting -= 1;
        value
    }

    pub(super) fn evaluate_all(&mut self, frame: &mut Frame, ids: ListId) -> Vec<Value> {
        let ids: Vec<ExprId> = self.bodies(frame).list(ids).collect();
        ids.into_iter().map(|id| self.evaluate(frame, id)).collect()
    }

    fn expression(&mut self, frame: &mut Frame, id: ExprId) -> Value {
        let bodies = self.bodies(frame);
        match bodies.kind(id) {
            ExprKind::Path(path) => self.path(frame, path),
            ExprKind::Local(local) => frame.locals.get(&local).cloned().unwrap_or_default(),
            ExprKind::SelfValue => frame.this.clone(),
            ExprKind::Text(text) => Value::text(bodies.text(text, self.facts(frame))),
            ExprKind::Call { function, arguments } => self.call(frame, id, function, arguments),
            ExprKind::MethodCall(call) => self.method_call(frame, id, bodies.method_call(call)),
            ExprKind::Field { base, name } => {
                let name = self.facts(frame).name(name);
                match self.evaluate(frame, base) {
                    Value::Struct(value) => value.fields.get(name).cloned().unwrap_or_default(),
                    Value::Tuple(parts) => {
                        let at: Option<usize> = name.parse().ok();
                        at.and_then(|at| parts.get(at)).cloned().unwrap_or_default()
                    }
                    _ => Value::Unknown,
                }
            }
            ExprKind::Index { base, index } => {
                self.evaluate(frame, index);
                match self.evaluate(frame, base) {
                    Value::List(parts) => parts.iter().cloned().reduce(Value::join).unwrap_or_default(),
                    _ => Value::Unknown,
                }
            }
            ExprKind::Struct { path, fields, rest } => {
                let mut made = match rest.map(|rest| self.evaluate(frame, rest)) {
                    Some(Value::Struct(rest)) => (*rest).clone(),
                    _ => Struct { item: self.struct_of(frame, path), fields: Default::default() },
                };
                for field in bodies.fields(fields).collect::<Vec<_>>() {
                    let value = self.evaluate(frame, field.value);
                    made.fields.insert(self.facts(frame).name(field.name).to_owned(), value);
                }
                Value::Struct(Rc::new(made))
            }
            ExprKind::Tuple(parts) => Value::Tuple(Rc::new(self.evaluate_all(frame, parts))),
            ExprKind::Array(parts) => Value::List(Rc::new(self.evaluate_all(frame, parts))),
            ExprKind::Block { statements, .. } => self.block(frame, statements),
            ExprKind::If { condition, then, otherwise } => self.branch(frame, condition, then, otherwise),
            ExprKind::Let { pattern, value } => {
                let value = self.evaluate(frame, value);
                self.bind(frame, pattern, value);
                Value::Unknown
            }
            ExprKind::Match { value, arms } => {
                let value = self.evaluate(frame, value);
                let arms: Vec<Arm> = bodies.arms(arms).collect();
                self.arms(frame, &value, &arms)
            }
            ExprKind::For { pattern, iterated, body } => {
                match self.evaluate(frame, iterated) {
                    Value::List(parts) => {
                        for part in parts.iter() {
                            self.bind(frame, pattern, part.clone());
                            self.evaluate(frame, body);
                        }
                    }
                    _ => self.perhaps(frame, |evaluator, frame| {
                        evaluator.bind(frame, pattern, Value::Unknown);
                        evaluator.evaluate(frame, body);
                    }),
                }
                Value::Unknown
            }
            ExprKind::Loop { body } => {
                self.perhaps(frame, |evaluator, frame| drop(evaluator.evaluate(frame, body)));
                Value::Unknown
            }
            ExprKind::While { condition, body } => {
                self.perhaps(frame, |evaluator, frame| {
                    evaluator.evaluate(frame, condition);
                    evaluator.evaluate(frame, body);
                });
                Value::Unknown
            }
            ExprKind::Closure(closure) => Value::Closure(Rc::new(Closure {
                load: frame.load,
                closure,
                locals: frame.locals.clone(),
                this: frame.this.clone(),
                self_type: frame.self_type,
                span: bodies.expr(id).span,
            })),
            ExprKind::Return(value) => {
                let value = value.map_or(Value::Unknown, |value| self.evaluate(frame, value));
                frame.returned = Some(match frame.returned.take() {
                    Some(before) => before.join(value),
                    None => value,
                });
                Value::Never
            }
            ExprKind::Break(value) => {
                value.into_iter().for_each(|value| drop(self.evaluate(frame, value)));
                Value::Never
            }
            ExprKind::Continue => Value::Never,
            ExprKind::Try(value)
            | ExprKind::Await(value)
            | ExprKind::Reference { value, .. }
            | ExprKind::Unary { operator: Unary::Dereference, value } => self.evaluate(frame, value),
            ExprKind::Cast { value, .. } => self.evaluate(frame, value),
            ExprKind::Assign { left, right } => {
                let value = self.evaluate(frame, right);
                self.assign(frame, left, value);
                Value::Unknown
            }
            ExprKind::Binary { operator, left, right } => {
                let (one, two) = (self.evaluate(frame, left), self.evaluate(frame, right));
                match (operator, one, two) {
                    (Binary::Add, Value::Text(one), Value::Text(two)) => Value::text(&format!("{one}{two}")),
                    (Binary::AddAssign, Value::Text(one), Value::Text(two)) => {
                        self.assign(frame, left, Value::text(&format!("{one}{two}")));
                        Value::Unknown
                    }
                    (Binary::Arithmetic, Value::Filter(mut one), Value::Filter(two)) => {
                        one.extend(two);
                        Value::Filter(one)
                    }
                    _ => Value::Unknown,
                }
            }
            ExprKind::Macro(call) => self.macro_call(frame, id, bodies.macro_call(call)),
            ExprKind::Other(parts) => {
                self.evaluate_all(frame, parts);
                Value::Unknown
            }
            ExprKind::Repeat { .. }
            | ExprKind::Range { .. }
            | ExprKind::Unary { .. }
            | ExprKind::Bool(_)
            | ExprKind::Integer
            | ExprKind::Literal => Value::Unknown,
        }
    }

    /// What a path that is not called comes to: a function, a constant, a set of methods.
    fn path(&mut self, frame: &mut Frame, path: PathId) -> Value {
        if let Some(function) = self.called(frame, path) {
            return Value::Function(function);
        }
        if self.bodies(frame).path(path).qualified {
            let name = self.last_name(frame, path);
            return self.type_of_call(frame, path).map_or(Value::Unknown, |item| self.associated(item, name));
        }
        match self.model.target(frame.load, path) {
            Some(Target::Item { item, rest }) => self.constant(*item, *rest, frame, path),
            Some(Target::Outside(name)) => router::filter(name),
            Some(Target::Module(_)) => Value::Unknown,
            None => match self.last_name(frame, path) {
                "None" => Value::Nothing,
                name => {
                    let item = frame.self_type.filter(|_| self.is_of_self(frame, path));
                    item.map_or(Value::Unknown, |item| self.associated(item, name))
                }
            },
        }
    }

    /// The value of a constant or a static.
    fn constant(&mut self, item: ItemRef, rest: usize, frame: &Frame, path: PathId) -> Value {
        if rest == 1 {
            let name = self.last_name(frame, path).to_owned();
            return self.associated(item, &name);
        }
        let is_value = |kind: &ItemKind| matches!(kind, ItemKind::Const | ItemKind::Static);
        if rest > 0 || !self.model.item(item).is_some_and(|item| is_value(&item.kind)) {
            return Value::Unknown;
        }
        self.value_of(item.load, |owner| owner == BodyOwner::Item(item.item))
    }

    /// The value of a constant of a type or a trait.
    fn associated(&mut self, item: ItemRef, name: &str) -> Value {
        let model = self.model;
        let blocks = model.impls_of(item).iter().copied().chain([item]);
        for block in blocks {
            let facts = model.facts(block.load);
            let is_it = |owner: BodyOwner| match owner {
                BodyOwner::Associated(of, span) => of == block.item && facts.name(span) == name,
                _ => false,
            };
            if facts.bodies.iter().any(|(_, body)| is_it(body.owner)) {
                return self.value_of(block.load, is_it);
            }
        }
        Value::Unknown
    }

    fn value_of(&mut self, load: LoadId, is_it: impl Fn(BodyOwner) -> bool) -> Value {
        let body = self.model.facts(load).bodies.iter().find(|(_, body)| is_it(body.owner));
        match body {
            Some((_, body)) => self.evaluate(&mut Frame::new(load), body.value),
            None => Value::Unknown,
        }
    }

    fn struct_of(&self, frame: &Frame, path: PathId) -> Option<ItemRef> {
        match self.model.target(frame.load, path) {
            Some(Target::Item { item, .. }) => Some(*item),
            _ => frame.self_type.filter(|_| self.is_of_self(frame, path)),
        }
    }

    /// The names of a path.
    pub(super) fn names(&self, frame: &Frame, path: PathId) -> Vec<&'m str> {
        let facts = self.facts(frame);
        facts.names(facts.bodies.path(path).path).collect()
    }

    pub(super) fn last_name(&self, frame: &Frame, path: PathId) -> &'m str {
        self.names(frame, path).last().copied().unwrap_or_default()
    }

    /// Whether a path begins with `Self`.
    pub(super) fn is_of_self(&self, frame: &Frame, path: PathId) -> bool {
        self.names(frame, path).first() == Some(&"Self")
    }

    fn block(&mut self, frame: &mut Frame, statements: ListId) -> Value {
        let statements: Vec<Statement> = self.bodies(frame).statements(statements).collect();
        let mut last = Value::Unknown;
        for statement in statements {
            last = match statement.cfg.map(|cfg| self.is_for_tests(frame, cfg)) {
                Some(true) => Value::Unknown,
                Some(false) => {
                    let before = frame.locals.clone();
                    let value = self.statement(frame, &statement);
                    // What is declared under a `cfg` is seen by what is under the same.
                    let declared = std::mem::take(&mut frame.locals);
                    frame.locals = declared.clone();
                    for (local, value) in before {
                        let after = declared.get(&local).cloned().unwrap_or_default();
                        frame.locals.insert(local, value.join(after));
                    }
                    conditional(value)
                }
                None => self.statement(frame, &statement),
            };
            if matches!(last, Value::Never) {
                return Value::Never;
            }
        }
        last
    }

    fn is_for_tests(&self, frame: &Frame, cfg: Span) -> bool {
        self.facts(frame).slice(cfg).replace(' ', "").contains("cfg(test)")
    }

    fn statement(&mut self, frame: &mut Frame, statement: &Statement) -> Value {
        match statement.kind {
            StatementKind::Let { pattern, value, otherwise, .. } => {
                let value = value.map_or(Value::Unknown, |value| self.evaluate(frame, value));
                if let Some(otherwise) = otherwise {
                    self.perhaps(frame, |evaluator, frame| drop(evaluator.evaluate(frame, otherwise)));
                }
                let is_over = matches!(value, Value::Never);
                self.bind(frame, pattern, value);
                if is_over { Value::Never } else { Value::Unknown }
            }
            StatementKind::Expr { value, semicolon } => match self.evaluate(frame, value) {
                Value::Never => Value::Never,
                _ if semicolon => Value::Unknown,
                value => value,
            },
        }
    }

    /// Does what may be done or not.
    pub(super) fn perhaps(&mut self, frame: &mut Frame, work: impl FnOnce(&mut Self, &mut Frame)) {
        let before = frame.locals.clone();
        let this = frame.this.clone();
        work(self, frame);
        let after = std::mem::take(&mut frame.locals);
        frame.locals = join_locals(before, after);
        frame.this = this.join(std::mem::take(&mut frame.this));
    }

    fn branch(&mut self, frame: &mut Frame, condition: ExprId, then: ExprId, otherwise: Option<ExprId>) -> Value {
        let before = frame.locals.clone();
        self.evaluate(frame, condition);
        let one = self.evaluate(frame, then);
        let after = std::mem::replace(&mut frame.locals, before);
        let two = otherwise.map_or(Value::Unknown, |otherwise| self.evaluate(frame, otherwise));
        let other = std::mem::take(&mut frame.locals);
        frame.locals = match (&one, &two) {
            (Value::Never, _) => other,
            (_, Value::Never) => after,
            _ => join_locals(other, after),
        };
        one.join(two)
    }

    fn arms(&mut self, frame: &mut Frame, value: &Value, arms: &[Arm]) -> Value {
        let before = frame.locals.clone();
        let mut whole: Option<(Value, Locals)> = None;
        for arm in arms {
            frame.locals = before.clone();
            self.bind(frame, arm.pattern, value.clone());
            arm.guard.into_iter().for_each(|guard| drop(self.evaluate(frame, guard)));
            let value = self.evaluate(frame, arm.value);
            let after = std::mem::take(&mut frame.locals);
            whole = Some(match whole {
                None => (value, after),
                Some((Value::Never, _)) => (value, after),
                Some(so_far) if matches!(value, Value::Never) => so_far,
                Some((one, locals)) => (one.join(value), join_locals(locals, after)),
            });
        }
        let (value, locals) = whole.unwrap_or((Value::Unknown, before));
        frame.locals = locals;
        value
    }
}
