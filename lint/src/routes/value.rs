// src/routes/value.rs - What expressions that build routers come to

//! What expressions that build routers come to, as far as that can be known without running them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::{FaultKind, Handler, Layer, Method};
use crate::project::bodies::FunctionRef;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::source::body::{ClosureId, LocalId};
use crate::source::facts::Span;

/// A place in the code of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Place {
    pub(super) load: LoadId,
    pub(super) span: Span,
}

/// What an expression comes to.
#[derive(Debug, Clone, Default)]
pub(super) enum Value {
    /// Nothing: control does not come back from there.
    Never,
    /// It is not known.
    #[default]
    Unknown,
    /// A string, in which `<name>` stands for what is known only at run time.
    Text(Rc<str>),
    /// A router.
    Router(Rc<Routes>),
    /// What answers the methods of one path.
    Methods(Rc<Methods>),
    /// Handlers that are routed by their own documentation, as `routes!` takes them.
    Documented(Rc<Vec<Answer>>),
    /// A function of the project.
    Function(FunctionRef),
    /// A closure, with the variables that it sees.
    Closure(Rc<Closure>),
    /// A handler that layers were put round.
    Layered(Rc<(Handler, Vec<Layer>)>),
    /// A set of methods.
    Filter(Vec<Method>),
    /// A layer.
    Layer(Rc<Layer>),
    /// A tuple.
    Tuple(Rc<Vec<Value>>),
    /// An array or a list.
    List(Rc<Vec<Value>>),
    /// A struct.
    Struct(Rc<Struct>),
    /// `None`.
    Nothing,
}

/// A router: its routes in the order in which they were added.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    pub(super) entries: Vec<Entry>,
    /// The routers that were merged or nested, and cannot be followed.
    pub(super) lost: Vec<Lost>,
    /// What axum refuses besides routes that clash.
    pub(super) faults: Vec<(Place, FaultKind)>,
    /// Whether what no route takes is answered by a handler of the router's own.
    pub(super) fallback: bool,
    /// The prefixes below which nested routers have fallbacks of their own.
    pub(super) nested_fallbacks: Vec<Rc<str>>,
}

/// A path of a router, and what answers there.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Tells one call that adds a route from another, so that the same route in two branches is known as one.
    pub(super) id: u32,
    pub(super) path: Rc<str>,
    pub(super) answers: Rc<Vec<Answer>>,
    pub(super) layers: Vec<Layer>,
    /// Whether it depends on a branch or a `cfg`.
    pub(super) conditional: bool,
    /// The path in the call that adds it.
    pub(super) place: Place,
}

/// A part of a router that can't be followed.
#[derive(Debug, Clone)]
pub(super) struct Lost {
    pub(super) prefix: Rc<str>,
    pub(super) place: Place,
    pub(super) reason: Rc<str>,
}

/// What answers the methods of one path.
#[derive(Debug, Clone, Default)]
pub(super) struct Methods {
    pub(super) answers: Vec<Answer>,
}

/// A method and what answers it.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) method: Method,
    pub(super) handler: Handler,
    pub(super) layers: Vec<Layer>,
    /// The path that the handler's own documentation says, where that routes it.
    pub(super) path: Option<Rc<str>>,
}

/// A closure.
#[derive(Debug)]
pub(super) struct Closure {
    pub(super) load: LoadId,
    pub(super) closure: ClosureId,
    pub(super) locals: Locals,
    pub(super) this: Value,
    pub(super) self_type: Option<ItemRef>,
    pub(super) span: Span,
}

/// A struct of the project, or one whose type is not known.
#[derive(Debug, Clone, Default)]
pub(super) struct Struct {
    pub(super) item: Option<ItemRef>,
    pub(super) fields: BTreeMap<String, Value>,
}

/// The variables of a function.
pub(super) type Locals = BTreeMap<LocalId, Value>;

impl Value {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(super) fn routes(routes: Routes) -> Self {
        Self::Router(Rc::new(routes))
    }

    /// What it is where one of two branches was taken.
    pub(super) fn join(self, other: Value) -> Value {
        match (self, other) {
            (Self::Never, value) | (value, Self::Never) => value,
            (Self::Router(one), Self::Router(two)) => Self::routes(Routes::join(&one, &two)),
            // An optional part: that it may be there is what matters.
            (Self::Nothing | Self::Unknown, value @ (Self::Router(_) | Self::Methods(_))) => conditional(value),
            (value @ (Self::Router(_) | Self::Methods(_)), Self::Nothing | Self::Unknown) => conditional(value),
            (Self::Nothing, value) | (value, Self::Nothing) => value,
            (Self::Text(one), Self::Text(two)) if one == two => Self::Text(one),
            (Self::Function(one), Self::Function(two)) if one == two => Self::Function(one),
            (Self::Methods(one), Self::Methods(two)) => {
                let mut answers = one.answers.clone();
                let is_new = |answer: &&Answer| !one.answers.iter().any(|known| known.is_same(answer));
                answers.extend(two.answers.iter().filter(is_new).cloned());
                Self::Methods(Rc::new(Methods { answers }))
            }
            (Self::Tuple(one), Self::Tuple(two)) if one.len() == two.len() => Self::Tuple(Rc::new(joined(&one, &two))),
            (Self::List(one), Self::List(two)) if one.len() == two.len() => Self::List(Rc::new(joined(&one, &two))),
            (Self::List(one), Self::List(two)) => Self::List(if one.len() > two.len() { one } else { two }),
            (Self::Struct(one), Self::Struct(two)) if one.item == two.item => {
                let mut fields = one.fields.clone();
                for (name, value) in &two.fields {
                    let joined = match fields.remove(name) {
                        Some(known) => known.join(value.clone()),
                        None => value.clone(),
                    };
                    fields.insert(name.clone(), joined);
                }
                Self::Struct(Rc::new(Struct { item: one.item, fields }))
            }
            (Self::Closure(one), Self::Closure(two)) if Rc::ptr_eq(&one, &two) => Self::Closure(one),
            (Self::Layer(one), Self::Layer(two)) if one == two => Self::Layer(one),
            _ => Self::Unknown,
        }
    }
}

fn joined(one: &[Value], two: &[Value]) -> Vec<Value> {
    one.iter().zip(two).map(|(one, two)| one.clone().join(two.clone())).collect()
}

/// A value that may be there.
pub(super) fn conditional(value: Value) -> Value {
    match value {
        Value::Router(routes) => {
            let entry = |entry: &Entry| Entry { conditional: true, ..entry.clone() };
            let entries = routes.entries.iter().map(entry).collect();
            Value::routes(Routes { entries, ..(*routes).clone() })
        }
        value => value,
    }
}

impl Routes {
    /// A router as it is after either of two branches: what only one of them adds is conditional.
    fn join(one: &Self, two: &Self) -> Self {
        let find = |of: &Self, entry: &Entry| of.entries.iter().find(|other| other.is_same(entry)).cloned();
        let mut entries = Vec::with_capacity(one.entries.len());
        for entry in &one.entries {
            entries.push(match find(two, entry) {
                Some(other) => Entry {
                    conditional: entry.conditional || other.conditional,
                    // What protects it in one branch alone does not protect it.
                    layers: entry.layers.iter().filter(|layer| other.layers.contains(layer)).cloned().collect(),
                    ..entry.clone()
                },
                None => Entry { conditional: true, ..entry.clone() },
            });
        }
        let is_new = |entry: &&Entry| find(one, entry).is_none();
        entries.extend(two.entries.iter().filter(is_new).map(|entry| Entry { conditional: true, ..entry.clone() }));
        let mut lost = one.lost.clone();
        let is_new =
            |other: &&Lost| !one.lost.iter().any(|lost| lost.place == other.place && lost.prefix == other.prefix);
        lost.extend(two.lost.iter().filter(is_new).cloned());
        let mut faults = one.faults.clone();
        faults.extend(two.faults.iter().filter(|fault| !one.faults.contains(fault)));
        let nested_fallbacks = one.nested_fallbacks.clone();
        Self { entries, lost, faults, fallback: one.fallback && two.fallback, nested_fallbacks }
    }
}

impl Entry {
    fn is_same(&self, other: &Self) -> bool {
        self.id == other.id && self.path == other.path
    }
}

impl Answer {
    fn is_same(&self, other: &Self) -> bool {
        self.method == other.method && self.handler == other.handler
    }
}

/// The variables where one of two branches was taken. What a branch binds for itself is of no matter outside.
pub(super) fn join_locals(one: Locals, mut two: Locals) -> Locals {
    one.into_iter()
        .map(|(local, value)| match two.remove(&local) {
            Some(other) => (local, value.join(other)),
            None => (local, value),
        })
        .collect()
}
