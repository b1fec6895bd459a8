// src/graph/render/mermaid.rs - A graph for Markdown that draws Mermaid

use std::fmt::Write;

use super::{Graph, escaped};
use crate::graph::Level;

pub(super) fn mermaid(graph: &Graph) -> String {
    let mut out = "flowchart TB\n".to_owned();
    for (at, band) in graph.bands.iter().enumerate() {
        let nodes = graph.nodes.iter().enumerate().filter(|(_, node)| node.band == at);
        let nodes = nodes.map(|(id, node)| format!("n{id}[\"{}\"]", escaped(&node.label)));
        match graph.level {
            Level::Layers => out.extend(nodes.map(|node| format!("  {node}\n"))),
            Level::Modules => {
                // Writing to a string can't fail; so below.
                let _ = writeln!(out, "  subgraph b{at}[\"{}\"]", escaped(&band.title()));
                out.extend(nodes.map(|node| format!("    {node}\n")));
                out += "  end\n";
            }
        }
    }
    let mut styles =
        [(String::new(), "stroke:#c62828,stroke-width:2px"), (String::new(), "stroke:#b26a00,stroke-dasharray:4")];
    for (at, link) in graph.links.iter().enumerate() {
        let label = link.violations.first().map(|violation| format!("|{}|", violation.code)).unwrap_or_default();
        let _ = writeln!(out, "  n{} -->{label} n{}", link.from, link.to);
        let [(wrong, _), (circle, _)] = &mut styles;
        let list = match (link.violations.is_empty(), link.circle) {
            (false, _) => wrong,
            (true, true) => circle,
            (true, false) => continue,
        };
        if !list.is_empty() {
            list.push(',');
        }
        *list += &at.to_string();
    }
    for (links, style) in styles.iter().filter(|(links, _)| !links.is_empty()) {
        let _ = writeln!(out, "  linkStyle {links} {style}");
    }
    out
}
