// tests/portfolio_analytics/test_portfolio_analytics_models.rs - Portfolio analytics: the bounds of a query

use garde::Validate;

use example_app::models::portfolio_analytics_models::PortfolioAnalyticsQuery;

/// Edge case: 30 days where nothing is said, one at least, a leap year at most.
#[test]
fn test_portfolio_analytics_query_has_bounds() {
    assert_eq!(PortfolioAnalyticsQuery::default().days(), 30);
    for (days, valid) in [(0, false), (1, true), (366, true), (367, false)] {
        let query = PortfolioAnalyticsQuery { days: Some(days) };
        assert_eq!((query.validate().is_ok(), query.days()), (valid, days));
    }
}
