// src/rules/s01_structure/layer_folders.rs - RB101: a backend without the folders of its layers

//! RB101: a backend without the folders of its layers.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::paths;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::s01_structure::{backends, folders, manifest};
use rulebook_conventions::layout::REQUIRED_FOLDERS;
use rulebook_conventions::section::Section;

/// RB101.
pub static RULE: Rule = Rule {
    code: "RB101",
    name: "layer-folders",
    section: Some(Section::Structure),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a backend without `src/api`, `src/core`, `src/models`, `src/services` or `tests`",
    page: include_str!("layer_folders.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, package) in backends(model) {
        let files: Vec<&str> = model.files_of(id).map(|file| &*file.facts.package_path).collect();
        let missing = REQUIRED_FOLDERS.iter().filter_map(|folder| missing(package, folder, &files));
        findings.extend(missing.map(|folder| finding(package, folder)));
    }
}

/// The folder that should be there in place of a required one and is not.
fn missing<'p>(package: &'p Package, required: &'p str, files: &[&str]) -> Option<&'p str> {
    let own = match required {
        "tests" => None,
        layer => Some(folders(package, paths::file_name(layer))?),
    };
    let places: Vec<&str> = own.map_or_else(|| vec![required], |own| own.iter().map(String::as_str).collect());
    let is_there = |place: &&str| files.iter().any(|file| lies_in(file, place));
    if places.iter().any(is_there) { None } else { places.first().copied() }
}

/// Whether a file lies in a folder, or is the module that a folder belongs to.
fn lies_in(file: &str, folder: &str) -> bool {
    paths::below(file, folder).is_some() || file.strip_suffix(".rs") == Some(folder)
}

fn finding(package: &Package, folder: &str) -> Finding {
    let purpose = match paths::file_name(folder) {
        "api" => "HTTP endpoints",
        "core" => "the database, security, settings, logging and integrations",
        "models" => "rows, requests and responses",
        "services" => "business logic",
        "tests" => "tests of the running router, its services and its models",
        _ => "a layer of its own",
    };
    Finding::new(
        &RULE,
        format!("the backend `{}` has no folder `{folder}`", package.name),
        format!("Put {purpose} into `{folder}`, or say in `rulebook.toml` where the layer lies."),
        manifest(package),
    )
}
