// src/rules/s07_database/local_time.rs - RB704: a time that is not in UTC

//! RB704: a time that is not in UTC.

use bitcode::{Decode, Encode};

use crate::finding::{Finding, Label};
use crate::project::model::Model;
use crate::project::names::ItemRef;
use crate::project::outside::Origin;
use crate::project::tree::LoadId;
use crate::project::types::Named;
use crate::rule::{Check, Fixable, Gathered, Rule, Severity};
use crate::rules::model_type::{ModelType, types_in};
use crate::source::facts::{ItemId, Span};
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
    check: Check::Gathered(gather, check),
};

/// Types of points in time that don't say of which zone, or are of the machine's.
const TYPES: &[(&str, &str)] =
    &[("chrono", "NaiveDateTime"), ("chrono", "Local"), ("time", "PrimitiveDateTime"), ("jiff", "DateTime")];

/// Functions that ask for the machine's time in its own zone.
const NOW: &[(&str, &str)] =
    &[("chrono", "Local::now"), ("chrono", "Local::today"), ("time", "OffsetDateTime::now_local")];

/// A field of a model that holds a time of no zone, or of the machine's.
#[derive(Encode, Decode)]
struct Held {
    /// The model.
    item: u32,
    /// The field's name, if it has one.
    field: Option<Span>,
    span: Span,
    /// The type, by its number among [`TYPES`].
    ty: u8,
}

fn gather(model: &Model, load: LoadId) -> Vec<u8> {
    let mut held = Vec::new();
    for of in types_in(model, load).filter(|of| of.place().is_some_and(|place| place.layer == "models")) {
        for field in of.fields() {
            let local = of.facts.type_nodes(field.ty).find_map(|(at, node)| {
                let Some(Named::External { package, name }) = model.named(load, at) else { return None };
                let package = model.external(*package);
                // sqlx gives the types of these crates on.
                let is_it = |(known, ty): &(&str, &str)| {
                    (package == *known || package == "sqlx" || package == "sea_orm") && last_name(name) == *ty
                };
                TYPES.iter().zip(0..).find(|(ty, _)| is_it(ty)).map(|(_, number)| (node.span, number))
            });
            held.extend(local.map(|(span, ty)| Held { item: of.id.item.0, field: field.name, span, ty }));
        }
    }
    Gathered::encode(&held)
}

fn check(model: &Model, gathered: &Gathered<'_>, findings: &mut Vec<Finding>) {
    for (load, Held { item, field, span, ty }) in gathered.each() {
        let of = ModelType::of(model, ItemRef { load, item: ItemId(item) });
        let Some((of, (_, ty))) = of.zip(TYPES.get(usize::from(ty))) else { continue };
        let name = field.map_or("its field", |name| of.facts.name(name));
        let message = format!("`{name}` of `{}` is a `{ty}`, which is not in UTC", of.name());
        let help = "Take `DateTime<Utc>`, and a column that knows the zone: a time without one is another moment on the next machine.";
        findings.push(Finding::new(&RULE, message, help, of.label_at(span, "of no zone, or of this machine's")));
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
