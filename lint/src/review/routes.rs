// src/review/routes.rs - Routes that came, went or answer otherwise, and what of it breaks who calls them

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::shape::{FieldShape, Shape, query, request, response};
use super::{Place, States};
use crate::project::model::Model;
use crate::routes::describe::Description;
use crate::routes::{Handler, Route, RouteTable};

/// A route that came, went or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RouteChange {
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// `added`, `removed` or `changed`.
    pub kind: &'static str,
    /// What who calls it meets.
    pub differences: Vec<Difference>,
    /// By what it knows who asks.
    pub auth: Option<String>,
    /// Whether it asked who it is and does not any more.
    pub opened: bool,
    /// Where it is, or was, answered.
    pub place: Place,
}

/// One thing that who calls a route meets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is.
    pub text: String,
    /// Whether it breaks a caller that was right before.
    pub breaking: bool,
}

fn breaking(text: impl Into<String>) -> Difference {
    Difference { text: text.into(), breaking: true }
}

fn harmless(text: impl Into<String>) -> Difference {
    Difference { text: text.into(), breaking: false }
}

/// A route of one state.
struct Known<'m> {
    model: &'m Model,
    route: &'m Route,
    said: Description,
}

pub(super) fn compare(states: &States<'_>) -> Vec<RouteChange> {
    let base = known(&states.base.model, &states.base_routes);
    let head = known(&states.head.model, &states.head_routes);
    // What is not followed may serve what seems to be gone.
    let is_sure = states.head_routes.unresolved.is_empty();
    let mut changes: Vec<RouteChange> = Vec::new();
    let mut moved: Vec<&(String, String)> = Vec::new();
    for (key, old) in &base {
        // The same handler at another path is the same route there.
        let elsewhere = || {
            head.iter().find(|(at, new)| {
                let is_other = !base.contains_key(*at) && !moved.contains(at);
                is_other && new.said.method == old.said.method && new.said.handler == old.said.handler
            })
        };
        match head.get(key).map(|new| (key, new)).or_else(elsewhere) {
            Some((at, new)) => {
                if at != key {
                    moved.push(at);
                }
                changes.extend(changed(old, new));
            }
            None => {
                let text = "the route is gone";
                let difference = if is_sure { breaking(text) } else { harmless("the route is not seen any more") };
                changes.push(old.change("removed", vec![difference], false));
            }
        }
    }
    let is_new = |key: &&(String, String)| !base.contains_key(*key) && !moved.contains(key);
    for new in head.iter().filter(|(key, _)| is_new(key)).map(|(_, new)| new) {
        changes.push(new.change("added", Vec::new(), false));
    }
    changes.sort_by(|a, b| (&a.path, &a.method).cmp(&(&b.path, &b.method)));
    changes
}

/// Routes by method and path, whatever the parameters are called.
fn known<'m>(model: &'m Model, table: &'m RouteTable) -> BTreeMap<(String, String), Known<'m>> {
    let route = |route: &'m Route| {
        let said = Description::of(model, route);
        let key = (said.method.to_string(), anonymous(&said.path));
        (key, Known { model, route, said })
    };
    table.routes.iter().map(route).collect()
}

/// A path without the names of its parameters.
fn anonymous(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

impl Known<'_> {
    fn change(&self, kind: &'static str, differences: Vec<Difference>, opened: bool) -> RouteChange {
        let (path, line) = self.said.handler_place.clone().unwrap_or_else(|| self.said.place.clone());
        RouteChange {
            method: self.said.method.to_string(),
            path: self.said.path.clone(),
            kind,
            differences,
            auth: self.said.auth.clone(),
            opened,
            place: Place { path: path.into(), line },
        }
    }

    /// What it takes as a body, what of the query, and what it gives.
    fn shapes(&self) -> Option<[Shape; 3]> {
        let Handler::Function(id) = self.route.handler else { return None };
        let function = self.model.function(id)?;
        Some([
            request(self.model, id.load, function),
            query(self.model, id.load, function),
            response(self.model, id.load, function),
        ])
    }
}

fn changed(old: &Known<'_>, new: &Known<'_>) -> Option<RouteChange> {
    let mut differences = Vec::new();
    if anonymous(&old.said.path) != anonymous(&new.said.path) {
        differences.push(breaking(format!("it was at `{}`", old.said.path)));
    }
    let (before, after) = (&old.said.auth, &new.said.auth);
    let opened = before.is_some() && after.is_none();
    match (before, after) {
        (None, Some(who)) => differences.push(breaking(format!("it asks who calls: `{who}`"))),
        (Some(who), None) => differences.push(harmless(format!("it does not ask who calls any more, as `{who}` did"))),
        _ => {}
    }
    for (one, other) in old.said.parameters.iter().zip(&new.said.parameters).filter(|(one, other)| one != other) {
        differences.push(harmless(format!("the parameter `{one}` is called `{other}`")));
    }
    if let (Some([taken, asked, given]), Some([takes, asks, gives])) = (old.shapes(), new.shapes()) {
        differences.extend(taken_differs("the body", &taken, &takes));
        differences.extend(taken_differs("the query", &asked, &asks));
        differences.extend(given_differs(&given, &gives));
    }
    (!differences.is_empty()).then(|| new.change("changed", differences, opened))
}

/// What both states have without what has one of several forms in either, and what is to be said of that.
fn followed(what: &str, before: &Shape, after: &Shape) -> (Shape, Shape, Vec<Difference>) {
    let forms = |shape: &Shape| shape.iter().filter(|(_, field)| field.forms).map(|(path, _)| path.clone()).collect();
    let (were, are): (BTreeSet<String>, BTreeSet<String>) = (forms(before), forms(after));
    let is_within = |path: &String| were.union(&are).any(|form| path.starts_with(form.as_str()));
    let rest = |shape: &Shape| {
        shape.iter().filter(|(path, _)| !is_within(path)).map(|(a, b)| (a.clone(), b.clone())).collect()
    };
    let said = were.symmetric_difference(&are).map(|path| {
        let name = if path.is_empty() { what.to_owned() } else { format!("`{path}` of {what}") };
        let now = if are.contains(path) { "has one of several forms now" } else { "has one form now" };
        harmless(format!("{name} {now}: a person has to compare them"))
    });
    (rest(before), rest(after), said.collect())
}

/// What differs in what a route takes.
fn taken_differs(what: &str, before: &Shape, after: &Shape) -> Vec<Difference> {
    let (before, after, mut found) = followed(what, before, after);
    for (path, field) in &after {
        let name = named(path);
        match before.get(path) {
            None if field.required => found.push(breaking(format!("{what} needs {name}"))),
            None => found.push(harmless(format!("{what} may have {name}"))),
            Some(old) => {
                if field.required && !old.required {
                    found.push(breaking(format!("{what} needs {name}, which could be left out")));
                }
                if let Some(lost) = labels_of(old, field).0 {
                    found.push(breaking(format!("{name} of {what} may not be {lost} any more")));
                } else if let Some(more) = labels_of(old, field).1 {
                    found.push(harmless(format!("{name} of {what} may be {more}")));
                } else if old.ty != field.ty && old.labels.is_none() {
                    let text = format!("{name} of {what} is `{}`, not `{}`", field.ty, old.ty);
                    found.push(Difference { text, breaking: !is_wider(&old.ty, &field.ty) });
                }
            }
        }
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        found.push(breaking(format!("{what} does not take {} any more", named(path))));
    }
    found
}

/// What differs in what a route gives.
fn given_differs(before: &Shape, after: &Shape) -> Vec<Difference> {
    let (before, after, mut found) = followed("the answer", before, after);
    for (path, old) in &before {
        let name = named(path);
        let Some(field) = after.get(path) else {
            found.push(breaking(format!("the answer lacks {name}")));
            continue;
        };
        if old.required && !field.required {
            found.push(breaking(format!("{name} of the answer may be null or absent")));
        }
        if let Some(more) = labels_of(old, field).1 {
            found.push(harmless(format!("{name} of the answer may be {more}")));
        } else if old.ty != field.ty && old.labels.is_none() {
            found.push(breaking(format!("{name} of the answer is `{}`, not `{}`", field.ty, old.ty)));
        }
    }
    for path in after.keys().filter(|path| !before.contains_key(*path)) {
        found.push(harmless(format!("the answer has {}", named(path))));
    }
    found
}

fn named(path: &str) -> String {
    if path.is_empty() { "itself".to_owned() } else { format!("`{path}`") }
}

/// The labels that an enum lost, and those that it got.
fn labels_of(old: &FieldShape, new: &FieldShape) -> (Option<String>, Option<String>) {
    let (Some(before), Some(after)) = (&old.labels, &new.labels) else { return (None, None) };
    let list = |labels: Vec<&String>| {
        let quoted: Vec<String> = labels.into_iter().map(|label| format!("`{label}`")).collect();
        (!quoted.is_empty()).then(|| quoted.join(", "))
    };
    (list(before.difference(after).collect()), list(after.difference(before).collect()))
}

/// Whether all values of one type are values of another.
fn is_wider(old: &str, new: &str) -> bool {
    const WIDTHS: [&[&str]; 3] =
        [&["i8", "i16", "i32", "i64", "i128"], &["u8", "u16", "u32", "u64", "u128"], &["f32", "f64"]];
    let at =
        |name: &str| WIDTHS.iter().find_map(|row| Some((row.first(), row.iter().position(|other| *other == name)?)));
    matches!((at(old), at(new)), (Some((row, narrow)), Some((other, wide))) if row == other && narrow < wide)
}
