// tests/backtest_analytics/mod.rs - Backtest analytics tests

mod test_backtest_analytics_api;
mod test_backtest_analytics_models;
mod test_backtest_analytics_service;
