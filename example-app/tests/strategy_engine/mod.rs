// tests/strategy_engine/mod.rs - Strategy engine tests: the bars that they share

use chrono::{Days, NaiveDate};

use example_app::models::market_data_models::DailyBar;

mod test_strategy_engine_backtest;
mod test_strategy_engine_crossover;
mod test_strategy_engine_performance;
mod test_strategy_engine_properties;
mod test_strategy_engine_run;

/// The first day of all bars.
pub(crate) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 1, 1).expect("a day")
}

/// Bars of days that follow each other, of an open and a close each.
pub(crate) fn bars(prices: &[(f64, f64)]) -> Vec<DailyBar> {
    let bar = |(day, &(open, close)): (usize, &(f64, f64))| DailyBar {
        symbol: "TEST".to_owned(),
        date: first_day() + Days::new(day as u64),
        open,
        high: open.max(close),
        low: open.min(close),
        close,
        volume: 100,
    };
    prices.iter().enumerate().map(bar).collect()
}

/// The last prices of bars.
pub(crate) fn closes(bars: &[DailyBar]) -> Vec<f64> {
    bars.iter().map(|bar| bar.close).collect()
}

/// Checks two numbers, but for what rounding leaves.
#[track_caller]
pub(crate) fn assert_near(found: f64, expected: f64) {
    let tolerance = 1e-9 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
}
