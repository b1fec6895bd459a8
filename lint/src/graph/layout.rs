// src/graph/layout.rs - Where the nodes stand in the picture

use super::{Graph, NodeId};

/// Width of a character of a label, in the unit of the picture: a pixel.
const CHARACTER: f64 = 7.0;
const NODE_HEIGHT: f64 = 26.0;
const NODE_PADDING: f64 = 10.0;
const GAP: f64 = 14.0;
const ROW_GAP: f64 = 30.0;
const BAND_PADDING: f64 = 20.0;
const BAND_GAP: f64 = 44.0;
const MARGIN: f64 = 16.0;
/// The column that names the bands.
const TITLES: f64 = 130.0;
/// A row of nodes gets no wider, unless one node is.
const ROW_WIDTH: f64 = 1180.0;
/// Passes down and up; after a few the order settles.
const SWEEPS: usize = 6;

/// The picture's measures.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Of each node.
    pub(super) boxes: Vec<Rect>,
    /// Of each band.
    pub(super) bands: Vec<Rect>,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn center(&self) -> f64 {
        self.x + self.width / 2.0
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }
}

/// Bands below each other. In a band nodes are ordered by where what they are linked with stands (the barycentre
/// heuristic of layered drawing), and laid in as few rows as fit.
pub(super) fn layout(graph: &Graph) -> Layout {
    let order = ordered(graph);
    let width_of = |id: &NodeId| {
        let label = graph.node(*id).map_or(0, |node| node.label.chars().count());
        label as f64 * CHARACTER + 2.0 * NODE_PADDING
    };
    let rows: Vec<Vec<Vec<NodeId>>> = order.iter().map(|band| into_rows(band, &width_of)).collect();
    let row_width =
        |row: &Vec<NodeId>| row.iter().map(width_of).sum::<f64>() + GAP * row.len().saturating_sub(1) as f64;
    let widest = rows.iter().flatten().map(row_width).fold(0.0, f64::max);

    let mut boxes = vec![Rect::default(); graph.nodes.len()];
    let mut bands = Vec::new();
    let mut y = MARGIN;
    let inner = TITLES + widest + 2.0 * BAND_PADDING;
    for rows in &rows {
        let top = y;
        y += BAND_PADDING;
        for (at, row) in rows.iter().enumerate() {
            if at > 0 {
                y += ROW_GAP;
            }
            let mut x = MARGIN + TITLES + BAND_PADDING + (widest - row_width(row)) / 2.0;
            for id in row {
                let width = width_of(id);
                if let Some(place) = boxes.get_mut(*id) {
                    *place = Rect { x, y, width, height: NODE_HEIGHT };
                }
                x += width + GAP;
            }
            y += NODE_HEIGHT;
        }
        y += BAND_PADDING;
        bands.push(Rect { x: MARGIN, y: top, width: inner, height: y - top });
        y += BAND_GAP;
    }
    Layout { width: inner + 2.0 * MARGIN, height: (y - BAND_GAP).max(0.0) + MARGIN, boxes, bands }
}

/// The nodes of each band in the order that they stand in.
fn ordered(graph: &Graph) -> Vec<Vec<NodeId>> {
    let mut bands: Vec<Vec<NodeId>> = vec![Vec::new(); graph.bands.len()];
    for (id, node) in graph.nodes.iter().enumerate() {
        if let Some(band) = bands.get_mut(node.band) {
            band.push(id);
        }
    }
    let mut linked: Vec<Vec<NodeId>> = vec![Vec::new(); graph.nodes.len()];
    for link in &graph.links {
        for (one, other) in [(link.from, link.to), (link.to, link.from)] {
            if let Some(all) = linked.get_mut(one) {
                all.push(other);
            }
        }
    }
    // Each node's place in its band, from 0 to 1.
    let mut place = vec![0.5; graph.nodes.len()];
    let spread = |band: &[NodeId], place: &mut [f64]| {
        for (at, id) in band.iter().enumerate() {
            if let Some(place) = place.get_mut(*id) {
                *place = (at as f64 + 0.5) / band.len() as f64;
            }
        }
    };
    bands.iter().for_each(|band| spread(band, &mut place));
    for sweep in 0..SWEEPS {
        let down: Vec<usize> = (0..bands.len()).collect();
        let turn = if sweep % 2 == 0 { down } else { down.into_iter().rev().collect() };
        for at in turn {
            let Some(band) = bands.get_mut(at) else { continue };
            let wish = |id: &NodeId| {
                let others = linked.get(*id).map(Vec::as_slice).unwrap_or_default();
                let elsewhere = others.iter().filter(|other| graph.node(**other).is_some_and(|node| node.band != at));
                let places: Vec<f64> = elsewhere.filter_map(|other| place.get(*other).copied()).collect();
                match places.len() {
                    0 => place.get(*id).copied().unwrap_or(0.5),
                    count => places.iter().sum::<f64>() / count as f64,
                }
            };
            let mut wished: Vec<(f64, NodeId)> = band.iter().map(|id| (wish(id), *id)).collect();
            // Nodes stand sorted by name at first, and a tie leaves them so.
            wished.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            *band = wished.into_iter().map(|(_, id)| id).collect();
            spread(band, &mut place);
        }
    }
    bands
}

/// Neighbours in the order stand below each other, so that left stays left in every row.
fn into_rows(band: &[NodeId], width_of: &dyn Fn(&NodeId) -> f64) -> Vec<Vec<NodeId>> {
    let total: f64 = band.iter().map(|id| width_of(id) + GAP).sum();
    let count = (total / ROW_WIDTH).ceil().max(1.0) as usize;
    let mut rows = vec![Vec::new(); count];
    for (at, id) in band.iter().enumerate() {
        if let Some(row) = rows.get_mut(at % count) {
            row.push(*id);
        }
    }
    rows
}
