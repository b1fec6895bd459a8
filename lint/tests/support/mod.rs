// tests/support/mod.rs - What several tests need

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

pub mod code;
pub mod hir;
pub mod page;
pub mod project;
pub mod report;
pub mod rules;
