// src/lib.rs - Reads Rust source and judges it by the rulebook

//! Reads Rust source and judges it by the rulebook.
//!
//! The flow is [`run::lint`]: discover packages, read each file into its facts, link the facts into one model, let the
//! rules judge, settle suppressions and order. Invariants: the engine prints nothing, writes nothing, reads only through
//! [`project::file_system::FileSystem`], and never fails on a user's source: it returns findings.

pub mod adopt;
pub mod baseline;
pub mod cache;
pub mod calls;
pub mod error;
pub mod finding;
pub mod fix;
pub mod graph;
pub mod identity;
mod judge;
pub mod observe;
pub mod packed;
pub mod project;
pub mod report;
pub mod review;
pub mod routes;
pub mod rule;
pub mod rules;
pub mod run;
pub mod settings_files;
mod settle;
pub mod source;
pub mod sql;
pub mod suppress;
pub mod threads;
pub mod unmatched;
pub mod why;
