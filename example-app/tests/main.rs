// tests/main.rs - One test binary for all components: it links once

mod auth;
mod common;
mod health;
mod job;
mod market_data;
mod strategy;
mod user;
mod workspace;
