// src/rules/s01_structure/unplaced_file.rs - RB102: a source file in no known folder

//! RB102: a source file in no known folder.

use crate::finding::{Finding, Label};
use crate::project::paths;
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s01_structure::folders;
use crate::source::facts::Language;
use rulebook_conventions::layout::{Layout, Role};
use rulebook_conventions::section::Section;

/// RB102.
pub static RULE: Rule = Rule {
    code: "RB102",
    name: "unplaced-file",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a source file that lies in no folder of a layer",
    page: include_str!("unplaced_file.md"),
    check: Check::File(check),
};

/// What endings of names say about the layer that a file belongs to.
const ENDINGS: [(&str, &[&str]); 3] = [
    ("api", &["_api", "_controller", "_endpoints", "_handler", "_handlers", "_route", "_router", "_routes"]),
    ("services", &["_service", "_services"]),
    ("models", &["_dto", "_model", "_models", "_schema"]),
];

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let FileContext { facts, package, .. } = context;
    let path = &*facts.package_path;
    let is_target = || package.targets.iter().any(|target| target.path == path);
    let judged = package.backend && facts.language == Language::Rust;
    if !judged || Layout::new(&package.settings).role(path) != Role::Unplaced || is_target() {
        return;
    }
    findings.push(Finding::new(
        &RULE,
        format!("`{path}` lies in no folder that the rulebook knows"),
        help(context),
        Label::new(&facts.path, 0..0, ""),
    ));
}

fn help(context: &FileContext<'_>) -> String {
    let name = paths::file_name(&context.facts.package_path);
    let stem = name.trim_end_matches(".rs");
    let fits = |(_, endings): &&(&str, &[&str])| endings.iter().any(|ending| stem.ends_with(ending));
    let layer = ENDINGS.iter().find(fits).and_then(|(layer, _)| folders(context.package, layer)?.first());
    match layer {
        Some(folder) => format!("Move it to `{folder}/{name}`."),
        None => {
            "Move it to the layer that it serves: tools that several layers share belong to `src/core`. A folder that \
                 is a layer of its own is declared in `rulebook.toml`."
                .to_owned()
        }
    }
}
