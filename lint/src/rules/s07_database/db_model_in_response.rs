// src/rules/s07_database/db_model_in_response.rs - RB703: a handler that takes or returns a database model

//! RB703: a handler that takes or returns a database model.

use std::cell::RefCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::tree::LoadId;
use crate::project::types::{Follows, Named};
use crate::routes::body::bodies_of;
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::{ModelType, row_types};
use crate::source::body::ExprKind;
use crate::source::facts::{Function, Span, TypeId};
use rulebook_conventions::section::Section;

/// RB703.
pub static RULE: Rule = Rule {
    code: "RB703",
    name: "db-model-in-response",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a handler that takes or returns a database model",
    page: include_str!("db_model_in_response.md"),
    check: Check::Routes(check),
};

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    let rows: BTreeSet<ItemRef> = row_types(model).map(|of| of.id).collect();
    if rows.is_empty() {
        return;
    }
    let known: RefCell<FxHashMap<ItemRef, bool>> = RefCell::default();
    let is_shown = |item: ItemRef| {
        let of = || ModelType::of(model, item).filter(|_| !rows.contains(&item));
        let derives = || of().is_some_and(|of| of.derives(&["Serialize", "Deserialize"]));
        *known.borrow_mut().entry(item).or_insert_with(derives)
    };
    let row_in = |load, ty| row_in(model, load, ty, &rows, &is_shown);
    for (id, function) in served.handlers() {
        let facts = model.facts(id.load);
        let taken = function.parameters.iter().flat_map(|parameter| bodies_of(facts, parameter.ty));
        let mut found: Vec<(Span, ItemRef, &str)> = Vec::new();
        for ty in taken {
            found.extend(row_in(id.load, ty).map(|(span, row)| (span, row, "takes")));
        }
        let returned = function.returns.and_then(|ty| row_in(id.load, ty));
        let made = || row_made_here(model, id.load, function, &rows);
        found.extend(returned.or_else(made).map(|(span, row)| (span, row, "returns")));
        for (span, row, verb) in found {
            let Some(row) = ModelType::of(model, row) else { continue };
            let message = format!("`{}` {verb} the database model `{}`", facts.name(function.name), row.name());
            let help = match verb {
                "takes" => {
                    "Take a request model with the fields that a caller may set, and make the row of it in the service."
                        .to_owned()
                }
                _ => format!(
                    "Return a response model, `{0}Response` with `impl From<{0}>`: a column that is added must not show by itself.",
                    row.name()
                ),
            };
            let mut finding =
                Finding::new(&RULE, message, help, Label::new(&facts.path, span.range(), "a row of a table"));
            finding.related.push(row.label("the database model"));
            findings.push(finding);
        }
    }
}

/// The first row type in a type, in what stands for it, or in the fields of what is shown.
fn row_in(
    model: &Model,
    load: LoadId,
    ty: TypeId,
    rows: &BTreeSet<ItemRef>,
    is_shown: Follows<'_>,
) -> Option<(Span, ItemRef)> {
    model.mentions(load, ty, is_shown).into_iter().find_map(|mention| match mention.named {
        Named::Item(item) if rows.contains(item) => Some((mention.span, *item)),
        _ => None,
    })
}

/// Where a handler whose return type does not say it gives `Json(row)`.
fn row_made_here(
    model: &Model,
    load: LoadId,
    function: &Function,
    rows: &BTreeSet<ItemRef>,
) -> Option<(Span, ItemRef)> {
    let facts = model.facts(load);
    if function.returns.is_some_and(|ty| !bodies_of(facts, ty).is_empty()) {
        return None;
    }
    let bodies = &facts.bodies;
    let body = bodies.body(function.body?);
    let values = crate::calls::values::Values::of(model, load, body);
    bodies.exprs(body).find_map(|(_, expr)| {
        let ExprKind::Call { function, arguments } = expr.kind else { return None };
        let ExprKind::Path(path) = bodies.kind(function) else { return None };
        let given = bodies.list(arguments).next().filter(|_| bodies.last_name(path, facts) == "Json")?;
        let ty = values.type_of(given)?;
        let row = values.item(ty).filter(|item| rows.contains(item))?;
        Some((bodies.expr(given).span, row))
    })
}
