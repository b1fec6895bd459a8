// tests/health/test_health_service.rs - The health service, and the schema that it stands on

use crate::common::app::TestApp;
use example_app::core::errors::ServiceError;

/// Happy path: with a database that answers, the application is ready.
#[tokio::test]
async fn test_check_ready_succeeds_with_a_database() {
    let app = TestApp::start().await;
    assert!(app.state.health.check_ready().await.is_ok());
}

/// Error: without a database, the application is not ready.
#[tokio::test]
async fn test_check_ready_fails_without_a_database() {
    let app = TestApp::start().await;
    app.lose_database().await;
    let error = app.state.health.check_ready().await.unwrap_err();
    assert!(matches!(error, ServiceError::Unavailable(_)), "{error}");
}

/// Edge case: a transaction that ends behind the pool's back, as on a full disk, spoils no other.
#[tokio::test]
async fn test_session_begins_after_a_lost_transaction() {
    let app = TestApp::start_with(|settings| settings.database.max_connections = 1).await;
    let mut session = app.database.session().await.expect("a session");
    sqlx::query("ROLLBACK").execute(&mut *session).await.expect("rolled back");
    drop(session);
    let session = app.database.session().await.expect("another session");
    session.commit().await.expect("committed");
}

/// Integration: the migrations lead down to an empty database, and up again.
#[tokio::test]
async fn test_check_ready_holds_through_all_migrations() {
    let app = TestApp::start().await;
    app.user("ada").await;
    assert_eq!(app.count("users").await, 1);
    app.database.migrate_down(0).await.expect("down");
    assert!(app.state.health.check_ready().await.is_ok());
    app.database.migrate().await.expect("up again");
    assert_eq!(app.count("users").await, 0);
    app.database.migrate().await.expect("nothing left to do");
    app.user("ada").await;
    assert_eq!(app.count("users").await, 1);
}
