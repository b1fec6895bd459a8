// src/why/place.rs - A file's layer and role in words, and the setting that they come from

use crate::project::layers::ROOT;
use crate::project::model::{FileId, Model};
use crate::project::package::Package;
use rulebook_conventions::layout::{Role, below};
use rulebook_conventions::settings::{Access, Settings};

/// What a layer may use besides itself.
pub(super) fn may_use(package: &Package, layer: &str) -> Option<Vec<String>> {
    if layer == ROOT {
        return Some(vec!["*".to_owned()]);
    }
    let word = |access: &Access| match access {
        Access::Anything => "*".to_owned(),
        Access::Layer(layer) => layer.clone(),
        Access::Module { layer, module } => format!("{layer}::{module}"),
    };
    Some(package.settings.layer(layer)?.may_use.iter().map(word).collect())
}

/// Why a file has its layer, or none.
pub(super) fn reason(model: &Model, id: FileId, layer: Option<&str>) -> String {
    let file = model.file(id);
    let package = model.package(file.package);
    let path = &*file.facts.package_path;
    let Some(layer) = layer else { return without_layer(model, id, package, path) };
    if layer == ROOT {
        return format!("`{path}` is the composition root, which may use all layers");
    }
    let Some(settings) = package.settings.layer(layer) else { return String::new() };
    if settings.packages.contains(&package.name) {
        let name = &package.name;
        let place = written_in(package, layer, "packages", name);
        return format!("`{name}` is one of the `packages` of `[layers.{layer}]` in {place}");
    }
    let folder = settings.folders.iter().filter(|folder| below(path, folder).is_some()).max_by_key(|it| it.len());
    let folder = folder.map(String::as_str).unwrap_or_default();
    let default = Settings::default();
    let is_default = default.layer(layer).is_some_and(|known| known.folders == settings.folders);
    if is_default {
        format!("`{folder}` is the folder of this layer, as the rulebook has it")
    } else {
        let place = written_in(package, layer, "folders", folder);
        format!("`{folder}` is one of the `folders` of `[layers.{layer}]` in {place}")
    }
}

fn without_layer(model: &Model, id: FileId, package: &Package, path: &str) -> String {
    let declares = package.settings.layers.iter().any(|layer| layer.declared);
    if path.starts_with("tests/") || path.starts_with("benches/") || path.starts_with("examples/") {
        "layers are for what libraries and programs are made of".to_owned()
    } else if !path.ends_with(".rs") {
        "only Rust modules have layers".to_owned()
    } else if !model.tree.reached.contains(&id) {
        "no `mod` line leads to this file, so it belongs to no crate".to_owned()
    } else if !package.backend && !declares {
        format!(
            "`{}` is no backend, for it does not depend on axum, and no settings declare layers for it",
            package.name
        )
    } else {
        "it lies in the folder of no layer; `folders` of a `[layers.NAME]` in the settings would give it one".to_owned()
    }
}

/// Where an entry of a layer is written: in the settings file that holds for a package, or in one that it extends.
fn written_in(package: &Package, layer: &str, key: &str, entry: &str) -> String {
    let file = &package.settings.file;
    let key = format!("layers.{layer}.{key}");
    let is_here = file.written.iter().any(|written| written.key == key && written.value == entry);
    if is_here || file.bases.is_empty() { format!("`{}`", file.path) } else { format!("what `{}` extends", file.path) }
}

/// What a role means.
pub(super) fn role(role: &Role) -> &'static str {
    match role {
        Role::Root => "composition root",
        Role::Bin => "entry point of a program",
        Role::Build => "build script",
        Role::Bench => "benchmark",
        Role::Example => "example",
        Role::ApiSupport => "support file of the api layer",
        Role::Api { .. } => "handlers of a resource",
        Role::ServiceSupport => "root of the services",
        Role::Service { .. } => "business logic of a resource",
        Role::ModelSupport => "root of the models",
        Role::DbModels => "database models",
        Role::ApiModels { .. } => "request and response models of a resource",
        Role::CoreModule { .. } => "module of core",
        Role::CoreFolder { .. } => "integration, or a module of core that is a folder",
        Role::OtherLayer { .. } => "file of a layer that the settings declare",
        Role::TestRoot => "root of tests",
        Role::TestSupport => "shared support of the tests",
        Role::Test { .. } => "tests of a component",
        Role::Unplaced => "none that its place tells",
    }
}
