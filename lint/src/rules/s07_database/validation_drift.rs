// src/rules/s07_database/validation_drift.rs - RB708: a field whose validation and documentation disagree

//! RB708: a field whose validation and documentation disagree.

use super::columns::{Class, of_field};
use crate::finding::Finding;
use crate::project::constants::plain;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::model_type::{ModelType, types_in};
use crate::source::attribute::Argument;
use crate::source::facts::Field;
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB708.
pub static RULE: Rule = Rule {
    code: "RB708",
    name: "validation-drift",
    section: Some(Section::Database),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "validation and documented schema of a field disagree, or a length counts bytes where the schema counts characters",
    page: include_str!("validation_drift.md"),
    check: Check::Linked(check),
};

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for of in types_in(model, load).filter(|of| of.derives(&["Validate"]) && of.derives(&["ToSchema", "IntoParams"])) {
        for field in of.fields() {
            let Some((message, help)) = disagreement(&of, field) else { continue };
            let span = field.name.unwrap_or_default();
            findings.push(Finding::new(&RULE, message, help, of.label_at(span, "two bounds")));
        }
    }
}

/// The bounds of a field: what is bounded, its least and its most.
#[derive(Debug, Default, PartialEq)]
struct Bounds {
    least: Option<Bound>,
    most: Option<Bound>,
}

/// A bound: a number, or what could not be worked out.
#[derive(Debug, Clone, PartialEq)]
enum Bound {
    Known(f64),
    Unknown,
}

fn disagreement(of: &ModelType<'_>, field: &Field) -> Option<(String, String)> {
    let name = of.facts.name(field.name?);
    let garde = of.said(field.attributes, "garde");
    let validator = of.said(field.attributes, "validate");
    let mut schema = of.said(field.attributes, "schema");
    schema.extend(of.said(field.attributes, "param"));
    let rules = || garde.iter().chain(&validator);
    let rule = |name: &str| rules().find(|it| it.name == name);
    let (class, _) = of_field(of.model, of.id.load, field.ty);
    for (rule_name, least, most) in [("length", "min_length", "max_length"), ("range", "minimum", "maximum")] {
        let (least, most) = match (rule_name, class) {
            // The length of a list has other words. What is counted in characters is a text, whatever its type is.
            ("length", Class::Other) if counts_bytes(&garde) => ("min_items", "max_items"),
            // A type of the project's own, or an exact number: its documentation may be that of a text.
            ("range", Class::Other | Class::Decimal) => continue,
            _ => (least, most),
        };
        let checked = rule(rule_name);
        let validated = checked.map(|it| bounds(of, &it.inner, "min", "max")).unwrap_or_default();
        let documented = bounds(of, &schema, least, most);
        for (checked_bound, documented_bound, word) in
            [(&validated.least, &documented.least, least), (&validated.most, &documented.most, most)]
        {
            let differs = match (checked_bound, documented_bound) {
                (Some(Bound::Known(one)), Some(Bound::Known(other))) => (one - other).abs() > f64::EPSILON,
                // Nothing is shorter than nothing.
                (Some(Bound::Known(0.0)), None) if rule_name == "length" => false,
                (Some(_), None) => true,
                // What is checked by code of its own may be checked for that as well.
                (None, Some(_)) => !has_code(&garde, &validator),
                _ => false,
            };
            if !differs {
                continue;
            }
            let said = |bound: &Option<Bound>| match bound {
                Some(Bound::Known(number)) => format!("{number}"),
                Some(Bound::Unknown) => "a constant".to_owned(),
                None => "no bound".to_owned(),
            };
            let message = format!(
                "`{name}` of `{}` is checked for {} and documented with {} as its `{word}`",
                of.name(),
                said(checked_bound),
                said(documented_bound)
            );
            let help = format!(
                "Say the same in both: `#[schema({word} = {})]` beside the validation.",
                said(if checked_bound.is_some() { checked_bound } else { documented_bound })
            );
            return Some((message, help));
        }
        let counts_bytes =
            rule_name == "length" && class == Class::Text && validated.most.is_some() && counts_bytes(&garde);
        if counts_bytes && documented.most.is_some() {
            let message =
                format!("the length of `{name}` of `{}` is checked in bytes and documented in characters", of.name());
            let help = "Write `length(chars, ..)`: a text of umlauts or emoji is refused otherwise that the documentation allows.";
            return Some((message, help.to_owned()));
        }
    }
    None
}

/// Whether garde counts the bytes of a text: its mode is `simple` where none is given.
fn counts_bytes(garde: &[Argument]) -> bool {
    garde
        .iter()
        .find(|it| it.name == "length")
        .is_some_and(|length| !["chars", "graphemes", "utf16"].iter().any(|mode| length.inner(mode).is_some()))
}

/// Whether a field is checked by a function or a pattern as well.
fn has_code(garde: &[Argument], validator: &[Argument]) -> bool {
    const CODE: [&str; 8] = ["custom", "pattern", "regex", "inner", "dive", "nested", "email", "url"];
    garde.iter().chain(validator).any(|it| CODE.contains(&it.name.as_str()))
}

fn bounds(of: &ModelType<'_>, arguments: &[Argument], least: &str, most: &str) -> Bounds {
    let bound = |name: &str| {
        let value = arguments.iter().find(|it| it.name == name)?.value.as_deref()?;
        Some(number(of, value).map_or(Bound::Unknown, Bound::Known))
    };
    // `equal = 5` of validator is both.
    let equal = bound("equal");
    Bounds { least: bound(least).or_else(|| equal.clone()), most: bound(most).or(equal) }
}

/// A number as it stands, or the constant of that name.
fn number(of: &ModelType<'_>, value: &str) -> Option<f64> {
    plain(value).or_else(|| of.model.constants.number(last_name(value).trim()))
}
