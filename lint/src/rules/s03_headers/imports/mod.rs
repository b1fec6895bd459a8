// src/rules/s03_headers/imports/mod.rs - What the rules on imports know of a file's `use` items

//! What the rules on imports know of a file's `use` items.
//!
//! Data flows one way: [`class`] says which group an import belongs to, [`block`] cuts the imports of a module into
//! blocks, chunks and entries, [`order`] compares two imports as rustfmt does, and [`organise`] writes a block anew.
//! Everything is text and ranges: an entry is moved as it was written, with its attributes and comments.

pub mod block;
pub mod class;
pub mod order;
pub mod organise;
mod version;

#[cfg(test)]
mod tests;
