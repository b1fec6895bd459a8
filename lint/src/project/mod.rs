// src/project/mod.rs - From manifests and facts to one model

//! From manifests and facts to one model: packages, modules, names, references, layers.

pub mod bodies;
mod built_in;
pub(crate) mod constants;
mod dependencies;
pub(crate) mod digest;
pub mod discover;
mod distinct;
pub mod edges;
pub mod file_system;
mod follow;
pub mod ignored;
mod known;
pub mod layers;
pub(crate) mod links;
pub(crate) mod looked_at;
pub mod manifest;
mod manifests;
pub mod model;
pub mod names;
pub mod outside;
pub mod overlay;
pub mod package;
pub(crate) mod paths;
pub(crate) mod settings;
mod targets;
pub mod tree;
pub mod types;

#[cfg(test)]
mod tests;
