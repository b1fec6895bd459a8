// tests/main.rs - One test binary for all components: it links once

mod auth;
mod common;
mod health;
mod job;
mod user;
mod workspace;
