// src/rules/s05_tests/untested_component.rs - RB501: a component without a file of tests for each of its parts

//! RB501: a component without a file of tests for each of its parts.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Finding, Label};
use crate::project::model::SourceFile;
use crate::project::package::PackageId;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::types;
use crate::rules::test_function::resource_of;
use rulebook_conventions::layout::{Layout, Role};
use rulebook_conventions::section::Section;

/// RB501.
pub static RULE: Rule = Rule {
    code: "RB501",
    name: "untested-component",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a resource without `test_{resource}_api.rs`, `test_{resource}_service.rs` or `test_{resource}_models.rs`",
    page: include_str!("untested_component.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let answering: BTreeSet<&str> = served.handlers().map(|(id, _)| &*model.facts(id.load).path).collect();
    let validated: BTreeSet<&str> =
        types(model).filter(|of| of.derives(&["Validate"])).map(|of| &*of.facts.path).collect();
    for (id, package) in (0..).map(PackageId).zip(&model.packages).filter(|(_, package)| package.backend) {
        let layout = Layout::new(&package.settings);
        let files: Vec<(&SourceFile, Role)> =
            model.files_of(id).map(|file| (file, layout.role(&file.facts.package_path))).collect();
        let test = |(_, role): &(_, Role)| match role {
            Role::Test { stem, .. } => Some(stem.clone()),
            _ => None,
        };
        let tests: BTreeSet<String> = files.iter().filter_map(test).collect();
        // What a part has, the file that shows it.
        let mut wanted: BTreeMap<String, &crate::source::facts::FileFacts> = BTreeMap::new();
        for (file, role) in files {
            let resource = || resource_of(package, &role);
            let part = match &role {
                // One that answers nobody is a helper of the others.
                Role::Api { .. } if answering.contains(&*file.facts.path) => {
                    resource().map(|resource| format!("{resource}_api"))
                }
                Role::Service { .. } => resource().map(|resource| format!("{resource}_service")),
                Role::ApiModels { stem } => validated.contains(&*file.facts.path).then(|| stem.clone()),
                _ => None,
            };
            // What does nothing needs no test.
            let does = file.facts.functions.iter().any(|function| !function.test && function.body.is_some());
            if let Some(part) = part.filter(|_| does || validated.contains(&*file.facts.path)) {
                wanted.entry(part).or_insert(&file.facts);
            }
        }
        for (part, facts) in wanted {
            let test = format!("test_{part}");
            // A part may have several files: `test_job_api_list.rs`.
            let longer = format!("{test}_");
            let is_longer = |stem: &String| stem.starts_with(&longer);
            if tests.contains(&test) || tests.range(longer.clone()..).next().is_some_and(is_longer) {
                continue;
            }
            let component = part.rsplit_once('_').map_or(part.as_str(), |(component, _)| component);
            let right = format!("tests/{component}/{test}.rs");
            let message = format!("`{}` has no tests of its own", facts.package_path);
            let help = format!("Write `{right}`: what works today is known to work tomorrow by its tests alone.");
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, 0..0, "")));
        }
    }
}
