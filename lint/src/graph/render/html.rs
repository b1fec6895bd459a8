// src/graph/render/html.rs - A page with the picture of a graph, which loads nothing

use std::fmt::Write;

use super::svg::svg;
use super::{Graph, escaped};
use crate::graph::Level;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// The picture, what a chosen node uses and is used by, and the violations and circles in words.
pub(super) fn html(graph: &Graph, title: &str, show: &dyn Fn(&str) -> String) -> String {
    let title = escaped(title);
    let things = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let what = match graph.level {
        Level::Layers => "layer",
        Level::Modules => "module",
    };
    let violations = graph.violations();
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"sum\">{}, {}, ",
        things(graph.nodes.len(), what),
        things(graph.links.len(), "use"),
    );
    let mark = |count: usize, class: &str, text: String| match count {
        0 => text,
        _ => format!("<span class=\"{class}\">{text}</span>"),
    };
    out += &mark(violations.len(), "bad", things(violations.len(), "violation"));
    if graph.level == Level::Modules {
        out += ", ";
        out += &mark(graph.circles.len(), "ring", things(graph.circles.len(), "circle"));
    }
    out += "</p>\n<p id=\"chosen\">Point at a name to see what it uses and what uses it; click to keep it.</p>\n";
    out += "<div class=\"picture\">\n";
    out += &svg(graph, &title);
    out += "</div>\n";
    if !violations.is_empty() {
        out += "<h2>Violations</h2>\n<table>\n<tr><th>Rule</th><th>Where</th><th>What</th></tr>\n";
        for violation in violations {
            // Writing to a string can't fail; so below.
            let _ = writeln!(
                out,
                "<tr><td>{}</td><td class=\"where\">{}:{}</td><td>{}</td></tr>",
                violation.code,
                escaped(&show(&violation.place.path)),
                violation.place.line,
                code(&violation.message)
            );
        }
        out += "</table>\n";
    }
    if !graph.circles.is_empty() {
        out += "<h2>Circles</h2>\n<ul>\n";
        for circle in &graph.circles {
            let names: Vec<String> =
                circle.iter().map(|node| format!("<code>{}</code>", escaped(&graph.name(*node)))).collect();
            let _ = writeln!(out, "<li>{}</li>", names.join(", "));
        }
        out += "</ul>\n";
    }
    out += &format!("<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    out
}

/// A message with what stands in backquotes as code.
fn code(message: &str) -> String {
    let parts = message.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 0 { escaped(part) } else { format!("<code>{}</code>", escaped(part)) })
        .collect()
}
