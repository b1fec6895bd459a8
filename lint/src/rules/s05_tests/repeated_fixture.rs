// src/rules/s05_tests/repeated_fixture.rs - RB507: the same helper in the tests of two components

//! RB507: the same helper in the tests of two components.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::calls::shape::Shape;
use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::test_function::{component, tests};
use crate::source::body::{Body, ExprKind};
use crate::source::facts::{FileFacts, Span};
use rulebook_conventions::section::Section;

/// RB507.
pub static RULE: Rule = Rule {
    code: "RB507",
    name: "repeated-fixture",
    section: Some(Section::Tests),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "the same helper written in the tests of two components",
    page: include_str!("repeated_fixture.md"),
    check: Check::Project(check),
};

/// The fewest expressions of a helper that is worth sharing.
const LEAST: usize = 8;

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let tests: FxHashSet<(&str, Span)> =
        tests(model).iter().map(|test| (&*test.facts.path, test.function.name)).collect();
    // By place, so that a file which two crates load is one.
    let mut helpers: BTreeMap<(&str, u32), (LoadId, usize, String, &Package)> = BTreeMap::new();
    for load in (0..model.tree.loads.len() as u32).map(LoadId) {
        let facts = model.facts(load);
        let package = model.package(model.file(model.tree.load(load).file).package);
        let Some(component) = component(package, &facts.package_path).filter(|_| package.backend) else { continue };
        for (at, function) in facts.functions.iter().enumerate() {
            if !tests.contains(&(&*facts.path, function.name)) {
                helpers.entry((&*facts.path, function.name.start)).or_insert((load, at, component.clone(), package));
            }
        }
    }
    let mut first: FxHashMap<Shape, (LoadId, Span, String)> = FxHashMap::default();
    for (load, at, component, package) in helpers.into_values() {
        let facts = model.facts(load);
        let Some(function) = facts.functions.get(at) else { continue };
        let Some(body) = function.body.map(|body| facts.bodies.body(body)) else { continue };
        let shape = Shape::of_body(model, load, body);
        if shape.exprs < LEAST || is_data(facts, body) {
            continue;
        }
        match first.get(&shape) {
            Some((other, name, of)) if *of != component => {
                let message =
                    format!("the helper `{}` stands in the tests of `{of}` as well", facts.name(function.name));
                let folder = package.settings.test_support.first().map_or("tests/common", String::as_str);
                let help = format!("Move it to `{folder}`, where the tests of all components find it.");
                let mut finding =
                    Finding::new(&RULE, message, help, Label::new(&facts.path, function.name.range(), "again here"));
                finding.related.push(Label::new(&model.facts(*other).path, name.range(), "first here"));
                findings.push(finding);
            }
            Some(_) => {}
            None => {
                first.insert(shape, (load, function.name, component));
            }
        }
    }
}

/// Whether a body only writes values down: two components may have the same without having it in common.
fn is_data(facts: &FileFacts, body: &Body) -> bool {
    let bodies = &facts.bodies;
    bodies.exprs(body).all(|(_, expr)| match expr.kind {
        ExprKind::Await(_) | ExprKind::Try(_) | ExprKind::Struct { .. } => false,
        ExprKind::MethodCall(call) => PLAIN.contains(&facts.name(bodies.method_call(call).name)),
        _ => true,
    })
}

/// Methods by which values are written down.
const PLAIN: &[&str] = &["clone", "into", "repeat", "to_owned", "to_string", "to_vec"];
