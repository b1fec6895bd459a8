// src/settings/parse.rs - `rulebook.toml` to settings

use std::collections::BTreeMap;

use super::catalogue::{CATALOGUE, Entry, Kind, Setting, tables};
use super::parse_layers::read_layers;
use super::reader::{Errors, Table, Text, as_text};
use super::{Override, REST, Settings, SeveritySetting, Written, glob};
use crate::suggest;

/// What is given to whatever reads a part of a settings file.
pub(super) struct Reading<'r> {
    /// Codes and names of the rules.
    pub(super) rules: &'r [(&'static str, &'static str)],
    /// The settings so far, which the file changes.
    pub(super) settings: &'r mut Settings,
    /// What is wrong so far.
    pub(super) errors: &'r mut Errors,
}

impl Reading<'_> {
    /// Notes that the file has an entry.
    pub(super) fn note(&mut self, key: &str, value: impl Into<String>, range: std::ops::Range<usize>) {
        self.settings.file.written.push(Written { key: key.to_owned(), value: value.into(), range });
    }

    /// A list of the file as the settings hold it: it replaces `before`, for which `...` stands.
    pub(super) fn list(&mut self, key: &str, entry: Entry, texts: Vec<Text>, before: &[String]) -> Vec<String> {
        let mut list = Vec::new();
        for text in texts {
            if text.text == REST {
                list.extend_from_slice(before);
                continue;
            }
            if let Some((message, help)) = fault(entry, &text.text) {
                self.errors.add(text.range, message, help);
                continue;
            }
            let value = match entry {
                Entry::Crate => text.text.replace('-', "_"),
                Entry::Folder => text.text.trim_end_matches('/').to_owned(),
                Entry::Text | Entry::Package | Entry::Glob => text.text,
            };
            self.note(key, value.clone(), text.range);
            list.push(value);
        }
        list
    }
}

/// What is wrong with an entry of a list, and the way on.
fn fault(entry: Entry, text: &str) -> Option<(String, &'static str)> {
    match entry {
        _ if text.trim().is_empty() => {
            Some(("an empty text says nothing".to_owned(), "delete it, or write what it should be"))
        }
        Entry::Folder if text.starts_with('/') || text.split('/').any(|part| part == "..") => {
            Some((format!("`{text}` is no folder of a package"), "write it relative to the package, such as `src/api`"))
        }
        Entry::Glob => glob(text).err().map(|reason| {
            let help = "write it as `folder`, `folder/**` or `**/*.gen.rs`, relative to the settings file";
            (format!("`{text}` is no glob: {reason}"), help)
        }),
        Entry::Folder | Entry::Text | Entry::Crate | Entry::Package => None,
    }
}

/// Reads what stands at the top of the file and below it.
pub(super) fn root(mut root: Table<'_, '_>, reading: &mut Reading<'_>) {
    let mut opened: BTreeMap<&str, Table<'_, '_>> =
        tables().filter_map(|name| Some((name, root.table(name, reading.errors)?))).collect();
    for setting in CATALOGUE {
        let table = if setting.table.is_empty() { Some(&mut root) } else { opened.get_mut(setting.table) };
        if let Some(table) = table {
            read(setting, table, reading);
        }
    }
    if let Some(irregular) = opened.get_mut("names").and_then(|names| names.table("irregular", reading.errors)) {
        for (singular, plural) in irregular.entries() {
            if let Some(plural) = as_text(&singular.text, plural, reading.errors) {
                reading.settings.words.irregular.insert(singular.text, plural.text);
            }
        }
    }
    for table in opened.into_values() {
        table.end(reading.errors);
    }
    read_layers(&mut root, reading);
    if let Some(table) = root.table("rules", reading.errors) {
        let severities = severities(&table, "rules", reading);
        reading.settings.severities.extend(severities);
    }
    for (table, range) in root.tables("overrides", reading.errors) {
        read_override(table, range, reading);
    }
    root.end(reading.errors);
}

/// Reads a setting of the catalogue.
fn read(setting: &Setting, table: &mut Table<'_, '_>, reading: &mut Reading<'_>) {
    match &setting.kind {
        Kind::Flag(field) => {
            if let Some(value) = table.boolean(setting.key, reading.errors) {
                *field(reading.settings) = value;
            }
        }
        Kind::Text(field) => {
            if let Some(value) = table.string(setting.key, reading.errors) {
                *field(reading.settings) = value;
            }
        }
        Kind::Number(field, range) => {
            if let Some(value) = table.number(setting.key, range, reading.errors) {
                *field(reading.settings) = value;
            }
        }
        Kind::List(field, entry) => {
            let Some(texts) = table.strings(setting.key, reading.errors) else { return };
            let before = std::mem::take(field(reading.settings));
            *field(reading.settings) = reading.list(&setting.path(), *entry, texts, &before);
        }
    }
}

/// The severities that a table gives to rules.
fn severities(table: &Table<'_, '_>, key: &str, reading: &mut Reading<'_>) -> BTreeMap<&'static str, SeveritySetting> {
    let mut severities = BTreeMap::new();
    for (name, value) in table.entries() {
        let rules = reading.rules;
        let Some((code, _)) = rules.iter().find(|(code, known)| *code == name.text || *known == name.text) else {
            let help = match suggest(&name.text, rules.iter().flat_map(|(code, name)| [*code, *name])) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`rulebook rules` lists them all".to_owned(),
            };
            reading.errors.add(name.range, format!("unknown rule `{}`", name.text), help);
            continue;
        };
        let Some(word) = as_text(&name.text, value, reading.errors) else { continue };
        let severity = match word.text.as_str() {
            "off" => SeveritySetting::Off,
            "warning" => SeveritySetting::Warning,
            "error" => SeveritySetting::Error,
            other => {
                let message = format!("`{other}` is no severity");
                reading.errors.add(word.range, message, "write `off`, `warning` or `error`");
                continue;
            }
        };
        if severities.insert(*code, severity).is_some() {
            reading.errors.add(name.range, format!("the rule {code} is set twice"), "keep its code or its name");
        } else {
            reading.note(key, *code, name.range);
        }
    }
    severities
}

fn read_override(mut table: Table<'_, '_>, range: std::ops::Range<usize>, reading: &mut Reading<'_>) {
    let place = |key| table.place(key);
    let (paths_place, rules_place) = (place("paths"), place("rules"));
    let paths = table.strings("paths", reading.errors);
    let rules = table.table("rules", reading.errors);
    let help = "an override is `paths = [\"src/legacy/**\"]` and `rules = { layer-dependency = \"off\" }`";
    let is_empty = paths.as_ref().is_some_and(Vec::is_empty);
    if paths_place.is_none() || is_empty {
        let place = paths_place.unwrap_or_else(|| range.clone());
        reading.errors.add(place, "an override without paths", help);
    }
    if rules_place.is_none() {
        reading.errors.add(range, "an override without rules", help);
    }
    let paths = reading.list("overrides.paths", Entry::Glob, paths.unwrap_or_default(), &[]);
    let severities = rules.map(|rules| severities(&rules, "overrides.rules", reading)).unwrap_or_default();
    table.end(reading.errors);
    reading.settings.overrides.push(Override { paths, severities });
}
