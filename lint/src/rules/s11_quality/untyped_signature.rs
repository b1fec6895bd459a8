// src/rules/s11_quality/untyped_signature.rs - RB1101: a service function that takes or returns what may be anything

//! RB1101: a service function that takes or returns what may be anything.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::{Mention, Named};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::{ServiceFunction, service_functions_in};
use crate::source::facts::TypeId;
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB1101.
pub static RULE: Rule = Rule {
    code: "RB1101",
    name: "untyped-signature",
    section: Some(Section::Quality),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that takes or returns a JSON value, a map of them or `dyn Any`",
    page: include_str!("untyped_signature.md"),
    check: Check::Linked(check),
};

/// Packages of a type that holds any JSON, YAML, TOML or BSON.
const VALUES: &[(&str, &[&str])] = &[
    ("serde_json", &["Value", "Map", "RawValue"]),
    ("simd_json", &["OwnedValue", "BorrowedValue"]),
    ("serde_yaml", &["Value", "Mapping"]),
    ("toml", &["Value", "Table"]),
    ("bson", &["Bson", "Document"]),
    ("std", &["Any"]),
    ("core", &["Any"]),
];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        let free = &model.package_of(service.module).settings.untyped_names;
        let is_free = |name: &str| free.iter().any(|it| name == it || name.ends_with(&format!("_{it}")));
        let taken = service.function.parameters.iter().filter(|parameter| {
            // One that is taken apart has no name of its own.
            !parameter.name.is_some_and(|name| is_free(service.facts.name(name)))
        });
        let taken = taken.map(|parameter| (parameter.ty, "takes"));
        let bounds = service.function.bounds.iter().map(|ty| (*ty, "takes"));
        let is_named_so = is_free(service.facts.name(service.function.name));
        let returned = service.function.returns.filter(|_| !is_named_so).map(|ty| (ty, "returns"));
        for (ty, verb) in taken.chain(bounds).chain(returned) {
            let Some((mention, what)) = untyped(model, &service, ty) else { continue };
            let message = format!("{} {verb} `{what}`, which may be anything", service.name(model));
            let help = "Write a struct with the fields that are meant, in `models`: what is wrong is found when it is compiled, and not by \
                        who reads it.";
            let label = Label::new(&service.facts.path, mention.span.range(), "no type of its own");
            findings.push(Finding::new(&RULE, message, help, label));
        }
    }
}

/// The first type in another one, aliases included, that says nothing of what it holds.
fn untyped<'m>(model: &'m Model, service: &ServiceFunction<'m>, ty: TypeId) -> Option<(Mention<'m>, String)> {
    model.mentions(service.id.load, ty, &|_| false).into_iter().find_map(|mention| {
        let Named::External { package, name } = mention.named else { return None };
        let package = model.external(*package);
        let last = last_name(name);
        let (_, known) = VALUES.iter().find(|(of, _)| *of == package)?;
        let written = if last == "Any" { "dyn Any".to_owned() } else { format!("{package}::{last}") };
        known.contains(&last).then_some((mention, written))
    })
}
