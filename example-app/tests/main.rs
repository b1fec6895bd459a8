// tests/main.rs - One test binary for all components: it links once

// The body of a resource with many fields is one long `json!`.
#![recursion_limit = "512"]

mod access;
mod auth;
mod backtest;
mod backtest_analytics;
mod backtest_result;
mod common;
mod health;
mod home;
mod job;
mod job_analytics;
mod job_queue;
mod job_worker;
mod market_data;
mod member;
mod portfolio;
mod portfolio_analytics;
mod strategy;
mod strategy_analytics;
mod strategy_engine;
mod user;
mod workspace;
