// tests/user/test_user_models.rs - User requests and responses: validation and conversion

use chrono::Utc;
use serde_json::json;

use crate::common::contract::{is_valid, keys};
use crate::user::{bound_values, invalid_values};
use example_app::models::db_models::{User, UserChanges};
use example_app::models::user_models::{UserResponse, UserUpdateRequest};

/// Happy path: changes may name every field, or none.
#[test]
fn test_user_update_request_accepts_valid_values() {
    assert!(is_valid::<UserUpdateRequest>(&json!({})));
    for (field, value, why) in bound_values() {
        assert!(is_valid::<UserUpdateRequest>(&json!({ field: value })), "{why}");
    }
    let request = UserUpdateRequest { name: Some("Ada".to_owned()) };
    assert_eq!(UserChanges::from(request), UserChanges { name: Some("Ada".to_owned()) });
}

/// Error: a value of a wrong kind or past a bound is refused.
#[test]
fn test_user_update_request_rejects_invalid_values() {
    for (field, value, why) in invalid_values() {
        assert!(!is_valid::<UserUpdateRequest>(&json!({ field: value })), "{why}");
    }
}

/// Edge case: neither the hash of the password nor the internal key comes out.
#[test]
fn test_user_response_keeps_secrets() {
    let user = User {
        id: 1,
        user_id: "an id".to_owned(),
        email: "ada@example.com".to_owned(),
        password_hash: "a hash".to_owned(),
        name: "Ada".to_owned(),
        version: 1,
        created_at: Utc::now(),
        updated_at: Utc::now(),
    };
    let shown = json!(UserResponse::from(user));
    let expected = ["created_at", "email", "name", "updated_at", "user_id", "version"];
    assert_eq!(keys(&shown), expected);
}
