// src/rules/s08_logging/print.rs - RB801: code that prints where it should log

//! RB801: code that prints where it should log.

use std::collections::BTreeSet;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::{PackageId, TargetKind};
use crate::project::paths;
use crate::project::tree::ModuleId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::{FileFacts, ItemKind, PathRef, Site};
use rulebook_conventions::section::Section;

/// RB801.
pub static RULE: Rule = Rule {
    code: "RB801",
    name: "print",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "`println!`, `eprintln!`, `print!`, `eprint!` or `dbg!` outside `main.rs`, binaries and tests",
    page: include_str!("print.md"),
    check: Check::Project(check),
};

/// Macros of the standard library that write to the terminal.
const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let own = own_macros(model);
    for load in model.tree.load_ids() {
        let facts = model.facts(load);
        let package = model.file(model.tree.load(load).file).package;
        if model.tree.load(load).test {
            continue;
        }
        for reference in &facts.references {
            if reference.test || reference.site != Site::MacroName {
                continue;
            }
            let Some(name) = printing(facts, reference.path) else { continue };
            let Some(&module) = model.tree.load(load).modules.get(reference.scope.index()) else { continue };
            if own.contains(&(package, name)) || is_imported(facts, name) || may_print(model, module, facts) {
                continue;
            }
            let message = format!("`{name}!` in code that logs");
            let label = Label::new(&facts.path, facts.path_span(reference.path).range(), "printed, not logged");
            findings.push(Finding::new(&RULE, message, help(name), label));
        }
    }
}

fn help(name: &str) -> &'static str {
    match name {
        "dbg" => "Remove it, or log what matters of it: `tracing::debug!(?value, \"..\")`.",
        "eprint" | "eprintln" => {
            "Log it: `tracing::error!(%error, \"..\")`, or `warn!` where it is no error. Only binaries speak to the terminal."
        }
        _ => "Log it: `tracing::info!(field, \"..\")`, or `debug!` for details. Only binaries speak to the terminal.",
    }
}

/// The name of a macro that prints, where a path is one of the standard library's.
fn printing(facts: &FileFacts, path: PathRef) -> Option<&'static str> {
    let last = facts.last_name(path)?;
    let name = MACROS.into_iter().find(|name| *name == last)?;
    let is_of_std = path.count == 1 || (path.count == 2 && facts.first_name(path) == Some("std"));
    is_of_std.then_some(name)
}

/// The macros of a package that are called as those of the standard library are.
fn own_macros(model: &Model) -> BTreeSet<(PackageId, &'static str)> {
    let of_file = |file: &crate::project::model::SourceFile| {
        let facts = &file.facts;
        let declared = facts.items.iter().filter(|item| matches!(item.kind, ItemKind::MacroRules { .. }));
        let names = declared.filter_map(|item| Some(facts.name(item.name?)));
        let package = file.package;
        names
            .filter_map(|name| MACROS.into_iter().find(|known| *known == name))
            .map(|name| (package, name))
            .collect::<Vec<_>>()
    };
    model.files().iter().flat_map(of_file).collect()
}

/// Whether the file imports another macro under this name.
fn is_imported(facts: &FileFacts, name: &str) -> bool {
    facts.imports.iter().flat_map(|import| facts.leaves(import)).any(|leaf| {
        let names: Vec<&str> = facts.names(leaf.path).collect();
        let bound = match leaf.binding {
            crate::source::facts::Binding::Rename(span) => Some(facts.name(span)),
            _ => names.last().copied(),
        };
        bound == Some(name) && names.first() != Some(&"std")
    })
}

/// Whether a module may speak to the terminal: of a backend only the root of a binary and what lies in `src/bin`, of
/// another package all that only its binaries have.
fn may_print(model: &Model, module: ModuleId, facts: &FileFacts) -> bool {
    let krate = model.tree.krate(model.tree.module(module).krate);
    match krate.kind {
        TargetKind::Library => false,
        TargetKind::Binary => {
            let is_root = model.tree.normal(module) == krate.root;
            !model.package_of(module).backend || is_root || paths::below(&facts.package_path, "src/bin").is_some()
        }
        TargetKind::Example | TargetKind::Test | TargetKind::Bench | TargetKind::BuildScript => true,
    }
}
