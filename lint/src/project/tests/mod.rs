// src/project/tests/mod.rs - Small projects written as text, linked, and what came out as text

//! Small projects written as text, linked, and what came out as text.

mod bodies;
mod references;
mod trees;

use crate::project::file_system::Memory;
use crate::project::model::Model;
use crate::project::names::{Definition, ItemRef};
use crate::run::{Options, lint};

const MANIFEST: &str =
    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nsqlx = \"0.9\"\n";

/// The files of a text in which each begins with a line `=== path`. A manifest is put in place if there is none.
fn files(text: &str) -> Memory {
    let mut files = Memory::default();
    for part in text.split("=== ").skip(1) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        files.insert(path.trim(), content);
    }
    if !files.files().keys().any(|path| path.ends_with("Cargo.toml")) {
        files.insert("Cargo.toml", MANIFEST);
    }
    files
}

fn link(text: &str) -> Model {
    let files = files(text);
    let report = lint(&files, &Options::default()).unwrap();
    let failures: Vec<_> = report.model.files().iter().filter_map(|file| file.facts.failure.as_ref()).collect();
    assert!(failures.is_empty(), "{failures:?}");
    report.model
}

/// A definition as code in its own crate would write it, with the crate's name where it is not `app`.
fn spell(model: &Model, definition: Definition) -> String {
    let module = |module| {
        let krate = model.tree.krate(model.tree.module(module).krate);
        let path = model.tree.path(module);
        if krate.name == "app" { path } else { path.replacen("crate", &krate.name, 1) }
    };
    match definition {
        Definition::External(external) => model.external(external).to_owned(),
        Definition::Module(id) => module(id),
        Definition::Item(item) => {
            let path = module(model.tree.normal(model.module_of(item).unwrap()));
            format!("{path}::{}", name(model, item))
        }
    }
}

fn name(model: &Model, item: ItemRef) -> &str {
    model.item(item).unwrap().name.map(|name| model.facts(item.load).name(name)).unwrap_or_default()
}
