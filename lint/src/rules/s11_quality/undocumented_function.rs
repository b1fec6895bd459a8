// src/rules/s11_quality/undocumented_function.rs - RB1102: a service function or a handler that is not documented

//! RB1102: a service function or a handler that is not documented.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::routes::body::is_unit;
use crate::routes::errors::is_result;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::{ServiceFunction, service_functions_in};
use crate::source::attribute::arguments;
use rulebook_conventions::section::Section;

/// RB1102.
pub static RULE: Rule = Rule {
    code: "RB1102",
    name: "undocumented-function",
    section: Some(Section::Quality),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function without `# Arguments`, `# Returns` and `# Errors`, a handler without a doc comment",
    page: include_str!("undocumented_function.md"),
    check: Check::LinkedAndRoutes(of_services, of_handlers),
};

fn of_services(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load).filter(|service| !service.is_plain(model)) {
        let text: Vec<&str> = service.facts.documentation(service.function.attributes).collect();
        let name = service.name(model);
        let (message, help) = if text.iter().all(|line| line.is_empty()) {
            let sections = wanted(model, &service).join("`, `# ");
            let sections =
                if sections.is_empty() { String::new() } else { format!(", with the sections `# {sections}`") };
            (format!("{name} has no doc comment"), format!("Say in `///` lines before it what it does{sections}."))
        } else {
            let missing = missing(model, &service, &text);
            let Some(first) = missing.first() else { continue };
            (
                format!("the doc comment of {name} lacks {}", missing.join(", ")),
                format!("Add {first} to it: who calls the function reads that, and not its body."),
            )
        };
        let label = Label::new(&service.facts.path, service.function.name.range(), "");
        findings.push(Finding::new(&RULE, message, help, label));
    }
}

fn of_handlers(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (id, function) in served.handlers() {
        let facts = model.facts(id.load);
        if facts.documentation(function.attributes).any(|line| !line.is_empty()) {
            continue;
        }
        let described = function.documentation.as_ref().map(|said| facts.slice(said.span));
        let words = ["description", "summary"];
        let is_described = described
            .filter(|said| words.iter().any(|word| said.contains(word)))
            .is_some_and(|said| arguments(said).iter().any(|argument| words.contains(&argument.name.as_str())));
        if is_described {
            continue;
        }
        let message = format!("the handler `{}` has no doc comment", facts.name(function.name));
        let help = "Say in a `///` line before it what the route does: it is what the API's documentation shows.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, function.name.range(), "")));
    }
}

/// The sections that a function needs.
fn wanted(model: &Model, service: &ServiceFunction<'_>) -> Vec<&'static str> {
    let function = service.function;
    let mut wanted = Vec::new();
    if function.parameters.iter().any(|parameter| parameter.name.is_some()) {
        wanted.push("Arguments");
    }
    if function.returns.is_some_and(|returns| !is_unit(service.facts, returns)) {
        wanted.push("Returns");
    }
    if is_result(model, service.id.load, function) {
        wanted.push("Errors");
    }
    wanted
}

/// What a doc comment lacks: sections, and parameters that `# Arguments` does not name.
fn missing(model: &Model, service: &ServiceFunction<'_>, text: &[&str]) -> Vec<String> {
    let is_heading = |line: &str| line.starts_with('#');
    let start = |name: &str| {
        let is_it = |line: &str| {
            let heading = line.trim_start_matches('#').trim().trim_end_matches(':');
            let same = heading.eq_ignore_ascii_case(name)
                || (name == "Arguments" && heading.eq_ignore_ascii_case("parameters"));
            is_heading(line) && same
        };
        text.iter().position(|line| is_it(line))
    };
    let mut found: Vec<String> = Vec::new();
    for section in wanted(model, service) {
        let Some(at) = start(section) else {
            found.push(format!("`# {section}`"));
            continue;
        };
        if section != "Arguments" {
            continue;
        }
        let lines = text.iter().skip(at + 1).take_while(|line| !is_heading(line));
        let said = lines.copied().collect::<Vec<_>>().join("\n");
        let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let names =
            service.function.parameters.iter().filter_map(|parameter| Some(service.facts.name(parameter.name?)));
        let unnamed = names.filter(|name| !name.starts_with('_') && !words.contains(name));
        found.extend(unnamed.map(|name| format!("`{name}` among its arguments")));
    }
    found
}
