// src/settings/reader.rs - Strict reading of TOML tables: every key is asked for, or it is an error with a place

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::SettingsError;
use crate::suggest;

/// Errors of one file, collected so far. Reading goes on after each, so that a person sees all of them at once.
pub(super) struct Errors {
    path: String,
    list: Vec<SettingsError>,
}

impl Errors {
    /// No error of the file at `path` yet.
    pub(super) fn new(path: &str) -> Self {
        Self { path: path.to_owned(), list: Vec::new() }
    }

    pub(super) fn add(&mut self, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let (message, help) = (message.into(), help.into());
        self.list.push(SettingsError { path: self.path.clone(), range, message, help });
    }

    /// The errors in the order of their places.
    pub(super) fn sorted(mut self) -> Vec<SettingsError> {
        self.list.sort_by_key(|error| error.range.start);
        self.list
    }
}

/// A string of the file with its place.
#[derive(Clone)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// A table that is being read. Keys are taken one by one; [`Table::end`] reports those that nobody took.
pub(super) struct Table<'t, 'i> {
    name: String,
    table: &'t DeTable<'i>,
    known: BTreeSet<&'static str>,
}

impl<'t, 'i> Table<'t, 'i> {
    /// Reads `table`, called `name` in messages: `[names]`.
    pub(super) fn new(name: impl Into<String>, table: &'t DeTable<'i>) -> Self {
        Self { name: name.into(), table, known: BTreeSet::new() }
    }

    /// The place of a key that is there.
    pub(super) fn place(&self, key: &str) -> Option<Range<usize>> {
        self.table.get_key_value(key).map(|(key, _)| key.span())
    }

    fn value(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.known.insert(key);
        self.table.get(key)
    }

    /// The table at `key`.
    pub(super) fn table(&mut self, key: &'static str, errors: &mut Errors) -> Option<Table<'t, 'i>> {
        let value = self.value(key)?;
        as_table(key, value, errors).map(|table| Table::new(format!("[{key}]"), table))
    }

    /// The tables of the array at `key`, each with its place.
    pub(super) fn tables(&mut self, key: &'static str, errors: &mut Errors) -> Vec<(Table<'t, 'i>, Range<usize>)> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let name = format!("[[{key}]]");
        let wrong = |value: &Spanned<DeValue<'_>>, errors: &mut Errors| {
            errors.add(value.span(), format!("`{key}` must be a list of tables"), format!("write `{name}` above each"));
        };
        let Some(items) = value.get_ref().as_array() else {
            wrong(value, errors);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push((Table::new(&name, table), item.span())),
                None => wrong(item, errors),
            }
        }
        tables
    }

    /// The strings of the array at `key`.
    pub(super) fn strings(&mut self, key: &'static str, errors: &mut Errors) -> Option<Vec<Text>> {
        let value = self.value(key)?;
        let Some(items) = value.get_ref().as_array() else {
            errors.add(value.span(), format!("`{key}` must be a list of strings"), format!("write `{key} = [\"..\"]`"));
            return None;
        };
        Some(items.iter().filter_map(|item| as_text(key, item, errors)).collect())
    }

    /// The string at `key`, or the strings of an array.
    pub(super) fn string_or_strings(&mut self, key: &'static str, errors: &mut Errors) -> Vec<Text> {
        match self.value(key).map(|value| (value, value.get_ref())) {
            None => Vec::new(),
            Some((_, DeValue::Array(_))) => self.strings(key, errors).unwrap_or_default(),
            Some((value, _)) => as_text(key, value, errors).into_iter().collect(),
        }
    }

    /// The string at `key`.
    pub(super) fn string(&mut self, key: &'static str, errors: &mut Errors) -> Option<String> {
        let value = self.value(key)?;
        as_text(key, value, errors).map(|text| text.text)
    }

    /// The boolean at `key`.
    pub(super) fn boolean(&mut self, key: &'static str, errors: &mut Errors) -> Option<bool> {
        let value = self.value(key)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            errors.add(value.span(), format!("`{key}` must be true or false"), format!("write `{key} = true`"));
        }
        found
    }

    /// The whole number at `key`, if it lies within `range`.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        range: &RangeInclusive<u32>,
        errors: &mut Errors,
    ) -> Option<u32> {
        let value = self.value(key)?;
        let written = value.get_ref().as_integer();
        let number = written.and_then(|written| u32::from_str_radix(written.as_str(), written.radix()).ok());
        let number = number.filter(|number| range.contains(number));
        if number.is_none() {
            let (least, most) = (range.start(), range.end());
            errors.add(
                value.span(),
                format!("`{key}` must be a whole number from {least} to {most}"),
                format!("write `{key} = {least}`, or more"),
            );
        }
        number
    }

    /// All entries, for tables whose keys are names: the key with its place, and the value.
    pub(super) fn entries(&self) -> impl Iterator<Item = (Text, &'t Spanned<DeValue<'i>>)> + use<'t, 'i> {
        self.table.iter().map(|(key, value)| (Text { text: key.get_ref().to_string(), range: key.span() }, value))
    }

    /// Reports the keys that were not asked for.
    pub(super) fn end(self, errors: &mut Errors) {
        for key in self.table.keys() {
            let name = key.get_ref().as_ref();
            if self.known.contains(name) {
                continue;
            }
            let help = match suggest(name, self.known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!(
                    "known here: {}",
                    self.known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
                ),
            };
            errors.add(key.span(), format!("unknown key `{name}` in {}", self.name), help);
        }
    }
}

/// A value that must be a table.
pub(super) fn as_table<'t, 'i>(
    key: &str,
    value: &'t Spanned<DeValue<'i>>,
    errors: &mut Errors,
) -> Option<&'t DeTable<'i>> {
    let table = value.get_ref().as_table();
    if table.is_none() {
        errors.add(value.span(), format!("`{key}` must be a table"), format!("write `[{key}]` and its keys below"));
    }
    table
}

/// A value that must be a string.
pub(super) fn as_text(key: &str, value: &Spanned<DeValue<'_>>, errors: &mut Errors) -> Option<Text> {
    let text = value.get_ref().as_str();
    if text.is_none() {
        errors.add(value.span(), format!("`{key}` takes strings"), "put the value in quotes");
    }
    Some(Text { text: text?.to_owned(), range: value.span() })
}
