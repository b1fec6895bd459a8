// src/rules/s05_tests/test_without_assertion.rs - RB504: a test that can't fail

//! RB504: a test that can't fail.

use rustc_hash::FxHashMap;

use crate::finding::Finding;
use crate::project::bodies::{FunctionRef, Target};
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::test_function::tests_in;
use crate::source::body::ExprKind;
use rulebook_conventions::section::Section;

/// RB504.
pub static RULE: Rule = Rule {
    code: "RB504",
    name: "test-without-assertion",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a test that can't fail: it asserts nothing, and nothing that it calls does",
    page: include_str!("test_without_assertion.md"),
    check: Check::Linked(check),
};

/// Beginnings of the names of macros, functions and methods that fail where something is not as it should be.
const ASSERTING: &[&str] = &[
    "assert",
    "bail",
    "check",
    "compile_fail",
    "debug_assert",
    "ensure",
    "fail",
    "insta",
    "panic",
    "prop_assert",
    "should",
    "todo",
    "unimplemented",
    "unreachable",
    "verify",
];

/// Beginnings of the names of methods that fail where there is nothing. In a test they assert that there is something; in
/// what it is prepared with they assert nothing of it.
const UNWRAPPING: &[&str] = &["expect", "must", "unwrap"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    let mut known: FxHashMap<FunctionRef, bool> = FxHashMap::default();
    for test in tests_in(model, load) {
        if test.facts.attribute(test.function.attributes, "should_panic").is_some() {
            continue;
        }
        // `#[test_case(1 => 2)]` compares what is given back.
        let gives = test.function.returns.filter(|ty| !test.facts.type_name(*ty).ends_with("Result"));
        if gives.is_some() {
            continue;
        }
        // Most tests assert by themselves, and what they reach is much.
        if can_fail(model, test.id, &|name| asserts(name) || unwraps(name)) {
            continue;
        }
        // What panics in the application is no assertion of the test.
        let mut helpers = model.calls.reaching(test.id).filter(|id| *id != test.id && is_of_tests(model, *id));
        if helpers.any(|id| *known.entry(id).or_insert_with(|| can_fail(model, id, &asserts))) {
            continue;
        }
        let message = format!("the test `{}` can't fail", test.name());
        let help =
            "Assert what is expected: `assert_eq!(found, expected)`. A test that only runs the code says that it runs.";
        findings.push(Finding::new(&RULE, message, help, test.label("asserts nothing")));
    }
}

fn is_of_tests(model: &Model, id: FunctionRef) -> bool {
    model.is_test(id.load) || model.function(id).is_some_and(|function| function.test)
}

fn begins(name: &str, beginnings: &[&str]) -> bool {
    let rest = |known: &&str| name.strip_prefix(*known);
    beginnings.iter().filter_map(rest).any(|rest| rest.is_empty() || rest.starts_with('_'))
}

fn asserts(name: &str) -> bool {
    name.starts_with("assert") || begins(name, ASSERTING)
}

fn unwraps(name: &str) -> bool {
    begins(name, UNWRAPPING)
}

/// Whether a function fails by itself: it calls what does by its name, gives an error on, or runs a macro that is not seen.
fn can_fail(model: &Model, id: FunctionRef, fails: &dyn Fn(&str) -> bool) -> bool {
    let facts = model.facts(id.load);
    let bodies = &facts.bodies;
    let Some(body) = model.function(id).and_then(|function| function.body) else { return false };
    bodies.exprs(bodies.body(body)).any(|(_, expr)| match expr.kind {
        ExprKind::Try(_) => fails("unwrap"),
        ExprKind::MethodCall(call) => fails(facts.name(bodies.method_call(call).name)),
        ExprKind::Call { function, .. } => match bodies.kind(function) {
            ExprKind::Path(path) => fails(bodies.last_name(path, facts)),
            _ => false,
        },
        ExprKind::Macro(call) => {
            let path = bodies.macro_call(call).path;
            let name = bodies.last_name(path, facts);
            // What a macro of the project or of a test framework does is not seen.
            let is_own = matches!(model.target(id.load, path), Some(Target::Item { .. }));
            fails(name) || is_own || !PLAIN.contains(&name)
        }
        // An answer that stands for an error.
        ExprKind::Return(Some(value)) => matches!(bodies.kind(value), ExprKind::Call { function, .. }
            if matches!(bodies.kind(function), ExprKind::Path(path) if bodies.last_name(path, facts) == "Err")),
        _ => false,
    })
}

/// Macros that assert nothing.
const PLAIN: &[&str] = &[
    "concat",
    "dbg",
    "debug",
    "env",
    "eprintln",
    "error",
    "format",
    "include_str",
    "info",
    "json",
    "matches",
    "print",
    "println",
    "select",
    "trace",
    "vec",
    "warn",
    "write",
    "writeln",
];
