// tests/product/main.rs - The product from outside: the command, generated projects, the example

//! The product from outside: the command, generated projects, the example.

mod broken_rules;
mod command_line;
mod example_app;
mod generated_project;
mod http;
mod support;
