// src/routes/pattern.rs - Values bound to names and put back into their places

use std::rc::Rc;

use super::eval::{Evaluator, Frame};
use super::value::Value;
use crate::source::body::{ExprId, ExprKind, PatternId, PatternKind, Unary};

impl Evaluator<'_> {
    /// Binds what a pattern names to the parts of a value.
    pub(super) fn bind(&mut self, frame: &mut Frame, pattern: PatternId, value: Value) {
        let bodies = &self.facts(frame).bodies;
        match bodies.pattern(pattern).kind {
            PatternKind::Local { local, inner } => {
                if let Some(inner) = inner {
                    self.bind(frame, PatternId(inner), value.clone());
                }
                frame.locals.insert(local, value);
            }
            PatternKind::Tuple(parts) | PatternKind::Slice(parts) => {
                let parts: Vec<PatternId> = bodies.pattern_list(parts).collect();
                let values = match &value {
                    Value::Tuple(values) | Value::List(values) => values.as_slice(),
                    _ => &[],
                };
                self.bind_all(frame, &parts, values);
            }
            PatternKind::TupleStruct { path, parts } => {
                let parts: Vec<PatternId> = bodies.pattern_list(parts).collect();
                match (parts.as_slice(), &value) {
                    // `Some(router)`, `Ok(router)`: what may be there is taken for the thing itself.
                    ([only], _) if ["Some", "Ok"].contains(&self.last_name(frame, path)) => {
                        let only = *only;
                        self.bind(frame, only, value);
                    }
                    (parts, Value::Struct(made)) => {
                        let number = |at: usize| made.fields.get(&at.to_string()).cloned().unwrap_or_default();
                        let values: Vec<Value> = (0..parts.len()).map(number).collect();
                        self.bind_all(frame, parts, &values);
                    }
                    (parts, _) => self.bind_all(frame, parts, &[]),
                }
            }
            PatternKind::Struct { fields, .. } => {
                let fields: Vec<_> = bodies.field_patterns(fields).collect();
                for field in fields {
                    let part = match &value {
                        Value::Struct(made) => {
                            made.fields.get(self.facts(frame).name(field.name)).cloned().unwrap_or_default()
                        }
                        _ => Value::Unknown,
                    };
                    self.bind(frame, field.pattern, part);
                }
            }
            PatternKind::Or(parts) => {
                let first = bodies.pattern_list(parts).next();
                first.into_iter().for_each(|first| self.bind(frame, first, value.clone()));
            }
            PatternKind::Reference(inner) => self.bind(frame, inner, value),
            PatternKind::Wild
            | PatternKind::Rest
            | PatternKind::Path(_)
            | PatternKind::Literal(_)
            | PatternKind::Other => {}
        }
    }

    /// Binds parts in their order, up to a `..`; those behind it are counted from the end.
    fn bind_all(&mut self, frame: &mut Frame, parts: &[PatternId], values: &[Value]) {
        let bodies = &self.facts(frame).bodies;
        let rest = parts.iter().position(|part| bodies.pattern(*part).kind == PatternKind::Rest);
        for (at, part) in parts.iter().enumerate() {
            let value = match rest {
                Some(rest) if at > rest => values.len().checked_sub(parts.len() - at).and_then(|at| values.get(at)),
                _ => values.get(at),
            };
            self.bind(frame, *part, value.cloned().unwrap_or_default());
        }
    }

    /// Puts a value into a variable or a field.
    pub(super) fn assign(&mut self, frame: &mut Frame, left: ExprId, value: Value) {
        let bodies = &self.facts(frame).bodies;
        match bodies.kind(left) {
            ExprKind::Local(local) => drop(frame.locals.insert(local, value)),
            ExprKind::SelfValue => frame.this = value,
            ExprKind::Field { base, name } => {
                let name = self.facts(frame).name(name).to_owned();
                let mut made = match self.evaluate(frame, base) {
                    Value::Struct(made) => (*made).clone(),
                    _ => Default::default(),
                };
                made.fields.insert(name, value);
                self.assign(frame, base, Value::Struct(Rc::new(made)));
            }
            ExprKind::Unary { operator: Unary::Dereference, value: inner }
            | ExprKind::Reference { value: inner, .. } => self.assign(frame, inner, value),
            _ => {}
        }
    }
}
