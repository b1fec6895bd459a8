// src/plan/wiring/unwire.rs - A resource's lines taken out of the files of all, by syntax

//! A resource's lines taken out of the files of all, by syntax. Nothing else of a file changes.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{ExprMethodCall, ExprStruct, Fields, Item, Member, Type};

use super::cut::{Cut, element};
use super::source::Source;
use super::{
    CARGO, DB_MODELS, Line, ROOT, ROUTER, SETTINGS, STATE, VARIABLES, dependencies, models, modules, router, state,
    uses, variables,
};
use crate::error::Result;
use crate::plan::meaning;

/// A file without these lines. What a person did with them besides stays.
///
/// # Errors
///
/// If the file is no Rust.
pub(crate) fn unwire(path: &str, text: &str, lines: &[Line]) -> Result<String> {
    lines.iter().try_fold(text.to_owned(), |text, line| unwire_one(path, text, line))
}

fn unwire_one(path: &str, text: String, line: &Line) -> Result<String> {
    match line {
        Line::Module { path: at, name, .. } if *at == path => {
            let source = Source::parse(path, &text)?;
            let mut cut = Cut::of(&source);
            declared(&mut cut, name);
            Ok(cut.done())
        }
        Line::Router(module) if path == ROUTER => {
            let source = Source::parse(path, &text)?;
            let mut cut = Cut::of(&source);
            Routed { cut: &mut cut, name: module }.visit_file(&source.syntax);
            Ok(cut.done())
        }
        Line::Service { module, service, field, .. } if path == STATE || path == ROOT => {
            let source = Source::parse(path, &text)?;
            let mut cut = Cut::of(&source);
            if path == STATE {
                fields(&mut cut, state::STATE, field, service);
            } else {
                Values { cut: &mut cut, field }.visit_file(&source.syntax);
            }
            let text = cut.done();
            let own: &[&str] = if path == STATE { &["crate", "api", "state"] } else { &["crate"] };
            without_unused(path, text, &[vec!["crate", "services", module, service]], own)
        }
        Line::Settings { module, settings, .. } if path == SETTINGS => {
            let source = Source::parse(path, &text)?;
            let mut cut = Cut::of(&source);
            fields(&mut cut, state::SETTINGS, module, settings);
            let text = cut.done();
            without_unused(path, text, &[vec!["crate", "core", module, settings]], &["crate", "core", "settings"])
        }
        Line::Variables { description, prefix, .. } if path == VARIABLES => {
            Ok(variables::remove(&text, description, prefix))
        }
        Line::Dependency { name, .. } if path == CARGO => Ok(dependencies::remove(&text, name).unwrap_or(text)),
        _ => Ok(text),
    }
}

/// The database models without those of a snippet, and without imports that they alone needed.
///
/// # Errors
///
/// If the file or the snippet is no Rust.
pub(crate) fn without_models(text: &str, snippet: &str) -> Result<String> {
    let added = Source::parse(DB_MODELS, snippet)?;
    let names: Vec<String> = added.syntax.items.iter().filter_map(models::defined).collect();
    let source = Source::parse(DB_MODELS, text)?;
    let mut cut = Cut::of(&source);
    for item in source.syntax.items.iter().filter(|item| belongs(item, &names)) {
        cut.lines(source.range(item));
    }
    let text = cut.done();
    let imports: Vec<Vec<String>> = added
        .syntax
        .items
        .iter()
        .flat_map(|item| if let Item::Use(item) = item { uses::paths(&item.tree) } else { Vec::new() })
        .collect();
    let imports: Vec<Vec<&str>> = imports.iter().map(|path| path.iter().map(String::as_str).collect()).collect();
    without_unused(DB_MODELS, text, &imports, &models::MODULE)
}

/// Whether a person changed the database models of a snippet, or wrote code for them.
///
/// # Errors
///
/// If the file or the snippet is no Rust.
pub(crate) fn models_edited(text: &str, snippet: &str) -> Result<bool> {
    let added = Source::parse(DB_MODELS, snippet)?;
    let source = Source::parse(DB_MODELS, text)?;
    let names: Vec<String> = added.syntax.items.iter().filter_map(models::defined).collect();
    let as_made = |item: &Item| {
        let made = added.syntax.items.iter().find(|made| models::defined(made) == models::defined(item));
        let same = |made| meaning::same(DB_MODELS, added.slice(added.range(made)), source.slice(source.range(item)));
        made.filter(|_| models::defined(item).is_some()).is_some_and(same)
    };
    Ok(source.syntax.items.iter().filter(|item| belongs(item, &names)).any(|item| !as_made(item)))
}

/// Whether an item defines one of these types, or is an `impl` of one.
fn belongs(item: &Item, names: &[String]) -> bool {
    match item {
        Item::Impl(block) => match block.self_ty.as_ref() {
            Type::Path(path) => names.contains(&state::last(&path.path)),
            _ => false,
        },
        item => models::defined(item).is_some_and(|name| names.contains(&name)),
    }
}

/// Cuts a `mod` line.
fn declared(cut: &mut Cut<'_, '_>, name: &str) {
    let source = cut.source;
    for item in &source.syntax.items {
        if let Item::Mod(module) = item
            && module.content.is_none()
            && modules::called(module) == name
        {
            cut.lines(source.range(module));
        }
    }
}

/// Cuts the field of a struct that has this name or this type.
fn fields(cut: &mut Cut<'_, '_>, owner: &str, called: &str, held: &str) {
    let source = cut.source;
    for item in &source.syntax.items {
        let Item::Struct(item) = item else { continue };
        let Fields::Named(fields) = &item.fields else { continue };
        if item.ident == owner {
            let holds = |ty: &Type| matches!(ty, Type::Path(path) if state::last(&path.path) == held);
            elements(cut, &fields.named, |field| {
                field.ident.as_ref().is_some_and(|name| name == called) || holds(&field.ty)
            });
        }
    }
}

/// Cuts elements of a list, each with its comma.
fn elements<T: Spanned, P: Spanned>(cut: &mut Cut<'_, '_>, list: &Punctuated<T, P>, gone: impl Fn(&T) -> bool) {
    let source = cut.source;
    let ranges: Vec<Range<usize>> = list.iter().map(|element| source.range(element)).collect();
    for (at, _) in list.iter().enumerate().filter(|(_, element)| gone(element)) {
        let (range, own_lines) = element(source, &ranges, at);
        if own_lines { cut.lines(range) } else { cut.bytes(range) }
    }
}

/// Cuts the calls that merge the router of a module.
struct Routed<'c, 's, 't> {
    cut: &'c mut Cut<'s, 't>,
    name: &'c str,
}

impl<'ast> Visit<'ast> for Routed<'_, '_, '_> {
    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let routed = call.args.iter().filter_map(router::routed_module).any(|module| module == self.name);
        if routed && (call.method == "merge" || call.method == "nest") {
            let source = self.cut.source;
            let range = source.range(&call.dot_token).start..source.range(call).end;
            let own_line = source.slice(source.line_start(range.start)..range.start).trim().is_empty();
            let alone = source.slice(range.end..source.line_end(range.end)).trim().is_empty();
            if own_line && alone { self.cut.lines(range) } else { self.cut.bytes(range) }
        }
        visit::visit_expr_method_call(self, call);
    }
}

/// Cuts the values of a field in literals of the state.
struct Values<'c, 's, 't> {
    cut: &'c mut Cut<'s, 't>,
    field: &'c str,
}

impl<'ast> Visit<'ast> for Values<'_, '_, '_> {
    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        if state::last(&literal.path) == state::STATE {
            elements(
                self.cut,
                &literal.fields,
                |value| matches!(&value.member, Member::Named(name) if name == self.field),
            );
        }
        visit::visit_expr_struct(self, literal);
    }
}

/// A file without those of these imports whose names nothing in it mentions any more.
fn without_unused(path: &str, mut text: String, imports: &[Vec<&str>], module: &[&str]) -> Result<String> {
    for import in imports {
        let source = Source::parse(path, &text)?;
        let Some(name) = uses::local_name(&source, import, module) else { continue };
        let others = source.syntax.items.iter().filter(|item| !matches!(item, Item::Use(_)));
        if others.map(ToTokens::to_token_stream).any(|tokens| mentions(tokens, &name)) {
            continue;
        }
        let mut cut = Cut::of(&source);
        for item in &source.syntax.items {
            if let Item::Use(item) = item {
                cut.import(item, import, module);
            }
        }
        text = cut.done();
    }
    Ok(text)
}

/// Whether a name is among the identifiers.
fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
