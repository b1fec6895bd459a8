// tests/job_analytics/test_job_analytics_models.rs - Job analytics: the bounds of a query

use garde::Validate;

use example_app::models::job_analytics_models::JobAnalyticsQuery;

/// Edge case: 30 days where nothing is said, one at least, a leap year at most.
#[test]
fn test_job_analytics_query_has_bounds() {
    assert_eq!(JobAnalyticsQuery::default().days(), 30);
    for (days, valid) in [(0, false), (1, true), (366, true), (367, false)] {
        let query = JobAnalyticsQuery { days: Some(days) };
        assert_eq!((query.validate().is_ok(), query.days()), (valid, days));
    }
}
