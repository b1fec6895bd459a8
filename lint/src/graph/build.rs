// src/graph/build.rs - The linked model to nodes and links

use std::collections::{BTreeMap, HashMap};

use super::bands::{Key, Unit, arrange, band, keys, units};
use super::circles::mark_circles;
use super::{Graph, Level, Link, Node, Place, Violation};
use crate::finding::Finding;
use crate::project::model::{FileId, Model};
use crate::project::tree::ModuleId;
use crate::run::Report;
use crate::source::lines::LineIndex;
use rulebook_conventions::section::Section;

/// A link by the files of its ends.
type Uses = BTreeMap<(FileId, FileId), Link>;

/// The graph of a report's model. Tests, benches and examples are left out, and so is what only they use.
pub fn build(report: &Report, level: Level) -> Graph {
    let model = &report.model;
    let units = units(model);
    let uses = uses(report, &units);
    let keys = keys(model, &units);
    let bands = arrange(model, &keys, uses.values().zip(uses.keys()).map(|(link, ends)| (*ends, link.references)));
    let mut graph = Graph {
        level,
        bands: bands.iter().map(|key| band(model, key)).collect(),
        nodes: Vec::new(),
        links: Vec::new(),
        circles: Vec::new(),
    };
    let node_of = add_nodes(&mut graph, model, &units, &keys, &bands);
    graph.links = links(uses, &node_of);
    if level == Level::Modules {
        let module_of: HashMap<usize, ModuleId> =
            node_of.iter().filter_map(|(file, node)| Some((*node, units.get(file)?.module))).collect();
        let is_family = |one: usize, other: usize| match (module_of.get(&one), module_of.get(&other)) {
            (Some(one), Some(other)) => model.tree.is_within(*one, *other) || model.tree.is_within(*other, *one),
            _ => false,
        };
        mark_circles(&mut graph, &is_family);
    }
    graph
}

/// Adds the nodes, by band and name. Which node a file belongs to.
fn add_nodes(
    graph: &mut Graph,
    model: &Model,
    units: &BTreeMap<FileId, Unit>,
    keys: &BTreeMap<FileId, Key>,
    bands: &[Key],
) -> HashMap<FileId, usize> {
    let band_of = |file: &FileId| keys.get(file).and_then(|key| bands.iter().position(|band| band == key));
    let mut placed: Vec<(usize, &str, FileId)> =
        units.iter().filter_map(|(file, unit)| Some((band_of(file)?, unit.label.as_str(), *file))).collect();
    placed.sort();
    match graph.level {
        Level::Layers => {
            let files = |at: usize| placed.iter().filter(|(band, ..)| *band == at).count();
            let node =
                |(at, title): (usize, String)| Node { id: title.clone(), label: title, band: at, files: files(at) };
            graph.nodes = graph.bands.iter().map(|band| band.title()).enumerate().map(node).collect();
            placed.iter().map(|(band, _, file)| (*file, *band)).collect()
        }
        Level::Modules => {
            let node = |(band, label, file): &(usize, &str, FileId)| Node {
                id: model.file(*file).facts.path.to_string(),
                label: (*label).to_owned(),
                band: *band,
                files: 1,
            };
            graph.nodes = placed.iter().map(node).collect();
            placed.iter().enumerate().map(|(at, (.., file))| (*file, at)).collect()
        }
    }
}

/// Links between files to links between nodes.
fn links(uses: Uses, node_of: &HashMap<FileId, usize>) -> Vec<Link> {
    let mut links: BTreeMap<(usize, usize), Link> = BTreeMap::new();
    for ((from, to), used) in uses {
        let Some((&from, &to)) = node_of.get(&from).zip(node_of.get(&to)).filter(|(from, to)| from != to) else {
            continue;
        };
        match links.get_mut(&(from, to)) {
            None => drop(links.insert((from, to), Link { from, to, ..used })),
            Some(link) => {
                link.references += used.references;
                link.place = link.place.clone().min(used.place);
                link.violations.extend(used.violations);
                link.violations.sort();
            }
        }
    }
    links.into_values().collect()
}

fn uses(report: &Report, units: &BTreeMap<FileId, Unit>) -> Uses {
    let model = &report.model;
    let mut wrong: HashMap<(&str, usize, usize), Vec<&Finding>> = HashMap::new();
    for finding in report.findings.iter().filter(|finding| finding.rule.section == Some(Section::Layers)) {
        let range = &finding.primary.range;
        wrong.entry((&*finding.primary.path, range.start, range.end)).or_default().push(finding);
    }
    let mut lines: HashMap<FileId, LineIndex> = HashMap::new();
    let mut uses = Uses::new();
    for edge in model.edges().filter(|edge| !edge.test) {
        let from = model.tree.load(edge.load).file;
        let Some(to) = model.defining_file(edge.target).filter(|to| *to != from) else { continue };
        if !units.contains_key(&from) || !units.contains_key(&to) {
            continue;
        }
        let facts = &model.file(from).facts;
        let range = edge.span.range();
        let index = lines.entry(from).or_insert_with(|| LineIndex::new(&facts.text));
        let place = Place { path: facts.path.clone(), line: index.position(&facts.text, range.start).line };
        let link = uses.entry((from, to)).or_insert_with(|| Link {
            from: 0,
            to: 0,
            references: 0,
            place: place.clone(),
            violations: Vec::new(),
            circle: false,
        });
        link.references += 1;
        link.place = link.place.clone().min(place.clone());
        for finding in wrong.get(&(&*facts.path, range.start, range.end)).into_iter().flatten() {
            let violation =
                Violation { place: place.clone(), code: finding.rule.code, message: finding.message.clone() };
            if !link.violations.contains(&violation) {
                link.violations.push(violation);
            }
        }
        link.violations.sort();
    }
    uses
}
