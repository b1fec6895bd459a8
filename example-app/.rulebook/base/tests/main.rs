// tests/main.rs - One test binary for all components: it links once

// The body of a resource with many fields is one long `json!`.
#![recursion_limit = "512"]

mod auth;
mod common;
mod health;
mod user;
