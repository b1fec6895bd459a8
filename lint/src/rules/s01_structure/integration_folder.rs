// src/rules/s01_structure/integration_folder.rs - RB104: a third-party client outside of its folder in core

//! RB104: a third-party client used outside of `src/core/<integration>/`.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::layers::ROOT;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::package::TargetKind;
use crate::project::tree::{LoadId, ModuleId};
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::source::facts::{FileFacts, Span};
use rulebook_conventions::layout::{Layout, Role};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::lists_crate;

/// RB104.
pub static RULE: Rule = Rule {
    code: "RB104",
    name: "integration-folder",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a third-party client used outside of `src/core/<integration>/`",
    page: include_str!("integration_folder.md"),
    check: Check::Gathered(gather, check),
};

/// A client that a file uses where it should not.
#[derive(Encode, Decode)]
struct Used {
    client: String,
    /// The module that it is used in.
    module: u32,
    span: Span,
    /// The re-exports on the way to it.
    through: Vec<(LoadId, Span)>,
}

/// What a file uses, the first use of each client.
fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let facts = model.facts(load);
    // The same few packages are named again and again.
    let mut clients: FxHashMap<Definition, Option<&str>> = FxHashMap::default();
    let mut client = |edge: &Edge<'_>| *clients.entry(edge.target).or_insert_with(|| client(model, edge));
    let edges = model.edges_in(load).filter(|edge| !edge.test && matches!(edge.target, Definition::External(_)));
    let mut uses: Vec<(Edge<'_>, &str)> = edges.filter_map(|edge| Some((edge, client(&edge)?))).collect();
    uses.retain(|(edge, _)| is_judged(model, edge.from) && !is_at_home(model, edge.from, facts));
    uses.sort_by_key(|(edge, _)| edge.span.range().start);
    let mut said = BTreeSet::new();
    uses.retain(|(_, client)| said.insert(*client));
    let used = |(edge, client): &(Edge<'_>, &str)| Used {
        client: (*client).to_owned(),
        module: edge.from.0,
        span: edge.span,
        through: edge.through.iter().map(|hop| (hop.load, hop.span)).collect(),
    };
    Gathered::encode(&uses.iter().map(used).collect::<Vec<_>>())
}

/// The client that a reference names, if it is listed as one by the package that it stands in.
fn client<'m>(model: &'m Model, edge: &Edge<'_>) -> Option<&'m str> {
    let Definition::External(external) = edge.target else { return None };
    let listed = &model.package_of(edge.from).settings.integration_crates;
    Some(model.external(external)).filter(|client| lists_crate(listed, client))
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    // One finding a file and client: where it is first named says it all, whichever crate the file is a part of.
    let mut said = BTreeSet::new();
    let mut uses: Vec<(LoadId, Used)> = gathered.each().collect();
    uses.sort_by_key(|(load, used)| (&model.facts(*load).path, used.span.range().start));
    for (load, used) in uses {
        let facts = model.facts(load);
        let Used { client, module, span, through } = used;
        if !said.insert((&facts.path, client.clone())) {
            continue;
        }
        let core = model.package_of(ModuleId(module)).settings.layer("core").and_then(|core| core.folders.first());
        let folder = format!("{}/{}", core.map_or("src/core", String::as_str), short(&client));
        let mut finding = Finding::new(
            &RULE,
            format!("`{}` uses `{client}`, a third-party client, outside of its folder in `core`", facts.package_path),
            format!("Wrap it in a module of `{folder}/` that speaks in the application's own types, and use that."),
            Label::new(&facts.path, span.range(), format!("third-party client: `{client}`")),
        );
        let hop = |(load, span): (LoadId, Span)| Label::new(&model.facts(load).path, span.range(), "re-exported here");
        finding.related = through.into_iter().map(hop).collect();
        findings.push(finding);
    }
}

/// Modules of libraries and binaries, but for the composition root, where parts are put together.
fn is_judged(model: &Model, module: ModuleId) -> bool {
    let krate = model.tree.krate(model.tree.module(module).krate);
    let is_code = matches!(krate.kind, TargetKind::Library | TargetKind::Binary);
    is_code
        && match model.place(module) {
            Some(place) => place.layer != ROOT,
            None => model.package_of(module).backend,
        }
}

/// Whether a module lies in a folder of core.
fn is_at_home(model: &Model, module: ModuleId, facts: &FileFacts) -> bool {
    let Some(place) = model.place(module).filter(|place| place.layer == "core") else { return false };
    let package = model.package_of(module);
    let is_whole = package.settings.layer("core").is_some_and(|core| core.packages.contains(&package.name));
    match Layout::new(&package.settings).role(&facts.package_path) {
        Role::CoreFolder { .. } => true,
        // `src/core/mail.rs` is the module of the folder `src/core/mail/`, if there is one.
        Role::CoreModule { .. } if !is_whole => {
            let folder = format!("{}/", facts.path.trim_end_matches(".rs"));
            model.files().iter().any(|file| file.facts.path.starts_with(&folder))
        }
        _ => is_whole && !place.module.is_empty(),
    }
}

/// What a client's folder would be called: `aws_sdk_s3` is `s3`.
fn short(client: &str) -> &str {
    let prefixes = ["aws_sdk_", "google_cloud_", "azure_", "async_", "rust_", "deadpool_", "bb8_", "r2d2_"];
    prefixes.iter().find_map(|prefix| client.strip_prefix(prefix)).unwrap_or(client)
}
