// src/rules/s06_api/route_conflict.rs - RB602: a static segment where a sibling route has a parameter

//! RB602: a static segment where a sibling route has a parameter.

use crate::finding::Finding;
use crate::routes::Route;
use crate::routes::path::Segment;
use crate::routes::resource::label;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB602.
pub static RULE: Rule = Rule {
    code: "RB602",
    name: "route-conflict",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a static segment where a sibling route has a parameter, which it hides",
    page: include_str!("route_conflict.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let mut said: Vec<(&Route, &str)> = Vec::new();
        for (route, segments) in &program.routes {
            // The routes of one path in one call are one thing at fault.
            if said
                .iter()
                .any(|(known, path)| known.load == route.load && known.span == route.span && *path == route.path)
            {
                continue;
            }
            let hidden = program.routes.iter().find_map(|(other, others)| Some((other, hides(segments, others)?)));
            let Some((other, at)) = hidden else { continue };
            said.push((route, &route.path));
            let Some(Segment::Literal(word)) = segments.get(at) else { continue };
            let message = format!("`{}` hides `{}` where its parameter is `{word}`", route.path, other.path);
            let help = format!(
                "Give it a path of its own that no parameter stands in, such as `{}`: requests with another method get 405 here, \
                 and an item whose id is `{word}` can't be reached.",
                alternative(segments, at, word, program.package)
            );
            let mut finding = Finding::new(&RULE, message, help, label(model, route, ""));
            finding.related.push(label(model, other, "the parameter"));
            findings.push(finding);
        }
    }
}

/// The place of the first static segment where another path of the same length has a parameter, if nothing else differs but
/// more of the same.
fn hides(one: &[Segment<'_>], other: &[Segment<'_>]) -> Option<usize> {
    if one.len() != other.len() {
        return None;
    }
    let mut first = None;
    for (at, pair) in one.iter().zip(other).enumerate() {
        match pair {
            (Segment::Literal(text), Segment::Parameter(_)) if is_word(text) => first = first.or(Some(at)),
            (Segment::Parameter(_), Segment::Parameter(_)) => {}
            (Segment::Literal(one), Segment::Literal(other)) if one == other => {}
            _ => return None,
        }
    }
    first
}

/// Whether a segment may be mistaken for what a parameter stands for: a file's name and a mark such as `-` are there to be
/// told apart, and what axum 0.8 refuses is no segment.
fn is_word(text: &str) -> bool {
    text.contains(|c: char| c.is_alphanumeric()) && !text.contains('.') && !text.starts_with([':', '*'])
}

/// `/users/me` is `/me`; `/jobs/active` is `/active-jobs`; below an item, `/jobs/{job_id}/x/latest` keeps its parents.
fn alternative(segments: &[Segment<'_>], at: usize, word: &str, package: &crate::project::package::Package) -> String {
    use rulebook_conventions::inflection::Inflector;
    let before = segments.get(..at.saturating_sub(1)).unwrap_or_default();
    let rest = segments.get(at + 1..).unwrap_or_default();
    let collection = match at.checked_sub(1).and_then(|at| segments.get(at)) {
        Some(Segment::Literal(collection)) => *collection,
        _ => "",
    };
    let name = match (word, collection) {
        ("me" | "self" | "current" | "", _) | (_, "") => word.to_owned(),
        (word, collection) => {
            let singular = Inflector::new(&package.settings.words).singular(collection);
            format!("{singular}-{word}")
        }
    };
    let own = crate::routes::resource::written(before, false);
    format!("{own}/{name}{}", crate::routes::resource::written(rest, false))
}
