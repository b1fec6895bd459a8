// src/rules/s05_tests/test_name.rs - RB502: a test whose name does not say what it tests and what comes of it

//! RB502: a test whose name does not say what it tests and what comes of it.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::finding::Finding;
use crate::routes::path::Segment;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::types;
use crate::rules::test_function::{resource_of, tests};
use rulebook_conventions::case;
use rulebook_conventions::layout::Layout;
use rulebook_conventions::section::Section;

/// RB502.
pub static RULE: Rule = Rule {
    code: "RB502",
    name: "test-name",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a test that is not called `test_{what}_{outcome}`",
    page: include_str!("test_name.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let tests = tests(model);
    if tests.is_empty() {
        return;
    }
    let known = subjects(served);
    for test in tests {
        let name = test.name();
        let (message, help) = match wrong(name, &known) {
            None => continue,
            Some(Wrong::Prefix) => (
                format!("the test `{name}` is not called `test_{{what}}_{{outcome}}`"),
                format!("Call it `test_`, what it tests and what comes of it, as `test_create_job_commits`: {}.", suggestion(name)),
            ),
            Some(Wrong::Subject) => (
                format!("the name of the test `{name}` begins with nothing that is tested"),
                "Begin it, behind `test_`, with the function of the service, the handler, the action or the model that it tests: \
                 `test_create_job_rejects_values`."
                    .to_owned(),
            ),
            Some(Wrong::Outcome(what)) => (
                format!("the name of the test `{name}` does not say what comes of it"),
                format!("Say behind `test_{what}` what is expected: `test_{what}_succeeds`, `test_{what}_rejects_other_users`."),
            ),
        };
        findings.push(Finding::new(&RULE, message, help, test.label("")));
    }
}

fn suggestion(name: &str) -> String {
    let rest = name.trim_end_matches("_test").trim_end_matches("_tests");
    format!("`test_{rest}` would be a beginning")
}

enum Wrong {
    Prefix,
    Subject,
    /// What it tests is all that it says.
    Outcome(String),
}

/// What is wrong with the name of a test.
fn wrong(name: &str, known: &FxHashSet<Cow<'_, str>>) -> Option<Wrong> {
    let Some(rest) = name.strip_prefix("test_") else { return Some(Wrong::Prefix) };
    let ends = rest.match_indices('_').map(|(at, _)| at);
    let has_subject =
        ends.filter(|at| at + 1 < rest.len()).any(|at| rest.get(..at).is_some_and(|what| known.contains(what)));
    if has_subject {
        None
    } else if known.contains(rest) {
        Some(Wrong::Outcome(rest.to_owned()))
    } else {
        Some(Wrong::Subject)
    }
}

/// The names of what may be tested, in snake_case: functions, types, resources and actions of the project, tests left out.
fn subjects<'m>(served: &Served<'m>) -> FxHashSet<Cow<'m, str>> {
    let model = served.model;
    let mut found: FxHashSet<Cow<'m, str>> = FxHashSet::default();
    for load in model.tree.load_ids().filter(|load| !model.is_test(*load)) {
        let facts = model.facts(load);
        let functions = facts.functions.iter().filter(|function| !function.test);
        found.extend(functions.map(|function| Cow::Borrowed(facts.name(function.name))));
        let modules = model.tree.load(load).modules.first();
        let resource = modules.and_then(|module| {
            let package = model.package_of(*module);
            resource_of(package, &Layout::new(&package.settings).role(&facts.package_path))
        });
        found.extend(resource.map(Cow::Owned));
    }
    found.extend(types(model).map(|of| Cow::Owned(case::snake(of.name()))));
    for (id, function) in served.handlers() {
        let name = model.facts(id.load).name(function.name);
        found.extend(name.strip_suffix("_api").or_else(|| name.strip_suffix("_handler")).map(Cow::Borrowed));
    }
    // `POST /jobs/{job_id}/cancel` is the action `cancel`.
    for program in &served.programs {
        for (_, segments) in &program.routes {
            if let Some(Segment::Literal(last)) = segments.last() {
                found.insert(Cow::Owned(case::snake(last)));
            }
        }
    }
    found.remove("");
    found
}
