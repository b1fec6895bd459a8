// src/rules/s01_structure/logs_not_ignored.rs - RB106: the log folder of a backend is not ignored by git

//! RB106: the log folder of a backend is not ignored by git.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::s01_structure::{backends, manifest};
use rulebook_conventions::layout::LOG_FOLDER;
use rulebook_conventions::section::Section;

/// RB106.
pub static RULE: Rule = Rule {
    code: "RB106",
    name: "logs-not-ignored",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "the log folder of a backend is not ignored by git",
    page: include_str!("logs_not_ignored.md"),
    check: Check::Project(check),
};

/// Crates that write logs to files.
const FILE_LOGGERS: [&str; 8] =
    ["fern", "file-rotate", "flexi_logger", "ftail", "log4rs", "rolling-file", "simplelog", "tracing-appender"];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (_, package) in backends(model).filter(|(_, package)| writes_logs(package)) {
        if package.ignored.covers(&format!("{LOG_FOLDER}/app.log")) {
            continue;
        }
        findings.push(Finding::new(
            &RULE,
            format!("git does not ignore the folder `{LOG_FOLDER}` of the backend `{}`", package.name),
            format!("Write the line `/{LOG_FOLDER}` into the `.gitignore` beside this manifest."),
            manifest(package),
        ));
    }
}

/// Whether the program may write log files at all: one that logs to the console alone has nothing to ignore.
fn writes_logs(package: &Package) -> bool {
    package.dependencies.values().any(|dependency| FILE_LOGGERS.contains(&dependency.package.as_str()))
}
