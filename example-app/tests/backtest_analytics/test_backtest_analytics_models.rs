// tests/backtest_analytics/test_backtest_analytics_models.rs - Backtest analytics: the bounds of a query

use garde::Validate;

use example_app::models::backtest_analytics_models::BacktestAnalyticsQuery;

/// Edge case: 30 days where nothing is said, one at least, a leap year at most.
#[test]
fn test_backtest_analytics_query_has_bounds() {
    assert_eq!(BacktestAnalyticsQuery::default().days(), 30);
    for (days, valid) in [(0, false), (1, true), (366, true), (367, false)] {
        let query = BacktestAnalyticsQuery { days: Some(days) };
        assert_eq!((query.validate().is_ok(), query.days()), (valid, days));
    }
}
