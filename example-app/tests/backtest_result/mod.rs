// tests/backtest_result/mod.rs - Tests of what backtests came to: a plan that they share

use chrono::NaiveDate;

use example_app::models::backtest_result_models::BacktestPlan;

mod test_backtest_result_models;
mod test_backtest_result_service;

/// The day of all of them.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 2).expect("a day")
}

/// What was run.
pub(crate) fn plan() -> BacktestPlan {
    BacktestPlan {
        symbol: "ACME".to_owned(),
        from: day(),
        to: day(),
        fast: 5,
        slow: 20,
        initial_cash: 100.0,
        fee_basis_points: 5,
    }
}
