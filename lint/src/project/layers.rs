// src/project/layers.rs - Which layer a module belongs to

//! Which layer a module belongs to, told by the place of its file or by its package.

use super::model::SourceFile;
use super::package::{Package, TargetKind};
use super::paths;
use super::tree::{ModuleId, Tree};
use crate::source::facts::ScopeId;
use crate::source::written::first_name;
use rulebook_conventions::layout;
use rulebook_conventions::settings::Layer;

/// The composition root: `main.rs`, `lib.rs`, `src/bin/`. It is a layer without an entry in the settings: it may use all.
pub const ROOT: &str = "root";

/// A module's place among the layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the layer.
    pub layer: String,
    /// The module's path below the layer's folder, with `::`; empty for the layer's own root.
    pub module: String,
}

impl Place {
    /// The name of the module right below the layer's folder that it is or lies in; empty for the layer's own root.
    pub fn first(&self) -> &str {
        first_name(&self.module)
    }

    /// Whether it is a module right below a layer's folder, or lies in it.
    pub fn is_in(&self, layer: &str, module: &str) -> bool {
        self.layer == layer && self.first() == module
    }
}

/// The place of every module; none for a module without a layer.
pub(super) fn places(packages: &[Package], tree: &Tree, files: &[SourceFile]) -> Vec<Option<Place>> {
    (0..tree.modules.len()).map(|at| place(packages, tree, files, ModuleId(at as u32))).collect()
}

fn place(packages: &[Package], tree: &Tree, files: &[SourceFile], id: ModuleId) -> Option<Place> {
    let id = tree.normal(id);
    let krate = tree.krate(tree.module(id).krate);
    if !matches!(krate.kind, TargetKind::Library | TargetKind::Binary) {
        return None;
    }
    let package = packages.get(krate.package.index())?;
    let declared = |layer: &&Layer| package.backend || layer.declared;
    let layers = package.settings.layers.iter().filter(declared);
    if let Some(layer) = layers.clone().find(|layer| layer.packages.contains(&package.name)) {
        let path = tree.path(id);
        let module = path.strip_prefix("crate").unwrap_or(&path).trim_start_matches("::").to_owned();
        return Some(Place { layer: layer.name.clone(), module });
    }

    // The file that the module's content begins in, and the inline modules between the two.
    let part = tree.module(id).parts.first()?;
    let file = files.get(tree.load(part.load).file.index())?;
    let mut inline = Vec::new();
    let mut at = id;
    while !tree.module(at).parts.iter().any(|other| other.load == part.load && other.scope == ScopeId::FILE) {
        inline.push(tree.module(at).name.as_str());
        at = tree.module(at).parent?;
    }
    inline.reverse();

    let path = &*file.facts.package_path;
    let folder = layers
        .clone()
        .flat_map(|layer| layer.folders.iter().map(move |folder| (layer, folder.trim_end_matches('/'))))
        .filter_map(|(layer, folder)| Some((folder, layer, layout::below(path, folder)?)))
        .max_by_key(|(folder, ..)| folder.len());
    if let Some((folder, layer, rest)) = folder {
        // A single file that is not called as the layer is a module by its name, not the layer's root.
        let is_file = path.strip_prefix(folder) == Some(".rs") && paths::file_name(folder) != layer.name;
        let own_name = match paths::file_name(path) {
            "mod.rs" => paths::file_name(paths::parent(path)),
            name => name,
        };
        let rest = if is_file && !is_folder(files, package, folder) { own_name } else { rest };
        let stem = rest.strip_suffix(".rs").unwrap_or(rest);
        let stem = if stem == "mod" { "" } else { stem.strip_suffix("/mod").unwrap_or(stem) };
        let names = stem.split('/').filter(|name| !name.is_empty()).chain(inline);
        return Some(Place { layer: layer.name.clone(), module: names.collect::<Vec<_>>().join("::") });
    }
    let is_root = matches!(path, "src/lib.rs" | "src/main.rs") || paths::below(path, "src/bin").is_some();
    // A library beside the layers of others is no composition root: it must hold some of a layer itself.
    let is_layered = || {
        let folders: Vec<&String> = layers.flat_map(|layer| &layer.folders).collect();
        let own = files.iter().filter(|file| file.package == krate.package);
        own.map(|file| &*file.facts.package_path).any(|path| folders.iter().any(|it| layout::below(path, it).is_some()))
    };
    (is_root && (package.backend || is_layered())).then(|| Place { layer: ROOT.to_owned(), module: inline.join("::") })
}

/// Whether a package has files below a folder.
fn is_folder(files: &[SourceFile], package: &Package, folder: &str) -> bool {
    let prefix = format!("{}/", package.path(folder));
    let from = files.partition_point(|file| *file.facts.path < *prefix);
    files.get(from).is_some_and(|file| file.facts.path.starts_with(&prefix))
}
