// tests/product/main.rs - The product from outside: the command, generated projects, the example

//! The product from outside: the command, generated projects, the example.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test ends where something is not as expected"
)]

mod baseline;
mod broken;
mod cache;
mod changed_since;
mod command_line;
mod destroy;
mod edits;
mod example_app;
mod existing;
mod fields;
mod generated_project;
mod http;
mod init;
mod inputs;
mod lint_options;
mod mutations;
mod odd_sources;
mod parts;
mod review;
mod routes;
mod served_routes;
mod shell;
mod support;
mod templates;
mod upkeep;
