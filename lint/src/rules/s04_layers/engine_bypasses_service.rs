// src/rules/s04_layers/engine_bypasses_service.rs - RB403: an engine reaches core and not a service

//! RB403: an engine reaches core and not a service.

use super::forbidden::{forbidden, name};
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB403.
pub static RULE: Rule = Rule {
    code: "RB403",
    name: "engine-bypasses-service",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an internal engine reaches core and not a service",
    page: include_str!("engine_bypasses_service.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for used in forbidden(model, load, &|from| from.layer == "engines", &|to| to.layer == "core") {
        let message = format!("{} reaches {}{}, past the services", name(used.from), name(used.to), used.by_way_of());
        let help = "Call a service, which is the API of the application to its own engines: it checks access and keeps \
                    the business rules. If none does what the engine needs, add a function to one.";
        findings.push(used.finding(&RULE, message, help.to_owned()));
    }
}
