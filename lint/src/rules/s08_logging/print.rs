// src/rules/s08_logging/print.rs - RB801: code that prints where it should log

//! RB801: code that prints where it should log.

use std::collections::BTreeSet;

use bitcode::{Decode, Encode};

use crate::finding::{Finding, Label};
use crate::project::model::{FileId, Model};
use crate::project::package::{PackageId, TargetKind};
use crate::project::paths;
use crate::project::tree::{LoadId, ModuleId};
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::source::facts::{FileFacts, ItemKind, PathRef, Site, Span};
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
    check: Check::Gathered(gather, check),
};

/// Macros of the standard library that write to the terminal.
const MACROS: [&str; 5] = ["dbg", "eprint", "eprintln", "print", "println"];

/// What a file has to do with the rule: a macro of [`MACROS`], by its number there.
#[derive(Encode, Decode)]
enum Said {
    /// It declares one of its own.
    Declares(u8),
    /// It calls one in code that logs.
    Calls(u8, Span),
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let facts = model.facts(load);
    let mut said: Vec<Said> = own_macros(facts).map(Said::Declares).collect();
    if !model.tree.load(load).test {
        said.extend(calls(model, load).map(|(number, span)| Said::Calls(number, span)));
    }
    Gathered::encode(&said)
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    let package = |load: LoadId| model.file(model.tree.load(load).file).package;
    let mut own: BTreeSet<(PackageId, u8)> = BTreeSet::new();
    let mut called: Vec<(LoadId, u8, Span)> = Vec::new();
    for (load, said) in gathered.each() {
        match said {
            Said::Declares(number) => drop(own.insert((package(load), number))),
            Said::Calls(number, span) => called.push((load, number, span)),
        }
    }
    // What no crate reaches may be one's own all the same.
    let unreached = (0..).map(FileId).zip(model.files()).filter(|(id, _)| !model.tree.reached.contains(id));
    own.extend(unreached.flat_map(|(_, file)| own_macros(&file.facts).map(|number| (file.package, number))));
    called.retain(|(load, number, _)| !own.contains(&(package(*load), *number)));
    for (load, number, span) in called {
        let Some(name) = MACROS.get(usize::from(number)) else { continue };
        let message = format!("`{name}!` in code that logs");
        let label = Label::new(&model.facts(load).path, span.range(), "printed, not logged");
        findings.push(Finding::new(&RULE, message, help(name), label));
    }
}

/// The calls of printing macros in a load, where code may not print.
fn calls(model: &Model, load: LoadId) -> impl Iterator<Item = (u8, Span)> {
    let facts = model.facts(load);
    let calls = facts.references.iter().filter(|reference| !reference.test && reference.site == Site::MacroName);
    calls.filter_map(move |reference| {
        let number = printing(facts, reference.path)?;
        let module = *model.tree.load(load).modules.get(reference.scope.index())?;
        let name = MACROS.get(usize::from(number))?;
        let is_one = !is_imported(facts, name) && !may_print(model, module, facts);
        is_one.then(|| (number, facts.path_span(reference.path)))
    })
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

/// The macro that prints, where a path is one of the standard library's.
fn printing(facts: &FileFacts, path: PathRef) -> Option<u8> {
    let number = numbered(facts.last_name(path)?)?;
    let is_of_std = path.count == 1 || (path.count == 2 && facts.first_name(path) == Some("std"));
    is_of_std.then_some(number)
}

/// The number of a macro that is called so.
fn numbered(name: &str) -> Option<u8> {
    MACROS.iter().zip(0..).find(|(known, _)| **known == name).map(|(_, number)| number)
}

/// The macros that a file declares and calls as those of the standard library are.
fn own_macros(facts: &FileFacts) -> impl Iterator<Item = u8> {
    let declared = facts.items.iter().filter(|item| matches!(item.kind, ItemKind::MacroRules { .. }));
    declared.filter_map(|item| numbered(facts.name(item.name?)))
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
