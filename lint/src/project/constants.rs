// src/project/constants.rs - The numbers that the constants of a project are

//! The numbers that the constants of a project are.

use rustc_hash::FxHashMap;

use super::looked_at;
use super::model::SourceFile;
use super::tree::Tree;
use crate::source::body::BodyOwner;
use crate::source::facts::ItemKind;

/// The numbers that the constants of a project are, by name.
#[derive(Debug, Default)]
pub struct Constants(FxHashMap<String, Vec<Option<f64>>>);

impl Constants {
    /// Those of all code but tests.
    pub(super) fn of(tree: &Tree, files: &[SourceFile]) -> Self {
        let mut found = Self::default();
        for load in tree.loads.iter().filter(|load| !load.test) {
            let Some(SourceFile { facts, .. }) = files.get(load.file.index()) else { continue };
            for (_, body) in facts.bodies.iter() {
                let BodyOwner::Item(item) = body.owner else { continue };
                let declared = facts.items.get(item.index()).filter(|item| item.kind == ItemKind::Const);
                if let Some(name) = declared.and_then(|item| item.name) {
                    let value = plain(facts.slice(facts.bodies.expr(body.value).span));
                    found.0.entry(facts.name(name).to_owned()).or_default().push(value);
                }
            }
        }
        found
    }

    /// The number that a constant is, found by its name, if all constants of that name are the same.
    pub fn number(&self, name: &str) -> Option<f64> {
        let number = self.find(name);
        looked_at::note_number(name, number);
        number
    }

    /// Whether a constant is still the number that it was when somebody asked.
    pub(crate) fn is_still(&self, name: &str, number: Option<f64>) -> bool {
        self.find(name).map(f64::to_bits) == number.map(f64::to_bits)
    }

    fn find(&self, name: &str) -> Option<f64> {
        let values = self.0.get(name)?;
        let first = (*values.first()?)?;
        values.iter().all(|value| *value == Some(first)).then_some(first)
    }
}

/// A literal, without the type behind it: `-5`, `1_000`, `80usize`.
pub(crate) fn plain(value: &str) -> Option<f64> {
    const TYPES: [&str; 12] = ["usize", "isize", "u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "f32", "f64"];
    let text: String = value.chars().filter(|c| !c.is_whitespace() && *c != '_').collect();
    let digits = TYPES.iter().find_map(|ty| text.strip_suffix(ty)).unwrap_or(&text);
    digits.parse().ok()
}
