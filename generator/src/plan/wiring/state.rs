// src/plan/wiring/state.rs - A service as a field of the state, and as a value where the state is made; a field of the settings

//! A service as a field of the state, and as a value where the state is made; a field of the settings.

use std::ops::Range;

use quote::{format_ident, quote};
use syn::visit::{self, Visit};
use syn::{ExprStruct, FieldValue, Fields, FnArg, Item, Member, Pat, Path, Type};

use super::Outcome;
use super::source::{Source, line};
use crate::plan::layout;

/// The struct that the handlers share.
pub(super) const STATE: &str = "AppState";
/// The struct of all settings.
pub(super) const SETTINGS: &str = "Settings";
/// The binding that services are made from.
const DATABASE: &str = "database";
const INDENT: &str = "    ";

/// What a struct is to hold.
pub(super) struct Held<'a> {
    /// The field.
    pub(super) field: &'a str,
    /// What the file calls the type.
    pub(super) name: &'a str,
    /// What the field is said to hold.
    pub(super) description: &'a str,
}

/// Adds the field of a service to the state.
pub(super) fn field(source: &Source<'_>, service: &Held<'_>) -> Outcome {
    field_of(source, STATE, service)
}

/// Adds the field of an integration to all settings.
pub(super) fn setting(source: &Source<'_>, settings: &Held<'_>) -> Outcome {
    field_of(source, SETTINGS, settings)
}

/// Adds the field to the struct.
fn field_of(source: &Source<'_>, owner: &str, service: &Held<'_>) -> Outcome {
    let (field, name) = (format_ident!("{}", service.field), format_ident!("{}", service.name));
    let added = line(quote!(pub #field: #name,));
    let fields = source.syntax.items.iter().find_map(|item| match item {
        Item::Struct(state) if state.ident == owner => match &state.fields {
            Fields::Named(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    });
    let Some(fields) = fields else {
        return Outcome::NoPlace { wanted: format!("struct `{owner}` with named fields"), line: added };
    };
    if fields.named.iter().any(|field| matches!(&field.ty, Type::Path(path) if last(&path.path) == service.name)) {
        return Outcome::Already;
    }
    let eol = source.eol();
    let lines = |indent: &str| {
        // A type that does not fit goes to the next line.
        let gap =
            if indent.len() + added.len() > layout::WIDTH { format!("{eol}{indent}{INDENT}") } else { " ".to_owned() };
        let added = added.replacen(": ", &format!(":{gap}"), 1);
        format!("{eol}{indent}/// {}{eol}{indent}{added}", service.description)
    };
    Outcome::Done(match fields.named.last() {
        Some(before) => {
            let range = source.range(before);
            let lines = lines(source.indent(range.start));
            if fields.named.trailing_punct() {
                source.with(source.behind(source.range(&fields.named).end), &lines)
            } else {
                source.with_all(&[(range.end, ","), (source.behind(range.end), &lines)])
            }
        }
        None => {
            let open = source.range(&fields.brace_token.span.open()).end;
            source.with(open, &format!("{}{eol}", lines(INDENT)))
        }
    })
}

/// Adds the value where the state is made.
pub(super) fn value(source: &Source<'_>, service: &Held<'_>) -> Outcome {
    let (field, name, database) =
        (format_ident!("{}", service.field), format_ident!("{}", service.name), format_ident!("{DATABASE}"));
    let call = line(quote!(#field: #name::new));
    let argument = line(quote!(#database.clone()));
    let mut literals = Literals::default();
    literals.visit_file(&source.syntax);
    let Some(literal) = literals.found else {
        let wanted = format!("`{STATE} {{ .. }}` where a binding `{DATABASE}` is in scope");
        return Outcome::NoPlace { wanted, line: format!("{call}({argument}),") };
    };
    let there = |value: &FieldValue| matches!(&value.member, Member::Named(name) if name == service.field);
    if literal.fields.iter().any(there) {
        return Outcome::Already;
    }
    let marked = format!("{call}(«{argument}»)");
    let first = source.range(&literal.brace_token.span.open()).end;
    let Some(before) = literal.fields.last().map(|before| source.range(before)) else {
        return Outcome::Done(relaid(source, first..first, &marked));
    };
    let comma = literal.fields.trailing_punct();
    let end = if comma { source.range(&literal.fields).end } else { before.end };
    if !source.slice(first..before.start).contains('\n') {
        return Outcome::Done(relaid(source, first..end, &marked));
    }
    let eol = source.eol();
    let lines = format!("{eol}{}", laid(&format!("{}{marked},", source.indent(before.start)), eol));
    Outcome::Done(if comma {
        source.with(source.behind(end), &lines)
    } else {
        source.with_all(&[(before.end, ","), (source.behind(before.end), &lines)])
    })
}

/// A literal that is on one line, with one value more: laid out again, since it may be too long for a line by now.
fn relaid(source: &Source<'_>, values: Range<usize>, added: &str) -> String {
    let (start, stop) = (source.line_start(values.start), source.line_end(values.end));
    let there = source.slice(values.clone()).trim().trim_end_matches(',');
    let marked = format!(
        "{}«{there}{}{added}»{}",
        source.slice(start..values.start),
        if there.is_empty() { "" } else { ", " },
        source.slice(values.end..stop)
    );
    let laid = laid(&marked, source.eol());
    format!("{}{laid}{}", source.slice(0..start), source.slice(stop..source.text.len()))
}

/// Marked text laid out. Marks that a person has in the line make it unreadable to the layout: then it stays one line.
fn laid(marked: &str, eol: &str) -> String {
    let laid = layout::layout(marked).unwrap_or_else(|_| marked.replace(layout::MARKS, ""));
    laid.trim_end_matches('\n').replace('\n', eol)
}

/// Finds the first literal of the state in a function that has the database at hand.
#[derive(Default)]
struct Literals<'ast> {
    database: bool,
    found: Option<&'ast ExprStruct>,
}

impl<'ast> Visit<'ast> for Literals<'ast> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.database = has_database(&function.sig);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.database = has_database(&function.sig);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        visit::visit_local(self, local);
        self.database |= binds_database(&local.pat);
    }

    fn visit_expr_struct(&mut self, literal: &'ast ExprStruct) {
        if last(&literal.path) == STATE && self.database && self.found.is_none() {
            self.found = Some(literal);
        }
        visit::visit_expr_struct(self, literal);
    }
}

fn has_database(signature: &syn::Signature) -> bool {
    signature.inputs.iter().any(|input| matches!(input, FnArg::Typed(typed) if binds_database(&typed.pat)))
}

fn binds_database(pattern: &Pat) -> bool {
    match pattern {
        Pat::Ident(ident) => ident.ident == DATABASE,
        Pat::Type(typed) => binds_database(&typed.pat),
        _ => false,
    }
}

pub(super) fn last(path: &Path) -> String {
    path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}
