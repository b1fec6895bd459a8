// tests/support/mod.rs - What several tests of fixes need

pub mod code;
pub mod rules;
