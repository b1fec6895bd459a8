// src/routes/asked.rs - Which routes a test asks for over HTTP

//! Which routes a test asks for over HTTP: by the paths that it gives to a client or a request, as far as they are known.

use std::cell::OnceCell;

use super::path::Segment;
use super::resource::Program;
use super::{Handler, Method, Route};
use crate::calls::texts::{HOLE, Texts};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::source::body::{Bodies, Body, ExprId, ExprKind, ListId};
use crate::source::facts::{FileFacts, Function};

/// A path that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asked {
    /// The method, where it is known.
    pub(crate) method: Option<Method>,
    /// The path, [`HOLE`] for what is put in at run time; without host and query.
    pub(crate) path: String,
}

/// What a body asks for.
pub(crate) fn asked(model: &Model, load: LoadId, function: &Function, body: &Body) -> Vec<Asked> {
    let facts = model.facts(load);
    let texts = Texts::of(model, load, body);
    let asking = Asking { facts, bodies: &facts.bodies, texts, body, methods: OnceCell::new() };
    let mut found = asking.calls();
    // `#[case("/jobs")]` of rstest.
    for attribute in facts.attributes(function.attributes).filter(|attribute| !attribute.path.is_empty()) {
        let literals = facts.slice(attribute.span).split('"').skip(1).step_by(2);
        found.extend(literals.filter_map(path_of).map(|path| Asked { method: None, path }));
    }
    found.sort();
    found.dedup();
    found
}

struct Asking<'m> {
    facts: &'m FileFacts,
    bodies: &'m Bodies,
    texts: Texts<'m>,
    body: &'m Body,
    /// The calls of `.method(..)` in the body, with what they are given.
    methods: OnceCell<Vec<(ExprId, ListId)>>,
}

impl Asking<'_> {
    fn calls(&self) -> Vec<Asked> {
        let mut found = Vec::new();
        for (id, expr) in self.bodies.exprs(self.body) {
            let (name, arguments) = match expr.kind {
                ExprKind::MethodCall(call) => {
                    let call = self.bodies.method_call(call);
                    (self.facts.name(call.name), call.arguments)
                }
                ExprKind::Call { function, arguments } => match self.bodies.kind(function) {
                    ExprKind::Path(path) => (self.bodies.last_name(path, self.facts), arguments),
                    _ => continue,
                },
                // A table of cases.
                ExprKind::Tuple(parts) | ExprKind::Array(parts) => ("", parts),
                _ => continue,
            };
            // A route that is added is not asked for.
            if ["route", "nest", "merge", "starts_with", "ends_with", "contains"].contains(&name) {
                continue;
            }
            let paths: Vec<String> = self.bodies.list(arguments).filter_map(|argument| self.path(argument)).collect();
            if paths.is_empty() {
                continue;
            }
            let method = self.method(id, name, arguments);
            found.extend(paths.into_iter().map(|path| Asked { method, path }));
        }
        found
    }

    /// The path that an argument is.
    fn path(&self, argument: ExprId) -> Option<String> {
        let is_text = |kind: ExprKind| {
            matches!(
                kind,
                ExprKind::Text(_)
                    | ExprKind::Local(_)
                    | ExprKind::Path(_)
                    | ExprKind::Reference { .. }
                    | ExprKind::Macro(_)
                    | ExprKind::Call { .. }
                    | ExprKind::MethodCall(_)
                    | ExprKind::Binary { .. }
            )
        };
        let text = is_text(self.bodies.kind(argument)).then(|| self.texts.of_expr(argument).text)?;
        path_of(&text)
    }

    /// The method of a call: by its own name, by what it is given, or by `.method(..)` in the same chain.
    fn method(&self, id: ExprId, name: &str, arguments: ListId) -> Option<Method> {
        let by_name = name.split('_').next().and_then(Method::named).filter(|method| *method != Method::Any);
        let given = |list: ListId| self.bodies.list(list).find_map(|argument| self.named(argument));
        by_name.or_else(|| given(arguments)).or_else(|| {
            let in_chain = self.methods().iter().find_map(|(other, arguments)| {
                let is_it = self.leads_to(*other, id) || self.leads_to(id, *other);
                is_it.then(|| given(*arguments)).flatten()
            });
            // A request that is given no method is a GET.
            in_chain.or((name == "uri").then_some(Method::Get))
        })
    }

    fn methods(&self) -> &[(ExprId, ListId)] {
        self.methods.get_or_init(|| {
            let calls = self.bodies.exprs(self.body).filter_map(|(id, expr)| match expr.kind {
                ExprKind::MethodCall(call) => Some((id, self.bodies.method_call(call))),
                _ => None,
            });
            let named = calls.filter(|(_, call)| self.facts.name(call.name) == "method");
            named.map(|(id, call)| (id, call.arguments)).collect()
        })
    }

    /// The method that an expression names: `Method::POST`, `"POST"`.
    fn named(&self, id: ExprId) -> Option<Method> {
        match self.bodies.kind(id) {
            ExprKind::Path(path) => Method::named(self.bodies.last_name(path, self.facts)),
            ExprKind::Text(_) => self.bodies.as_text(id, self.facts).and_then(Method::named),
            ExprKind::MethodCall(call) => self.named(self.bodies.method_call(call).receiver),
            ExprKind::Reference { value, .. } => self.named(value),
            _ => None,
        }
    }

    /// Whether a chain of calls has another call in it.
    fn leads_to(&self, from: ExprId, to: ExprId) -> bool {
        let mut at = from;
        while let ExprKind::MethodCall(call) = self.bodies.kind(at) {
            at = self.bodies.method_call(call).receiver;
            if at == to {
                return true;
            }
        }
        false
    }
}

/// The path of a text that is one, or a URL.
fn path_of(text: &str) -> Option<String> {
    let of_url = || {
        let host = text.split_once(':')?.1.strip_prefix("//")?;
        host.find('/').and_then(|at| host.get(at..))
    };
    let rest = match text.strip_prefix(HOLE).unwrap_or(text) {
        rest if rest.starts_with('/') => rest,
        _ => of_url()?,
    };
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    (!path.contains(char::is_whitespace)).then(|| path.to_owned())
}

/// The functions that answer what is asked for, and those in the layers round them.
pub(crate) fn answering(programs: &[Program<'_>], asked: &Asked) -> Vec<FunctionRef> {
    let parts: Vec<&str> = asked.path.trim_start_matches('/').split('/').collect();
    let mut found = Vec::new();
    for program in programs {
        let first = parts.first().copied().unwrap_or_default();
        let fits: Vec<_> = program.beginning(first).filter(|(_, segments)| fits(segments, &parts)).collect();
        // A literal answers before a parameter does.
        let literals =
            |segments: &[Segment<'_>]| segments.iter().filter(|it| matches!(it, Segment::Literal(_))).count();
        let most = fits.iter().map(|(_, segments)| literals(segments)).max().unwrap_or_default();
        for (route, _) in fits.into_iter().filter(|(_, segments)| literals(segments) == most) {
            let method = asked.method.is_none_or(|method| method == route.method || route.method == Method::Any);
            if method {
                found.extend(functions_of(route));
            }
        }
    }
    found
}

fn functions_of(route: &Route) -> impl Iterator<Item = FunctionRef> + '_ {
    let handler = match route.handler {
        Handler::Function(id) => Some(id),
        Handler::Other(..) => None,
    };
    handler.into_iter().chain(route.layers.iter().filter_map(|layer| layer.function))
}

fn fits(segments: &[Segment<'_>], parts: &[&str]) -> bool {
    let mut parts = parts.iter();
    for segment in segments {
        match (segment, parts.next()) {
            (Segment::Rest(_), Some(_)) => return true,
            (Segment::Literal(text), Some(part)) if text == part => {}
            (Segment::Parameter(_) | Segment::Unknown(_), Some(part)) if !part.is_empty() => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}
