// src/rules/s06_api/path_parameters.rs - RB605: a handler whose `Path` does not fit its route

//! RB605: a handler whose `Path` does not fit its route.

use super::path_syntax;
use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::Handler;
use crate::routes::path::Segment;
use crate::routes::resource::label;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::{FileFacts, ItemKind, Span, TypeId, TypeKind};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB605.
pub static RULE: Rule = Rule {
    code: "RB605",
    name: "path-parameters",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a handler whose `Path<..>` does not fit the parameters of its route: every request fails",
    page: include_str!("path_parameters.md"),
    check: Check::Routes(check),
};

/// What a handler takes of a path.
enum Takes {
    /// So many values, in order.
    Count(usize),
    /// Fields of a struct, by name.
    Fields(Vec<String>),
}

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        for (route, segments) in &program.routes {
            let Handler::Function(id) = route.handler else { continue };
            let Some(function) = model.function(id) else { continue };
            // What axum refuses is RB604's.
            if segments.iter().any(|segment| path_syntax::fault(segment, program.colon).is_some()) {
                continue;
            }
            let names: Option<Vec<&str>> = segments
                .iter()
                .filter_map(|segment| match segment {
                    Segment::Parameter(name) | Segment::Rest(name) => Some(Some(*name)),
                    Segment::Unknown(_) => Some(None),
                    Segment::Literal(_) => None,
                })
                .collect();
            // What stands in a prefix of the run time is not known.
            let Some(names) = names else { continue };
            let taken = function.parameters.iter().find_map(|parameter| takes(model, id.load, parameter.ty));
            let Some((span, takes)) = taken else { continue };
            let listed = || names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let (message, help) = match takes {
                Takes::Count(count) if count != names.len() => (
                    format!("the handler takes {} of the path and `{}` has {}", values(count), route.path, names.len()),
                    match names.as_slice() {
                        [] => "Take no `Path`, or put the parameter into the path.".to_owned(),
                        [_] => "Take one value: `Path(id): Path<..>`.".to_owned(),
                        _ => format!("Take a tuple of {}, or a struct with fields of these names.", listed()),
                    },
                ),
                Takes::Fields(fields) => {
                    let Some(field) = fields.iter().find(|field| !names.contains(&field.as_str())) else { continue };
                    (
                        format!("the handler takes `{field}` of the path, which `{}` does not have", route.path),
                        format!(
                            "The path has {}: call the fields so.",
                            if names.is_empty() { "no parameters".to_owned() } else { listed() }
                        ),
                    )
                }
                Takes::Count(_) => continue,
            };
            let facts = model.facts(id.load);
            let mut finding = Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), ""));
            finding.related.push(label(model, route, "the route"));
            findings.push(finding);
        }
    }
}

fn values(count: usize) -> String {
    format!("{count} value{}", if count == 1 { "" } else { "s" })
}

/// What a parameter of a handler takes of the path, and where it says so; none if it takes nothing of it or that is not
/// known.
fn takes(model: &Model, load: LoadId, ty: TypeId) -> Option<(Span, Takes)> {
    let facts = model.facts(load);
    let (ty, outer) = facts.type_nodes(ty).find(|(at, _)| is_path(model, load, *at))?;
    let span = outer.span;
    let inner = facts.inner_types(ty).next()?;
    let node = facts.types.get(inner.index())?;
    let takes = match (node.kind, model.named(load, inner)) {
        (TypeKind::Other, _) if is_tuple(facts, span) => Takes::Count(parts(facts, inner)),
        (_, Some(Named::Item(item))) => {
            let of = model.facts(item.load);
            let item_data = model.item(*item)?;
            let has_attributes =
                of.attributes(item_data.attributes).any(|attribute| of.slice(attribute.path) == "serde");
            let fields = of.fields_of(item.item);
            // What serde is told of a field may give it another name.
            let text = of.slice(item_data.span);
            if has_attributes || text.contains("#[serde") || !matches!(item_data.kind, ItemKind::Struct { .. }) {
                return None;
            }
            let names: Option<Vec<String>> = fields.iter().map(|field| Some(of.name(field.name?).to_owned())).collect();
            match names {
                Some(names) if !names.is_empty() => Takes::Fields(names),
                // A tuple struct of one is written through to what it holds.
                _ if fields.len() == 1 => Takes::Count(1),
                _ => return None,
            }
        }
        (TypeKind::Path(_), _) => {
            let name = last_name(facts.slice(node.span));
            if !SINGLE.contains(&name) {
                return None;
            }
            Takes::Count(1)
        }
        _ => return None,
    };
    Some((span, takes))
}

/// Whether a type is axum's `Path`, or one of the project that is called so and takes the same of a request:
/// `ValidPath<T>`.
fn is_path(model: &Model, load: LoadId, ty: TypeId) -> bool {
    match model.named(load, ty) {
        Some(Named::External { package, name }) => {
            last_name(name) == "Path" && ["axum", "axum_extra"].contains(&model.external(*package))
        }
        Some(Named::Item(item)) => {
            model.facts(load).type_name(ty).ends_with("Path")
                && model.implementation(*item, &["FromRequestParts"]).is_some()
        }
        None => false,
    }
}

/// Types that one segment is read as.
const SINGLE: &[&str] = &[
    "String", "Uuid", "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16", "u32",
    "u64", "u8", "usize",
];

/// Whether a type that is no path is a tuple. Its own text is not kept: what follows the outer name tells.
fn is_tuple(facts: &FileFacts, outer: Span) -> bool {
    let text = facts.text.get(outer.range().end..).unwrap_or_default();
    text.trim_start().strip_prefix('<').is_some_and(|rest| rest.trim_start().starts_with('('))
}

/// The number of types that stand right in another.
fn parts(facts: &FileFacts, ty: TypeId) -> usize {
    let end = facts.types.get(ty.index()).map_or(ty.0, |node| node.end);
    let (mut at, mut count) = (ty.0 + 1, 0);
    while at < end {
        count += 1;
        at = facts.types.get(at as usize).map_or(end, |node| node.end.max(at + 1));
    }
    count
}
