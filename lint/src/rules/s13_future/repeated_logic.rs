// src/rules/s13_future/repeated_logic.rs - RB1302: the same statements in several services

//! RB1302: the same statements in several services.

use rustc_hash::FxHashMap;

use crate::calls::shape::{Shape, statements_in};
use crate::finding::Finding;
use crate::project::model::Model;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application};
use crate::source::body::{Bodies, ExprKind, Statement, StatementKind};
use crate::source::facts::Span;
use rulebook_conventions::section::Section;

/// RB1302.
pub static RULE: Rule = Rule {
    code: "RB1302",
    name: "repeated-logic",
    section: Some(Section::Future),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "the same block of statements in several services",
    page: include_str!("repeated_logic.md"),
    check: Check::Project(check),
};

/// A run of statements in one service.
struct Place<'m> {
    code: Code<'m>,
    service: &'m str,
    statements: Vec<Statement>,
    from: usize,
}

fn check(model: &Model, findings: &mut Vec<Finding>) {
    let mut first: FxHashMap<Shape, Place<'_>> = FxHashMap::default();
    for code in application(model) {
        let Some(place) = model.place(code.module).filter(|place| place.layer == "services") else { continue };
        let least = model.package_of(code.module).settings.repeated_statements as usize;
        let mut reported: Option<Span> = None;
        for (_, kind, _) in code.exprs() {
            let ExprKind::Block { statements, .. } = kind else { continue };
            let statements: Vec<Statement> = code.bodies().statements(statements).copied().collect();
            let held: Vec<usize> = statements.iter().map(|statement| held(code.bodies(), statement)).collect();
            let mut from = 0;
            while let Some(to) = window(&held, from, least) {
                let run = statements.get(from..to).unwrap_or_default();
                let span = span_of(code.bodies(), run);
                // What is part of a run that was reported says nothing new.
                if reported.is_some_and(|reported| reported.contains(span)) {
                    from += 1;
                    continue;
                }
                let shape = Shape::of_statements(model, code.id.load, run);
                match first.get(&shape) {
                    Some(other) if other.service != place.first() => {
                        let length = common(model, &code, &statements, from, to, other);
                        let run = statements.get(from..from + length).unwrap_or_default();
                        let span = span_of(code.bodies(), run);
                        findings.push(finding(&code, span, other, length));
                        reported = Some(span);
                        from += length;
                    }
                    Some(_) => from += 1,
                    None => {
                        first.insert(
                            shape,
                            Place { code, service: place.first(), statements: statements.clone(), from },
                        );
                        from += 1;
                    }
                }
            }
        }
    }
}

/// How many statements one is, those in its blocks included.
fn held(bodies: &Bodies, statement: &Statement) -> usize {
    let (value, otherwise) = match statement.kind {
        StatementKind::Let { value, otherwise, .. } => (value, otherwise),
        StatementKind::Expr { value, .. } => (Some(value), None),
    };
    let inner = value.into_iter().chain(otherwise);
    1 + inner.map(|value| statements_in(bodies, value)).sum::<usize>()
}

/// The end of the shortest run from a statement that holds at least so many; `held` is what each holds.
fn window(held: &[usize], from: usize, least: usize) -> Option<usize> {
    let mut sum = 0;
    let is_enough = |held: &usize| {
        sum += held;
        sum >= least
    };
    held.get(from..)?.iter().position(is_enough).map(|at| from + at + 1)
}

/// How many statements from here are the same as there.
fn common(
    model: &Model,
    code: &Code<'_>,
    statements: &[Statement],
    from: usize,
    to: usize,
    other: &Place<'_>,
) -> usize {
    let mut length = to - from;
    loop {
        let here = statements.get(from..=from + length);
        let there = other.statements.get(other.from..=other.from + length);
        let (Some(here), Some(there)) = (here, there) else { return length };
        let same =
            Shape::of_statements(model, code.id.load, here) == Shape::of_statements(model, other.code.id.load, there);
        if !same {
            return length;
        }
        length += 1;
    }
}

fn span_of(bodies: &Bodies, run: &[Statement]) -> Span {
    let of = |statement: &Statement| match statement.kind {
        StatementKind::Let { pattern, value, .. } => {
            let start = bodies.pattern(pattern).span;
            value.map_or(start, |value| start.to(bodies.expr(value).span))
        }
        StatementKind::Expr { value, .. } => bodies.expr(value).span,
    };
    let (first, last) = (run.first().map(of), run.last().map(of));
    first.zip(last).map(|(first, last)| first.to(last)).unwrap_or_default()
}

fn finding(code: &Code<'_>, span: Span, other: &Place<'_>, length: usize) -> Finding {
    let there = other.statements.get(other.from..other.from + length).unwrap_or_default();
    let message = format!("`{}` repeats what `{}` of `{}` does", code.name(), other.code.name(), other.service);
    let help =
        "Write it once, as a helper that both services call: what is mended in one place stays wrong in the other.";
    let mut finding = Finding::new(&RULE, message, help, code.label(span, "the same statements"));
    finding.related.push(other.code.label(span_of(other.code.bodies(), there), "first here"));
    finding
}
