// src/rules/s06_api/documented_route.rs - RB615: a route and its documentation that disagree

//! RB615: a route and its documentation that disagree.

use std::collections::BTreeMap;

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::routes::path::{Segment, nested, segments};
use crate::routes::resource::{Program, is_public, label};
use crate::routes::served::Served;
use crate::routes::{Handler, Method, Route};
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::Documentation;
use rulebook_conventions::section::Section;

/// RB615.
pub static RULE: Rule = Rule {
    code: "RB615",
    name: "documented-route",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "`#[utoipa::path]` says another method or path than the route, or a handler has none where others do",
    page: include_str!("documented_route.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let mut mounted: BTreeMap<FunctionRef, Vec<&Route>> = BTreeMap::new();
        for (route, _) in &program.routes {
            if let Handler::Function(id) = route.handler {
                mounted.entry(id).or_default().push(route);
            }
        }
        let documentation =
            |id: &FunctionRef| model.function(*id).and_then(|function| function.documentation.as_deref());
        let documented = mounted.keys().filter(|id| documentation(id).is_some()).count();
        // A document of a few routes is not one of all.
        let is_documented = documented * 2 > mounted.len();
        for (id, routes) in &mounted {
            let Some(function) = model.function(*id) else { continue };
            let facts = model.facts(id.load);
            let name = facts.name(function.name);
            let (message, help, at) = match documentation(id) {
                Some(said) => {
                    let Some((route, message, help)) = disagreement(program, said, routes) else { continue };
                    let mut finding =
                        Finding::new(&RULE, message, help, Label::new(&facts.path, said.span.range(), "says so"));
                    finding.related.push(label(model, route, "mounted here"));
                    findings.push(finding);
                    continue;
                }
                None if is_documented && !routes.iter().all(|route| is_own(program, route)) => (
                    format!(
                        "`{name}` is mounted at `{}` and not documented",
                        routes.first().map_or("", |route| &route.path)
                    ),
                    "Describe it with `#[utoipa::path(..)]`, as the others are.".to_owned(),
                    function.name,
                ),
                None => continue,
            };
            findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, at.range(), "")));
        }
    }
}

/// The first route of a handler that its documentation says something else of, if none is as it says.
fn disagreement<'r>(
    program: &Program<'_>,
    said: &Documentation,
    routes: &[&'r Route],
) -> Option<(&'r Route, String, String)> {
    let path = said.path.as_deref()?;
    let path = match said.context_path.as_deref() {
        Some(context) => nested(context, path),
        None => path.to_owned(),
    };
    let methods: Vec<Method> = said.methods.iter().filter_map(|name| Method::named(name)).collect();
    let fits_method = |route: &&&Route| route.method == Method::Any || methods.contains(&route.method);
    let fits_path = |route: &&&Route| ends_with(&route.path, &path, program.colon);
    if routes.iter().any(|route| fits_method(&route) && fits_path(&route)) {
        return None;
    }
    let route = *routes.iter().find(fits_path).or_else(|| routes.first())?;
    let written: Vec<&str> = methods.iter().map(|method| method.name()).collect();
    let message =
        format!("documented as `{} {path}` and mounted as `{} {}`", written.join(" "), route.method, route.path);
    let help = format!(
        "Write `{}, path = \"{}\"` in `#[utoipa::path(..)]`, or mount it where it says.",
        route.method.name().to_lowercase(),
        route.path
    );
    Some((route, message, help))
}

/// Whether a path is another one, or that below a prefix, whatever the parameters are called. Documents write parameters in
/// braces whatever the version of axum.
fn ends_with(path: &str, end: &str, colon: bool) -> bool {
    let parts: Vec<Segment<'_>> = segments(path, colon).filter(|segment| *segment != Segment::Literal("")).collect();
    let end: Vec<Segment<'_>> = segments(end, false).filter(|segment| *segment != Segment::Literal("")).collect();
    let Some(start) = parts.len().checked_sub(end.len()) else { return false };
    let is_same = |(one, other): (&Segment<'_>, &Segment<'_>)| match (one, other) {
        (Segment::Unknown(_), _) => true,
        (Segment::Parameter(_) | Segment::Rest(_), Segment::Parameter(_) | Segment::Rest(_)) => true,
        (one, other) => one == other,
    };
    parts.iter().skip(start).zip(&end).all(is_same)
}

/// Whether a route is about the program and not of its API: health, metrics, the documentation itself.
fn is_own(program: &Program<'_>, route: &Route) -> bool {
    let segments: Vec<Segment<'_>> = segments(&route.path, program.colon).collect();
    is_public(program.package, route, &segments)
}
