// src/rules/s08_logging/silent_service.rs - RB807: a service function that writes to the database and logs nothing

//! RB807: a service function that writes to the database and logs nothing.

use crate::calls::logging::{Level, logs_at_least};
use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::service_function::service_functions_in;
use rulebook_conventions::section::Section;

/// RB807.
pub static RULE: Rule = Rule {
    code: "RB807",
    name: "silent-service",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a public service function that writes to the database and logs nothing",
    page: include_str!("silent_service.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for service in service_functions_in(model, load) {
        let Some(table) = written_table(model, service.id) else { continue };
        let reached = model.calls.reached_from(service.id);
        let is_instrumented = reached.iter().any(|id| {
            let facts = model.facts(id.load);
            model.function(*id).is_some_and(|function| facts.attribute(function.attributes, "instrument").is_some())
        });
        if is_instrumented || logs_at_least(model, service.id, Level::Trace) {
            continue;
        }
        let message = format!("{} changes `{table}` and logs nothing", service.name(model));
        let help =
            "Log what was done and to what, once it is kept: `tracing::info!(user_id, job_id, \"created a job\");`.";
        let label = Label::new(&service.facts.path, service.function.name.range(), "writes in silence");
        findings.push(Finding::new(&RULE, message, help, label));
    }
}

/// The first table that a function writes to, itself or in what it calls.
fn written_table(model: &Model, id: FunctionRef) -> Option<&str> {
    let mut writing = model.queries.run_by(&model.calls, id).filter(|query| query.words.kind.writes());
    writing.find_map(|query| query.words.tables.first()).map(String::as_str)
}
