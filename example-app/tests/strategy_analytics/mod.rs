// tests/strategy_analytics/mod.rs - Strategy analytics tests

mod test_strategy_analytics_api;
mod test_strategy_analytics_models;
mod test_strategy_analytics_service;
