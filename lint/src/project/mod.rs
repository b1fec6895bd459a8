// src/project/mod.rs - From manifests and facts to one model

//! From manifests and facts to one model: packages, modules, names, references, layers.

pub mod discover;
pub mod file_system;
pub mod manifest;
pub mod model;
pub mod package;
pub(crate) mod paths;
