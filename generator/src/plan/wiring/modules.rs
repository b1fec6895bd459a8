// src/plan/wiring/modules.rs - A `mod` line put where rustfmt would sort it

//! A `mod` line put where rustfmt would sort it.

use std::ops::Range;

use quote::{format_ident, quote};
use syn::{Item, ItemMod, Visibility};

use super::Outcome;
use super::source::{Source, line, version_order};

/// Declares a module, `pub` or private.
pub(super) fn declare(source: &Source<'_>, name: &str, public: bool) -> Outcome {
    let declared = source.syntax.items.iter().any(|item| matches!(item, Item::Mod(module) if called(module) == name));
    if declared {
        return Outcome::Already;
    }
    let ident = format_ident!("{name}");
    let visibility = public.then(|| quote!(pub));
    let added = line(quote!(#visibility mod #ident;));
    let eol = source.eol();
    let runs = runs(source);
    let like = |run: &&Vec<Declared>| run.iter().filter(|module| module.public == public).count();
    let Some(run) = runs.iter().max_by_key(like) else { return Outcome::Done(first(source, &added)) };
    let before = run.iter().rev().find(|module| version_order(&module.name, name).is_lt());
    Outcome::Done(match (before, run.first()) {
        (Some(before), _) => {
            let indent = source.indent(before.range.start);
            source.with(source.behind(before.range.end), &format!("{eol}{indent}{added}"))
        }
        (None, Some(next)) => {
            let indent = source.indent(next.range.start);
            source.with(next.range.start, &format!("{added}{eol}{indent}"))
        }
        (None, None) => first(source, &added),
    })
}

/// A module that the file declares.
struct Declared {
    name: String,
    public: bool,
    range: Range<usize>,
}

/// The `mod` lines that follow each other without a blank line: rustfmt sorts each run by itself.
fn runs(source: &Source<'_>) -> Vec<Vec<Declared>> {
    let mut runs: Vec<Vec<Declared>> = Vec::new();
    let mut end = None;
    for item in &source.syntax.items {
        let Item::Mod(module) = item else {
            end = None;
            continue;
        };
        if module.content.is_some() {
            end = None;
            continue;
        }
        let range = source.range(module);
        let declared = Declared {
            name: called(module),
            public: matches!(module.vis, Visibility::Public(_)),
            range: range.clone(),
        };
        match runs.last_mut() {
            Some(run) if end.is_some_and(|end| !source.has_blank_line(end..range.start)) => run.push(declared),
            _ => runs.push(vec![declared]),
        }
        end = Some(range.end);
    }
    runs
}

/// The first `mod` line of a file: behind its `use` lines, before its other items.
fn first(source: &Source<'_>, added: &str) -> String {
    let eol = source.eol();
    let items = &source.syntax.items;
    if let Some(last) = items.iter().rev().find(|item| matches!(item, Item::Use(_))) {
        source.with(source.behind(source.range(last).end), &format!("{eol}{eol}{added}"))
    } else if let Some(item) = items.first() {
        source.with(source.range(item).start, &format!("{added}{eol}{eol}"))
    } else {
        let text = source.text.trim_end();
        let gap = if text.is_empty() { String::new() } else { format!("{eol}{eol}") };
        format!("{text}{gap}{added}{eol}")
    }
}

pub(super) fn called(module: &ItemMod) -> String {
    module.ident.to_string().trim_start_matches("r#").to_owned()
}
