// src/lib.rs - What the rulebook says, as data and pure functions

//! What the rulebook says, as data and pure functions.
//!
//! The generator emits by these definitions and the linter expects by the same ones, so neither can drift from the
//! other. Invariants: nothing here reads source, writes a file or prints; nothing here panics on any input; each
//! table (inflection, reserved words, layout) stands once.

pub mod case;
mod english;
pub mod header;
pub mod inflection;
pub mod layout;
pub mod names;
pub mod reserved;
pub mod section;
pub mod settings;
mod suggest;

pub use suggest::{did_you_mean, suggest};
