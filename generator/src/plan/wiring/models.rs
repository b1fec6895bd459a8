// src/plan/wiring/models.rs - The database models of a resource put behind those that are there

//! The database models of a resource put behind those that are there.

use std::collections::VecDeque;

use syn::{Item, UseTree};

use super::source::Source;
use super::{Outcome, uses};
use crate::error::Result;

pub(super) const MODULE: [&str; 3] = ["crate", "models", "db_models"];

/// What became of the models.
pub(super) enum Appended {
    /// The file with them.
    Done(String),
    /// Types of these names are there already.
    Present(Vec<String>),
}

/// Appends the items of a snippet; its `use` lines go to those of the file.
///
/// # Errors
///
/// If the snippet is no Rust.
pub(super) fn append(source: &Source<'_>, path: &str, snippet: &str) -> Result<Appended> {
    let added = Source::parse("the snippet of the database models", snippet)?;
    let there: Vec<String> = source.syntax.items.iter().filter_map(defined).collect();
    let present: Vec<String> =
        added.syntax.items.iter().filter_map(defined).filter(|name| there.contains(name)).collect();
    let first = added.syntax.items.iter().find(|item| !matches!(item, Item::Use(_)));
    let Some(first) = first.filter(|_| present.is_empty()) else { return Ok(Appended::Present(present)) };
    let text = with_imports(source, path, &added)?;
    let eol = source.eol();
    let start = added.line_start(added.range(first).start);
    let items = added.slice(start..snippet.len()).trim_end().replace('\n', eol);
    Ok(Appended::Done(format!("{}{eol}{eol}{items}{eol}", text.trim_end())))
}

/// The file with the imports of the snippet.
///
/// # Errors
///
/// If the file is no Rust any more: a fault of these steps.
fn with_imports(source: &Source<'_>, path: &str, added: &Source<'_>) -> Result<String> {
    let imports = added.syntax.items.iter().filter_map(|item| match item {
        Item::Use(item) => Some((item, added.slice(added.range(item)))),
        _ => None,
    });
    let mut steps = VecDeque::new();
    for (item, line) in imports {
        steps.push_back(Import::All(&item.tree, line));
        steps.extend(uses::paths(&item.tree).into_iter().map(Import::One));
    }
    // A file of many models takes its time to parse, and most of what a snippet imports is there: only what changes it
    // makes another parse necessary.
    let Some(mut text) = first_change(source, &mut steps) else { return Ok(source.text.to_owned()) };
    while let Some(changed) = first_change(&Source::outline(path, &text)?, &mut steps) {
        text = changed;
    }
    Ok(text)
}

/// Takes steps until one changes the file; the file with that.
fn first_change(source: &Source<'_>, steps: &mut VecDeque<Import<'_>>) -> Option<String> {
    std::iter::from_fn(|| steps.pop_front()).find_map(|step| match step.done(source) {
        Outcome::Done(text) => Some(text),
        Outcome::Already | Outcome::NoPlace { .. } => None,
    })
}

/// One step of importing what a snippet imports.
enum Import<'s> {
    /// A `use` as a whole, as it is written.
    All(&'s UseTree, &'s str),
    /// One path of it.
    One(Vec<String>),
}

impl Import<'_> {
    fn done(&self, source: &Source<'_>) -> Outcome {
        match self {
            Self::All(tree, line) => uses::import_all(source, tree, line, &MODULE),
            Self::One(path) => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                uses::import(source, &path, &MODULE)
            }
        }
    }
}

/// The name that an item defines.
pub(super) fn defined(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Const(item) => Some(item.ident.to_string()),
        Item::Fn(item) => Some(item.sig.ident.to_string()),
        _ => None,
    }
}
