// src/routes/render.rs - The table of routes for people and for programs

//! The table of routes for people and for programs.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::describe::Description;
use super::{Method, RouteTable};
use crate::project::model::Model;
use crate::report::{Styles, to_json};
use crate::source::lines::LineIndex;

/// What is to be shown of a table.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Routes whose path begins so.
    pub path: Option<String>,
    /// Routes of this method.
    pub method: Option<Method>,
    /// Routes whose handler's name has this in it.
    pub handler: Option<String>,
}

impl Filter {
    fn takes(&self, route: &Description) -> bool {
        self.path.as_ref().is_none_or(|path| route.path.starts_with(path.as_str()))
            && self.method.is_none_or(|method| route.method == method || route.method == Method::Any)
            && self.handler.as_ref().is_none_or(|handler| route.handler.contains(handler.as_str()))
    }
}

/// The routes of a table, described and sorted by path and method.
#[derive(Debug, Clone)]
pub struct Listing {
    /// The routes.
    pub routes: Vec<Description>,
    /// The file, the line (from 1) and the reason of each place that was not followed.
    pub unresolved: Vec<(String, usize, String)>,
}

impl Listing {
    /// What a filter lets through of a table.
    pub fn of(model: &Model, table: &RouteTable, filter: &Filter) -> Self {
        let described = table.routes.iter().map(|route| Description::of(model, route));
        let mut routes: Vec<Description> = described.filter(|route| filter.takes(route)).collect();
        // Two programs that serve the same are listed once.
        routes
            .sort_by(|a, b| (&a.path, a.method, &a.handler, &a.place).cmp(&(&b.path, b.method, &b.handler, &b.place)));
        routes.dedup();
        let line = |path: &str, start: usize| {
            let text = model.text(path).map_or("", |text| text);
            LineIndex::new(text).position(text, start).line
        };
        let unresolved = table
            .unresolved
            .iter()
            .map(|one| (one.path.to_string(), line(&one.path, one.range.start), one.reason.clone()));
        Self { routes, unresolved: unresolved.collect() }
    }
}

/// A table for people: columns in line, a blank line between the first segments of paths. `show` writes a path of a file for
/// someone who stands elsewhere than in the root.
pub fn text(listing: &Listing, show: &dyn Fn(&str) -> String, color: bool) -> String {
    let styles = Styles::new(color);
    let rows: Vec<[String; 6]> = listing.routes.iter().map(|route| cells(route, show)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut out = String::new();
    let mut group = None;
    for (route, row) in listing.routes.iter().zip(&rows) {
        let of = route.path.split('/').nth(1).unwrap_or_default();
        if group.is_some_and(|group| group != of) {
            out.push('\n');
        }
        group = Some(of);
        let cell = |column: usize| {
            let text = &row[column];
            format!("{text}{}", " ".repeat(widths[column] - text.chars().count()))
        };
        let line = format!(
            "{} {}  {}  {}  {}  {}",
            styles.strong(&cell(0)),
            cell(1),
            cell(2),
            cell(3),
            cell(4),
            styles.faint(&row[5])
        );
        out += line.trim_end();
        out.push('\n');
    }
    if listing.routes.is_empty() {
        out += "no routes\n";
    }
    if !listing.unresolved.is_empty() {
        out += &format!("\n{}\n", styles.strong("Not followed"));
        for (path, line, reason) in &listing.unresolved {
            out += &format!("  {}:{line}: {reason}\n", show(path));
        }
    }
    out
}

/// Method, path, handler, auth, types, place.
fn cells(route: &Description, show: &dyn Fn(&str) -> String) -> [String; 6] {
    let types = match (&route.request, &route.response) {
        (None, None) => String::new(),
        (request, response) => {
            let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} -> {}", or_dash(request), or_dash(response))
        }
    };
    let (file, line) = route.handler_place.as_ref().unwrap_or(&route.place);
    let mark = if route.conditional { " (conditional)" } else { "" };
    [
        route.method.name().to_owned(),
        format!("{}{mark}", route.path),
        route.handler.clone(),
        route.auth.clone().unwrap_or_else(|| "-".to_owned()),
        types,
        format!("{}:{line}", show(file)),
    ]
}

/// A table for a document.
pub fn markdown(listing: &Listing, show: &dyn Fn(&str) -> String) -> String {
    let escaped = |text: &str| text.replace('|', "\\|");
    let mut out = "| method | path | handler | auth | takes -> gives | place |\n|---|---|---|---|---|---|\n".to_owned();
    for route in &listing.routes {
        let [method, path, handler, auth, types, place] = cells(route, show).map(|cell| escaped(&cell));
        out += &format!("| {method} | `{path}` | `{handler}` | {auth} | {types} | {place} |\n");
    }
    for (path, line, reason) in &listing.unresolved {
        out += &format!("\nNot followed: {}:{line}: {}\n", show(path), escaped(reason));
    }
    out
}

#[derive(Serialize)]
struct Document<'l> {
    version: u8,
    routes: Vec<RouteObject<'l>>,
    unresolved: Vec<UnresolvedObject<'l>>,
}

#[derive(Serialize)]
struct RouteObject<'l> {
    method: &'static str,
    path: &'l str,
    handler: &'l str,
    file: String,
    line: usize,
    handler_file: Option<String>,
    handler_line: Option<usize>,
    auth: Option<&'l str>,
    request: Option<&'l str>,
    response: Option<&'l str>,
    conditional: bool,
}

#[derive(Serialize)]
struct UnresolvedObject<'l> {
    file: String,
    line: usize,
    reason: &'l str,
}

/// For programs: docs/schemas/routes.schema.json.
pub fn json_text(listing: &Listing, show: &dyn Fn(&str) -> String) -> String {
    let routes = listing.routes.iter().map(|route| RouteObject::of(route, show)).collect();
    let unresolved = listing.unresolved.iter().map(|(path, line, reason)| UnresolvedObject {
        file: show(path),
        line: *line,
        reason,
    });
    to_json(&Document { version: 1, routes, unresolved: unresolved.collect() })
}

impl<'l> RouteObject<'l> {
    fn of(route: &'l Description, show: &dyn Fn(&str) -> String) -> Self {
        Self {
            method: route.method.name(),
            path: &route.path,
            handler: &route.handler,
            file: show(&route.place.0),
            line: route.place.1,
            handler_file: route.handler_place.as_ref().map(|(file, _)| show(file)),
            handler_line: route.handler_place.as_ref().map(|(_, line)| *line),
            auth: route.auth.as_deref(),
            request: route.request.as_deref(),
            response: route.response.as_deref(),
            conditional: route.conditional,
        }
    }
}

/// The `paths` of an OpenAPI document, to begin one with: operations with their parameters, a reference to the type of each
/// body, and a security requirement where who asks must be known.
pub fn openapi_paths(listing: &Listing) -> String {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in &listing.routes {
        // OpenAPI has no operation for all methods, and none for paths that are known only at run time.
        if route.method == Method::Any || route.method == Method::Connect || route.path.contains('<') {
            continue;
        }
        let operations = paths.entry(&route.path).or_default();
        operations.entry(route.method.name().to_lowercase()).or_insert_with(|| operation(route));
    }
    let paths: Map<String, Value> =
        paths.into_iter().map(|(path, operations)| (path.replace("{*", "{"), Value::Object(operations))).collect();
    to_json(&json!({ "paths": paths }))
}

fn operation(route: &Description) -> Value {
    let content =
        |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
    let parameter =
        |name: &String| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } });
    let mut operation = Map::new();
    operation.insert("operationId".to_owned(), json!(route.handler));
    if !route.parameters.is_empty() {
        operation.insert("parameters".to_owned(), route.parameters.iter().map(parameter).collect());
    }
    if let Some(request) = &route.request {
        operation.insert("requestBody".to_owned(), json!({ "required": true, "content": content(request) }));
    }
    let answer = match &route.response {
        Some(response) => json!({ "description": "", "content": content(response) }),
        None => json!({ "description": "" }),
    };
    operation.insert("responses".to_owned(), json!({ "default": answer }));
    if route.auth.is_some() {
        operation.insert("security".to_owned(), json!([{ "bearer": [] }]));
    }
    Value::Object(operation)
}
