// src/services/mod.rs - Business logic, which knows no web framework

pub mod backtest_analytics_service;
pub mod backtest_result_service;
pub mod backtest_service;
pub mod health_service;
pub mod job_analytics_service;
pub mod job_queue_service;
pub mod job_service;
pub mod market_data_service;
pub mod member_service;
pub mod portfolio_analytics_service;
pub mod portfolio_service;
pub mod strategy_analytics_service;
pub mod strategy_service;
pub mod user_service;
pub mod workspace_service;
