// src/existing/source/mod.rs - A struct of Rust as the fields of a resource

//! A struct of Rust as the fields of a resource. It is read by its syntax alone: nothing is compiled, and a type is known by
//! its name, by where it is imported from, or by what a module of the same crate makes of it.

mod attributes;
mod crates;
mod types;

use std::path::Path;

use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Field, Fields, Item};

use super::assemble::{Fate, Member, Members};
use super::{Project, refused};
use crate::error::Result;
use crates::Scope;
use rulebook_conventions::suggest;
use types::{Meaning, Unequal};

/// The fields of a struct, each with what becomes of it. `path` is `crate::models::Job`, in the crate at `root`, or
/// `src/models.rs::Job`, relative to `here`.
pub(super) fn members(path: &str, root: &Path, here: &Path, project: &Project<'_>) -> Result<Members> {
    let (scope, name) = Scope::of(path, root, here)?;
    let item = scope.items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident.unraw() == name => Some(item),
        _ => None,
    });
    let Some(item) = item else { return Err(no_struct(&scope, &name)) };
    let Fields::Named(fields) = &item.fields else {
        let reason = format!("the fields of `{name}` in {} have no names", scope.shown);
        return Err(refused(path, reason, "name a struct with named fields"));
    };
    let all = fields.named.iter().map(|field| member(field, &scope, project)).collect();
    let notes =
        vec!["the struct stays as it is: the resource has models, a table and a migration of its own".to_owned()];
    Ok(Members { whole: format!("the struct `{name}` in {}", scope.shown), word: "field", all, notes })
}

fn no_struct(scope: &Scope, name: &str) -> crate::Error {
    let structs: Vec<String> = scope
        .items
        .iter()
        .filter_map(|item| if let Item::Struct(item) = item { Some(item.ident.unraw().to_string()) } else { None })
        .collect();
    let other = scope.items.iter().find_map(|item| match item {
        Item::Enum(item) if item.ident == name => Some("an enum"),
        Item::Type(item) if item.ident == name => Some("an alias of a type"),
        Item::Union(item) if item.ident == name => Some("a union"),
        Item::Trait(item) if item.ident == name => Some("a trait"),
        _ => None,
    });
    let reason = match (other, scope.import(name)) {
        (Some(what), _) => format!("`{name}` in {} is {what}", scope.shown),
        (None, Some(from)) => format!("{} has no struct `{name}`, and takes it from `{from}`", scope.shown),
        (None, None) => format!("{} has no struct `{name}`", scope.shown),
    };
    let near = suggest(name, structs.iter().map(String::as_str)).filter(|_| other.is_none());
    let help = match (near, structs.is_empty()) {
        _ if scope.import(name).is_some() => "name it where it is defined".to_owned(),
        (Some(near), _) => format!("did you mean `{near}`? {}", looked(scope)),
        (None, true) => format!("there is no struct in it at all; {}", looked(scope)),
        (None, false) => format!("its structs are {}; {}", structs.join(", "), looked(scope)),
    };
    refused(name, reason, help)
}

fn looked(scope: &Scope) -> String {
    format!("looked in {}", scope.looked.join(", "))
}

fn member(field: &Field, scope: &Scope, project: &Project<'_>) -> Member {
    let ident = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    let (json, column) = (attributes::rename(&field.attrs, "serde"), attributes::rename(&field.attrs, "sqlx"));
    let mut notes = Vec::new();
    if let (Some(json), Some(column)) = (&json, &column)
        && json != column
    {
        notes.push(format!("it is `{json}` in JSON and `{column}` in the database: the first is taken for both"));
    }
    let name = json.or(column).unwrap_or_else(|| ident.clone());
    let shown = shown(&field.ty);
    let fate = fate(field, &name, scope, project, &mut notes);
    Member { name, shown, fate, notes }
}

/// A type as people write it.
fn shown(ty: &impl ToTokens) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(" <", "<")
        .replace("< ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace("& ", "&")
}

fn fate(field: &Field, name: &str, scope: &Scope, project: &Project<'_>, notes: &mut Vec<String>) -> Fate {
    for tool in ["serde", "sqlx"] {
        if attributes::has(&field.attrs, tool, "flatten") {
            let reason = "is flattened: its fields stand in the place of it".to_owned();
            return Fate::None { reason, instead: None };
        }
        if attributes::has(&field.attrs, tool, "skip") {
            return Fate::Left("it is marked to be skipped");
        }
    }
    let meaning = match types::meaning(&field.ty, scope) {
        Ok(meaning) => meaning,
        Err(Unequal::Nothing) => return Fate::Left("it holds nothing"),
        Err(Unequal::Other { reason, instead }) => {
            return Fate::None { reason, instead: instead.map(str::to_owned) };
        }
    };
    let Meaning { mut word, labels, bounds, null, id_of, note } = meaning;
    notes.extend(note.map(str::to_owned));
    // A type of its own that is called as the id of a resource is one.
    let target = name.strip_suffix("_id").filter(|target| project.has(target));
    if let Some(target) = target {
        let is_certain = id_of.as_ref().is_some_and(|id| *id == rulebook_conventions::case::pascal(target));
        if is_certain {
            let null = if null { ":null" } else { "" };
            return Fate::Field { name: target.to_owned(), rest: format!("ref{null}") };
        }
        notes.push(format!("there is a resource `{target}`; `{target}:ref` in its place makes a reference of it"));
    }
    let checked = attributes::checks(&field.attrs);
    if let ("string", Some(kind)) = (word, checked.kind) {
        word = kind;
    }
    let mut rest = word.to_owned();
    if !labels.is_empty() {
        rest += &format!("={}", labels.join(","));
    }
    if null {
        rest += ":null";
    }
    if attributes::has(&field.attrs, "serde", "skip_serializing") {
        match word {
            "string" => rest += ":secret",
            _ => notes.push("it is not shown in JSON, and the field is: only a text can be secret".to_owned()),
        }
    }
    let is_number = matches!(word, "i32" | "i64" | "f64");
    if matches!(word, "string" | "email" | "url") {
        let bound = checked.len.map(|len| format!(":len={len}"));
        rest += &bound.unwrap_or_else(|| bounds.map(|bounds| format!(":{bounds}")).unwrap_or_default());
    } else if is_number {
        let bound = checked.range.map(|range| format!(":range={range}"));
        rest += &bound.unwrap_or_else(|| bounds.map(|bounds| format!(":{bounds}")).unwrap_or_default());
    }
    Fate::Field { name: name.to_owned(), rest }
}
