// src/core/mod.rs - Infrastructure that the services stand on

pub mod db;
pub mod errors;
pub mod logger;
pub mod market_data;
pub mod metrics;
pub mod page;
pub mod security;
pub mod settings;
pub mod statement;
