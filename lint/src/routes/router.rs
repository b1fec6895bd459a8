// src/routes/router.rs - The methods of routers and of method routers

use std::rc::Rc;

use super::eval::{Evaluator, Frame};
use super::path::Segment;
use super::text::is_transparent;
use super::value::{Answer, Entry, Lost, Methods, Place, Routes, Value};
use super::{FaultKind, Handler, Layer, Method, known, path, shortened, typed};
use crate::source::body::{ExprId, MethodCall};

/// Methods of routers that leave their routes as they are.
const UNCHANGED: &[&str] = &[
    "with_state",
    "without_v07_checks",
    "method_not_allowed_fallback",
    "finish_api",
    "finish_api_with",
    "finish_api_with_extension",
    "with_path_items_filter",
    "default_tag_description",
];

/// Methods that make a service of a router for a server to run.
const SERVED: &[&str] = &["into_make_service", "into_make_service_with_connect_info"];

/// Whether a router has a method of its own by this name.
pub(super) fn is_method(name: &str) -> bool {
    UNCHANGED.contains(&name)
        || SERVED.contains(&name)
        || [
            "fallback",
            "fallback_service",
            "reset_fallback",
            "route",
            "route_service",
            "nest",
            "nest_service",
            "merge",
            "layer",
            "route_layer",
            "routes",
            "api_route",
            "api_route_with",
            "nest_api_service",
            "split_for_parts",
            "route_with_tsr",
            "as_service",
            "into_service",
        ]
        .contains(&name)
        || typed_method(name).is_some()
}

/// The method that `typed_get` and its kin of axum-extra route.
fn typed_method(name: &str) -> Option<Method> {
    Method::named(name.strip_prefix("typed_")?)
}

pub(super) fn lost(place: Place, reason: &str) -> Lost {
    Lost { prefix: "".into(), place, reason: reason.into() }
}

/// A method of a router. The router in a chain of calls is nobody else's, so it is added to and not copied.
pub(super) fn call(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    id: ExprId,
    receiver: Value,
    name: &str,
    call: &MethodCall,
) -> Value {
    let Value::Router(mut routes) = receiver else { return Value::Unknown };
    let arguments: Vec<ExprId> = evaluator.facts(frame).bodies.list(call.arguments).collect();
    match (name, arguments.as_slice()) {
        ("route" | "api_route" | "route_service" | "route_with_tsr", [at, what])
        | ("api_route_with", [at, what, _]) => {
            let text = evaluator.text_of(frame, *at);
            let place = evaluator.place(frame, *at);
            let value = evaluator.evaluate(frame, *what);
            let answers = answers(evaluator, frame, value, *what, name == "route_service");
            let id = evaluator.next_entry();
            Rc::make_mut(&mut routes).entries.push(Entry {
                id,
                path: text,
                answers: Rc::new(answers),
                layers: Vec::new(),
                conditional: false,
                place,
            });
        }
        ("nest" | "nest_api_service" | "nest_service", [at, what]) => {
            let prefix = evaluator.text_of(frame, *at);
            let nested = evaluator.evaluate(frame, *what);
            let made = Rc::make_mut(&mut routes);
            made.faults.extend(prefix_fault(&prefix).map(|fault| (evaluator.place(frame, *at), fault)));
            match nested {
                Value::Router(inner) => {
                    let place = evaluator.place(frame, *at);
                    let added = inner.fallbacks_below(&prefix);
                    made.faults.extend(made.fallback_fault(&added).map(|fault| (place, fault)));
                    made.nest(&prefix, &inner);
                    made.nested_fallbacks.extend(added);
                }
                _ if name == "nest_service" => {
                    let place = evaluator.place(frame, *at);
                    let service = evaluator.place(frame, *what);
                    for path in [prefix.to_string(), path::nested(&prefix, "/{*rest}")] {
                        let id = evaluator.next_entry();
                        made.entries.push(service_entry(id, &path, place, service));
                    }
                }
                _ => made.lose(evaluator.place(frame, *what), &prefix, "what is nested here can't be followed"),
            }
        }
        ("merge", [what]) => match evaluator.evaluate(frame, *what) {
            Value::Router(inner) => {
                let made = Rc::make_mut(&mut routes);
                if made.fallback && inner.fallback {
                    made.faults.push((evaluator.place(frame, *what), FaultKind::Fallbacks));
                }
                let place = evaluator.place(frame, *what);
                made.faults.extend(made.fallback_fault(&inner.nested_fallbacks).map(|fault| (place, fault)));
                made.merge(&inner);
            }
            Value::Nothing => {}
            _ => Rc::make_mut(&mut routes).lose(
                evaluator.place(frame, *what),
                "",
                "what is merged here can't be followed",
            ),
        },
        ("routes", [what]) => match evaluator.evaluate(frame, *what) {
            Value::Documented(answers) => {
                let place = evaluator.place(frame, *what);
                let made = Rc::make_mut(&mut routes);
                for answer in answers.iter() {
                    let path = match answer.path.as_deref() {
                        None | Some("") => "/",
                        Some(path) => path,
                    };
                    let id = evaluator.next_entry();
                    made.entries.push(Entry {
                        id,
                        path: path.into(),
                        answers: Rc::new(vec![answer.clone()]),
                        layers: answer.layers.clone(),
                        conditional: false,
                        place,
                    });
                }
            }
            _ => Rc::make_mut(&mut routes).lose(
                evaluator.place(frame, *what),
                "",
                "what is routed here can't be followed",
            ),
        },
        ("layer" | "route_layer", _) => {
            let layers = layers(evaluator, frame, call.arguments);
            for entry in &mut Rc::make_mut(&mut routes).entries {
                entry.layers.extend(layers.iter().cloned());
            }
        }
        ("split_for_parts", []) => {
            return Value::Tuple(Rc::new(vec![Value::Router(routes), Value::Unknown]));
        }
        (name, _) if SERVED.contains(&name) => {
            evaluator.served.push(Rc::clone(&routes));
        }
        (name, [what]) if let Some(method) = typed_method(name) => {
            let place = evaluator.place(frame, *what);
            let (handler, layers) = handler(evaluator, frame, *what);
            let made = Rc::make_mut(&mut routes);
            match typed::path(evaluator.model, &handler) {
                Some(path) => {
                    let answers = Rc::new(vec![Answer { method, handler, layers, path: None }]);
                    let (id, path) = (evaluator.next_entry(), path.into());
                    made.entries.push(Entry { id, path, answers, layers: Vec::new(), conditional: false, place });
                }
                None => made.lose(place, "", "the first type that this handler takes has no `#[typed_path(..)]` here"),
            }
        }
        ("fallback" | "fallback_service", _) => {
            evaluator.evaluate_all(frame, call.arguments);
            Rc::make_mut(&mut routes).fallback = true;
        }
        ("reset_fallback", _) => Rc::make_mut(&mut routes).fallback = false,
        (name, _) => {
            let values = evaluator.evaluate_all(frame, call.arguments);
            if !UNCHANGED.contains(&name) && !is_transparent(name) {
                // A method of another crate may add routes of its own.
                return known::router_method(evaluator, frame, id, &Value::Router(routes), name, values);
            }
        }
    }
    Value::Router(routes)
}

/// The layers in the arguments of a call.
pub(super) fn layers(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    arguments: crate::source::body::ListId,
) -> Vec<Layer> {
    let ids: Vec<ExprId> = evaluator.facts(frame).bodies.list(arguments).collect();
    let layer = |id: ExprId| match evaluator.evaluate(frame, id) {
        Value::Layer(layer) => (*layer).clone(),
        _ => {
            let place = evaluator.place(frame, id);
            let text = shortened(evaluator.model.facts(place.load).slice(place.span));
            Layer { text, function: None, extractor: None }
        }
    };
    ids.into_iter().map(layer).collect()
}

/// What answers where a value is routed.
fn answers(evaluator: &mut Evaluator<'_>, frame: &mut Frame, value: Value, id: ExprId, service: bool) -> Vec<Answer> {
    match value {
        Value::Methods(methods) => methods.answers.clone(),
        _ => {
            let place = evaluator.place(frame, id);
            if !service {
                evaluator.lose(place, "which methods are answered here can't be followed");
            }
            let handler = Handler::Other(place.load, place.span);
            vec![Answer { method: Method::Any, handler, layers: Vec::new(), path: None }]
        }
    }
}

/// The handler that an argument is.
pub(super) fn handler(evaluator: &mut Evaluator<'_>, frame: &mut Frame, id: ExprId) -> (Handler, Vec<Layer>) {
    let place = evaluator.place(frame, id);
    match evaluator.evaluate(frame, id) {
        Value::Function(function) => (Handler::Function(function), Vec::new()),
        Value::Layered(layered) => (*layered).clone(),
        Value::Closure(closure) => (Handler::Other(closure.load, closure.span), Vec::new()),
        _ => (Handler::Other(place.load, place.span), Vec::new()),
    }
}

fn service_entry(id: u32, path: &str, place: Place, service: Place) -> Entry {
    let handler = Handler::Other(service.load, service.span);
    let answer = Answer { method: Method::Any, handler, layers: Vec::new(), path: None };
    Entry { id, path: path.into(), answers: Rc::new(vec![answer]), layers: Vec::new(), conditional: false, place }
}

/// The method that a function of a routing module answers: `get`, `get_service`, `get_with`, `post` ...
pub(super) fn routing_method(name: &str) -> Option<Method> {
    let name = name.strip_suffix("_with").unwrap_or(name);
    Method::named(name.strip_suffix("_service").unwrap_or(name))
}

/// `MethodFilter::GET`.
pub(super) fn filter(path: &str) -> Value {
    let mut names = path.rsplit("::");
    match (names.next(), names.next()) {
        (Some(name), Some("MethodFilter")) => {
            Method::named(name).map_or(Value::Unknown, |method| Value::Filter(vec![method]))
        }
        _ => Value::Unknown,
    }
}

/// A method of a method router.
pub(super) fn methods_call(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    receiver: &Value,
    name: &str,
    call: &MethodCall,
) -> Value {
    let Value::Methods(methods) = receiver else { return Value::Unknown };
    let arguments: Vec<ExprId> = evaluator.facts(frame).bodies.list(call.arguments).collect();
    let mut made = (**methods).clone();
    match (name, arguments.as_slice()) {
        ("layer" | "route_layer", _) => {
            let layers = layers(evaluator, frame, call.arguments);
            for answer in &mut made.answers {
                answer.layers.extend(layers.iter().cloned());
            }
        }
        ("merge", [other]) => {
            if let Value::Methods(other) = evaluator.evaluate(frame, *other) {
                made.answers.extend(other.answers.iter().cloned());
            }
        }
        ("on" | "on_service", [methods, what]) => {
            made.answers.extend(on(evaluator, frame, *methods, *what));
        }
        (name, [what, ..]) if routing_method(name).is_some_and(|method| method != Method::Any) => {
            let (handler, layers) = handler(evaluator, frame, *what);
            let method = routing_method(name).unwrap_or(Method::Any);
            made.answers.push(Answer { method, handler, layers, path: None });
        }
        _ => drop(evaluator.evaluate_all(frame, call.arguments)),
    }
    Value::Methods(Rc::new(made))
}

/// What `on(filter, handler)` answers.
pub(super) fn on(evaluator: &mut Evaluator<'_>, frame: &mut Frame, methods: ExprId, what: ExprId) -> Vec<Answer> {
    let filter = match evaluator.evaluate(frame, methods) {
        Value::Filter(methods) => methods,
        _ => {
            let place = evaluator.place(frame, methods);
            evaluator.lose(place, "for which methods this answers is known only at run time");
            vec![Method::Any]
        }
    };
    let (handler, layers) = handler(evaluator, frame, what);
    let answer = |method| Answer { method, handler: handler.clone(), layers: layers.clone(), path: None };
    filter.into_iter().map(answer).collect()
}

/// A method router of one method.
pub(super) fn one(method: Method, (handler, layers): (Handler, Vec<Layer>)) -> Value {
    Value::Methods(Rc::new(Methods { answers: vec![Answer { method, handler, layers, path: None }] }))
}

/// Why axum 0.8 does not nest at a prefix.
fn prefix_fault(prefix: &str) -> Option<FaultKind> {
    match prefix {
        "" | "/" => Some(FaultKind::NestAtRoot),
        // What is known only at run time may begin with anything.
        _ if !prefix.starts_with(['/', '<']) => Some(FaultKind::RelativePrefix),
        _ if prefix.contains("{*") || prefix.contains("/*") => Some(FaultKind::CatchAllPrefix),
        _ => None,
    }
}

impl Routes {
    pub(super) fn merge(&mut self, inner: &Self) {
        self.entries.extend(inner.entries.iter().cloned());
        self.lost.extend(inner.lost.iter().cloned());
        self.faults.extend(&inner.faults);
        self.fallback |= inner.fallback;
        self.nested_fallbacks.extend(inner.nested_fallbacks.iter().cloned());
    }

    /// Where the fallbacks of a router are once it is nested.
    fn fallbacks_below(&self, prefix: &str) -> Vec<Rc<str>> {
        let own = self.fallback.then(|| Rc::from(prefix));
        own.into_iter().chain(self.nested_fallbacks.iter().map(|path| path::nested(prefix, path).into())).collect()
    }

    /// Whether fallbacks can't be put beside those that are there. axum keeps them in a router of their own, in which a path
    /// and all below it answer for each, and the root for all else (`Router::nest` of axum 0.8).
    fn fallback_fault(&self, added: &[Rc<str>]) -> Option<FaultKind> {
        let parts =
            |path: &str| path::segments(path, false).map(|part| matches!(part, Segment::Parameter(_))).collect();
        let is_refused = |path: &Rc<str>| {
            let own: Vec<bool> = parts(path);
            own.first() == Some(&true) || self.nested_fallbacks.iter().any(|known| path::clash_below(path, known))
        };
        added.iter().any(is_refused).then_some(FaultKind::NestedFallbacks)
    }

    fn nest(&mut self, prefix: &str, inner: &Self) {
        let entry = |entry: &Entry| Entry { path: path::nested(prefix, &entry.path).into(), ..entry.clone() };
        self.entries.extend(inner.entries.iter().map(entry));
        let lost = |lost: &Lost| Lost { prefix: path::nested(prefix, &lost.prefix).into(), ..lost.clone() };
        self.lost.extend(inner.lost.iter().map(lost));
        self.faults.extend(&inner.faults);
    }

    fn lose(&mut self, place: Place, prefix: &str, reason: &str) {
        self.lost.push(Lost { prefix: prefix.into(), ..lost(place, reason) });
    }
}
