// src/rules/s12_checklist/env_outside_settings.rs - RB1202: the environment is read outside core::settings

//! RB1202: the environment is read outside `core::settings`.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::outside::Origin;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::written::{last_name, split_first};
use rulebook_conventions::section::Section;

/// RB1202.
pub static RULE: Rule = Rule {
    code: "RB1202",
    name: "env-outside-settings",
    section: Some(Section::Checklist),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "the environment is read or changed outside `core::settings`",
    page: include_str!("env_outside_settings.md"),
    check: Check::Project(check),
};

/// Functions of the standard library that read environment variables or change them.
const FUNCTIONS: [&str; 6] = ["remove_var", "set_var", "var", "var_os", "vars", "vars_os"];

/// Crates whose functions all do so.
const CRATES: [&str; 2] = ["dotenv", "dotenvy"];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (used, path) in model.outside.uses(reaches_environment) {
        if used.test || !matches!(used.origin, Origin::Site(_)) || !model.is_application(used.from) {
            continue;
        }
        if model.place(used.from).is_some_and(|place| place.is_in("core", "settings")) {
            continue;
        }
        let facts = model.facts(used.load);
        let message = format!("`{path}` is used outside `core::settings`");
        let help = "Give the settings a field for it, read in `core::settings` where a missing or wrong value stops the \
                    start with a sentence, and hand the value on from there.";
        let label = Label::new(&facts.path, used.span.range(), "the environment is reached here");
        findings.push(Finding::new(&RULE, message, help, label));
    }
}

/// Whether a path is that of a function which reads or changes the environment.
fn reaches_environment(path: &str) -> bool {
    let is_function = |name: &str| name.starts_with(char::is_lowercase);
    match path.strip_prefix("std::env::") {
        Some(function) => FUNCTIONS.contains(&function),
        None => {
            split_first(path).is_some_and(|(package, rest)| CRATES.contains(&package) && is_function(last_name(rest)))
        }
    }
}
