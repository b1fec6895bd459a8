// src/rules/s01_structure/integration_folder.rs - RB104: a third-party client outside of its folder in core

//! RB104: a third-party client used outside of `src/core/<integration>/`.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Label};
use crate::project::edges::Edge;
use crate::project::layers::ROOT;
use crate::project::model::Model;
use crate::project::names::Definition;
use crate::project::package::{PackageId, TargetKind};
use crate::project::tree::ModuleId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::FileFacts;
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
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    // One finding a file and client: where it is first named says it all.
    let mut said = BTreeSet::new();
    let client = |edge: &Edge<'_>| match edge.target {
        Definition::External(external) => Some(model.external(external)),
        Definition::Module(_) | Definition::Item(_) => None,
    };
    // The same few packages are named again and again.
    let mut listed: FxHashMap<(PackageId, Definition), bool> = FxHashMap::default();
    let mut is_client = |edge: &Edge<'_>| {
        let package = model.package_id(edge.from);
        *listed.entry((package, edge.target)).or_insert_with(|| {
            let listed = &model.package(package).settings.integration_crates;
            client(edge).is_some_and(|client| lists_crate(listed, client))
        })
    };
    let is_outside = |edge: &Edge<'_>| !edge.test && matches!(edge.target, Definition::External(_));
    let uses = model.edges().filter(is_outside).filter(|edge| is_client(edge) && is_judged(model, edge.from));
    let mut edges: Vec<Edge<'_>> = uses.collect();
    edges.sort_by_key(|edge| (&model.facts(edge.load).path, edge.span.range().start));
    for edge in edges {
        let Some(client) = client(&edge) else { continue };
        let package = model.package_of(edge.from);
        let facts = model.facts(edge.load);
        if is_at_home(model, edge.from, facts) || !said.insert((&facts.path, client)) {
            continue;
        }
        let core = package.settings.layer("core").and_then(|core| core.folders.first());
        let folder = format!("{}/{}", core.map_or("src/core", String::as_str), short(client));
        let mut finding = Finding::new(
            &RULE,
            format!("`{}` uses `{client}`, a third-party client, outside of its folder in `core`", facts.package_path),
            format!("Wrap it in a module of `{folder}/` that speaks in the application's own types, and use that."),
            Label::new(&facts.path, edge.span.range(), format!("third-party client: `{client}`")),
        );
        finding.related = edge
            .through
            .iter()
            .map(|hop| Label::new(&model.facts(hop.load).path, hop.span.range(), "re-exported here"))
            .collect();
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
