// src/review/layers.rs - Which layers use each other now and did not before

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Place, States};
use crate::graph::{Level, build};
use crate::run::Report;

/// An edge between layers that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EdgeChange {
    /// The layer that uses.
    pub from: String,
    /// The layer that is used.
    pub to: String,
    /// Whether it is new; else it is gone.
    pub added: bool,
    /// Whether a rule says that it may not be.
    pub forbidden: bool,
    /// The first place.
    pub place: Place,
}

pub(super) fn compare(states: &States<'_>) -> Vec<EdgeChange> {
    let (base, head) = (edges(states.base), edges(states.head));
    let only = |these: &BTreeMap<(String, String), (bool, Place)>, those: &BTreeMap<_, _>, added: bool| {
        let missing = these.iter().filter(|(key, _)| !those.contains_key(*key));
        let change = |((from, to), (forbidden, place)): (&(String, String), &(bool, Place))| EdgeChange {
            from: from.clone(),
            to: to.clone(),
            added,
            forbidden: *forbidden,
            place: place.clone(),
        };
        missing.map(change).collect::<Vec<_>>()
    };
    let mut changes = only(&head, &base, true);
    changes.extend(only(&base, &head, false));
    changes
}

/// The edges of a state, by the two layers: whether it is forbidden, and its first place.
fn edges(report: &Report) -> BTreeMap<(String, String), (bool, Place)> {
    let graph = build(report, Level::Layers);
    let edge = |link: &crate::graph::Link| {
        ((graph.name(link.from), graph.name(link.to)), (!link.violations.is_empty(), link.place.clone()))
    };
    graph.links.iter().filter(|link| link.from != link.to).map(edge).collect()
}
