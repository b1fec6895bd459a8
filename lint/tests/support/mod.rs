// tests/support/mod.rs - What several tests need

#![allow(dead_code, reason = "each test binary uses a part")]

pub mod code;
pub mod page;
pub mod project;
pub mod rules;
