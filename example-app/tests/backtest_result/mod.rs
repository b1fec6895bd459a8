// tests/backtest_result/mod.rs - Tests of what backtests came to

mod test_backtest_result_models;
mod test_backtest_result_service;
