// src/rules/s05_tests/repeated_fixture.rs - RB507: the same helper in the tests of two components

//! RB507: the same helper in the tests of two components.

use std::collections::BTreeMap;

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use crate::calls::shape::Shape;
use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::package::Package;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::rules::test_function::{component, is_test};
use crate::source::body::{Body, ExprKind};
use crate::source::facts::{FileFacts, Function, Span};
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
    check: Check::Gathered(gather, check),
};

/// The fewest expressions of a helper that is worth sharing.
const LEAST: usize = 8;

/// A helper of the tests of a component.
#[derive(Encode, Decode)]
struct Helper {
    function: u32,
    shape: Shape,
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let facts = model.facts(load);
    if component_of(model, load).is_none() {
        return Vec::new();
    }
    let helper = |(function, at): (&Function, u32)| {
        let body = function.body.filter(|_| !is_test(facts, function))?;
        let body = facts.bodies.body(body);
        let shape = Shape::of_body(model, load, body);
        (shape.exprs >= LEAST && !is_data(facts, body)).then_some(Helper { function: at, shape })
    };
    Gathered::encode(&facts.functions.iter().zip(0..).filter_map(helper).collect::<Vec<_>>())
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    // By place, so that a file which two crates load is one.
    let mut helpers: BTreeMap<(&str, u32), (LoadId, Span, Shape)> = BTreeMap::new();
    for (load, Helper { function, shape }) in gathered.each() {
        let facts = model.facts(load);
        if let Some(function) = facts.functions.get(function as usize) {
            helpers.entry((&*facts.path, function.name.start)).or_insert((load, function.name, shape));
        }
    }
    let mut first: FxHashMap<Shape, (LoadId, Span, String)> = FxHashMap::default();
    for (load, name, shape) in helpers.into_values() {
        let Some((component, package)) = component_of(model, load) else { continue };
        match first.get(&shape) {
            Some((other, other_name, of)) if *of != component => {
                let facts = model.facts(load);
                let message = format!("the helper `{}` stands in the tests of `{of}` as well", facts.name(name));
                let folder = package.settings.test_support.first().map_or("tests/common", String::as_str);
                let help = format!("Move it to `{folder}`, where the tests of all components find it.");
                let mut finding =
                    Finding::new(&RULE, message, help, Label::new(&facts.path, name.range(), "again here"));
                finding.related.push(Label::new(&model.facts(*other).path, other_name.range(), "first here"));
                findings.push(finding);
            }
            Some(_) => {}
            None => {
                first.insert(shape, (load, name, component));
            }
        }
    }
}

/// The component whose tests a file is of, and the package of the file, if that is a backend.
fn component_of(model: &Model, load: LoadId) -> Option<(String, &Package)> {
    let package = model.package_of_file(load);
    let component = component(package, &model.facts(load).package_path)?;
    package.backend.then_some((component, package))
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
