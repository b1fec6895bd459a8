// src/plan/wiring/uses.rs - A `use` line put into its group where rustfmt would sort it

//! A `use` line put into its group where rustfmt would sort it.

use std::ops::Range;

use quote::{format_ident, quote};
use syn::{Item, UseTree};

use super::Outcome;
use super::source::{Source, line, version_order};

/// The groups of `use` lines, in their order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Standard,
    ThirdParty,
    Local,
}

impl Group {
    fn of(first: &str) -> Self {
        match first {
            "std" | "alloc" => Self::Standard,
            "crate" | "self" | "super" => Self::Local,
            _ => Self::ThirdParty,
        }
    }
}

/// Imports the item at `path` (`crate::a::B`). `module` is the file's own module, to read `super::` in what is there.
pub(super) fn import(source: &Source<'_>, path: &[&str], module: &[&str]) -> Outcome {
    if local_name(source, path, module).is_some() {
        return Outcome::Already;
    }
    let segments = path.iter().map(|segment| format_ident!("{segment}"));
    Outcome::Done(insert(source, path, &line(quote!(use #(#segments)::*;))))
}

/// Puts a whole `use` line in if the file imports none of what it does.
pub(super) fn import_all(source: &Source<'_>, tree: &UseTree, line: &str, module: &[&str]) -> Outcome {
    let known = |leaf: &Vec<String>| {
        let leaf: Vec<&str> = leaf.iter().map(String::as_str).collect();
        local_name(source, &leaf, module).is_some()
    };
    if paths(tree).iter().any(known) {
        return Outcome::Already;
    }
    let key = key(tree);
    let key: Vec<&str> = key.iter().map(String::as_str).collect();
    Outcome::Done(insert(source, &key, line))
}

/// The file with a `use` line in the place that its path gives it.
fn insert(source: &Source<'_>, path: &[&str], added: &str) -> String {
    let eol = source.eol();
    let group = Group::of(path.first().copied().unwrap_or_default());
    let uses = uses(source);
    let own: Vec<&Used> = uses.iter().filter(|used| used.group == group).collect();
    if let Some(before) = own.iter().rev().find(|used| before(&used.key, path)) {
        source.with(source.behind(before.range.end), &format!("{eol}{added}"))
    } else if let Some(next) = own.first() {
        source.with(next.range.start, &format!("{added}{eol}"))
    } else if let Some(earlier) = uses.iter().rev().find(|used| used.group < group) {
        source.with(source.behind(earlier.range.end), &format!("{eol}{eol}{added}"))
    } else if let Some(item) = source.syntax.items.first() {
        source.with(source.range(item).start, &format!("{added}{eol}{eol}"))
    } else {
        format!("{}{eol}{eol}{added}{eol}", source.text.trim_end())
    }
}

/// What the file calls the item at `path`, if it imports it: by name, renamed, or with all of its module.
pub(super) fn local_name(source: &Source<'_>, path: &[&str], module: &[&str]) -> Option<String> {
    let mut found = None;
    for item in &source.syntax.items {
        if let Item::Use(item) = item {
            each_leaf(&item.tree, &mut Vec::new(), &mut |leaf, name| {
                let leaf = absolute(leaf, module);
                let (last, parent) = path.split_last().unwrap_or((&"", &[]));
                if name == "*" && leaf == parent {
                    found = Some((*last).to_owned());
                } else if leaf == path {
                    found = Some(name.to_owned());
                }
            });
        }
    }
    found
}

/// The paths that `use` items import, for the items of a snippet.
pub(super) fn paths(tree: &UseTree) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    each_leaf(tree, &mut Vec::new(), &mut |leaf, _| paths.push(leaf.to_vec()));
    paths
}

struct Used {
    group: Group,
    /// The path of the line up to its list.
    key: Vec<String>,
    range: Range<usize>,
}

fn uses(source: &Source<'_>) -> Vec<Used> {
    let used = |item: &Item| {
        let Item::Use(item) = item else { return None };
        let key = key(&item.tree);
        let group = Group::of(key.first().map(String::as_str).unwrap_or_default());
        Some(Used { group, key, range: source.range(item) })
    };
    source.syntax.items.iter().filter_map(used).collect()
}

/// The path of a `use` up to its list. rustfmt sorts lists behind names, and `{` is behind all letters.
fn key(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) => {
            let mut key = vec![path.ident.to_string()];
            key.extend(self::key(&path.tree));
            key
        }
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(rename) => vec![rename.ident.to_string()],
        UseTree::Group(_) => vec!["{".to_owned()],
        UseTree::Glob(_) => vec!["*".to_owned()],
    }
}

fn before(key: &[String], path: &[&str]) -> bool {
    for (one, other) in key.iter().zip(path) {
        match version_order(one, other) {
            std::cmp::Ordering::Equal => {}
            order => return order.is_lt(),
        }
    }
    key.len() <= path.len()
}

pub(super) fn each_leaf(tree: &UseTree, path: &mut Vec<String>, visit: &mut impl FnMut(&[String], &str)) {
    match tree {
        UseTree::Path(inner) => {
            path.push(inner.ident.to_string());
            each_leaf(&inner.tree, path, visit);
            path.pop();
        }
        UseTree::Name(name) => {
            path.push(name.ident.to_string());
            visit(path, &name.ident.to_string());
            path.pop();
        }
        UseTree::Rename(rename) => {
            path.push(rename.ident.to_string());
            visit(path, &rename.rename.to_string());
            path.pop();
        }
        UseTree::Glob(_) => visit(path, "*"),
        UseTree::Group(group) => group.items.iter().for_each(|inner| each_leaf(inner, path, visit)),
    }
}

/// A path without `self` and `super`.
pub(super) fn absolute(path: &[String], module: &[&str]) -> Vec<String> {
    let supers = path.iter().take_while(|segment| *segment == "super" || *segment == "self").count();
    if supers == 0 {
        return path.to_vec();
    }
    let up = path.iter().take(supers).filter(|segment| *segment == "super").count();
    let base = module.iter().take(module.len().saturating_sub(up)).map(|segment| (*segment).to_owned());
    base.chain(path.iter().skip(supers).cloned()).collect()
}
