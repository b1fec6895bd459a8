// src/graph/render/dot.rs - A graph for Graphviz

use std::fmt::Write;

use super::Graph;
use crate::graph::{Level, Link};

pub(super) fn dot(graph: &Graph, title: &str) -> String {
    let mut out = format!("digraph {} {{\n", quoted(title));
    out += "  rankdir=TB;\n  node [shape=box, style=\"rounded,filled\", fillcolor=white, fontname=\"sans-serif\"];\n";
    for (at, band) in graph.bands.iter().enumerate() {
        let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| node.band == at);
        let nodes: Vec<String> = nodes.map(|(id, node)| format!("n{id} [label={}];", quoted(&node.label))).collect();
        // Writing to a string can't fail; so below.
        let _ = match graph.level {
            Level::Layers => writeln!(out, "  {}", nodes.join(" ")),
            Level::Modules => writeln!(
                out,
                "  subgraph cluster_{at} {{\n    label={};\n    {}\n  }}",
                quoted(&band.title()),
                nodes.join("\n    ")
            ),
        };
    }
    for link in &graph.links {
        let _ = writeln!(out, "  n{} -> n{}{};", link.from, link.to, style(link));
    }
    out + "}\n"
}

fn style(link: &Link) -> String {
    let codes: Vec<&str> = link.violations.iter().map(|violation| violation.code).collect();
    match (codes.first(), link.circle) {
        (Some(code), _) => format!(" [color=\"#c62828\", penwidth=2, label={}]", quoted(code)),
        (None, true) => " [color=\"#b26a00\", penwidth=2, style=dashed]".to_owned(),
        (None, false) => " [color=\"#90a4ae\"]".to_owned(),
    }
}

/// A string of the DOT language, where only the quote and the backslash mean something.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
