// src/rules/s07_database/local_time.rs - RB704: a time that is not in UTC

//! RB704: a time that is not in UTC.

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::outside::Origin;
use crate::project::types::Named;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::types;
use crate::source::written::{last_name, split_first};
use rulebook_conventions::section::Section;

/// RB704.
pub static RULE: Rule = Rule {
    code: "RB704",
    name: "local-time",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a model's time that is not in UTC, or the machine's own time",
    page: include_str!("local_time.md"),
    check: Check::Project(check),
};

/// Types of points in time that don't say of which zone, or are of the machine's.
const TYPES: &[(&str, &str)] =
    &[("chrono", "NaiveDateTime"), ("chrono", "Local"), ("time", "PrimitiveDateTime"), ("jiff", "DateTime")];

/// Functions that ask for the machine's time in its own zone.
const NOW: &[(&str, &str)] =
    &[("chrono", "Local::now"), ("chrono", "Local::today"), ("time", "OffsetDateTime::now_local")];

fn check(model: &Model, findings: &mut Vec<Finding>) {
    for of in types(model).filter(|of| of.place().is_some_and(|place| place.layer == "models")) {
        for field in of.fields() {
            let local = of.facts.type_nodes(field.ty).find_map(|(at, node)| {
                let Some(Named::External { package, name }) = model.named(of.id.load, at) else { return None };
                let package = model.external(*package);
                // sqlx gives the types of these crates on.
                let is_it = |(known, ty): &&(&str, &str)| {
                    (package == *known || package == "sqlx" || package == "sea_orm") && last_name(name) == *ty
                };
                TYPES.iter().find(is_it).map(|(_, ty)| (node.span, *ty))
            });
            let Some((span, ty)) = local else { continue };
            let name = field.name.map_or("its field", |name| of.facts.name(name));
            let message = format!("`{name}` of `{}` is a `{ty}`, which is not in UTC", of.name());
            let help = "Take `DateTime<Utc>`, and a column that knows the zone: a time without one is another moment on the next machine.";
            findings.push(Finding::new(&RULE, message, help, of.label_at(span, "of no zone, or of this machine's")));
        }
    }
    let is_now = |path: &str| {
        let (of, rest) = split_first(path).unwrap_or_default();
        NOW.iter().any(|(package, function)| of == *package && rest.ends_with(function))
    };
    for (used, path) in model.outside.uses(is_now) {
        if used.test || !matches!(used.origin, Origin::Site(_)) || !model.is_application(used.from) {
            continue;
        }
        let facts = model.facts(used.load);
        let message = format!("`{path}` gives the time in the zone of the machine");
        let help = "Take `Utc::now()`, and show times in the zone of who reads them.";
        findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, used.span.range(), "local time")));
    }
}
