// src/graph/mod.rs - Who uses whom, by layers or by modules, as data for pictures

//! Who uses whom, by layers or by modules, as data for pictures.
//!
//! What counts as wrong is what the rules of section 4 report at a reference: nothing is judged here again. Everything is
//! sorted, so the same project gives the same bytes.

mod bands;
mod build;
mod circles;
mod layout;
pub mod render;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use serde::Serialize;

pub use build::build;

/// How fine the picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A node is a layer.
    Layers,
    /// A node is the module of a source file.
    Modules,
}

/// Nodes in bands, and who uses whom.
#[derive(Debug, Clone)]
pub struct Graph {
    /// How fine it is.
    pub level: Level,
    /// Bands of nodes: layers, users above what they use.
    pub bands: Vec<Band>,
    /// The nodes, by band and name.
    pub nodes: Vec<Node>,
    /// The links, by the two nodes.
    pub links: Vec<Link>,
    /// Nodes that use each other in a circle, each group sorted. Only modules have them: a module and those in it may.
    pub circles: Vec<Vec<NodeId>>,
}

/// Index into [`Graph::nodes`].
pub type NodeId = usize;

/// Nodes that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The layer; none for what belongs to none.
    pub layer: Option<String>,
    /// The folder below `src` of what has no layer.
    pub folder: Option<String>,
    /// The package, where there are several of the kind.
    pub package: Option<String>,
}

impl Band {
    /// Its name for people.
    pub fn title(&self) -> String {
        let what = match (&self.layer, &self.folder) {
            (Some(layer), _) => layer.clone(),
            (None, Some(folder)) => format!("{folder}/"),
            (None, None) if self.package.is_some() => String::new(),
            (None, None) => "no layer".to_owned(),
        };
        match &self.package {
            Some(package) if what.is_empty() => package.clone(),
            Some(package) => format!("{package}: {what}"),
            None => what,
        }
    }
}

/// A layer or a module.
#[derive(Debug, Clone)]
pub struct Node {
    /// What tells it from all others: the file's path, or the title of the band.
    pub id: String,
    /// Its name within the band.
    pub label: String,
    /// Index into [`Graph::bands`].
    pub band: usize,
    /// The number of files that it stands for.
    pub files: usize,
}

/// One node uses another.
#[derive(Debug, Clone)]
pub struct Link {
    /// Who uses.
    pub from: NodeId,
    /// Who is used.
    pub to: NodeId,
    /// In how many places.
    pub references: usize,
    /// The first of them.
    pub place: Place,
    /// What the rules report of them.
    pub violations: Vec<Violation>,
    /// Whether it is a part of a circle.
    pub circle: bool,
}

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The file, relative to the root of the run.
    pub path: Arc<str>,
    /// From 1.
    pub line: usize,
}

/// A finding of a rule on layers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Where it stands.
    pub place: Place,
    /// The rule's code.
    pub code: &'static str,
    /// The message.
    pub message: String,
}

impl Graph {
    /// All violations, by place.
    pub fn violations(&self) -> Vec<&Violation> {
        let mut all: Vec<&Violation> = self.links.iter().flat_map(|link| &link.violations).collect();
        all.sort();
        all.dedup();
        all
    }

    fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// The name of a node for people: its path where it is called as files of other packages are.
    pub fn name(&self, id: NodeId) -> String {
        let Some(node) = self.node(id) else { return String::new() };
        let band = self.bands.get(node.band);
        let outer = band.and_then(|band| band.layer.as_deref().or(band.folder.as_deref()));
        match (self.level, outer) {
            (Level::Modules, _) if node.label.ends_with(".rs") => node.id.clone(),
            (Level::Modules, Some(outer)) if node.label != outer => format!("{outer}::{}", node.label),
            _ => node.label.clone(),
        }
    }
}
