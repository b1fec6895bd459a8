// src/models/mod.rs - Database models, and the models of requests and responses

pub mod backtest_analytics_models;
pub mod backtest_models;
pub mod backtest_result_models;
pub mod db_models;
pub mod job_analytics_models;
pub mod job_models;
pub mod market_data_models;
pub mod member_models;
pub mod page_models;
pub mod portfolio_analytics_models;
pub mod portfolio_models;
pub mod strategy_analytics_models;
pub mod strategy_models;
pub mod user_models;
pub mod value_models;
pub mod workspace_models;
