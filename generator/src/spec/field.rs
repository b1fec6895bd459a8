// src/spec/field.rs - One field token judged: type, modifiers, values

//! One field token judged: type, modifiers, values.

use super::decimal::DEFAULT_SCALE;
use super::gate::can_filter;
use super::syntax::{Fault, Part, Parts, cut};
use super::{FieldSpec, Kind, Modifier, labels, value};
use rulebook_conventions::did_you_mean;
use rulebook_conventions::names::{FieldName, ResourceNames};
use rulebook_conventions::reserved::USER;

/// What the gate knows about the resources that a field may refer to.
pub(super) trait Targets {
    /// The names of the resource that `given` means, or why there is none.
    fn target(&self, given: &str) -> Result<ResourceNames, Fault>;
}

/// The field that a token says, or all that is wrong with it.
pub(super) fn judge(token: &str, resource: &ResourceNames, targets: &impl Targets) -> Result<FieldSpec, Vec<Fault>> {
    let parts = cut(token);
    let mut faults = Vec::new();
    let kind = match kind(&parts, targets) {
        Ok(kind) => Some(kind),
        Err(found) => {
            faults.extend(found);
            None
        }
    };
    let name = match name(&parts, kind.as_ref(), resource) {
        Ok(name) => Some(name),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let modifiers = modifiers(&parts.modifiers, kind.as_ref(), &mut faults);
    let (Some(kind), Some(name)) = (kind, name) else { return Err(faults) };
    let scale = (kind == Kind::Decimal).then_some(DEFAULT_SCALE);
    let mut field = FieldSpec {
        name,
        kind,
        null: false,
        unique: false,
        index: false,
        filter: false,
        sort: false,
        parent: false,
        secret: false,
        len: None,
        scale,
        range: None,
        default: None,
    };
    // In the order of `Modifier::ALL`: a value is judged when what it is read by is known.
    for (modifier, given) in modifiers {
        faults.extend(set(&mut field, modifier, given).err());
    }
    faults.extend(contradiction(&field, resource));
    if faults.is_empty() { Ok(field) } else { Err(faults) }
}

/// Sets what a modifier says.
fn set(field: &mut FieldSpec, modifier: Modifier, given: &str) -> Result<(), Fault> {
    match modifier {
        Modifier::Null => field.null = true,
        Modifier::Unique => field.unique = true,
        Modifier::Index => field.index = true,
        Modifier::Filter => field.filter = true,
        Modifier::Sort => field.sort = true,
        Modifier::Parent => field.parent = true,
        Modifier::Secret => field.secret = true,
        Modifier::Len => field.len = Some(value::len(given, &field.kind)?),
        Modifier::Scale => field.scale = Some(value::scale(given)?),
        Modifier::Range => field.range = Some(value::range(given, field)?),
        Modifier::Default => field.default = Some(value::default(given, field)?),
    }
    Ok(())
}

fn kind(parts: &Parts<'_>, targets: &impl Targets) -> Result<Kind, Vec<Fault>> {
    let name = parts.name;
    let known = || format!("the types are {}", Kind::WORDS.join(", "));
    let Some(Part { word, value }) = &parts.kind else {
        return Err(vec![Fault::new(
            format!("the field `{name}` has no type"),
            format!("write `{name}:string`; {}", known()),
        )]);
    };
    match (*word, value) {
        ("enum", None) => Err(vec![Fault::new(
            format!("the enum `{name}` has no labels"),
            format!("write `{name}:enum=open,closed`"),
        )]),
        ("enum", Some(values)) => labels::parse(values).map(Kind::Enum),
        ("ref", given) => {
            let given = given.unwrap_or(name);
            targets.target(given).map(|target| Kind::Ref(Box::new(target))).map_err(|fault| vec![fault])
        }
        (word, value) => match (Kind::plain(word), value) {
            (Some(kind), None) => Ok(kind),
            (Some(_), Some(value)) => Err(vec![Fault::new(
                format!("the type {word} of `{name}` takes no values, and has `={value}`"),
                format!("write `{name}:{word}`; a default is `{name}:{word}:default={value}`"),
            )]),
            (None, _) => Err(vec![Fault::new(
                format!("`{word}` is no type that a field can have"),
                format!("{}{}", did_you_mean(word, Kind::WORDS), known()),
            )]),
        },
    }
}

fn name(parts: &Parts<'_>, kind: Option<&Kind>, resource: &ResourceNames) -> Result<FieldName, Fault> {
    let as_fault = |error: rulebook_conventions::names::NameError| Fault::new(error.to_string(), error.help);
    if !matches!(kind, Some(Kind::Ref(_))) {
        return FieldName::parse(parts.name, resource).map_err(as_fault);
    }
    // The name of a reference is checked by itself first, so that the message shows what was written. A keyword is fine:
    // the column is `type_id`.
    let given = parts.name;
    if let Some(target) = given.strip_suffix("_id") {
        return Err(Fault::new(
            format!("the reference `{given}` would make the column `{given}_id`"),
            format!("leave `_id` out: `{target}:ref=...` makes the column `{given}`"),
        ));
    }
    FieldName::parse(&format!("{given}_id"), resource).map_err(|error| {
        let fault = as_fault(error);
        Fault::new(format!("the reference `{given}`: {}", fault.reason), fault.help)
    })
}

/// The modifiers that fit, each once, with their values; what does not fit becomes a fault.
fn modifiers<'a>(parts: &[Part<'a>], kind: Option<&Kind>, faults: &mut Vec<Fault>) -> Vec<(Modifier, &'a str)> {
    let words = Modifier::ALL.map(Modifier::word);
    let mut taken: Vec<(Modifier, &str)> = Vec::new();
    for Part { word, value } in parts {
        let Some(modifier) = Modifier::ALL.into_iter().find(|modifier| modifier.word() == *word) else {
            let known = format!("the modifiers are {}", words.join(", "));
            faults.push(Fault::new(
                format!("`{word}` is no modifier of a field"),
                format!("{}{known}", did_you_mean(word, words)),
            ));
            continue;
        };
        let fault = if taken.iter().any(|(other, _)| *other == modifier) {
            Some(Fault::new(format!("`{word}` is given twice"), "leave one of them out"))
        } else if let Some((why, kind)) = kind.and_then(|kind| Some((kind.misfit(modifier)?, kind))) {
            Some(Fault::new(
                format!("`{word}` does not fit the type {}: {why}", kind.word()),
                format!("leave `{word}` out, or take another type"),
            ))
        } else {
            match (modifier.example(), value) {
                (Some(example), None) => {
                    Some(Fault::new(format!("`{word}` has no value"), format!("write it as in `{example}`")))
                }
                (None, Some(value)) => {
                    Some(Fault::new(format!("`{word}` takes no value, and has `={value}`"), format!("write `{word}`")))
                }
                _ => None,
            }
        };
        match fault {
            Some(fault) => faults.push(fault),
            None => taken.push((modifier, value.unwrap_or_default())),
        }
    }
    taken.sort_by_key(|(modifier, _)| Modifier::ALL.iter().position(|other| other == modifier));
    taken
}

/// Modifiers that are fine alone and not together.
fn contradiction(field: &FieldSpec, resource: &ResourceNames) -> Option<Fault> {
    let name = &field.name.name;
    let target = match &field.kind {
        Kind::Ref(target) => Some(target.snake.as_str()),
        _ => None,
    };
    let own = target == Some(resource.snake.as_str());
    let faults = [
        (own && field.parent).then(|| {
            Fault::new(
                format!("`{name}` refers to its own resource, so it can't say who may see the row"),
                "leave `parent` out",
            )
        }),
        (own && !field.null && !field.parent).then(|| {
            Fault::new(
                format!("`{name}` refers to its own resource and may not be null, so no first row could be made"),
                "add `:null`",
            )
        }),
        (field.parent && field.null).then(|| {
            Fault::new(
                format!("`{name}` is the parent and may be null: nobody could see a row without one"),
                "leave `null` or `parent` out",
            )
        }),
        (field.parent && target == Some(USER)).then(|| {
            Fault::new(
                "a row belongs to its user without being asked, so `user` needs no `parent`",
                "leave the field out",
            )
        }),
        (field.unique && field.default.is_some()).then(|| {
            Fault::new(
                format!("`{name}` is unique and has a default, so the second row with it would be refused"),
                "leave `unique` or the default out",
            )
        }),
        (field.parent && field.unique).then(|| {
            Fault::new(
                format!("`{name}` is the parent and unique, so a parent could have one row alone"),
                "leave `unique` or `parent` out",
            )
        }),
        (field.secret && (field.unique || field.filter || field.sort || field.index)).then(|| {
            Fault::new(
                format!("`{name}` is secret, and a unique, filtered, sorted or indexed field can be guessed at"),
                "leave the other modifier out",
            )
        }),
        (field.secret && field.default.is_some()).then(|| {
            Fault::new(
                format!("`{name}` is secret, and its default would stand in the source"),
                "leave the default out, or add `null`",
            )
        }),
        (field.filter && !can_filter(name)).then(|| {
            Fault::new(
                format!("`{name}` can be no filter: every list has a query parameter of that name"),
                "leave `filter` out, or rename the field",
            )
        }),
    ];
    faults.into_iter().flatten().next()
}
