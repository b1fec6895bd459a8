// src/source/imports.rs - `use` trees and `extern crate` taken apart into leaves

//! `use` trees and `extern crate` taken apart into leaves.

use syn::UseTree;

use super::facts::{Binding, Import, ImportKind, ImportLeaf, ItemId, PathStart, Span};
use super::walk::Walker;

/// Adds a `use` item; the number of the import.
pub(super) fn add_use(walker: &mut Walker<'_>, item: ItemId, syntax: &syn::ItemUse) -> u32 {
    let absolute = syntax.leading_colon.is_some();
    let start = if absolute { PathStart::Absolute } else { PathStart::Relative };
    let first = walker.facts.leaves.len();
    collect(walker, &syntax.tree, &mut Vec::new(), start);
    let leaves = walker.facts.leaves.since(first);
    let tree = walker.between(syntax.use_token.span, syntax.semi_token.span);
    add(walker, Import { item, kind: ImportKind::Use, absolute, tree, leaves })
}

/// Adds an `extern crate` item; the number of the import.
pub(super) fn add_extern_crate(walker: &mut Walker<'_>, item: ItemId, syntax: &syn::ItemExternCrate) -> u32 {
    let name = walker.name(&syntax.ident);
    let (binding, end) = match &syntax.rename {
        None => (Binding::Name, name),
        Some((_, rename)) => {
            let span = walker.name(rename);
            (if rename == "_" { Binding::Unnamed } else { Binding::Rename(span) }, span)
        }
    };
    let path = walker.path([name], PathStart::Absolute);
    let first = walker.facts.leaves.push(ImportLeaf { path, binding, span: name.to(end) });
    let leaves = walker.facts.leaves.since(first);
    let tree = walker.between(syntax.extern_token.span, syntax.semi_token.span);
    add(walker, Import { item, kind: ImportKind::ExternCrate, absolute: false, tree, leaves })
}

fn add(walker: &mut Walker<'_>, import: Import) -> u32 {
    walker.facts.imports.push(import);
    walker.facts.imports.len() as u32 - 1
}

fn collect(walker: &mut Walker<'_>, tree: &UseTree, prefix: &mut Vec<Span>, start: PathStart) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(walker.name(&path.ident));
            collect(walker, &path.tree, prefix, start);
            prefix.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                collect(walker, tree, prefix, start);
            }
        }
        UseTree::Glob(glob) => {
            let span = walker.span(glob.star_token.span);
            let path = walker.path(prefix.iter().copied(), start);
            walker.facts.leaves.push(ImportLeaf { path, binding: Binding::Glob, span });
        }
        UseTree::Name(name) => {
            let span = walker.name(&name.ident);
            let is_self = name.ident == "self" && !prefix.is_empty();
            let path = walker.path(prefix.iter().copied().chain((!is_self).then_some(span)), start);
            let binding = if is_self { Binding::SelfName } else { Binding::Name };
            walker.facts.leaves.push(ImportLeaf { path, binding, span });
        }
        UseTree::Rename(rename) => {
            let span = walker.name(&rename.ident);
            let alias = walker.name(&rename.rename);
            let is_self = rename.ident == "self" && !prefix.is_empty();
            let path = walker.path(prefix.iter().copied().chain((!is_self).then_some(span)), start);
            let binding = if rename.rename == "_" { Binding::Unnamed } else { Binding::Rename(alias) };
            walker.facts.leaves.push(ImportLeaf { path, binding, span: span.to(alias) });
        }
    }
}
