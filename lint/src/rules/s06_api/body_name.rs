// src/rules/s06_api/body_name.rs - RB611: a body whose type does not say what it is

//! RB611: a body whose type does not say what it is.

use crate::finding::{Finding, Label};
use crate::project::types::Named;
use crate::routes::body::bodies_of;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::source::facts::ItemKind;
use rulebook_conventions::section::Section;

/// RB611.
pub static RULE: Rule = Rule {
    code: "RB611",
    name: "body-name",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a request body that is not `{Resource}{Action}Request`, a response that is not `{Resource}..Response`",
    page: include_str!("body_name.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for (id, function) in served.handlers() {
        let facts = model.facts(id.load);
        let parameters = function.parameters.iter().map(|parameter| (parameter.ty, "Request"));
        let returns = function.returns.map(|ty| (ty, "Response"));
        for (ty, ending) in parameters.chain(returns) {
            for body in bodies_of(facts, ty) {
                let Some(node) = facts.types.get(body.index()) else { continue };
                // A wrapper of the project's own says what it is about by what it holds.
                let is_plain = node.end == body.0 + 1;
                let Some(Named::Item(item)) = model.named(id.load, body).filter(|_| is_plain) else { continue };
                let is_struct = model
                    .item(*item)
                    .is_some_and(|item| matches!(item.kind, ItemKind::Struct { .. } | ItemKind::Enum { .. }));
                let name = facts.type_name(body);
                if !is_struct || name.ends_with(ending) {
                    continue;
                }
                let (what, example) = match ending {
                    "Request" => ("takes", "JobCreateRequest"),
                    _ => ("returns", "JobResponse"),
                };
                let message = format!("`{}` {what} a body called `{name}`", facts.name(function.name));
                let help = format!("Call it after resource and use, with `{ending}` at its end: `{example}`.");
                findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, node.span.range(), "")));
            }
        }
    }
}
