// src/commands/mod.rs - The subcommands, one module each

pub mod baseline;
pub mod check;
pub mod completions;
pub mod destroy;
pub mod explain;
pub mod generate;
pub mod graph;
pub mod init;
pub mod lint;
pub mod man;
pub mod new;
mod plan;
mod progress;
mod project;
pub mod review;
pub mod routes;
pub mod rules;
mod settings;
pub mod templates;
pub mod upgrade;
pub mod why;
