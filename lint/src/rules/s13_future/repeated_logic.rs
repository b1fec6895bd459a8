// src/rules/s13_future/repeated_logic.rs - RB1302: the same statements in several services

//! RB1302: the same statements in several services.

use bitcode::{Decode, Encode};
use rustc_hash::FxHashMap;

use crate::calls::shape::{Shape, common_statements, statements_in};
use crate::finding::Finding;
use crate::project::bodies::FunctionRef;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{Bodies, ExprId, ExprKind, Statement, StatementKind};
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
    check: Check::Gathered(gather, check),
};

/// A run of statements that is long enough to be worth a helper.
#[derive(Encode, Decode)]
struct Run {
    function: u32,
    /// The block that they stand in.
    block: ExprId,
    /// The first of them in the block.
    from: usize,
    /// How many they are.
    length: usize,
    span: Span,
    shape: Shape,
}

/// Where a run of statements was met first.
struct Place<'m> {
    code: Code<'m>,
    service: &'m str,
    block: ExprId,
    from: usize,
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let mut runs = Vec::new();
    for code in application_in(model, load) {
        if service(&code).is_none() {
            continue;
        }
        let least = model.package_of(code.module).settings.repeated_statements as usize;
        for (block, kind, _) in code.exprs() {
            let ExprKind::Block { .. } = kind else { continue };
            let statements = statements(&code, block);
            let held: Vec<usize> = statements.iter().map(|statement| held(code.bodies(), statement)).collect();
            let of_code = |(from, to): (usize, usize)| {
                let run = statements.get(from..to).unwrap_or_default();
                let (span, shape) = (span_of(code.bodies(), run), Shape::of_statements(model, load, run));
                Run { function: code.id.function, block, from, length: to - from, span, shape }
            };
            let windows = (0..held.len()).map_while(|from| Some((from, window(&held, from, least)?)));
            runs.extend(windows.map(of_code));
        }
    }
    Gathered::encode(&runs)
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    let mut first: FxHashMap<Shape, Place<'_>> = FxHashMap::default();
    // What was reported last: the function, the place, the block, and where the next run in it may begin.
    let mut reported: Option<(FunctionRef, Span, ExprId, usize)> = None;
    for (load, run) in gathered.each::<Run>() {
        let id = FunctionRef { load, function: run.function };
        // What is part of a run that was reported says nothing new.
        let is_part = reported.is_some_and(|(of, span, block, next)| {
            of == id && (span.contains(run.span) || (block == run.block && run.from < next))
        });
        let Some(code) = Code::of(model, id).filter(|_| !is_part) else { continue };
        let Some(service) = service(&code) else { continue };
        match first.get(&run.shape) {
            Some(other) if other.service != service => {
                let here = statements(&code, run.block);
                let there = statements(&other.code, other.block);
                let mine = here.get(run.from..).unwrap_or_default();
                let others = there.get(other.from..).unwrap_or_default();
                // So many are the same at least.
                let common = common_statements(model, (load, mine), (other.code.id.load, others));
                let length = common.max(run.length);
                let span = span_of(code.bodies(), here.get(run.from..run.from + length).unwrap_or_default());
                let first = there.get(other.from..other.from + length).unwrap_or_default();
                findings.push(finding(&code, span, other, first));
                reported = Some((id, span, run.block, run.from + length));
            }
            Some(_) => {}
            None => {
                first.insert(run.shape, Place { code, service, block: run.block, from: run.from });
            }
        }
    }
}

/// The service that a function belongs to.
fn service<'m>(code: &Code<'m>) -> Option<&'m str> {
    code.model.place(code.module).filter(|place| place.layer == "services").map(|place| place.first())
}

/// The statements of a block.
fn statements(code: &Code<'_>, block: ExprId) -> Vec<Statement> {
    match code.bodies().kind(block) {
        ExprKind::Block { statements, .. } => code.bodies().statements(statements).collect(),
        _ => Vec::new(),
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

fn finding(code: &Code<'_>, span: Span, other: &Place<'_>, first: &[Statement]) -> Finding {
    let message = format!("`{}` repeats what `{}` of `{}` does", code.name(), other.code.name(), other.service);
    let help =
        "Write it once, as a helper that both services call: what is mended in one place stays wrong in the other.";
    let mut finding = Finding::new(&RULE, message, help, code.label(span, "the same statements"));
    finding.related.push(other.code.label(span_of(other.code.bodies(), first), "first here"));
    finding
}
