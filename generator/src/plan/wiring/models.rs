// src/plan/wiring/models.rs - The database models of a resource put behind those that are there

//! The database models of a resource put behind those that are there.

use syn::Item;

use super::source::Source;
use super::{Outcome, uses};
use crate::error::Result;

const MODULE: [&str; 3] = ["crate", "models", "db_models"];

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
    let mut text = source.text.to_owned();
    for item in &added.syntax.items {
        let Item::Use(item) = item else { continue };
        let line = added.slice(added.range(item));
        if let Outcome::Done(imported) = uses::import_all(&Source::parse(path, &text)?, &item.tree, line, &MODULE) {
            text = imported;
        }
        for leaf in uses::paths(&item.tree) {
            let leaf: Vec<&str> = leaf.iter().map(String::as_str).collect();
            if let Outcome::Done(imported) = uses::import(&Source::parse(path, &text)?, &leaf, &MODULE) {
                text = imported;
            }
        }
    }
    let eol = source.eol();
    let start = added.line_start(added.range(first).start);
    let items = added.slice(start..snippet.len()).trim_end().replace('\n', eol);
    Ok(Appended::Done(format!("{}{eol}{eol}{items}{eol}", text.trim_end())))
}

/// The name that an item defines.
fn defined(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Const(item) => Some(item.ident.to_string()),
        Item::Fn(item) => Some(item.sig.ident.to_string()),
        _ => None,
    }
}
