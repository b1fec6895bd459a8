// src/routes/call.rs - Calls of functions, methods and closures

use std::rc::Rc;

use super::eval::{Evaluator, Frame};
use super::relevant;
use super::value::{Closure, Struct, Value, conditional};
use super::{Handler, known, router};
use crate::project::bodies::{FunctionRef, Target};
use crate::project::names::ItemRef;
use crate::source::body::{ExprId, ExprKind, ListId, MethodCall, PathId, PatternId};
use crate::source::facts::{ItemKind, TypeId};

/// A function that is no part of building routers is entered if it is no longer than this: it may give a path.
const SMALL: usize = 40;

impl<'m> Evaluator<'m> {
    /// The function of the project that a path names.
    pub(super) fn called(&self, frame: &Frame, path: PathId) -> Option<FunctionRef> {
        self.model.called(frame.load, path).or_else(|| {
            let names = self.names(frame, path);
            match names.as_slice() {
                ["Self", name] => self.model.method(frame.self_type?, name),
                _ => None,
            }
        })
    }

    pub(super) fn call(&mut self, frame: &mut Frame, id: ExprId, function: ExprId, arguments: ListId) -> Value {
        let ExprKind::Path(path) = self.facts(frame).bodies.kind(function) else {
            let callee = self.evaluate(frame, function);
            let values = self.evaluate_all(frame, arguments);
            return self.apply(&callee, values);
        };
        if let Some(callee) = self.called(frame, path) {
            let values = self.evaluate_all(frame, arguments);
            let receiver = self.model.function(callee).is_some_and(|function| function.receiver);
            return if receiver {
                // `Type::method(value, ..)`.
                let mut values = values.into_iter();
                let this = values.next().unwrap_or_default();
                self.enter(callee, this, values.collect()).0
            } else {
                let of = self.type_of_call(frame, path);
                let (value, _, given) = self.enter_of(callee, of, Value::Unknown, values);
                self.give_back(frame, arguments, given);
                value
            };
        }
        match self.model.target(frame.load, path) {
            Some(Target::Outside(name)) => {
                let name = name.to_string();
                known::call(self, frame, id, &name, arguments)
            }
            Some(Target::Item { item, rest }) => {
                let (item, rest) = (*item, *rest);
                match self.alias_of(item) {
                    Some(alias) => {
                        let names = self.names(frame, path);
                        let after = names.get(names.len().saturating_sub(rest)..).unwrap_or_default().join("::");
                        known::call(self, frame, id, &format!("{alias}::{after}"), arguments)
                    }
                    None => self.tuple_struct(frame, Some(item).filter(|_| rest == 0), arguments),
                }
            }
            Some(Target::Module(_)) => Value::Unknown,
            None => {
                let names = self.names(frame, path);
                match names.as_slice() {
                    ["Self"] => self.tuple_struct(frame, frame.self_type, arguments),
                    _ => known::call(self, frame, id, &names.join("::"), arguments),
                }
            }
        }
    }

    /// The type that a call names before the function: `Jobs::router()`, `<Jobs as Module>::router()`, `Self::router()`.
    pub(super) fn type_of_call(&self, frame: &Frame, path: PathId) -> Option<ItemRef> {
        use crate::project::types::Named;
        let written = self.facts(frame).bodies.path(path);
        if written.qualified {
            return match self.model.named(frame.load, TypeId(written.generics.0))? {
                Named::Item(item) => Some(*item),
                Named::External { .. } => None,
            };
        }
        match self.model.target(frame.load, path) {
            Some(Target::Item { item, rest: 1 }) => Some(*item),
            Some(_) => None,
            None => frame.self_type.filter(|_| self.is_of_self(frame, path)),
        }
    }

    /// The type of another package that an alias stands for, by its path there.
    fn alias_of(&self, item: ItemRef) -> Option<String> {
        use crate::project::types::Named;
        self.model.item(item).filter(|item| item.kind == ItemKind::TypeAlias)?;
        let ty = self.model.facts(item.load).alias(item.item)?;
        match self.model.named(item.load, ty)? {
            Named::External { package, name } => {
                let package = self.model.external(*package);
                // The name may be the whole path already.
                let is_whole = name.strip_prefix(package).is_some_and(|rest| rest.starts_with("::"));
                Some(if is_whole { name.to_string() } else { format!("{package}::{name}") })
            }
            Named::Item(_) => None,
        }
    }

    fn tuple_struct(&mut self, frame: &mut Frame, item: Option<ItemRef>, arguments: ListId) -> Value {
        let values = self.evaluate_all(frame, arguments);
        let is_struct =
            |item: &ItemRef| self.model.item(*item).is_some_and(|item| matches!(item.kind, ItemKind::Struct { .. }));
        match item.filter(is_struct) {
            Some(item) => {
                let fields = values.into_iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect();
                Value::Struct(Rc::new(Struct { item: Some(item), fields }))
            }
            None => Value::Unknown,
        }
    }

    /// Calls a function value.
    pub(super) fn apply(&mut self, callee: &Value, values: Vec<Value>) -> Value {
        match callee {
            Value::Function(function) => self.enter(*function, Value::Unknown, values).0,
            Value::Closure(closure) => self.apply_closure(closure, values),
            // `Option<fn(Router) -> Router>`, a function that is known only at run time: the router may come back as it was.
            _ => values.into_iter().find(|value| matches!(value, Value::Router(_))).unwrap_or_default(),
        }
    }

    pub(super) fn apply_closure(&mut self, closure: &Rc<Closure>, values: Vec<Value>) -> Value {
        let Closure { load, closure: id, locals, this, self_type, .. } = &**closure;
        let mut frame =
            Frame { load: *load, locals: locals.clone(), this: this.clone(), self_type: *self_type, returned: None };
        let bodies = &self.model.facts(*load).bodies;
        let data = bodies.closure(*id);
        let parameters: Vec<PatternId> = bodies.pattern_list(data.parameters).collect();
        let mut values = values.into_iter();
        for parameter in parameters {
            self.bind(&mut frame, parameter, values.next().unwrap_or_default());
        }
        let value = self.evaluate(&mut frame, data.value);
        finished(value, frame.returned)
    }

    /// Calls a function of the project: what it gives, what became of `self`, and what became of its arguments.
    pub(super) fn enter(&mut self, id: FunctionRef, this: Value, values: Vec<Value>) -> (Value, Value, Vec<Value>) {
        self.enter_of(id, None, this, values)
    }

    /// As [`Self::enter`], of a type that the call names: a default of a trait is about that.
    fn enter_of(
        &mut self,
        id: FunctionRef,
        of: Option<ItemRef>,
        this: Value,
        values: Vec<Value>,
    ) -> (Value, Value, Vec<Value>) {
        let as_they_were = |this: Value, values: Vec<Value>| (Value::Unknown, this, values);
        let model = self.model;
        let Some((function, body)) = model.function(id).and_then(|function| Some((function, function.body?))) else {
            return as_they_were(this, values);
        };
        let facts = model.facts(id.load);
        let body = *facts.bodies.body(body);
        let is_small = facts.bodies.exprs(&body).count() <= SMALL;
        let is_over = self.stack.contains(&id) || self.is_spent();
        if is_over || !(is_small || self.relevant.contains(id)) {
            return as_they_were(this, values);
        }
        self.entered.insert(id);
        self.stack.push(id);
        let self_type = match &this {
            Value::Struct(made) if made.item.is_some() => made.item,
            _ => of.or_else(|| relevant::self_type(model, id.load, facts, function)),
        };
        let mut frame = Frame { this, self_type, ..Frame::new(id.load) };
        let parameters: Vec<PatternId> = facts.bodies.pattern_list(body.parameters).collect();
        let mut given = values.into_iter();
        for parameter in &parameters {
            self.bind(&mut frame, *parameter, given.next().unwrap_or_default());
        }
        let value = self.evaluate(&mut frame, body.value);
        self.stack.pop();
        let after = parameters.iter().map(|parameter| {
            let bound = facts.bodies.bindings(*parameter);
            bound.first().and_then(|local| frame.locals.get(local)).cloned().unwrap_or_default()
        });
        let after = after.collect();
        (finished(value, frame.returned), frame.this, after)
    }

    /// What a function did to what it was given by `&mut`.
    fn give_back(&mut self, frame: &mut Frame, arguments: ListId, given: Vec<Value>) {
        let ids: Vec<ExprId> = self.facts(frame).bodies.list(arguments).collect();
        for (id, value) in ids.into_iter().zip(given) {
            if let ExprKind::Reference { mutable: true, value: place } = self.facts(frame).bodies.kind(id) {
                self.assign(frame, place, value);
            }
        }
    }

    pub(super) fn method_call(&mut self, frame: &mut Frame, id: ExprId, call: MethodCall) -> Value {
        let name = self.facts(frame).name(call.name);
        let receiver = self.evaluate(frame, call.receiver);
        if let Some(value) = self.method_of(frame, id, &receiver, name, &call) {
            return value;
        }
        match &receiver {
            Value::Router(_) => router::call(self, frame, id, receiver, name, &call),
            Value::Methods(_) => router::methods_call(self, frame, &receiver, name, &call),
            Value::Text(text) => self.text_method(frame, text, name, &call),
            Value::List(parts) => self.list_method(frame, parts, name, &call),
            Value::Filter(_) => {
                let values = self.evaluate_all(frame, call.arguments);
                values.into_iter().fold(receiver, |so_far, value| match (so_far, value) {
                    (Value::Filter(mut one), Value::Filter(two)) => {
                        one.extend(two);
                        Value::Filter(one)
                    }
                    (one, _) => one,
                })
            }
            Value::Function(_) | Value::Closure(_) | Value::Layered(_) if ["layer", "with_state"].contains(&name) => {
                let place = self.place(frame, call.receiver);
                let (handler, mut layers) = match &receiver {
                    Value::Function(function) => (Handler::Function(*function), Vec::new()),
                    Value::Layered(layered) => (**layered).clone(),
                    _ => (Handler::Other(place.load, place.span), Vec::new()),
                };
                if name == "layer" {
                    layers.extend(router::layers(self, frame, call.arguments));
                }
                Value::Layered(Rc::new((handler, layers)))
            }
            Value::Nothing if ["unwrap_or", "unwrap_or_else", "unwrap_or_default"].contains(&name) => {
                let values = self.evaluate_all(frame, call.arguments);
                self.first_applied(values)
            }
            _ => known::method(self, frame, &receiver, name, &call),
        }
    }

    fn first_applied(&mut self, values: Vec<Value>) -> Value {
        match values.into_iter().next() {
            Some(closure @ Value::Closure(_)) => self.apply(&closure, Vec::new()),
            value => value.unwrap_or_default(),
        }
    }

    /// A method of the project: of the struct that it is called on, or the only one of its name that builds routers.
    fn method_of(
        &mut self,
        frame: &mut Frame,
        id: ExprId,
        receiver: &Value,
        name: &str,
        call: &MethodCall,
    ) -> Option<Value> {
        let callee = match receiver {
            Value::Struct(made) => match made.item.and_then(|item| self.model.method(item, name)) {
                Some(callee) => Some(callee),
                // A field that holds a function is called as `(self.add)(router)`, which is no method.
                None => self.relevant.method(name, &self.stack),
            },
            Value::Router(_) if router::is_method(name) => None,
            Value::Unknown | Value::Router(_) | Value::Nothing => self.relevant.method(name, &self.stack),
            _ => None,
        }?;
        let values = self.evaluate_all(frame, call.arguments);
        if self.model.function(callee)?.body.is_none() {
            let place = self.place(frame, id);
            if relevant::returns_router(self.model, callee.load, self.model.function(callee)?) {
                self.lose(place, &format!("`{name}` is a method of a trait: which one runs is known only at run time"));
            }
            return Some(Value::Unknown);
        }
        let (value, this, given) = self.enter(callee, receiver.clone(), values);
        self.give_back(frame, call.arguments, given);
        if matches!(receiver, Value::Struct(_) | Value::Router(_)) && !matches!(value, Value::Struct(_)) {
            self.assign(frame, call.receiver, this);
        }
        Some(value)
    }

    fn list_method(&mut self, frame: &mut Frame, parts: &Rc<Vec<Value>>, name: &str, call: &MethodCall) -> Value {
        let values = self.evaluate_all(frame, call.arguments);
        match (name, values.as_slice()) {
            ("push", [value]) => {
                let mut parts = (**parts).clone();
                parts.push(value.clone());
                self.assign(frame, call.receiver, Value::List(Rc::new(parts)));
                Value::Unknown
            }
            ("extend" | "append", [Value::List(more)]) => {
                let all = parts.iter().chain(more.iter()).cloned().collect();
                self.assign(frame, call.receiver, Value::List(Rc::new(all)));
                Value::Unknown
            }
            ("chain", [Value::List(more)]) => Value::List(Rc::new(parts.iter().chain(more.iter()).cloned().collect())),
            ("fold", [start, step]) => {
                parts.iter().fold(start.clone(), |so_far, part| self.apply(step, vec![so_far, part.clone()]))
            }
            ("for_each", [step]) => {
                parts.iter().for_each(|part| drop(self.apply(step, vec![part.clone()])));
                Value::Unknown
            }
            ("map", [step]) => {
                let mapped = parts.iter().map(|part| self.apply(step, vec![part.clone()])).collect();
                Value::List(Rc::new(mapped))
            }
            ("filter" | "filter_map", _) => Value::List(Rc::new(parts.iter().cloned().map(conditional).collect())),
            ("join", [Value::Text(separator)]) => {
                let texts: Option<Vec<&str>> = parts
                    .iter()
                    .map(|part| match part {
                        Value::Text(text) => Some(&**text),
                        _ => None,
                    })
                    .collect();
                texts.map_or(Value::Unknown, |texts| Value::text(&texts.join(separator)))
            }
            ("first" | "next" | "pop" | "last", []) => parts.iter().cloned().reduce(Value::join).unwrap_or_default(),
            (
                "iter" | "iter_mut" | "into_iter" | "drain" | "to_vec" | "collect" | "clone" | "copied" | "cloned"
                | "rev",
                _,
            ) => Value::List(Rc::clone(parts)),
            _ => Value::Unknown,
        }
    }
}

/// What a function gives: its last value, or what it returned before.
fn finished(value: Value, returned: Option<Value>) -> Value {
    match (value, returned) {
        (value, None) => match value {
            Value::Never => Value::Unknown,
            value => value,
        },
        // A router is what an early return is about; an early error is not.
        (Value::Never, Some(returned)) => returned,
        (value, Some(Value::Unknown)) => value,
        (value, Some(returned)) => value.join(returned),
    }
}
