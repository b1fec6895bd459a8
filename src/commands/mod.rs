// src/commands/mod.rs - The subcommands, one module each

pub mod baseline;
pub mod explain;
pub mod generate;
pub mod lint;
pub mod new;
mod plan;
mod project;
pub mod rules;
mod settings;
