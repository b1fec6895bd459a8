// src/graph/render/json.rs - A graph for programs, as docs/schemas/graph.schema.json describes it

use serde::Serialize;

use super::Graph;
use crate::graph::{Level, Link, Place};
use crate::report::to_json;

#[derive(Serialize)]
struct Document<'g> {
    version: u8,
    level: &'static str,
    nodes: Vec<NodeObject<'g>>,
    edges: Vec<EdgeObject<'g>>,
    circles: Vec<Vec<&'g str>>,
}

#[derive(Serialize)]
struct NodeObject<'g> {
    id: &'g str,
    label: &'g str,
    layer: Option<&'g str>,
    folder: Option<&'g str>,
    package: Option<&'g str>,
    files: usize,
}

#[derive(Serialize)]
struct EdgeObject<'g> {
    from: &'g str,
    to: &'g str,
    references: usize,
    #[serde(flatten)]
    place: PlaceObject,
    circle: bool,
    violations: Vec<ViolationObject<'g>>,
}

#[derive(Serialize)]
struct ViolationObject<'g> {
    code: &'g str,
    message: &'g str,
    #[serde(flatten)]
    place: PlaceObject,
}

#[derive(Serialize)]
struct PlaceObject {
    path: String,
    line: usize,
}

pub(super) fn json(graph: &Graph, show: &dyn Fn(&str) -> String) -> String {
    let id = |node: usize| graph.nodes.get(node).map(|node| node.id.as_str()).unwrap_or_default();
    let place = |place: &Place| PlaceObject { path: show(&place.path), line: place.line };
    let edge = |link: &'_ Link| EdgeObject {
        from: id(link.from),
        to: id(link.to),
        references: link.references,
        place: place(&link.place),
        circle: link.circle,
        violations: Vec::new(),
    };
    let edges = graph.links.iter().map(|link| {
        let violations = link.violations.iter().map(|violation| ViolationObject {
            code: violation.code,
            message: &violation.message,
            place: place(&violation.place),
        });
        EdgeObject { violations: violations.collect(), ..edge(link) }
    });
    let nodes = graph.nodes.iter().map(|node| {
        let band = graph.bands.get(node.band);
        NodeObject {
            id: &node.id,
            label: &node.label,
            layer: band.and_then(|band| band.layer.as_deref()),
            folder: band.and_then(|band| band.folder.as_deref()),
            package: band.and_then(|band| band.package.as_deref()),
            files: node.files,
        }
    });
    to_json(&Document {
        version: 1,
        level: match graph.level {
            Level::Layers => "layers",
            Level::Modules => "modules",
        },
        nodes: nodes.collect(),
        edges: edges.collect(),
        circles: graph.circles.iter().map(|circle| circle.iter().map(|node| id(*node)).collect()).collect(),
    })
}
