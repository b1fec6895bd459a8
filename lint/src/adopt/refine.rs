// src/adopt/refine.rs - What can be told once the layers are known: what they share, and which names are of another scheme

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::gather;
use super::{Kind, Proposal};
use crate::project::model::Model;
use crate::rules;
use crate::rules::test_function::tests;
use crate::run::Report;
use rulebook_conventions::layout::{Layout, Role};

/// Modules of core that the api layer may use under the rulebook's names, and other names for the same.
const OPEN_CORE: [(&str, &[&str]); 4] = [
    ("security", &["auth", "security", "jwt", "token", "tokens", "crypto", "password", "permissions"]),
    ("settings", &["settings", "config", "configuration", "conf", "cfg", "env"]),
    ("logger", &["logger", "log", "logging", "telemetry", "tracing", "trace"]),
    ("errors", &["errors", "error"]),
];
/// The rulebook's own support modules of the api layer that others may use.
const API_OPEN: [&str; 3] = ["state", "errors", "extract"];
/// With this share of files called otherwise, a rule on names is about another scheme.
const OTHER_SCHEME: f64 = 0.5;

/// Adds to a proposal what the report on the project under its settings tells.
pub fn refine(proposal: &mut Proposal, report: &Report) {
    api_access(proposal, &report.model);
    name_rules(proposal, report);
}

/// What the api layer of this project may use: the rulebook's list, under the names that the modules have here.
fn api_access(proposal: &mut Proposal, model: &Model) {
    let core: BTreeSet<&str> =
        model.places().filter(|place| place.layer == "core").map(|place| place.first()).collect();
    let mut access = vec!["services".to_owned(), "models".to_owned()];
    let mut renamed = Vec::new();
    for (own, names) in OPEN_CORE {
        let found: Vec<&&str> = names.iter().filter(|name| core.contains(**name)).collect();
        renamed.extend(found.iter().filter(|name| ***name != own).map(|name| format!("`{name}`")));
        access.extend(found.iter().map(|name| format!("core::{name}")));
    }
    let shared = shared_in_api(model);
    let mut reasons = Vec::new();
    if shared.contains("") {
        reasons.push("handlers share what the layer's own root defines, so they may use each other".to_owned());
    } else {
        let other: Vec<&str> = shared.iter().copied().filter(|name| !API_OPEN.contains(name)).collect();
        if !other.is_empty() {
            let names: Vec<String> = other.iter().map(|name| format!("`{name}`")).collect();
            reasons.push(format!("handlers share {}", names.join(", ")));
        }
        access.extend(shared.iter().map(|name| format!("api::{name}")));
    }
    if !renamed.is_empty() {
        reasons.push(format!("what the rulebook keeps in core under other names is here {}", renamed.join(", ")));
    }
    if !reasons.is_empty()
        && let Some(placed) = proposal.layers.get_mut(&Kind::Api)
    {
        placed.may_use = Some((access, reasons.join("; ")));
    }
}

/// The modules of the api layer that others of it use and that serve no route: what they share. The empty name is the layer's
/// own root.
fn shared_in_api(model: &Model) -> BTreeSet<&str> {
    let evidence = gather(model);
    let mut serving: BTreeSet<&str> = BTreeSet::new();
    for (file, _) in evidence.iter().filter(|(_, evidence)| evidence.handlers > 0 && !evidence.is_index) {
        let place = model.place_of_file(*file).filter(|place| place.layer == "api");
        // Middleware and extractors look like handlers; what is called so is shared.
        let shares = |name: &str| ["middleware", "extract", "state", "error"].iter().any(|word| name.contains(word));
        serving.extend(place.map(|place| place.first()).filter(|name| !name.is_empty() && !shares(name)));
    }
    let mut shared = BTreeSet::new();
    for edge in model.edges().filter(|edge| !edge.test) {
        let places = model.place(edge.from).zip(model.defining_module(edge.target).and_then(|to| model.place(to)));
        let Some((from, to)) = places.filter(|(from, to)| from.layer == "api" && to.layer == "api") else { continue };
        let is_family = from.module.is_empty() || from.first() == to.first();
        let names_module = matches!(edge.target, crate::project::names::Definition::Module(_));
        let names_root = to.module.is_empty() && names_module;
        if !(is_family || names_root || serving.contains(to.first())) {
            shared.insert(to.first());
        }
    }
    shared
}

/// Leaves rules on names off where most files or tests follow another scheme.
fn name_rules(proposal: &mut Proposal, report: &Report) {
    let model = &report.model;
    let mut judged: BTreeMap<&str, usize> = BTreeMap::new();
    for file in model.files() {
        let package = model.package(file.package);
        if !package.backend {
            continue;
        }
        let codes: &[&str] = match Layout::new(&package.settings).role(&file.facts.package_path) {
            Role::Api { .. } => &["RB201", "RB205", "RB501"],
            Role::Service { .. } => &["RB202", "RB501"],
            Role::ApiModels { .. } | Role::DbModels => &["RB203"],
            Role::Test { .. } => &["RB204"],
            _ => &[],
        };
        codes.iter().for_each(|code| *judged.entry(code).or_default() += 1);
    }
    match tests(model).len() {
        // Where there are none, it is not that they are elsewhere.
        0 => drop(judged.remove("RB501")),
        count => drop(judged.insert("RB502", count)),
    }
    for (code, all) in judged {
        let Some(rule) = rules::find(code) else { continue };
        let found: Vec<_> = report.findings.iter().filter(|finding| finding.rule.code == code).collect();
        if found.len() as f64 / all as f64 <= OTHER_SCHEME {
            continue;
        }
        let example = found.first().map(|finding| format!(", such as {}", finding.primary.path)).unwrap_or_default();
        let (one, more) = match code {
            "RB502" => ("test", "tests"),
            _ => ("file of this kind", "files of this kind"),
        };
        let many = match (found.len(), all) {
            (_, 1) => format!("the only {one}"),
            (2, 2) => format!("both {more}"),
            (wrong, all) if wrong == all => format!("all {all} {more}"),
            (wrong, all) => format!("{wrong} of {all} {more}"),
        };
        let verb = |one: &'static str, more: &'static str| if all == 1 { one } else { more };
        let reason = match code {
            "RB205" => format!("{many} {} a service or models of the same name{example}", verb("lacks", "lack")),
            "RB501" => format!("{many} {} a file of tests that is called so{example}", verb("lacks", "lack")),
            _ => format!("{many} {} called otherwise{example}", verb("is", "are")),
        };
        proposal.off.push((rule.name, reason));
    }
}
