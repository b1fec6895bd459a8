// src/rules/s06_api/path_syntax.rs - RB604: a path that axum does not take, or takes for something else

//! RB604: a path that axum does not take, or takes for something else, by its version in the manifest.

use crate::finding::{Finding, Label};
use crate::routes::FaultKind;
use crate::routes::describe::is_before_0_8;
use crate::routes::path::Segment;
use crate::routes::resource::label;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB604.
pub static RULE: Rule = Rule {
    code: "RB604",
    name: "path-syntax",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a path that axum rejects when the program starts, or that it takes for literal text, by its version",
    page: include_str!("path_syntax.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for fault in &served.table.faults {
        let package = model.package(model.tree.krate(fault.program).package);
        let facts = model.facts(fault.load);
        let (what, help) = match fault.kind {
            FaultKind::RelativePrefix => ("at a path that does not begin with `/`", "Begin it with `/`."),
            FaultKind::CatchAllPrefix => ("below a catch-all", "Nest below a segment, or route the catch-all itself."),
            // Before 0.8 that was allowed.
            FaultKind::NestAtRoot if is_before_0_8(package) => continue,
            FaultKind::Fallbacks | FaultKind::NestedFallbacks => continue,
            FaultKind::NestAtRoot => ("at the root", "Call `merge` instead: it adds the routes as they are."),
        };
        let message = format!("a router is nested {what}: the program panics when it starts");
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, fault.span.range(), "")));
    }
    for program in &served.programs {
        for (route, segments) in &program.routes {
            let said = segments.iter().find_map(|segment| fault(segment, program.colon));
            let written = model.facts(route.load).slice(route.span);
            let is_relative = written.starts_with('"') && !written.starts_with("\"/");
            let said = said.or_else(|| {
                is_relative.then(|| {
                    let path = written.trim_matches('"');
                    ("does not begin with `/`: the program panics when it starts", format!("Write `\"/{path}\"`."))
                })
            });
            let Some((what, help)) = said else { continue };
            findings.push(Finding::new(&RULE, format!("`{}` {what}", route.path), help, label(model, route, "")));
        }
    }
}

/// What axum makes of a segment that is not written as its version wants it, and what to write.
pub(super) fn fault(segment: &Segment<'_>, colon: bool) -> Option<(&'static str, String)> {
    match segment {
        Segment::Literal(text) => literal(text, colon),
        Segment::Parameter("") | Segment::Rest("") => Some((
            "has a parameter without a name: the program panics when it starts",
            "Give it a name: `{job_id}`.".to_owned(),
        )),
        _ => None,
    }
}

/// What is wrong with a segment that is no parameter.
fn literal(text: &str, colon: bool) -> Option<(&'static str, String)> {
    let name = |text: &str| text.trim_matches([':', '*', '{', '}']).to_owned();
    match text.chars().next()? {
        ':' if !colon => Some((
            "has a parameter as axum wrote it before 0.8: the program panics when it starts",
            format!("Write `{{{}}}`.", name(text)),
        )),
        '*' if !colon => Some((
            "has a catch-all as axum wrote it before 0.8: the program panics when it starts",
            format!("Write `{{*{}}}`.", name(text)),
        )),
        '{' if colon && text.ends_with('}') => Some((
            "has a parameter as axum 0.8 writes it: before 0.8 it is literal text",
            format!("Write `:{}`, or use axum 0.8.", name(text)),
        )),
        _ if !colon && text.replace("{{", "").replace("}}", "").contains('{') => Some((
            "has a parameter with text beside it: the program panics when it starts",
            "Let the parameter be the whole segment, and take the text off in the handler.".to_owned(),
        )),
        _ => None,
    }
}
