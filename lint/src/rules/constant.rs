// src/rules/constant.rs - The numbers that the constants of a project are

//! The numbers that the constants of a project are.

use rustc_hash::FxHashMap;

use crate::project::looked_at;
use crate::project::model::Model;
use crate::source::body::BodyOwner;
use crate::source::facts::ItemKind;

/// The number that a constant is, found by its name in the project, if all constants of that name are the same.
pub(crate) fn number_of(model: &Model, name: &str) -> Option<f64> {
    // The values of constants belong to the outlines of their files.
    let numbers = model.numbers.get_or_init(|| looked_at::by_outlines(|| all(model)));
    let values = numbers.get(name)?;
    let first = (*values.first()?)?;
    values.iter().all(|value| *value == Some(first)).then_some(first)
}

/// A literal, without the type behind it: `-5`, `1_000`, `80usize`.
pub(crate) fn plain(value: &str) -> Option<f64> {
    const TYPES: [&str; 12] = ["usize", "isize", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"];
    let text: String = value.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let digits = TYPES.iter().find_map(|ty| text.strip_suffix(ty)).unwrap_or(&text);
    digits.parse().ok()
}

fn all(model: &Model) -> FxHashMap<String, Vec<Option<f64>>> {
    let mut found: FxHashMap<String, Vec<Option<f64>>> = FxHashMap::default();
    for load in model.tree.load_ids().filter(|load| !model.tree.load(*load).test) {
        let facts = model.facts(load);
        for (_, body) in facts.bodies.iter() {
            let BodyOwner::Item(item) = body.owner else { continue };
            let declared = facts.items.get(item.index()).filter(|item| item.kind == ItemKind::Const);
            if let Some(name) = declared.and_then(|item| item.name) {
                let value = plain(facts.slice(facts.bodies.expr(body.value).span));
                found.entry(facts.name(name).to_owned()).or_default().push(value);
            }
        }
    }
    found
}
