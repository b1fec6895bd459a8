// src/rules/s05_tests/missing_test_category.rs - RB503: a component whose tests lack a required category

//! RB503: a component whose tests lack a required category.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::routes::RouteTable;
use crate::routes::asked::{answering, asked};
use crate::routes::resource::Program;
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

fn check(model: &Model, table: &RouteTable, findings: &mut Vec<Finding>) {
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
    let programs = Program::all(model, table);
    let by_word = by_word();
    for ((_, component), tests) in &components {
        let Some(first) = tests.first() else { continue };
        let required = &first.package.settings.test_categories;
        let lowered: Vec<String> = required.iter().map(|category| category.to_lowercase()).collect();
        let found: BTreeSet<&str> =
            tests.iter().flat_map(|test| categories(model, &programs, &by_word, &lowered, test)).collect();
        let is_found = |lowered: &String| found.contains(lowered.as_str());
        let missing = required.iter().zip(&lowered).filter(|(_, lowered)| !is_found(lowered));
        let missing: Vec<&String> = missing.map(|(category, _)| category).collect();
        let Some(one) = missing.first() else { continue };
        let list = missing.iter().map(|category| format!("`{category}:`")).collect::<Vec<_>>().join(", ");
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

/// The categories of a test among those that are required, all in lower case: the one that its doc comment begins with, or
/// those that its name and what it does speak of.
fn categories<'r>(
    model: &Model,
    programs: &[Program<'_>],
    by_word: &FxHashMap<&str, &'static str>,
    required: &'r [String],
    test: &TestFunction<'_>,
) -> Vec<&'r str> {
    let is = |name: &str| required.iter().find(|category| *category == name).map(String::as_str);
    let stated = test.summary().and_then(|line| line.split_once(':'));
    if let Some(stated) = stated.and_then(|(category, _)| is(&category.trim().to_lowercase())) {
        return vec![stated];
    }
    let mut spoken: Vec<&str> = test.name().split('_').filter_map(|word| by_word.get(word).copied()).collect();
    if spoken.is_empty() {
        spoken.push("happy path");
    }
    // One that asks a route goes from the API to the database.
    let asks = || {
        let reached = model.calls.reached_from(test.id);
        reached.into_iter().filter(|id| model.is_test(id.load)).any(|id| {
            let Some((function, body)) = model.function(id).and_then(|it| Some((it, it.body?))) else { return false };
            let body = model.facts(id.load).bodies.body(body);
            asked(model, id.load, function, body).iter().any(|asked| !answering(programs, asked).is_empty())
        })
    };
    if is("integration").is_some() && asks() {
        spoken.push("integration");
    }
    spoken.into_iter().filter_map(is).collect()
}
