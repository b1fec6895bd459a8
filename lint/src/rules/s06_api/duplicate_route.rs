// src/rules/s06_api/duplicate_route.rs - RB603: routes that axum's router refuses beside each other

//! RB603: routes that axum's router refuses beside each other: the program panics when it starts.

use crate::finding::{Finding, Label};
use crate::routes::path::Segment;
use crate::routes::resource::{is_like, label};
use crate::routes::served::Served;
use crate::routes::{FaultKind, Method, Route};
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB603.
pub static RULE: Rule = Rule {
    code: "RB603",
    name: "duplicate-route",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "one method and path twice, or two paths that axum's router refuses: it panics when it starts",
    page: include_str!("duplicate_route.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for fault in &served.table.faults {
        let message = match fault.kind {
            FaultKind::Fallbacks => "two routers with fallbacks are merged: the program panics when it starts",
            FaultKind::NestedFallbacks => {
                "a router with a fallback is nested where another fallback answers: the program panics when it starts"
            }
            _ => continue,
        };
        let help = "Give the fallback to the outermost router alone.";
        let at = Label::new(&model.facts(fault.load).path, fault.span.range(), "has a fallback too");
        findings.push(Finding::new(&RULE, message, help, at));
    }
    for program in &served.programs {
        for (at, (route, segments)) in program.routes.iter().enumerate() {
            // Paths that begin otherwise never clash.
            let alike = program.beginning_alike(segments).iter().take_while(|other| **other < at);
            let earlier = alike.filter_map(|other| program.routes.get(*other));
            // What a branch decides may never be there together.
            let earlier = earlier.filter(|(other, _)| !route.conditional && !other.conditional);
            let clash =
                earlier.filter_map(|(other, others)| Some((*other, clash(route, segments, other, others)?))).next();
            let Some((other, clash)) = clash else { continue };
            let (message, help) = match clash {
                Clash::Same => (
                    format!("`{} {}` is routed twice: the program panics when it starts", route.method, route.path),
                    "Remove one of the two, or give it a path of its own.".to_owned(),
                ),
                Clash::Names => (
                    format!("axum refuses `{}` beside `{}`: the program panics when it starts", route.path, other.path),
                    "Call the parameters the same in both paths.".to_owned(),
                ),
                Clash::Rest => (
                    format!("axum refuses `{}` beside `{}`: the program panics when it starts", route.path, other.path),
                    "Keep the parameter or the catch-all, or put one of them below a segment of its own.".to_owned(),
                ),
            };
            let mut finding = Finding::new(&RULE, message, help, label(model, route, "routed again"));
            finding.related.push(label(model, other, "routed here"));
            findings.push(finding);
        }
    }
}

/// Why two routes can't be beside each other.
enum Clash {
    Same,
    Names,
    Rest,
}

fn clash(route: &Route, segments: &[Segment<'_>], other: &Route, others: &[Segment<'_>]) -> Option<Clash> {
    let is_unknown = |segments: &[Segment<'_>]| segments.iter().any(|segment| matches!(segment, Segment::Unknown(_)));
    if is_unknown(segments) || is_unknown(others) {
        return None;
    }
    if route.path == other.path {
        // What answers any method answers those that nobody else does.
        let is_same = route.method == other.method && route.method != Method::Any;
        return is_same.then_some(Clash::Same);
    }
    if is_like(segments, others) {
        return Some(Clash::Names);
    }
    (takes_rest(segments, others) || takes_rest(others, segments)).then_some(Clash::Rest)
}

/// Whether a path has a catch-all where another one has a parameter, whatever follows that.
fn takes_rest(one: &[Segment<'_>], other: &[Segment<'_>]) -> bool {
    let Some((Segment::Rest(_), before)) = one.split_last() else { return false };
    matches!(other.get(before.len()), Some(Segment::Parameter(_)))
        && is_like(before, other.get(..before.len()).unwrap_or_default())
}
