// src/graph/render/mod.rs - Graphs as pictures and as text for other tools

//! Graphs as pictures and as text for other tools. One renderer a format; the same graph gives the same bytes.

mod dot;
mod html;
mod json;
mod ladder;
mod mermaid;
mod svg;

use super::Graph;
use crate::report::escaped_xml as escaped;

/// How a graph is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A picture.
    Svg,
    /// A page with the picture that shows what a module uses, and the violations. It loads nothing.
    Html,
    /// For Markdown that draws Mermaid.
    Mermaid,
    /// For Graphviz.
    Dot,
    /// One object, described in `docs/schemas/graph.schema.json`.
    Json,
}

/// Writes a graph. `title` is the project's name, `show` writes a path for someone who stands elsewhere than in the root.
pub fn render(graph: &Graph, format: Format, title: &str, show: &dyn Fn(&str) -> String) -> String {
    match format {
        Format::Svg => svg::svg(graph, title),
        Format::Html => html::html(graph, title, show),
        Format::Mermaid => mermaid::mermaid(graph),
        Format::Dot => dot::dot(graph, title),
        Format::Json => json::json(graph, show),
    }
}
