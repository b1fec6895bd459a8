// src/engines/mod.rs - Internal engines, which stand on services alone

pub mod backtest;
pub mod crossover;
pub mod job_worker;
pub mod performance;
pub mod strategy_engine;
