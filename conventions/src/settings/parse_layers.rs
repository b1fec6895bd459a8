// src/settings/parse_layers.rs - The tables `[layers.x]` to layers

use super::catalogue::Entry;
use super::parse::Reading;
use super::reader::{Table, Text, as_table};
use super::{Access, Layer};
use crate::suggest;

/// Layers of the file change the layer of their name that is there already, key by key, or add one.
pub(super) fn read_layers(root: &mut Table<'_, '_>, reading: &mut Reading<'_>) {
    let Some(table) = root.table("layers", reading.errors) else { return };
    let mut accesses: Vec<Text> = Vec::new();
    for (key, value) in table.entries() {
        let Some(entries) = as_table(&key.text, value, reading.errors) else { continue };
        accesses.extend(read_layer(key, Table::new("[layers.*]", entries), reading));
    }
    check_accesses(&accesses, reading);
}

/// Reads one layer, and gives back what it says that it may use.
fn read_layer(key: Text, mut entries: Table<'_, '_>, reading: &mut Reading<'_>) -> Vec<Text> {
    let folders = entries.strings("folders", reading.errors);
    let packages = entries.strings("packages", reading.errors);
    let may_use = entries.strings("may-use", reading.errors);
    entries.end(reading.errors);
    let layers = &mut reading.settings.layers;
    let at = layers.iter().position(|layer| layer.name == key.text);
    let mut layer = match at {
        Some(at) => layers.remove(at),
        None => Layer::new(&key.text),
    };
    if at.is_none() && folders.is_none() && packages.is_none() {
        reading.errors.add(
            key.range.clone(),
            format!("the layer `{}` lies nowhere", key.text),
            "say its `folders`, relative to the package, or its `packages`",
        );
    }
    layer.declared = true;
    let path = |part: &str| format!("layers.{}.{part}", layer.name);
    let (folders_path, packages_path) = (path("folders"), path("packages"));
    if let Some(folders) = folders {
        layer.folders = reading.list(&folders_path, Entry::Folder, folders, &layer.folders);
    }
    if let Some(packages) = packages {
        layer.packages = reading.list(&packages_path, Entry::Package, packages, &layer.packages);
    }
    let may_use = may_use.inspect(|texts| {
        let before = std::mem::take(&mut layer.may_use);
        for text in texts {
            if text.text == super::REST {
                layer.may_use.extend(before.iter().cloned());
            } else {
                layer.may_use.push(Access::parse(&text.text));
            }
        }
    });
    reading.note("layers", key.text, key.range);
    let layers = &mut reading.settings.layers;
    layers.insert(at.unwrap_or(layers.len()), layer);
    may_use.unwrap_or_default().into_iter().filter(|text| text.text != super::REST).collect()
}

/// After all layers are read, since one may name another that comes later.
fn check_accesses(accesses: &[Text], reading: &mut Reading<'_>) {
    let settings = &*reading.settings;
    for text in accesses {
        let access = Access::parse(&text.text);
        let Some(name) = access.layer() else { continue };
        if settings.layer(name).is_none() {
            let help = match suggest(name, settings.layers.iter().map(|layer| layer.name.as_str())) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("declare `[layers.{name}]`, or name one that is there"),
            };
            reading.errors.add(text.range.clone(), format!("no layer is called `{name}`"), help);
        }
    }
}
