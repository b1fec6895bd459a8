// src/rules/s08_logging/logger_bypass.rs - RB802: logging that goes past core::logger

//! RB802: a subscriber or logger set up outside `core::logger`, or the `log` crate beside `tracing`.

use std::collections::BTreeSet;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::outside::{Origin, Use};
use crate::project::package::DependencyKind;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::{ImportKind, Site};
use crate::source::written::{first_name, last_name, split_first, split_last};
use rulebook_conventions::section::Section;
use rulebook_conventions::settings::{Settings, lists_crate};

/// RB802.
pub static RULE: Rule = Rule {
    code: "RB802",
    name: "logger-bypass",
    section: Some(Section::Logging),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a subscriber or logger set up outside `core::logger`, or the `log` crate beside `tracing`",
    page: include_str!("logger_bypass.md"),
    check: Check::Project(check),
};

/// Functions by which any crate puts a subscriber or a logger in place.
const INSTALLERS: [&str; 6] = [
    "log::set_boxed_logger",
    "log::set_logger",
    "log::set_max_level",
    "tracing::subscriber::set_default",
    "tracing::subscriber::set_global_default",
    "tracing::subscriber::with_default",
];

/// What of `tracing_subscriber` makes or starts a subscriber. Its filters and formats are plain values.
const MAKERS: [&str; 6] = ["fmt", "init", "layer", "registry", "set_global_default", "try_init"];

/// Types of `tracing_subscriber` whose functions make a subscriber.
const SUBSCRIBERS: [&str; 4] = ["FmtSubscriber", "Layer", "Registry", "Subscriber"];

/// The macros of `log` that write.
const LOG_MACROS: [&str; 6] = ["log::debug", "log::error", "log::info", "log::log", "log::trace", "log::warn"];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    // A set-up is a chain of several names: the first in each item says it all.
    let mut said = BTreeSet::new();
    let logger_crates: BTreeSet<&Vec<String>> =
        model.packages.iter().map(|package| &package.settings.logger_crates).collect();
    let may_be_one = |path: &str| {
        let package = first_name(path);
        package == "log"
            || INSTALLERS.contains(&path)
            || logger_crates.iter().any(|listed| lists_crate(listed, package))
    };
    for (used, path) in model.outside.uses(may_be_one) {
        if used.test || !model.is_application(used.from) {
            continue;
        }
        let package = model.package_of(used.from);
        let facts = model.facts(used.load);
        let text = facts.slice(used.span);
        if writes_by_log(model, &used, path) {
            let has_tracing = package.dependencies.values().any(|dependency| {
                dependency.package == "tracing" && dependency.kinds.contains(&DependencyKind::Normal)
            });
            if has_tracing {
                let message = format!("`{text}` is of the crate `log`, beside `tracing`");
                let help = "Take the macro of the same name from `tracing`: its events have fields and belong to the \
                            span of their request.";
                let label = Label::new(&facts.path, used.span.range(), "of the crate `log`");
                findings.push(Finding::new(&RULE, message, help, label));
            }
        } else if sets_up(&package.settings, &used, path) {
            let is_logger = model.place(used.from).is_some_and(|place| place.is_in("core", "logger"));
            if !is_logger && said.insert((used.load, used.owner)) {
                let message = format!("`{path}` sets up logging outside `core::logger`");
                let help = "Move the set-up into a function of `core::logger`, and call that once from `main`: so every \
                            binary logs to the same places, as the settings say.";
                let label = Label::new(&facts.path, used.span.range(), "logging is set up here");
                findings.push(Finding::new(&RULE, message, help, label));
            }
        }
    }
}

/// Whether a macro of `log` is brought in, or called by a path that no import of the file stands for.
fn writes_by_log(model: &Model, used: &Use, path: &str) -> bool {
    match used.origin {
        Origin::Glob => path == "log",
        Origin::Import => {
            LOG_MACROS.contains(&path) || (path == "log" && model.import_kind(used) == Some(ImportKind::ExternCrate))
        }
        Origin::Site(Site::MacroName) => {
            LOG_MACROS.contains(&path) && model.facts(used.load).slice(used.span).contains("::")
        }
        Origin::Site(_) => false,
    }
}

/// Whether a function is named that makes a logger or puts it in place.
fn sets_up(settings: &Settings, used: &Use, path: &str) -> bool {
    if !matches!(used.origin, Origin::Site(Site::Value | Site::Tokens)) {
        return false;
    }
    let Some((package, rest)) = split_first(path) else { return false };
    let makes = || match split_last(rest) {
        _ if package != "tracing_subscriber" => true,
        Some((of, _)) if SUBSCRIBERS.contains(&last_name(of)) => true,
        _ => MAKERS.contains(&last_name(rest)),
    };
    INSTALLERS.contains(&path) || (lists_crate(&settings.logger_crates, package) && makes())
}
