// src/routes/known.rs - What functions and methods of other packages do with routers

use std::rc::Rc;

use super::eval::{Evaluator, Frame};
use super::relevant::is_routing_crate;
use super::router;
use super::text::is_transparent;
use super::value::{Answer, Entry, Place, Routes, Value};
use super::{Handler, Layer, Method, shortened};
use crate::source::body::{ExprId, ListId, MethodCall};
use crate::source::written::first_name;

/// A call of a function of another package, by its path there; of one that is not known, by the path as it is written.
pub(super) fn call(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    id: ExprId,
    name: &str,
    arguments: ListId,
) -> Value {
    let ids: Vec<ExprId> = evaluator.facts(frame).bodies.list(arguments).collect();
    let mut names = name.rsplit("::");
    let (last, owner) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    let package = first_name(name);
    if is_routing_crate(package) {
        match (owner, last, ids.as_slice()) {
            ("Router" | "OpenApiRouter" | "ApiRouter", "new" | "default" | "with_openapi", _) => {
                evaluator.evaluate_all(frame, arguments);
                return Value::routes(Routes::default());
            }
            ("Router" | "OpenApiRouter" | "ApiRouter", "from", [router]) => return evaluator.evaluate(frame, *router),
            (_, "on" | "on_service", [methods, what]) => {
                let answers = router::on(evaluator, frame, *methods, *what);
                return Value::Methods(Rc::new(super::value::Methods { answers }));
            }
            (_, name, [what, ..]) if name != "from_fn" && router::routing_method(name).is_some() => {
                let handler = router::handler(evaluator, frame, *what);
                return router::one(router::routing_method(name).unwrap_or(Method::Any), handler);
            }
            (_, "from_fn", [function]) | (_, "from_fn_with_state", [_, function]) => {
                return layer(evaluator, frame, id, Some(*function), None);
            }
            (_, "from_extractor" | "from_extractor_with_state", _) => {
                evaluator.evaluate_all(frame, arguments);
                let text = evaluator.facts(frame).slice(evaluator.place(frame, id).span);
                let extractor = text.split_once("::<").and_then(|(_, rest)| rest.split(['>', ',', '<']).next());
                let extractor = extractor.map(|name| name.trim().to_owned());
                return layer(evaluator, frame, id, None, extractor);
            }
            _ => {}
        }
    }
    if name == "utoipa_swagger_ui::SwaggerUi::new" {
        return swagger(evaluator, frame, id, &ids);
    }
    let values = run_all(evaluator, frame, &ids);
    let is_text = ["String::from", "Cow::Borrowed", "Cow::from", "str::to_owned"].iter().any(|end| name.ends_with(end));
    match values.as_slice() {
        [Value::Text(text)] if is_text => Value::Text(Rc::clone(text)),
        [value] if ["Ok", "Some"].contains(&last) && (owner.is_empty() || ["Option", "Result"].contains(&owner)) => {
            value.clone()
        }
        [value] if ["Box", "Arc", "Rc"].contains(&owner) && ["new", "pin", "from"].contains(&last) => value.clone(),
        [closure @ Value::Closure(_), ..] if ["from_fn", "once_with", "block_on"].contains(&last) => {
            evaluator.apply(&closure.clone(), Vec::new())
        }
        values => {
            let routers = values.iter().filter_map(|value| match value {
                Value::Router(routes) => Some(routes),
                _ => None,
            });
            let routers: Vec<_> = routers.cloned().collect();
            if last.contains("serve") || last == "run" {
                evaluator.served.extend(routers.iter().cloned());
            }
            match routers.as_slice() {
                [only] => Value::Router(Rc::clone(only)),
                _ if is_list(owner, last) => Value::List(Rc::default()),
                _ => Value::Unknown,
            }
        }
    }
}

fn is_list(owner: &str, last: &str) -> bool {
    owner == "Vec" && ["new", "with_capacity", "default"].contains(&last)
}

/// Evaluates arguments; closures that another package calls run once, with what is not known.
fn run_all(evaluator: &mut Evaluator<'_>, frame: &mut Frame, ids: &[ExprId]) -> Vec<Value> {
    let values: Vec<Value> = ids.iter().map(|id| evaluator.evaluate(frame, *id)).collect();
    for value in &values {
        if let Value::Closure(closure) = value {
            evaluator.apply_closure(closure, Vec::new());
        }
    }
    values
}

/// A method of something that is no router and of no type of the project.
pub(super) fn method(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    receiver: &Value,
    name: &str,
    call: &MethodCall,
) -> Value {
    let ids: Vec<ExprId> = evaluator.facts(frame).bodies.list(call.arguments).collect();
    if let (Value::Tuple(_) | Value::Struct(_) | Value::Function(_) | Value::Closure(_), true) =
        (receiver, is_transparent(name))
    {
        evaluator.evaluate_all(frame, call.arguments);
        return receiver.clone();
    }
    let values = run_all(evaluator, frame, &ids);
    let routers: Vec<_> = values
        .iter()
        .filter_map(|value| match value {
            Value::Router(routes) => Some(Rc::clone(routes)),
            _ => None,
        })
        .collect();
    if name.contains("serve") {
        evaluator.served.extend(routers.iter().cloned());
    }
    match routers.as_slice() {
        // `layer.layer(router)`, `ServiceBuilder::new().service(router)`: it comes back wrapped.
        [only] => Value::Router(Rc::clone(only)),
        _ if is_transparent(name) => receiver.clone(),
        _ => Value::Unknown,
    }
}

/// A method of a router that axum does not have.
pub(super) fn router_method(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    id: ExprId,
    receiver: &Value,
    name: &str,
    values: Vec<Value>,
) -> Value {
    let Value::Router(routes) = receiver else { return Value::Unknown };
    match (name, values.as_slice()) {
        ("url", [Value::Text(path), ..]) => {
            let place = evaluator.place(frame, id);
            let mut made = (**routes).clone();
            made.entries.push(page(evaluator.next_entry(), path, place));
            Value::routes(made)
        }
        ("map" | "and_then" | "pipe" | "apply", [step @ (Value::Closure(_) | Value::Function(_))]) => {
            evaluator.apply(step, vec![receiver.clone()])
        }
        // A configuration of what was made by another crate, a conversion, a server's method: no routes come of it.
        _ => receiver.clone(),
    }
}

/// A layer that is made here.
fn layer(
    evaluator: &mut Evaluator<'_>,
    frame: &mut Frame,
    id: ExprId,
    function: Option<ExprId>,
    extractor: Option<String>,
) -> Value {
    let function = match function.map(|function| evaluator.evaluate(frame, function)) {
        Some(Value::Function(function)) => Some(function),
        _ => None,
    };
    let text = shortened(evaluator.facts(frame).slice(evaluator.place(frame, id).span));
    Value::Layer(Rc::new(Layer { text, function, extractor }))
}

/// The page of utoipa-swagger-ui: at its path and below it. `.url(path, document)` adds the document.
fn swagger(evaluator: &mut Evaluator<'_>, frame: &mut Frame, id: ExprId, ids: &[ExprId]) -> Value {
    let Some(path) = ids.first() else { return Value::Unknown };
    let path = evaluator.text_of(frame, *path);
    let place = evaluator.place(frame, id);
    let base = path.split("/{").next().unwrap_or(&path).trim_end_matches('/');
    let paths = [base.to_owned(), format!("{base}/{{*rest}}")];
    let entries = paths.iter().map(|path| page(evaluator.next_entry(), path, place)).collect();
    Value::routes(Routes { entries, ..Routes::default() })
}

fn page(id: u32, path: &str, place: Place) -> Entry {
    let handler = Handler::Other(place.load, place.span);
    let answers = vec![Answer { method: Method::Get, handler, layers: Vec::new(), path: None }];
    Entry { id, path: path.into(), answers: Rc::new(answers), layers: Vec::new(), conditional: false, place }
}
