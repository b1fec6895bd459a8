// src/rules/s05_tests/untested_service_function.rs - RB505: a public service function that no test reaches

//! RB505: a public service function that no test reaches.

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::service_functions;
use crate::rules::test_function::{reached_by_tests, tests};
use rulebook_conventions::section::Section;

/// RB505.
pub static RULE: Rule = Rule {
    code: "RB505",
    name: "untested-service-function",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that no test reaches, straight or through a route that it asks for",
    page: include_str!("untested_service_function.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let services: Vec<_> = service_functions(model).into_iter().filter(|service| !service.is_plain(model)).collect();
    if services.is_empty() {
        return;
    }
    let ids: Vec<FunctionRef> = services.iter().map(|service| service.id).collect();
    let reached = reached_by_tests(served, &tests(model), &ids);
    for service in services.iter().filter(|service| !reached.has(model, service.id)) {
        let message = format!("no test reaches {}", service.name(model));
        let help = "Write a test that calls it, or that asks a route whose handler does: what nobody tries is wrong one day and nobody knows \
                    since when.";
        let label = Label::new(&service.facts.path, service.function.name.range(), "never tried");
        findings.push(Finding::new(&RULE, message, help, label));
    }
}
