// src/rules/s09_security/unauthenticated_handler.rs - RB901: a route that does not ask who is there

//! RB901: a route that does not ask who is there.

use crate::finding::{Finding, Label};
use crate::project::bodies::FunctionRef;
use crate::routes::Handler;
use crate::routes::describe::{auth, takes_credentials};
use crate::routes::path::Segment;
use crate::routes::resource::{is_public, label};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::section::Section;

/// RB901.
pub static RULE: Rule = Rule {
    code: "RB901",
    name: "unauthenticated-handler",
    section: Some(Section::Security),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a mounted handler without the current user that is not on the list of public routes",
    page: include_str!("unauthenticated_handler.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let who: Vec<Option<String>> = program.routes.iter().map(|(route, _)| auth(model, route)).collect();
        // Where no route is seen to ask, it is done in a way that is not known here, or not at all.
        let Some(usual) = who.iter().flatten().next() else { continue };
        let mut said: Vec<FunctionRef> = Vec::new();
        for ((route, segments), who) in program.routes.iter().zip(&who) {
            let Handler::Function(id) = route.handler else { continue };
            let is_listed = is_public(program.package, route, segments);
            let Some(function) = model.function(id).filter(|_| who.is_none() && !is_listed) else { continue };
            // Of a path that is known at run time alone nobody can say whether it is for everyone.
            let is_known =
                segments.iter().any(|segment| !matches!(segment, Segment::Unknown(_))) || segments.is_empty();
            if !is_known || takes_credentials(model, program.package, id) {
                continue;
            }
            // One that is mounted several times is mended once.
            if said.contains(&id) {
                continue;
            }
            said.push(id);
            let facts = model.facts(id.load);
            let message = format!("`{} {}` answers anyone", route.method, route.path);
            let help = format!(
                "Let the handler take `{usual}`, as others do. If the route is for everyone, add `\"{} {}\"` to `public-routes` \
                 in `[auth]` of rulebook.toml.",
                route.method, route.path
            );
            let at = Label::new(&facts.path, function.name.range(), "does not know who asks");
            let mut finding = Finding::new(&RULE, message, help, at);
            finding.related.push(label(model, route, "the route"));
            findings.push(finding);
        }
    }
}
