// tests/strategy_analytics/test_strategy_analytics_service.rs - Strategy analytics without HTTP, as an engine would ask

use crate::common::app::TestApp;
use crate::common::contract::text_of;
use crate::strategy::Fixture;
use example_app::core::errors::ServiceError;

/// Happy path: an engine gets the same counts.
#[tokio::test]
async fn test_get_strategy_analytics_counts_for_engines() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let parent = text_of(&row["workspace_id"]);
    let service = &app.state.strategy_analytics;
    let counted = service.get_strategy_analytics(ada.id, &parent, 7).await;
    let counted = counted.expect("counts");
    assert_eq!((counted.total, counted.by_day.len()), (1, 7));
}

/// Error: permission: nobody counts the rows of others.
#[tokio::test]
async fn test_get_strategy_analytics_hides_from_engines() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let service = &app.state.strategy_analytics;
    let parent = text_of(&row["workspace_id"]);
    let counted = service.get_strategy_analytics(bob.id, &parent, 7).await;
    assert!(matches!(counted, Err(ServiceError::NotFound(_))), "{counted:?}");
}
