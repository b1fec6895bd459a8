// src/review/mod.rs - Two states of a project compared, as one would who reviews the change

//! Two states of a project compared, as one would who reviews the change.
//!
//! [`Review::of`] takes the reports of both states and the files that differ, and judges nothing by itself: what is wrong
//! is what the rules say. Invariants: lines that moved, files that were renamed and functions that went to another file
//! make no new finding; what no rule can say is never answered *yes*.

mod checklist;
mod database;
mod findings;
mod layers;
pub mod render;
mod routes;
mod services;
mod shape;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;

use crate::finding::Label;
use crate::project::model::Model;
use crate::routes::RouteTable;
use crate::run::Report;
use crate::source::lines::LineIndex;
use rulebook_conventions::layout::{Layout, Role};

pub use crate::graph::Place;
pub use checklist::{Answer, Point};
pub use database::DatabaseChange;
pub use findings::Findings;
pub use layers::EdgeChange;
pub use routes::{Difference, RouteChange};
pub use services::ServiceChange;

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its text differs.
    Modified,
    /// It was called otherwise, and may differ too.
    Renamed {
        /// The path that it had.
        from: String,
    },
}

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its path from the root of the run; of a file that is gone, the one it had.
    pub path: String,
    /// What became of it.
    #[serde(flatten)]
    pub kind: ChangeKind,
    /// The first line that differs, from 1; of a new file, and of one that is gone, the first.
    pub line: usize,
}

/// The line of a label.
fn place_of(model: &Model, label: &Label) -> Place {
    let at = |text: &str| LineIndex::new(text).position(text, label.range.start).line;
    let line = model.text(&label.path).map_or(1, |text| at(text));
    Place { path: Arc::clone(&label.path), line }
}

/// Where something changed: a file with its layer and its resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// The file.
    #[serde(flatten)]
    pub change: Change,
    /// The layer that it lies in.
    pub layer: Option<String>,
    /// The resource that it serves.
    pub resource: Option<String>,
}

/// What a change comes to.
#[derive(Debug, Clone, Serialize)]
pub struct Review {
    /// The files.
    pub files: Vec<Touched>,
    /// What the rules say now and did not before, and the other way round.
    pub findings: Findings,
    /// Routes that came, went or answer otherwise.
    pub routes: Vec<RouteChange>,
    /// Layers that use each other now and did not before, and the other way round.
    pub edges: Vec<EdgeChange>,
    /// Migrations, tables and rows.
    pub database: Vec<DatabaseChange>,
    /// Public functions of services that are new or do something else, with the tests that reach each.
    pub services: Vec<ServiceChange>,
    /// Both checklists of the rulebook.
    pub checklist: Vec<Point>,
}

/// The two states.
pub(crate) struct States<'r> {
    /// Before.
    pub(crate) base: &'r Report,
    /// Now.
    pub(crate) head: &'r Report,
    /// The files that differ.
    pub(crate) changes: &'r [Change],
    /// The routes before.
    pub(crate) base_routes: RouteTable,
    /// The routes now.
    pub(crate) head_routes: RouteTable,
}

impl States<'_> {
    /// What a file of the base is called now.
    fn now_called<'p>(&'p self, path: &'p str) -> &'p str {
        let renamed =
            self.changes.iter().find(|change| matches!(&change.kind, ChangeKind::Renamed { from } if from == path));
        renamed.map_or(path, |change| &change.path)
    }

    /// Whether a file of the head differs from the base.
    fn is_changed(&self, path: &str) -> bool {
        self.changes.iter().any(|change| change.path == path)
    }
}

impl Review {
    /// Compares. Both reports must come of runs that linked the project, without outcomes from a cache, and without a
    /// baseline.
    pub fn of(base: &Report, head: &Report, changes: &[Change]) -> Self {
        let states = States {
            base,
            head,
            changes,
            base_routes: RouteTable::of(&base.model),
            head_routes: RouteTable::of(&head.model),
        };
        let findings = findings::compare(&states);
        let routes = routes::compare(&states);
        let edges = layers::compare(&states);
        let database = database::compare(&states);
        let services = services::compare(&states);
        let files: Vec<Touched> = changes.iter().map(|change| touched(&states, change)).collect();
        let checklist = checklist::answer(&checklist::Facts {
            findings: &findings,
            routes: &routes,
            database: &database,
            services: &services,
            files: &files,
        });
        Self { files, findings, routes, edges, database, services, checklist }
    }

    /// Differences of routes that break who calls them.
    pub fn breaking(&self) -> impl Iterator<Item = (&RouteChange, &Difference)> {
        self.routes.iter().flat_map(|route| {
            route.differences.iter().filter(|difference| difference.breaking).map(move |difference| (route, difference))
        })
    }

    /// New or changed functions of services that no test reaches.
    pub fn untested(&self) -> impl Iterator<Item = &ServiceChange> {
        self.services.iter().filter(|service| service.is_untested())
    }

    /// Changes of the database that lose data or stop the program.
    pub fn data_loss(&self) -> impl Iterator<Item = &DatabaseChange> {
        self.database.iter().filter(|change| change.loses)
    }
}

fn touched(states: &States<'_>, change: &Change) -> Touched {
    let report = if change.kind == ChangeKind::Removed { states.base } else { states.head };
    let packages = report.model.packages.iter().filter(|package| change.path.starts_with(package.path("").as_str()));
    let package = packages.max_by_key(|package| package.root.len());
    let place = package.map(|package| {
        let prefix = package.path("");
        let path = change.path.strip_prefix(prefix.as_str()).unwrap_or(&change.path).trim_start_matches('/').to_owned();
        (Layout::new(&package.settings), path, package.settings.inflector())
    });
    let layer = place.as_ref().and_then(|(layout, path, _)| layout.layer(path)).map(str::to_owned);
    let resource = place.as_ref().and_then(|(layout, path, inflector)| match layout.role(path) {
        Role::Api { stem } => Some(rulebook_conventions::layout::api_file(&stem, inflector)),
        Role::Service { stem } => stem.strip_suffix("_service").map(str::to_owned),
        Role::ApiModels { stem } => stem.strip_suffix("_models").map(str::to_owned),
        Role::Test { component, .. } => component,
        _ => None,
    });
    Touched { change: change.clone(), layer, resource }
}
