// src/rules/s05_tests/mod.rs - Section 5: tests

//! Section 5: tests.

pub mod missing_test_category;
pub mod repeated_fixture;
pub mod test_name;
pub mod test_without_assertion;
#[cfg(test)]
mod tests;
pub mod undocumented_test;
pub mod untested_component;
pub mod untested_service_function;
