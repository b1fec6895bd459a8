// src/rules/s04_layers/framework_in_service.rs - RB402: a service, a model or an engine names the web framework

//! RB402: a service, a model or an engine names the web framework.

use super::used_crate::crate_in_layer;
use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::{Settings, lists_crate};

/// RB402.
pub static RULE: Rule = Rule {
    code: "RB402",
    name: "framework-in-service",
    section: Some(Section::Layers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a service, a model or an engine names the web framework",
    page: include_str!("framework_in_service.md"),
    check: Check::Linked(check),
};

/// The layers that know nothing of HTTP.
const LAYERS: [&str; 3] = ["services", "models", "engines"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    let is_framework = |settings: &Settings, name: &str| lists_crate(&settings.framework_crates, name);
    for used in crate_in_layer(model, load, &LAYERS, &is_framework) {
        let help = match used.layer {
            "models" => "Keep models plain data: what turns them into an answer belongs in an api file.",
            _ => {
                "Take plain values and return the service's own result and error: the api file turns them into HTTP. So \
                 the service can be called by a test, an engine or a worker as well."
            }
        };
        findings.push(used.finding(&RULE, "the web framework", help));
    }
}
