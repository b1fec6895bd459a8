// src/spec/action.rs - What can be done to a row besides changing it: `cancel=pending,running:cancelled`

//! What can be done to a row besides changing it: `cancel=pending,running:cancelled`.

use super::syntax::Fault;
use super::{FieldSpec, Kind, Label};
use rulebook_conventions::did_you_mean;
use rulebook_conventions::names::spelling;

/// What every resource can do without being asked.
const VERBS: [&str; 5] = ["create", "delete", "get", "list", "update"];
const SHAPE: &str = "an action is NAME=FROM,..:TO, such as `cancel=pending,running:cancelled`; `FROM,..` and `TO` are \
                     labels of an enum field, which `NAME=FIELD.FROM,..:TO` names where several have them";

/// A transition that a request may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionSpec {
    /// Its name, in `snake_case`.
    pub name: String,
    /// The enum field that it changes.
    pub field: String,
    /// The labels that a row can have before it; at least one.
    pub from: Vec<Label>,
    /// The label that a row has after it.
    pub to: Label,
}

impl ActionSpec {
    /// The action in its one canonical spelling.
    pub fn token(&self) -> String {
        let from: Vec<&str> = self.from.iter().map(|label| label.text.as_str()).collect();
        format!("{}={}.{}:{}", self.name, self.field, from.join(","), self.to.text)
    }
}

/// The action that a token says of a resource with these fields.
pub(super) fn judge(token: &str, fields: &[FieldSpec]) -> Result<ActionSpec, Fault> {
    let shape = |reason: &str| Fault::new(format!("the action `{token}` {reason}"), SHAPE);
    let (name, transition) = token.split_once('=').ok_or_else(|| shape("says no transition"))?;
    let (from, to) = transition.split_once(':').ok_or_else(|| shape("says no label that it leads to"))?;
    let (field, from) = from.split_once('.').map_or((None, from), |(field, from)| (Some(field), from));
    let from: Vec<&str> = from.split(',').collect();
    if to.is_empty() || from.contains(&"") {
        return Err(shape("has an empty label"));
    }
    let name = verb(name)?;
    let (field, labels) = governed(&name, field, &from, to, fields)?;
    let label = |text: &str| labels.iter().find(|label| label.text == text).cloned();
    let spec = ActionSpec {
        name,
        field: field.name.name.clone(),
        from: from.iter().filter_map(|text| label(text)).collect(),
        to: label(to).ok_or_else(|| shape("leads to no label"))?,
    };
    if spec.from.contains(&spec.to) {
        return Err(Fault::new(
            format!("the action `{}` leads from `{to}` to itself", spec.name),
            "leave it out of the labels before the `:`",
        ));
    }
    let twice = spec.from.iter().enumerate().find(|(i, label)| spec.from.iter().take(*i).any(|other| other == *label));
    if let Some((_, label)) = twice {
        return Err(Fault::new(format!("the action `{}` has `{}` twice", spec.name, label.text), "leave one out"));
    }
    if field.default.is_none() {
        return Err(Fault::new(
            format!("`{}` is changed by actions alone, and has no default that a new row begins with", spec.field),
            format!("give it one: `{}:default={}`", field.token(), spec.from.first().unwrap_or(&spec.to).text),
        ));
    }
    Ok(spec)
}

/// The name of an action.
fn verb(given: &str) -> Result<String, Fault> {
    let name = spelling(given).map_err(|error| Fault::new(format!("the action {error}"), error.help))?;
    if VERBS.contains(&name.as_str()) {
        return Err(Fault::new(
            format!("every resource can `{name}` without being asked"),
            "give the action another name, such as `cancel`",
        ));
    }
    Ok(name)
}

/// The one enum field that has all the labels, or the field that was named.
fn governed<'f>(
    name: &str,
    field: Option<&str>,
    from: &[&str],
    to: &str,
    fields: &'f [FieldSpec],
) -> Result<(&'f FieldSpec, &'f [Label]), Fault> {
    let enums = fields.iter().filter_map(|field| match &field.kind {
        Kind::Enum(labels) => Some((field, labels.as_slice())),
        _ => None,
    });
    let enums: Vec<_> = enums.filter(|(known, _)| field.is_none_or(|field| known.name.name == field)).collect();
    let wanted: Vec<&str> = from.iter().copied().chain([to]).collect();
    let missing = |labels: &[Label]| {
        wanted.iter().copied().find(|wanted| !labels.iter().any(|label| label.text == **wanted)).map(str::to_owned)
    };
    let fits: Vec<_> = enums.iter().copied().filter(|(_, labels)| missing(labels).is_none()).collect();
    match (fits.as_slice(), enums.as_slice()) {
        ([one], _) => Ok(*one),
        ([one, ..], _) => Err(Fault::new(
            format!("the labels of the action `{name}` are those of several fields"),
            format!("name the field: `{name}={}.{}:{to}`", one.0.name.name, from.join(",")),
        )),
        ([], []) => Err(Fault::new(
            format!(
                "the action `{name}` changes an enum field, and there is {}",
                match field {
                    Some(field) => format!("none called `{field}`"),
                    None => "none".to_owned(),
                }
            ),
            SHAPE,
        )),
        ([], [(first, labels), ..]) => {
            let missing = missing(labels).unwrap_or_default();
            let known: Vec<&str> = labels.iter().map(|label| label.text.as_str()).collect();
            let near = did_you_mean(&missing, known.iter().copied());
            Err(Fault::new(
                format!("the action `{name}` speaks of `{missing}`, which is no label of `{}`", first.name.name),
                format!("{near}the labels are {}", known.join(", ")),
            ))
        }
    }
}
