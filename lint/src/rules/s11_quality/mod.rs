// src/rules/s11_quality/mod.rs - Section 11: types, documentation and errors of functions

//! Section 11: types, documentation and errors of functions.

pub mod panic_path;
#[cfg(test)]
mod tests;
pub mod undocumented_function;
pub mod unspecific_error;
pub mod untyped_signature;
