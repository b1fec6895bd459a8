// src/source/mod.rs - From a file's text to its facts

//! From a file's text to its facts. Nothing of syn leaves this module.

pub mod attribute;
pub mod body;
mod cfg;
mod docs;
mod expand;
pub mod facts;
mod imports;
pub mod lexer;
pub mod lines;
pub mod migration;
mod nesting;
mod offsets;
pub mod read;
pub mod reference;
mod room;
mod shape;
pub mod signature;
mod tokens;
mod walk;
pub(crate) mod written;
