// src/rules/s01_structure/mod.rs - Section 1: the folders and files of a backend

//! Section 1: the folders and files of a backend.

pub mod core_modules;
pub mod integration_folder;
pub mod layer_folders;
pub mod logs_not_ignored;
mod mentions;
pub mod unplaced_file;
pub mod unreachable_file;

use crate::finding::Label;
use crate::project::model::Model;
use crate::project::package::{Package, PackageId};

/// The backends among the packages.
fn backends(model: &Model) -> impl Iterator<Item = (PackageId, &Package)> {
    (0..).map(PackageId).zip(&model.packages).filter(|(_, package)| package.backend)
}

/// The folders that a layer may lie in; none where the settings make it packages of its own, or do away with it.
fn folders<'p>(package: &'p Package, layer: &str) -> Option<&'p [String]> {
    let layer = package.settings.layer(layer)?;
    (layer.packages.is_empty() && !layer.folders.is_empty()).then_some(&layer.folders)
}

/// The place of what is wrong with a package as a whole.
fn manifest(package: &Package) -> Label {
    Label::new(&package.manifest, package.name_range.clone(), "this package")
}

#[cfg(test)]
mod tests;
