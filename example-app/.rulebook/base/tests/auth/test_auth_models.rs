// tests/auth/test_auth_models.rs - Requests of registration and log-in: validation, secrecy

use serde_json::json;

use crate::auth::{bound_values, invalid_values, registration};
use crate::common::app::PASSWORD;
use crate::common::contract::{is_valid, with, without};
use example_app::models::user_models::{UserLoginRequest, UserRegisterRequest};

/// Happy path: a registration is valid, with values at their bounds too.
#[test]
fn test_user_register_request_accepts_valid_values() {
    assert!(is_valid::<UserRegisterRequest>(&registration()));
    for (field, value, why) in bound_values() {
        assert!(is_valid::<UserRegisterRequest>(&with(&registration(), field, value)), "{why}");
    }
}

/// Error: a value of a wrong kind or past a bound is refused.
#[test]
fn test_user_register_request_rejects_invalid_values() {
    for (field, value, why) in invalid_values() {
        let body = with(&registration(), field, value);
        assert!(!is_valid::<UserRegisterRequest>(&body), "{field}: {why}");
    }
}

/// Error: a log-in has an address and a password.
#[test]
fn test_user_login_request_rejects_missing_fields() {
    let body = json!({ "email": "ada@example.com", "password": PASSWORD });
    assert!(is_valid::<UserLoginRequest>(&body));
    assert!(!is_valid::<UserLoginRequest>(&without(&body, "email")));
    assert!(!is_valid::<UserLoginRequest>(&without(&body, "password")));
    assert!(!is_valid::<UserLoginRequest>(&with(&body, "email", json!(""))));
}

/// Edge case: a password does not print.
#[test]
fn test_user_register_request_does_not_print_the_password() {
    let request: UserRegisterRequest = serde_json::from_value(registration()).expect("valid");
    let printed = format!("{request:?}");
    assert!(printed.contains("ada@example.com"), "{printed}");
    assert!(!printed.contains(PASSWORD), "{printed}");
}
