// src/settings/parse_layers.rs - The tables `[layers.x]` to layers

use super::catalogue::Entry;
use super::parse::Reading;
use super::reader::{Table, Text, as_table};
use super::{Access, Layer, Settings};
use crate::suggest;

/// Layers of the file change the layer of their name that is there already, key by key, or add one.
pub(super) fn read_layers(root: &mut Table<'_, '_>, reading: &mut Reading<'_>) {
    let order = root.strings("layer-order", reading.errors);
    let mut accesses: Vec<Text> = Vec::new();
    let mut closed: Vec<Text> = Vec::new();
    if let Some(table) = root.table("layers", reading.errors) {
        for (key, value) in table.entries() {
            let Some(entries) = as_table(&key.text, value, reading.errors) else { continue };
            let layer = key.clone();
            accesses.extend(read_layer(key, Table::new("[layers.*]", entries), reading));
            if reading.settings.layer(&layer.text).is_some_and(|layer| layer.closed) {
                closed.push(layer);
            }
        }
    }
    accesses.extend(order.iter().flatten().cloned());
    check_accesses(&accesses, reading);
    if let Some(order) = order {
        reading.settings.layer_order = order.into_iter().map(|text| text.text).collect();
    }
    for layer in closed.into_iter().filter(|layer| !reading.settings.layer_order.contains(&layer.text)) {
        let message = format!("the layer `{}` is closed and stands in no order", layer.text);
        reading.errors.add(layer.range, message, "put it into `layer-order`, the highest layer first");
    }
    apply_order(reading.settings);
}

/// A layer in the order that says nothing itself may use those below it, down to the first that is closed.
fn apply_order(settings: &mut Settings) {
    let order = settings.layer_order.clone();
    for (at, name) in order.iter().enumerate() {
        let mut below = Vec::new();
        for lower in order.iter().skip(at + 1) {
            below.push(Access::Layer(lower.clone()));
            if settings.layer(lower).is_some_and(|layer| layer.closed) {
                break;
            }
        }
        if let Some(layer) = settings.layers.iter_mut().find(|layer| layer.name == *name) {
            layer.declared = true;
            if !layer.explicit {
                layer.may_use = below;
            }
        }
    }
}

/// Reads one layer, and gives back what it says that it may use.
fn read_layer(key: Text, mut entries: Table<'_, '_>, reading: &mut Reading<'_>) -> Vec<Text> {
    let folders = entries.strings("folders", reading.errors);
    let packages = entries.strings("packages", reading.errors);
    let may_use = entries.strings("may-use", reading.errors);
    let public = entries.strings("public", reading.errors);
    let independent = entries.boolean("independent", reading.errors);
    let closed = entries.boolean("closed", reading.errors);
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
    layer.explicit |= may_use.is_some();
    layer.independent = independent.unwrap_or(layer.independent);
    layer.closed = closed.unwrap_or(layer.closed);
    let path = |part: &str| format!("layers.{}.{part}", layer.name);
    let (folders_path, packages_path) = (path("folders"), path("packages"));
    if let Some(public) = public {
        let key = path("public");
        layer.public = reading.list(&key, Entry::Text, public, &layer.public);
    }
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
