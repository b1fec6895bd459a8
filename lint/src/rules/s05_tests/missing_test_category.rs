// src/rules/s05_tests/missing_test_category.rs - RB503: a component whose tests lack a required category

//! RB503: a component whose tests lack a required category.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Label};
use crate::routes::asked::{answering, asked};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::test_function::{TestFunction, tests};
use rulebook_conventions::section::Section;

/// RB503.
pub static RULE: Rule = Rule {
    code: "RB503",
    name: "missing-test-category",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a component without tests of each required category: happy path, error, edge case, integration",
    page: include_str!("missing_test_category.md"),
    check: Check::Routes(check),
};

/// Words in the outcomes of tests, with the category that they speak of.
const WORDS: &[(&str, &[&str])] = &[
    (
        "error",
        &[
            "error",
            "errors",
            "fail",
            "fails",
            "failure",
            "invalid",
            "missing",
            "unknown",
            "denied",
            "denies",
            "forbidden",
            "unauthorized",
            "unauthenticated",
            "refuses",
            "refused",
            "reject",
            "rejects",
            "rejected",
            "wrong",
            "bad",
            "conflict",
            "conflicts",
            "other",
            "others",
            "nobody",
            "expired",
            "not",
            "no",
            "without",
            "cannot",
            "cant",
        ],
    ),
    (
        "edge case",
        &[
            "edge",
            "boundary",
            "bound",
            "bounds",
            "limit",
            "limits",
            "empty",
            "max",
            "maximum",
            "min",
            "minimum",
            "zero",
            "longest",
            "shortest",
            "large",
            "long",
            "unicode",
            "concurrent",
            "concurrently",
            "race",
            "races",
            "twice",
            "repeated",
            "idempotent",
            "duplicate",
            "duplicates",
            "overflow",
            "parallel",
            "absence",
            "null",
            "nulls",
        ],
    ),
    ("integration", &["integration", "flow", "flows", "e2e", "end", "roundtrip", "lifecycle", "survives"]),
];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let mut components: BTreeMap<(&str, String), Vec<TestFunction<'_>>> = BTreeMap::new();
    let tests = tests(model);
    for of_file in tests.chunk_by(|one, other| one.facts.path == other.facts.path) {
        let Some(first) = of_file.first() else { continue };
        if let Some(component) = first.component() {
            components.entry((&first.package.root, component)).or_default().extend(of_file);
        }
    }
    if components.is_empty() {
        return;
    }
    let by_word = by_word();
    for ((_, component), tests) in &components {
        let Some(first) = tests.first() else { continue };
        let required: Vec<(&String, String)> =
            first.package.settings.test_categories.iter().map(|category| (category, category.to_lowercase())).collect();
        let mut missing: Vec<&(&String, String)> = required.iter().collect();
        for test in tests {
            if missing.is_empty() {
                break;
            }
            let found = categories(&by_word, &required, test);
            missing.retain(|(_, category)| !found.contains(&category.as_str()));
        }
        // What a test asks is much work to know.
        missing.retain(|(_, category)| {
            category != "integration"
                || !tests.iter().any(|test| stated(&required, test).is_none() && asks_a_route(served, test))
        });
        let Some((one, _)) = missing.first() else { continue };
        let list = missing.iter().map(|(category, _)| format!("`{category}:`")).collect::<Vec<_>>().join(", ");
        let message = format!("the tests of `{component}` lack {list}");
        let help = format!("Write a test of it, and begin its doc comment with the category: `/// {one}: ..`.");
        // The folder as a whole is meant: its root stands for it.
        let folder = format!("{}/mod.rs", first.facts.path.rsplit_once('/').map_or("", |(folder, _)| folder));
        let root = model.facts_at(&folder).unwrap_or(first.facts);
        findings.push(Finding::new(&RULE, message, help, Label::new(&root.path, 0..0, "")));
    }
}

/// The category that each of the words speaks of.
fn by_word() -> FxHashMap<&'static str, &'static str> {
    WORDS.iter().flat_map(|(category, words)| words.iter().map(move |word| (*word, *category))).collect()
}

/// The category that the doc comment of a test begins with, if it is one of those that are required.
fn stated<'r>(required: &'r [(&String, String)], test: &TestFunction<'_>) -> Option<&'r str> {
    let (category, _) = test.summary()?.split_once(':')?;
    let category = category.trim().to_lowercase();
    required.iter().map(|(_, lowered)| lowered.as_str()).find(|lowered| *lowered == category)
}

/// The categories of a test, in lower case: the one that it states, or those that its name speaks of.
fn categories<'r>(
    by_word: &FxHashMap<&str, &'static str>,
    required: &'r [(&String, String)],
    test: &TestFunction<'_>,
) -> Vec<&'r str> {
    if let Some(stated) = stated(required, test) {
        return vec![stated];
    }
    let mut spoken: Vec<&str> = test.name().split('_').filter_map(|word| by_word.get(word).copied()).collect();
    if spoken.is_empty() {
        spoken.push("happy path");
    }
    let required = required.iter().map(|(_, lowered)| lowered.as_str());
    required.filter(|category| spoken.contains(category)).collect()
}

/// Whether a test asks a route: then it goes from the API to the database.
fn asks_a_route(served: &Served<'_>, test: &TestFunction<'_>) -> bool {
    let model = served.model;
    let reached = model.calls.reached_from(test.id);
    reached.into_iter().filter(|id| model.is_test(id.load)).any(|id| {
        let Some((function, body)) = model.function(id).and_then(|it| Some((it, it.body?))) else { return false };
        let body = model.facts(id.load).bodies.body(body);
        asked(model, id.load, function, body).iter().any(|asked| !answering(&served.programs, asked).is_empty())
    })
}
