// tests/strategy_analytics/test_strategy_analytics_models.rs - Strategy analytics: the bounds of a query

use garde::Validate;

use example_app::models::strategy_analytics_models::StrategyAnalyticsQuery;

/// Edge case: 30 days where nothing is said, one at least, a leap year at most.
#[test]
fn test_strategy_analytics_query_has_bounds() {
    assert_eq!(StrategyAnalyticsQuery::default().days(), 30);
    for (days, valid) in [(0, false), (1, true), (366, true), (367, false)] {
        let query = StrategyAnalyticsQuery { days: Some(days) };
        assert_eq!((query.validate().is_ok(), query.days()), (valid, days));
    }
}
