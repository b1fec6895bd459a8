// src/source/mod.rs - From a file's text to its facts

//! From a file's text to its facts. Nothing of syn leaves this module.

pub mod facts;
pub mod lexer;
pub mod lines;
mod nesting;
