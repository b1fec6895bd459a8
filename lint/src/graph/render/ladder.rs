// src/graph/render/ladder.rs - Layers as a picture: one below the other

use std::fmt::Write;

use super::svg::{HUES, kind, tooltip};
use super::{Graph, escaped};
use crate::graph::Link;

const WIDTH: f64 = 220.0;
const HEIGHT: f64 = 52.0;
const GAP: f64 = 58.0;
const MARGIN: f64 = 16.0;
/// How far the line beside the boxes lies out for each layer that it passes.
const BULGE: f64 = 46.0;
/// And no line lies out further than this.
const WIDEST: f64 = 420.0;
/// Room for the number at a line.
const LABEL: f64 = 96.0;
/// Numbers of lines that span more layers stand this much lower.
const STAGGER: f64 = 14.0;
/// Lines at one side of a box stand this far apart.
const STEP: f64 = 9.0;

/// Draws boxes and lines into `out`: down the middle to the next layer, on the right to one further below, on the left to one
/// above. The width and the height that it takes.
pub(super) fn draw(out: &mut String, graph: &Graph) -> (f64, f64) {
    let longest = graph.links.iter().map(span).max().unwrap_or_default().saturating_sub(1).max(1);
    let bulge = BULGE.min(WIDEST / longest as f64);
    let side = MARGIN + bulge * longest as f64 + LABEL;
    let ladder = Ladder { left: side, bulge };
    let mut links: Vec<&Link> = graph.links.iter().collect();
    links.sort_by_key(|link| (!link.violations.is_empty(), link.from, link.to));
    out.push_str("<g class=\"ladder\">\n");
    for link in links {
        ladder.link(out, graph, link);
    }
    out.push_str("</g>\n");
    for (id, node) in graph.nodes.iter().enumerate() {
        let (x, y) = (ladder.left, ladder.top(id));
        let plural = if node.files == 1 { "" } else { "s" };
        // Writing to a string can't fail; so below.
        let _ = writeln!(
            out,
            "<g class=\"node hue{}\" data-id=\"{id}\" data-name=\"{}\"><title>{}</title><rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{WIDTH:.0}\" \
             height=\"{HEIGHT:.0}\" rx=\"8\"/><text class=\"name\" x=\"{:.0}\" y=\"{:.0}\">{}</text>\
             <text class=\"count\" x=\"{:.0}\" y=\"{:.0}\">{} file{plural}</text></g>",
            node.band % HUES,
            escaped(&graph.name(id)),
            escaped(&node.id),
            x + WIDTH / 2.0,
            y + 23.0,
            escaped(&node.label),
            x + WIDTH / 2.0,
            y + 40.0,
            node.files,
        );
    }
    (2.0 * side + WIDTH, ladder.top(graph.nodes.len()) - GAP + MARGIN)
}

/// How many layers further the used one stands.
fn span(link: &Link) -> usize {
    link.from.abs_diff(link.to)
}

struct Ladder {
    left: f64,
    bulge: f64,
}

impl Ladder {
    fn top(&self, at: usize) -> f64 {
        MARGIN + at as f64 * (HEIGHT + GAP)
    }

    fn link(&self, out: &mut String, graph: &Graph, link: &Link) {
        let is_down = link.to > link.from;
        let (path, x, y) = if is_down && span(link) == 1 {
            let (x, from, to) = (self.left + WIDTH / 2.0, self.top(link.from) + HEIGHT, self.top(link.to));
            (format!("M{x:.0} {from:.0}V{to:.0}"), x + 8.0, (from + to) / 2.0 + 4.0)
        } else {
            // To the next layer above a line needs room too.
            let reach = self.bulge * (span(link).max(2) - 1) as f64;
            let (edge, out_to) = if is_down { (self.left + WIDTH, reach) } else { (self.left, -reach) };
            // Of the lines at a box the longest leave it furthest from the middle, so none crosses its own box.
            let shift = STEP * (span(link) as f64 - 1.0).min(2.0);
            let away = if is_down { shift } else { -shift };
            let from = self.top(link.from) + HEIGHT / 2.0 + if is_down { 6.0 } else { -6.0 } + away * 0.7;
            let to = self.top(link.to) + HEIGHT / 2.0 + if is_down { -6.0 } else { 6.0 } - away * 0.7;
            let far = edge + out_to * 4.0 / 3.0;
            let path = format!("M{edge:.0} {from:.1}C{far:.0} {from:.1} {far:.0} {to:.1} {edge:.0} {to:.1}");
            let beside = if is_down { edge + out_to + 6.0 } else { edge + out_to - 6.0 };
            (path, beside, (from + to) / 2.0 + 4.0)
        };
        // Lines that lie beside each other have their numbers below each other.
        let y = y + STAGGER * ((span(link) % 3) as f64 - 1.0);
        let kind = kind(link);
        let anchor = if is_down { "start" } else { "end" };
        let _ = writeln!(
            out,
            "<path class=\"link {kind}\" data-from=\"{}\" data-to=\"{}\" d=\"{path}\" marker-end=\"url(#tip-{kind})\"><title>{}\
             </title></path>\n<text class=\"uses {kind}\" x=\"{x:.0}\" y=\"{y:.0}\" text-anchor=\"{anchor}\">{}</text>",
            link.from,
            link.to,
            escaped(&tooltip(graph, link)),
            label(link)
        );
    }
}

/// How many references, and how many of them are wrong.
fn label(link: &Link) -> String {
    match link.violations.len() {
        0 => link.references.to_string(),
        wrong => format!("{wrong} of {} wrong", link.references.max(wrong)),
    }
}
