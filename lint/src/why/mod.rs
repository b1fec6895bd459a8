// src/why/mod.rs - What the linter makes of one file, and by which setting

//! What the linter makes of one file: its layer and role and the setting that says so, the rules that look at it, what it
//! uses and what uses it.

mod place;
mod render;
mod watchers;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use render::{json, text};

use crate::project::model::{FileId, Model};
use crate::project::names::Definition;
use crate::project::package::TargetKind;
use crate::project::tree::LoadId;
use crate::rule::{Rule, Severity};
use crate::rules::s03_headers::opening::{Opening, opening};
use crate::run::Report;
use crate::settle::severity;
use crate::source::lines::LineIndex;
use rulebook_conventions::header;
use rulebook_conventions::layout::Layout;

/// What is known of a file.
#[derive(Debug, Clone)]
pub struct Why {
    /// The file, relative to the root of the run.
    pub path: Arc<str>,
    /// The package.
    pub package: String,
    /// Whether the package is a backend.
    pub backend: bool,
    /// Its layer, if it has one.
    pub layer: Option<String>,
    /// Its module within the layer, with `::`; empty for the layer's own root.
    pub module: String,
    /// Why it has this layer or none, in one sentence.
    pub reason: String,
    /// What it is for, by its place.
    pub role: &'static str,
    /// Its first line.
    pub header: Header,
    /// The rules that look at it, by code, with what they weigh here.
    pub rules: Vec<(&'static Rule, Severity)>,
    /// What its layer may use; none without a layer.
    pub may_use: Option<Vec<String>>,
    /// The files that it uses, by path.
    pub uses: Vec<Use>,
    /// The files that use it, by path.
    pub used_by: Vec<Use>,
    /// The packages outside of the project that it uses, and in how many places.
    pub crates: Vec<(String, usize)>,
    /// The number of findings in it.
    pub findings: usize,
}

/// The header of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The line that stands there.
    pub found: Option<String>,
    /// What `--fix` would write; none for a file that a program wrote.
    pub expected: Option<String>,
}

/// A file that uses another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The other file.
    pub path: Arc<str>,
    /// Its layer.
    pub layer: Option<String>,
    /// In how many places.
    pub references: usize,
    /// The line of the first, from 1, in the file that uses.
    pub line: usize,
    /// Whether only tests do.
    pub test: bool,
}

/// What is known of a file; none if it is not among the sources.
pub fn why(report: &Report, path: &str) -> Option<Why> {
    let model = &report.model;
    let at = model.files().iter().position(|file| *file.facts.path == *path)?;
    let (id, file) = (FileId(at as u32), model.files().get(at)?);
    let package = model.package(file.package);
    let facts = &file.facts;
    let role = Layout::new(&package.settings).role(&facts.package_path);
    let place = model.place_of_file(id);
    let expected = header::line(
        header::opening(&facts.package_path),
        &facts.package_path,
        &header::describe(&role, &facts.package_path),
    );
    let header = match opening(facts) {
        Opening::Generated => Header { found: None, expected: None },
        Opening::Missing { .. } => Header { found: None, expected: Some(expected) },
        Opening::Header { range, .. } => {
            Header { found: Some(facts.text.get(range).unwrap_or_default().to_owned()), expected: Some(expected) }
        }
    };
    let layer = place.map(|place| place.layer.clone());
    let watched = watchers::Watched { package, role: &role, layer: layer.as_deref(), language: facts.language };
    let rules = watched.rules().filter_map(|rule| Some((rule, severity(package, &facts.path, rule)?)));
    let may_use = layer.as_deref().and_then(|layer| place::may_use(package, layer));
    Some(Why {
        path: Arc::clone(&facts.path),
        package: package.name.clone(),
        backend: package.backend,
        module: place.map(|place| place.module.clone()).unwrap_or_default(),
        reason: place::reason(model, id, layer.as_deref()),
        role: place::role(&role),
        header,
        rules: rules.collect(),
        may_use,
        uses: uses(model, |from, to| (from == id).then_some(to)),
        used_by: uses(model, |from, to| (to == id).then_some(from)),
        crates: crates(model, id),
        findings: report.findings.iter().filter(|finding| *finding.primary.path == *path).count(),
        layer,
    })
}

/// The other ends of the edges that `end` picks, each file once.
fn uses(model: &Model, end: impl Fn(FileId, FileId) -> Option<FileId>) -> Vec<Use> {
    let mut found: BTreeMap<FileId, Use> = BTreeMap::new();
    let mut lines: BTreeMap<FileId, LineIndex> = BTreeMap::new();
    for edge in model.edges() {
        let from = model.tree.load(edge.load).file;
        let Some(other) = model.defining_file(edge.target).filter(|to| *to != from).and_then(|to| end(from, to)) else {
            continue;
        };
        let facts = &model.file(from).facts;
        let index = lines.entry(from).or_insert_with(|| LineIndex::new(&facts.text));
        let line = index.position(&facts.text, edge.span.range().start).line;
        let used = found.entry(other).or_insert_with(|| Use {
            path: Arc::clone(&model.file(other).facts.path),
            layer: model.place_of_file(other).map(|place| place.layer.clone()),
            references: 0,
            line,
            test: true,
        });
        used.references += 1;
        used.line = used.line.min(line);
        used.test &= edge.test || is_test_crate(model, edge.load);
    }
    found.into_values().collect()
}

fn is_test_crate(model: &Model, load: LoadId) -> bool {
    let root = model.tree.load(load).modules.first();
    root.is_some_and(|module| model.tree.krate(model.tree.module(*module).krate).kind == TargetKind::Test)
}

fn crates(model: &Model, id: FileId) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in model.edges().filter(|edge| model.tree.load(edge.load).file == id) {
        if let Definition::External(external) = edge.target {
            *counts.entry(model.external(external)).or_default() += 1;
        }
    }
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}
