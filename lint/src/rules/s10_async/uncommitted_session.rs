// src/rules/s10_async/uncommitted_session.rs - RB1003: a session that is written to and not committed

//! RB1003: a session that is written to and, on some path to success, not committed.

use super::session::begins;
use super::session_flow::{Flow, sessions};
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::application_in;
use rulebook_conventions::section::Section;

/// RB1003.
pub static RULE: Rule = Rule {
    code: "RB1003",
    name: "uncommitted-session",
    section: Some(Section::Async),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a session that is written to and, on some path to success, not committed",
    page: include_str!("uncommitted_session.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        // One that asks the database nothing and calls nobody writes nothing.
        if model.queries.of(code.id).next().is_none() && model.calls.called_by(code.id).next().is_none() {
            continue;
        }
        let values = code.values();
        for (session, value) in sessions(&code, |value| begins(&code, &values, value)) {
            let flow = Flow::of(&code, session, value);
            let bodies = code.bodies();
            let name = code.facts.name(bodies.local(session).name);
            for end in &flow.open {
                let message =
                    format!("`{}` succeeds here, and what it wrote to `{name}` is not committed", code.name());
                let help = format!(
                    "Write `{name}.commit().await?;` before it, on every path that succeeds: a session that is dropped is rolled back."
                );
                let label = code.label(bodies.expr(*end).span, "succeeds without a commit");
                let mut finding = Finding::new(&RULE, message, help, label);
                let written = flow.writes.iter().map(|write| code.label(bodies.expr(*write).span, "written here"));
                finding.related.extend(written.take(1));
                findings.push(finding);
            }
        }
    }
}
