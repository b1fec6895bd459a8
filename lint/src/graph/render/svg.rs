// src/graph/render/svg.rs - A graph as a picture

use std::fmt::Write;

use super::{Graph, escaped, ladder};
use crate::graph::layout::{Layout, Rect, layout};
use crate::graph::{Level, Link};

const STYLE: &str = include_str!("style.css");
const LEGEND_HEIGHT: f64 = 30.0;
/// The legend fits.
const MIN_WIDTH: f64 = 560.0;
/// Bands differ in hue; beyond this many, hues come again.
pub(super) const HUES: usize = 8;

/// A picture that is light or dark as the reader's system is.
pub(super) fn svg(graph: &Graph, title: &str) -> String {
    let mut body = String::new();
    let (width, height) = match graph.level {
        Level::Layers => ladder::draw(&mut body, graph),
        Level::Modules => draw(&mut body, graph),
    };
    legend(&mut body, height, !graph.circles.is_empty());
    let (width, height) = (width.max(MIN_WIDTH), height + LEGEND_HEIGHT);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n{}\
         <rect class=\"page\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n",
        escaped(title),
        markers()
    )
}

/// Draws modules in the bands of their layers; the width and the height that it takes.
fn draw(out: &mut String, graph: &Graph) -> (f64, f64) {
    let layout = layout(graph);
    bands(out, graph, &layout);
    links(out, graph, &layout);
    nodes(out, graph, &layout);
    (layout.width, layout.height)
}

fn markers() -> String {
    let marker = |kind: &str| {
        format!(
            "<marker id=\"tip-{kind}\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
             markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip {kind}\" d=\"M0 0 8 4 0 8z\"/></marker>"
        )
    };
    format!("<defs>{}{}{}</defs>\n", marker("plain"), marker("circle"), marker("wrong"))
}

fn bands(out: &mut String, graph: &Graph, layout: &Layout) {
    for (at, (band, place)) in graph.bands.iter().zip(&layout.bands).enumerate() {
        let Rect { x, y, width, height } = place;
        let hue = at % HUES;
        let middle = y + height / 2.0;
        let nodes = graph.nodes.iter().filter(|node| node.band == at);
        let files: usize = nodes.map(|node| node.files).sum();
        // Writing to a string can't fail; so below.
        let _ = write!(
            out,
            "<g class=\"band hue{hue}\"><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{width:.0}\" height=\"{height:.0}\" rx=\"8\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            x + 14.0,
            middle - 2.0,
            escaped(&band.title())
        );
        let plural = if files == 1 { "" } else { "s" };
        let _ = writeln!(
            out,
            "<text class=\"count\" x=\"{:.0}\" y=\"{:.0}\">{files} file{plural}</text></g>",
            x + 14.0,
            middle + 14.0
        );
    }
}

/// What is wrong is drawn last, over all else.
fn links(out: &mut String, graph: &Graph, layout: &Layout) {
    let mut sorted: Vec<&Link> = graph.links.iter().collect();
    sorted.sort_by_key(|link| (!link.violations.is_empty(), link.circle));
    for link in sorted {
        let (Some(from), Some(to)) = (layout.boxes.get(link.from), layout.boxes.get(link.to)) else { continue };
        let kind = kind(link);
        let _ = writeln!(
            out,
            "<path class=\"link {kind}\" data-from=\"{}\" data-to=\"{}\" d=\"{}\" marker-end=\"url(#tip-{kind})\">\
             <title>{}</title></path>",
            link.from,
            link.to,
            path(from, to),
            escaped(&tooltip(graph, link))
        );
    }
}

pub(super) fn kind(link: &Link) -> &'static str {
    match (link.violations.is_empty(), link.circle) {
        (false, _) => "wrong",
        (true, true) => "circle",
        (true, false) => "plain",
    }
}

pub(super) fn tooltip(graph: &Graph, link: &Link) -> String {
    let places = if link.references == 1 { "place" } else { "places" };
    let mut text = format!(
        "{} uses {} in {} {places}, first at {}:{}",
        graph.name(link.from),
        graph.name(link.to),
        link.references,
        link.place.path,
        link.place.line
    );
    for violation in &link.violations {
        let _ = write!(text, "; {} {}", violation.code, violation.message);
    }
    text
}

/// A curve from the one box to the other: down, up, or over the row that both stand in.
fn path(from: &Rect, to: &Rect) -> String {
    let (x1, x2) = (from.center(), to.center());
    let (y1, y2, bend) = if to.y > from.y {
        (from.bottom(), to.y, ((to.y - from.bottom()) / 2.0).clamp(14.0, 90.0))
    } else if to.y < from.y {
        (from.y, to.bottom(), -((from.y - to.bottom()) / 2.0).clamp(14.0, 90.0))
    } else {
        (from.y, to.y, -20.0)
    };
    let end_bend = if to.y == from.y { bend } else { -bend };
    format!("M{x1:.1} {y1:.1}C{x1:.1} {:.1} {x2:.1} {:.1} {x2:.1} {y2:.1}", y1 + bend, y2 + end_bend)
}

fn nodes(out: &mut String, graph: &Graph, layout: &Layout) {
    for (id, (node, place)) in graph.nodes.iter().zip(&layout.boxes).enumerate() {
        let Rect { x, y, width, height } = place;
        let hue = node.band % HUES;
        let _ = writeln!(
            out,
            "<g class=\"node hue{hue}\" data-id=\"{id}\" data-name=\"{}\"><title>{}</title><rect x=\"{x:.1}\" y=\"{y:.1}\" \
             width=\"{width:.1}\" height=\"{height:.0}\" rx=\"6\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            escaped(&graph.name(id)),
            escaped(&node.id),
            place.center(),
            y + 17.0,
            escaped(&node.label)
        );
    }
}

fn legend(out: &mut String, y: f64, has_circles: bool) {
    out.push_str("<g class=\"legend\">");
    let all = [("plain", "uses"), ("wrong", "may not use"), ("circle", "use each other in a circle")];
    for (at, (kind, text)) in all.into_iter().enumerate().filter(|(_, (kind, _))| *kind != "circle" || has_circles) {
        let x = 30.0 + at as f64 * 150.0;
        let middle = y + 6.0;
        let _ = write!(
            out,
            "<path class=\"link {kind}\" d=\"M{x:.0} {middle:.0}h34\" marker-end=\"url(#tip-{kind})\"/>\
             <text x=\"{:.0}\" y=\"{:.0}\">{text}</text>",
            x + 42.0,
            middle + 4.0
        );
    }
    out.push_str("</g>\n");
}
