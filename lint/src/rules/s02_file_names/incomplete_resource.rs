// src/rules/s02_file_names/incomplete_resource.rs - RB205: an api file without its service file or its models file

//! RB205: an api file without its service file or its models file.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::{Package, PackageId};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::s02_file_names::role_in_layer;
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::layout::{self, Role};
use rulebook_conventions::section::Section;

/// RB205.
pub static RULE: Rule = Rule {
    code: "RB205",
    name: "incomplete-resource",
    section: Some(Section::FileNames),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "an api file without its service file or its models file",
    page: include_str!("incomplete_resource.md"),
    check: Check::Project(check),
};

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for (id, package) in (0..).map(PackageId).zip(&model.packages).filter(|(_, package)| package.backend) {
        let paths: BTreeSet<&str> = model.files_of(id).map(|file| &*file.facts.package_path).collect();
        let inflector = package.settings.inflector();
        for file in model.files_of(id) {
            let Some(Role::Api { stem }) = role_in_layer(package, &file.facts.package_path) else { continue };
            let missing: Vec<String> =
                companions(package, &stem, &inflector).into_iter().filter(|path| !is_there(&paths, path)).collect();
            if !missing.is_empty() {
                findings.push(finding(&file.facts.path, &file.facts.package_path, &missing));
            }
        }
    }
}

/// The files that belong to an api file.
fn companions(package: &Package, api_stem: &str, inflector: &Inflector) -> Vec<String> {
    let resource = layout::api_file(api_stem, inflector);
    let in_layer = |layer: &str, stem: String| {
        let folder = package.settings.layer(layer)?.folders.first()?;
        Some(format!("{folder}/{stem}.rs"))
    };
    let service = in_layer("services", layout::service_file(&resource, inflector));
    let models = in_layer("models", layout::models_file(&resource, inflector));
    service.into_iter().chain(models).collect()
}

/// Whether the module is there, as a file or as a folder.
fn is_there(paths: &BTreeSet<&str>, path: &str) -> bool {
    let folder = path.strip_suffix(".rs").unwrap_or(path);
    paths.contains(path) || paths.contains(format!("{folder}/mod.rs").as_str())
}

fn finding(path: &Arc<str>, package_path: &str, missing: &[String]) -> Finding {
    let names = missing.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(" and ");
    let (verb, them) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
    Finding::new(
        &RULE,
        format!("`{package_path}` is not a whole resource: {names} {verb} missing"),
        format!("Write {names}: an api file speaks HTTP, what it stands for lies in {them}."),
        Label::new(path, 0..0, ""),
    )
}
