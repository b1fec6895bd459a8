// src/adopt/evidence.rs - What a file does, as far as it tells the layer that it belongs to

use std::collections::{BTreeMap, BTreeSet};

use crate::project::model::{FileId, Model};
use crate::project::names::Definition;
use crate::project::package::{Package, TargetKind};
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::source::facts::{FileFacts, Function, ItemKind, TypeId};
use rulebook_conventions::settings::Settings;

/// Crates that talk to third parties.
const CLIENTS: [&str; 14] = [
    "async_nats",
    "async_stripe",
    "deadpool_redis",
    "fred",
    "lapin",
    "lettre",
    "oauth2",
    "object_store",
    "octocrab",
    "opensearch",
    "rdkafka",
    "redis",
    "reqwest",
    "stripe",
];
/// Crates that clients of HTTP use as well as servers: to name one tells nothing.
const BOTH_SIDES: [&str; 8] =
    ["http", "http_body", "http_body_util", "hyper", "hyper_util", "tower", "tower_layer", "tower_service"];
/// What derives or implements the mapping of a row.
const ROWS: [&str; 7] =
    ["FromRow", "Queryable", "QueryableByName", "Selectable", "Insertable", "Identifiable", "DeriveEntityModel"];

/// What was seen in a file.
#[derive(Debug, Clone, Default)]
pub(super) struct Evidence {
    /// References to a web framework.
    pub(super) framework: usize,
    /// Async functions that take or return something of a web framework.
    pub(super) handlers: usize,
    /// Whether it names a router.
    pub(super) router: bool,
    /// References to a database crate.
    pub(super) database: usize,
    /// Types that are rows.
    pub(super) rows: usize,
    /// Structs and enums.
    pub(super) types: usize,
    /// Functions, those of `impl` blocks for a trait not counted.
    pub(super) functions: usize,
    /// Crates that talk to third parties.
    pub(super) clients: BTreeSet<String>,
    /// Whether it does nothing but name modules and re-export.
    pub(super) is_index: bool,
}

/// The evidence of every file that is a module of a library or a program; what only tests use does not count.
pub(super) fn gather(model: &Model) -> BTreeMap<FileId, Evidence> {
    let mut found: BTreeMap<FileId, Evidence> = BTreeMap::new();
    for (at, load) in model.tree.loads.iter().enumerate().filter(|(_, load)| !load.test) {
        let Some(module) = load.modules.first() else { continue };
        let krate = model.tree.krate(model.tree.module(*module).krate);
        if matches!(krate.kind, TargetKind::Library | TargetKind::Binary) && !found.contains_key(&load.file) {
            let package = model.package(krate.package);
            found.insert(load.file, of_syntax(model, package, LoadId(at as u32)));
        }
    }
    let mut seen: BTreeSet<(FileId, usize)> = BTreeSet::new();
    for edge in model.edges().filter(|edge| !edge.test) {
        let Definition::External(external) = edge.target else { continue };
        let file = model.tree.load(edge.load).file;
        let Some(evidence) = found.get_mut(&file) else { continue };
        // A file that two crates share says it once.
        if !seen.insert((file, edge.span.range().start)) {
            continue;
        }
        let name = model.external(external);
        let settings = &model.package_of(edge.from).settings;
        if is_server(settings, name) {
            evidence.framework += 1;
            evidence.router |= model.facts(edge.load).slice(edge.span).ends_with("Router");
        } else if settings.database_crates.iter().any(|known| known == name) {
            evidence.database += 1;
        } else if CLIENTS.contains(&name) || name.starts_with("aws_sdk_") {
            evidence.clients.insert(name.to_owned());
        }
    }
    found
}

fn is_server(settings: &Settings, name: &str) -> bool {
    settings.framework_crates.iter().any(|known| known == name) && !BOTH_SIDES.contains(&name)
}

fn of_syntax(model: &Model, package: &Package, load: LoadId) -> Evidence {
    let facts = model.facts(load);
    let own: Vec<_> = facts.items.iter().filter(|item| !item.test).collect();
    let is_type = |kind: &ItemKind| matches!(kind, ItemKind::Struct { .. } | ItemKind::Enum { .. });
    let is_index = |kind: &ItemKind| matches!(kind, ItemKind::Import(_) | ItemKind::Module(_));
    let maps_rows = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|word| ROWS.contains(&word));
    let derives_row = |item: &&&crate::source::facts::Item| {
        facts.attributes(item.attributes).any(|attribute| maps_rows(facts.slice(attribute.span)))
    };
    let functions = facts.functions.iter().filter(|function| !function.test && !is_of_trait(facts, function));
    Evidence {
        handlers: functions.clone().filter(|function| is_handler(model, package, load, function)).count(),
        rows: own.iter().filter(derives_row).count(),
        types: own.iter().filter(|item| is_type(&item.kind)).count(),
        functions: functions.count(),
        is_index: own.iter().all(|item| is_index(&item.kind)),
        ..Evidence::default()
    }
}

fn is_of_trait(facts: &FileFacts, function: &Function) -> bool {
    let item = facts.items.get(function.item.index());
    item.is_some_and(|item| matches!(item.kind, ItemKind::Impl { of_trait: Some(_), .. }))
}

fn is_handler(model: &Model, package: &Package, load: LoadId, function: &Function) -> bool {
    let is_framework = |ty: TypeId| {
        model.facts(load).type_nodes(ty).any(|(id, _)| match model.named(load, id) {
            Some(Named::External { package: external, .. }) => is_server(&package.settings, model.external(*external)),
            _ => false,
        })
    };
    let types = function.parameters.iter().map(|parameter| parameter.ty).chain(function.returns);
    function.asynchronous && !function.receiver && types.into_iter().any(is_framework)
}
