// src/routes/describe.rs - What is to be said of a route: where it is, who may ask, what it takes and gives

//! What is to be said of a route: where it is, who may ask, what it takes and gives.

use super::body::{body_in, type_text};
use super::path::{Segment, segments};
use super::{Handler, Layer, Method, Route};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::body::ExprKind;
use crate::source::facts::{FileFacts, Function, ItemKind, Span, TypeId};
use crate::source::lines::LineIndex;
use crate::source::written::last_name;

/// A route as people and programs read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The method.
    pub method: Method,
    /// The path, with parameters as axum 0.8 writes them whatever the version.
    pub path: String,
    /// The names of its parameters.
    pub parameters: Vec<String>,
    /// The handler, as the code calls it.
    pub handler: String,
    /// The file and the line (from 1) in which the route is added.
    pub place: (String, usize),
    /// The file and the line of the handler, if it is a function of the project.
    pub handler_place: Option<(String, usize)>,
    /// By what a request must show who it is from: a type that the handler takes, or a layer.
    pub auth: Option<String>,
    /// The type of the body that it takes.
    pub request: Option<String>,
    /// The type of the body that it gives.
    pub response: Option<String>,
    /// Whether a branch or a `cfg` decides if it is there.
    pub conditional: bool,
}

impl Description {
    /// Describes a route.
    pub fn of(model: &Model, route: &Route) -> Self {
        let function = match &route.handler {
            Handler::Function(id) => model.function(*id).map(|function| (*id, function)),
            Handler::Other(..) => None,
        };
        let colon = is_colon(model, route);
        let path = modern(&route.path, colon);
        let parameters = segments(&path, false).filter_map(|segment| match segment {
            Segment::Parameter(name) | Segment::Rest(name) => Some(name.to_owned()),
            _ => None,
        });
        Self {
            method: route.method,
            parameters: parameters.collect(),
            handler: route.handler.name(model),
            place: place(model, route.load, route.span),
            handler_place: function.map(|(id, function)| place(model, id.load, function.name)),
            auth: auth(model, route),
            request: function.and_then(|(id, function)| request(model.facts(id.load), function)),
            response: function.and_then(|(id, function)| response(model.facts(id.load), function)),
            conditional: route.conditional,
            path,
        }
    }
}

fn place(model: &Model, load: LoadId, span: Span) -> (String, usize) {
    let facts = model.facts(load);
    let position = LineIndex::new(&facts.text).position(&facts.text, span.range().start);
    (facts.path.to_string(), position.line)
}

/// Whether a program writes `:id`: its axum is older than 0.8.
pub(crate) fn is_colon(model: &Model, route: &Route) -> bool {
    let package = model.package(model.tree.krate(route.program).package);
    is_before_0_8(package)
}

/// Whether a package asks for an axum that is older than 0.8.
pub(crate) fn is_before_0_8(package: &Package) -> bool {
    let version = package.dependencies.values().find(|dependency| dependency.package == "axum");
    let written = version.and_then(|dependency| dependency.version.as_deref()).unwrap_or_default();
    let mut numbers = written.trim_start_matches(['^', '=', '~', '>', ' ']).split('.');
    let number = |text: Option<&str>| text.and_then(|text| text.trim().parse::<u32>().ok());
    matches!((number(numbers.next()), number(numbers.next())), (Some(0), Some(minor)) if minor < 8)
}

/// A path as axum 0.8 writes it.
fn modern(path: &str, colon: bool) -> String {
    if !colon {
        return path.to_owned();
    }
    let parts = segments(path, true).map(|segment| match segment {
        Segment::Parameter(name) => format!("/{{{name}}}"),
        Segment::Rest(name) => format!("/{{*{name}}}"),
        Segment::Literal(text) | Segment::Unknown(text) => format!("/{text}"),
    });
    parts.collect()
}

/// By what a request to a route must show who it is from.
pub(crate) fn auth(model: &Model, route: &Route) -> Option<String> {
    let package = model.package(model.tree.krate(route.program).package);
    let by_handler = match &route.handler {
        Handler::Function(id) => function_auth(model, package, *id),
        Handler::Other(..) => None,
    };
    by_handler.or_else(|| route.layers.iter().find_map(|layer| layer_auth(model, package, layer)))
}

/// The first type that a function takes and that refuses who is not known.
pub(crate) fn function_auth(model: &Model, package: &Package, id: FunctionRef) -> Option<String> {
    let function = model.function(id)?;
    function.parameters.iter().find_map(|parameter| type_auth(model, package, id.load, parameter.ty, 0))
}

/// Whether a function takes what a request shows of who it is from, and may judge it itself: the header of credentials,
/// a jar of cookies, a session, or all headers, of which its body names that one.
pub(crate) fn takes_credentials(model: &Model, package: &Package, id: FunctionRef) -> bool {
    let Some(function) = model.function(id) else { return false };
    let facts = model.facts(id.load);
    let types = || function.parameters.iter().flat_map(|parameter| facts.type_nodes(parameter.ty));
    let names = || types().map(|(at, _)| facts.type_name(at));
    let is_shown = |name: &str| {
        ["Authorization", "Cookies", "Session"].contains(&name)
            || ["CookieJar", "AuthSession"].iter().any(|end| name.ends_with(end))
    };
    names().any(is_shown)
        || (names().any(|name| ["HeaderMap", "Parts", "Request"].contains(&name))
            && reads_credentials(model, package, id, 0))
}

/// The most types that stand in each other on the way to one that refuses.
const DEPTH: usize = 4;

fn type_auth(model: &Model, package: &Package, load: LoadId, id: TypeId, depth: usize) -> Option<String> {
    let facts = model.facts(load);
    let outer = facts.type_name(id);
    // Who need not be known is not refused; who is kept in the state does not ask.
    let is_optional = outer.starts_with("Opt") || outer.starts_with("Maybe");
    if depth > DEPTH || is_optional || ["State", "Extension"].contains(&outer) {
        return None;
    }
    facts.type_nodes(id).find_map(|(at, _)| {
        let name = facts.type_name(at);
        let is_named = package.settings.auth_extractors.iter().any(|known| known == name);
        if is_named {
            return Some(name.to_owned());
        }
        match model.named(load, at)? {
            Named::Item(item) if extracts_credentials(model, package, *item, depth) => Some(name.to_owned()),
            Named::External { package, .. } => {
                let package = model.external(*package);
                ["axum_login", "axum_session_auth", "axum_jwt_auth"].contains(&package).then(|| name.to_owned())
            }
            Named::Item(_) => None,
        }
    })
}

/// Whether a type of the project is made of a request's credentials: a function of its `FromRequest` or `FromRequestParts`
/// reads the header for them, or takes a type that does.
fn extracts_credentials(model: &Model, package: &Package, item: crate::project::names::ItemRef, depth: usize) -> bool {
    let blocks = model.impls_of(item).iter().copied().filter(|block| {
        let Some(ItemKind::Impl { of_trait: Some(of), .. }) = model.item(*block).map(|item| &item.kind) else {
            return false;
        };
        let facts = model.facts(block.load);
        ["FromRequest", "FromRequestParts"].contains(&facts.type_name(*of))
    });
    blocks
        .into_iter()
        .any(|block| model.functions_of(block).any(|(id, _)| reads_credentials(model, package, id, depth)))
}

/// Names that stand for what a request shows of who it is from.
const CREDENTIALS: &[&str] =
    &["AUTHORIZATION", "Authorization", "Bearer", "Basic", "UNAUTHORIZED", "Unauthorized", "Unauthenticated"];

fn reads_credentials(model: &Model, package: &Package, id: FunctionRef, depth: usize) -> bool {
    let facts = model.facts(id.load);
    let Some(body) = model.function(id).and_then(|function| function.body) else { return false };
    let bodies = &facts.bodies;
    bodies.exprs(bodies.body(body)).any(|(_, expr)| match expr.kind {
        ExprKind::Path(path) | ExprKind::Struct { path, .. } => {
            let written = bodies.path(path);
            let of_types = bodies.generics(written.generics, facts);
            facts.names(written.path).any(|name| is_credential(package, name))
                || of_types.into_iter().any(|ty| {
                    facts.type_nodes(ty).any(|(at, _)| is_credential(package, facts.type_name(at)))
                        || type_auth(model, package, id.load, ty, depth + 1).is_some()
                })
        }
        _ => false,
    })
}

fn is_credential(package: &Package, name: &str) -> bool {
    CREDENTIALS.contains(&name) || package.settings.auth_extractors.iter().any(|known| known == name)
}

fn layer_auth(model: &Model, package: &Package, layer: &Layer) -> Option<String> {
    let by_name = || {
        let name = layer.extractor.as_deref()?;
        let last = last_name(name);
        package.settings.auth_extractors.iter().any(|known| known == last).then(|| last.to_owned())
    };
    let by_function = || {
        let id = layer.function?;
        let facts = model.facts(id.load);
        let name = facts.name(model.function(id)?.name);
        let reads = reads_credentials(model, package, id, 0) || function_auth(model, package, id).is_some();
        (reads || says_auth(name)).then(|| name.to_owned())
    };
    let by_text = || says_auth(&layer.text).then(|| layer.text.clone());
    by_name().or_else(by_function).or_else(by_text)
}

/// Whether a layer is called after what it does: `require_auth`, `RequireAuthorizationLayer`, `login_required!`, `jwt`.
fn says_auth(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let words = ["auth", "login_required", "permission_required", "jwt", "bearer"];
    words.iter().any(|word| text.contains(word)) && !text.contains("author_")
}

fn request(facts: &FileFacts, function: &Function) -> Option<String> {
    function.parameters.iter().find_map(|parameter| {
        body_in(facts, parameter.ty).or_else(|| {
            let name = facts.type_name(parameter.ty);
            ["Multipart", "Bytes", "String"].contains(&name).then(|| name.to_owned())
        })
    })
}

fn response(facts: &FileFacts, function: &Function) -> Option<String> {
    let returns = function.returns?;
    body_in(facts, returns).or_else(|| {
        // A wrapper of the project's own: what stands in the first type that holds another.
        let mut at = returns;
        while ["Result", ""].contains(&facts.type_name(at)) && facts.types.get(at.index())?.end > at.0 + 1 {
            at = TypeId(at.0 + 1);
        }
        let holds = facts.types.get(at.index())?.end > at.0 + 1;
        let name = facts.type_name(at);
        match name {
            "" | "StatusCode" | "Response" | "IntoResponse" => None,
            _ if holds => Some(type_text(facts, TypeId(at.0 + 1))),
            name => Some(name.to_owned()),
        }
    })
}
