// tests/user/test_user_service.rs - The user service without HTTP: read and change

use crate::common::app::TestApp;
use example_app::core::errors::ServiceError;
use example_app::models::db_models::UserChanges;

/// Happy path: users read themselves.
#[tokio::test]
async fn test_get_user_finds_the_user() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let user = app.state.users.get_user(ada.id, &ada.user_id).await.expect("found");
    assert_eq!((user.id, user.user_id.as_str()), (ada.id, ada.user_id.as_str()));
}

/// Happy path: a change is kept; one of nothing leaves the version.
#[tokio::test]
async fn test_update_user_keeps_changes() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let users = &app.state.users;
    let none = UserChanges::default();
    let user = users.update_user(ada.id, &ada.user_id, &none, None).await.expect("no change");
    assert_eq!((user.name.as_str(), user.version), ("ada", 1));
    let changes = UserChanges { name: Some("Ada L.".to_owned()) };
    users.update_user(ada.id, &ada.user_id, &changes, Some(1)).await.expect("changed");
    let user = users.get_user(ada.id, &ada.user_id).await.expect("found");
    assert_eq!((user.name.as_str(), user.version), ("Ada L.", 2));
}

/// Error: permission: nobody reads or changes another user.
#[tokio::test]
async fn test_update_user_finds_no_other_user() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let users = &app.state.users;
    let changes = UserChanges { name: Some("Bob".to_owned()) };
    let result = users.update_user(bob.id, &ada.user_id, &changes, None).await;
    assert!(matches!(result, Err(ServiceError::NotFound("user"))));
    let result = users.get_user(bob.id, &ada.user_id).await;
    assert!(matches!(result, Err(ServiceError::NotFound("user"))));
}

/// Edge case: a version that is not the current one is stale.
#[tokio::test]
async fn test_update_user_refuses_a_stale_version() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let changes = UserChanges { name: Some("Ada L.".to_owned()) };
    for version in [0, 2] {
        let users = &app.state.users;
        let result = users.update_user(ada.id, &ada.user_id, &changes, Some(version)).await;
        assert!(matches!(result, Err(ServiceError::Stale("user"))), "{version}");
    }
}
