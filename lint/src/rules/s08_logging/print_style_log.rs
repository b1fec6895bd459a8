// src/rules/s08_logging/print_style_log.rs - RB806: values glued into the message of a log entry

//! RB806: values glued into the message of a log entry.

use crate::calls::logging::log_calls;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::application_in;
use crate::source::body::ExprKind;
use rulebook_conventions::section::Section;

/// RB806. Off where the settings are silent: the rulebook's own examples write so.
pub static RULE: Rule = Rule {
    code: "RB806",
    name: "print-style-log",
    section: Some(Section::Logging),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "values glued into the message of a log entry, where fields belong; off by default",
    page: include_str!("print_style_log.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        let bodies = code.bodies();
        for call in log_calls(model, code.id.load, code.body) {
            let mut arguments = bodies.arguments(bodies.macro_call(call.call).arguments);
            let message = arguments.find(|it| it.name.is_none() && matches!(bodies.kind(it.value), ExprKind::Text(_)));
            let Some(message) = message else { continue };
            let text = bodies.as_text(message.value, code.facts).unwrap_or_default();
            if !has_placeholder(text) {
                continue;
            }
            let said = "a value is glued into the message";
            let help = "Give it a field, and let the message say the same each time: `info!(job_id, \"created a job\")`. Entries can be \
                        counted and searched by it then.";
            let label = code.label(bodies.expr(message.value).span, "has values in it");
            findings.push(Finding::new(&RULE, said, help, label));
        }
    }
}

/// Whether a format string has a place for a value.
fn has_placeholder(text: &str) -> bool {
    text.replace("{{", "").replace("}}", "").contains('{')
}
