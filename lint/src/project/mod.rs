// src/project/mod.rs - From manifests and facts to one model

//! From manifests and facts to one model: packages, modules, names, references, layers.

pub mod file_system;
pub mod model;
pub mod package;
