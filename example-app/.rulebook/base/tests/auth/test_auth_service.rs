// tests/auth/test_auth_service.rs - Registration and log-in without HTTP

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use crate::common::app::{PASSWORD, SECRET, TestApp};
use example_app::core::errors::ServiceError;
use example_app::core::settings::{Environment, Settings};

/// Happy path: who is registered is committed, logs in, and is known by the public id.
#[tokio::test]
async fn test_register_user_is_committed() {
    let app = TestApp::start().await;
    let users = &app.state.users;
    let user = users.register_user("Ada@Example.com", password(), "Ada").await.expect("made");
    assert_eq!((user.email.as_str(), user.version), ("ada@example.com", 1));
    assert_eq!(app.count("users").await, 1);
    let found = users.authenticate_user("ada@example.com", password()).await.expect("known");
    assert_eq!(found.id, user.id);
    let found = users.identify_user(&user.user_id).await.expect("known");
    assert_eq!(found.id, user.id);
}

/// Happy path: a token tells whom it was issued to.
#[tokio::test]
async fn test_authenticate_user_goes_with_a_token() {
    let app = TestApp::start().await;
    let issued = app.state.tokens.issue("an id").expect("issued");
    assert_eq!(issued.expires_in, 3600);
    assert_eq!(app.state.tokens.verify(issued.token.expose_secret()).expect("good"), "an id");
}

/// Error: a wrong password and an unknown address are refused alike.
#[tokio::test]
async fn test_authenticate_user_rejects_a_wrong_password() {
    let app = TestApp::start().await;
    let users = &app.state.users;
    users.register_user("ada@example.com", password(), "Ada").await.expect("made");
    for (email, password) in [("ada@example.com", "wrong"), ("bob@example.com", PASSWORD)] {
        let result = users.authenticate_user(email, password.into()).await;
        assert!(matches!(result, Err(ServiceError::Unauthenticated(_))), "{email}");
    }
}

/// Error: an address is registered once.
#[tokio::test]
async fn test_register_user_rejects_a_taken_address() {
    let app = TestApp::start().await;
    let users = &app.state.users;
    users.register_user("ada@example.com", password(), "Ada").await.expect("made");
    let result = users.register_user("ADA@example.com", password(), "Ada").await;
    assert!(matches!(result, Err(ServiceError::Conflict(text)) if text.contains("email")));
    assert_eq!(app.count("users").await, 1);
}

/// Edge case: a public id that nobody has names nobody.
#[tokio::test]
async fn test_identify_user_finds_nobody() {
    let app = TestApp::start().await;
    app.user("ada").await;
    for public_id in [Uuid::now_v7().to_string(), String::new(), "1".to_owned()] {
        let result = app.state.users.identify_user(&public_id).await;
        assert!(matches!(result, Err(ServiceError::NotFound("user"))), "{public_id}");
    }
}

/// Edge case: production does not start with the secret of development, nor anything with a
/// short one.
#[test]
fn test_authenticate_user_needs_a_secret_of_its_own_in_production() {
    let mut settings = Settings::default();
    assert!(settings.check().is_ok());
    settings.environment = Environment::Production;
    let error = settings.check().unwrap_err().to_string();
    assert!(error.contains("APP__AUTH__SECRET"), "{error}");
    settings.auth.secret = SECRET.into();
    assert!(settings.check().is_ok());
    settings.auth.secret = "x".repeat(31).into();
    assert!(settings.check().is_err());
}

fn password() -> SecretString {
    PASSWORD.into()
}
