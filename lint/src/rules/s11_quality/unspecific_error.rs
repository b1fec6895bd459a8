// src/rules/s11_quality/unspecific_error.rs - RB1103: a service's error that does not say what went wrong

//! RB1103: a service's error that does not say what went wrong.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::routes::errors::error_type;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::{ServiceFunction, service_functions_in};
use crate::source::facts::TypeId;
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB1103.
pub static RULE: Rule = Rule {
    code: "RB1103",
    name: "unspecific-error",
    section: Some(Section::Quality),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a service whose error is `anyhow::Error`, `Box<dyn Error>` or a `String`",
    page: include_str!("unspecific_error.md"),
    check: Check::Linked(check),
};

/// Packages of an error that is any error.
const ANY: &[&str] = &["anyhow", "eyre", "color_eyre", "failure", "stable_eyre"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        let Some(returns) = service.function.returns else { continue };
        let Some(what) = unspecific(model, &service, returns) else { continue };
        let message = format!("the error of {} is {what}", service.name(model));
        let help = "Write an enum with a variant for each thing that can go wrong (`NotFound`, `Conflict`, ..): a handler can't tell 404 from \
                    500 otherwise, and matches on texts.";
        let span = service.facts.types.get(returns.index()).map_or(service.function.name, |node| node.span);
        let label = Label::new(&service.facts.path, span.range(), "fails with anything");
        findings.push(Finding::new(&RULE, message, help, label));
    }
}

/// What an error is called that says too little; none for one of a type of its own.
fn unspecific(model: &Model, service: &ServiceFunction<'_>, returns: TypeId) -> Option<String> {
    // `anyhow::Result<T>` names no error, nor does an alias of it in the project.
    let of_alias = || {
        model.mentions(service.id.load, returns, &|_| false).into_iter().find_map(|mention| match mention.named {
            Named::External { package, name } if last_name(name) == "Result" => any(model.external(*package)),
            _ => None,
        })
    };
    let Some(error) = error_type(model, service.id.load, service.function) else { return of_alias() };
    stated(model, error.load, error.ty)
}

fn any(package: &str) -> Option<String> {
    ANY.contains(&package).then(|| format!("`{package}::Error`"))
}

fn stated(model: &Model, load: LoadId, ty: TypeId) -> Option<String> {
    let facts = model.facts(load);
    match model.named(load, ty) {
        // `type AppError = anyhow::Error`.
        Some(Named::Item(item)) => stated(model, item.load, model.facts(item.load).alias(item.item)?),
        Some(Named::External { package, name }) => match (model.external(*package), last_name(name)) {
            (package, "Error" | "Report") if ANY.contains(&package) => any(package),
            ("std" | "alloc" | "core", "String") => Some("a `String`".to_owned()),
            ("std" | "alloc", "Box") => is_any_error(model, load, ty).then(|| "a boxed `dyn Error`".to_owned()),
            _ => None,
        },
        None => match facts.type_name(ty) {
            "String" => Some("a `String`".to_owned()),
            "Box" => is_any_error(model, load, ty).then(|| "a boxed `dyn Error`".to_owned()),
            // `&'static str`
            "" => match facts.inner_types(ty).next() {
                Some(inner) if facts.type_name(inner) == "str" => Some("a `&str`".to_owned()),
                _ => None,
            },
            _ => None,
        },
    }
}

/// Whether a box holds the trait of all errors, and not one type of them.
fn is_any_error(model: &Model, load: LoadId, ty: TypeId) -> bool {
    let facts = model.facts(load);
    facts.type_nodes(ty).any(|(at, _)| match model.named(load, at) {
        Some(Named::External { name, .. }) => last_name(name) == "Error" && facts.type_name(at) != "Box",
        Some(Named::Item(_)) => false,
        None => facts.type_name(at) == "Error",
    })
}
