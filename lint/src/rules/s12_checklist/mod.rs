// src/rules/s12_checklist/mod.rs - Section 12: what must not be written into the code

//! Section 12: what must not be written into the code.

pub mod env_outside_settings;
pub mod hard_coded_value;

#[cfg(test)]
mod tests;
