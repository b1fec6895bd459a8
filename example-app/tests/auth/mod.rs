// tests/auth/mod.rs - Registration and log-in tests: the values that they share

use serde_json::{Value, json};

use crate::common::app::PASSWORD;

mod test_auth_api;
mod test_auth_models;
mod test_auth_service;

/// A registration that is valid.
fn registration() -> Value {
    json!({ "email": "ada@example.com", "password": PASSWORD, "name": "Ada" })
}

/// Values that a field of a registration must not have, each with the reason.
fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("email", json!(1), "a number"),
        ("email", json!(null), "null"),
        ("email", json!(""), "empty"),
        ("email", json!("ada"), "no address"),
        ("email", json!("ada@"), "no host"),
        ("email", json!("a b@example.com"), "a blank"),
        ("email", json!(address_of(255)), "one character too many"),
        ("password", json!(123_456_789_012_i64), "a number"),
        ("password", json!(null), "null"),
        ("password", json!("x".repeat(11)), "one character too few"),
        ("password", json!("x".repeat(129)), "one character too many"),
        ("name", json!(1), "a number"),
        ("name", json!(null), "null"),
        ("name", json!(""), "too short"),
        ("name", json!("x".repeat(81)), "one character too many"),
    ]
}

/// Values that a field of a registration may just have, each with the reason.
fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("email", json!(address_of(254)), "the longest"),
        ("email", json!("ada+test@mail.example.com"), "a tag and a subdomain"),
        ("password", json!("é".repeat(12)), "the shortest, of two bytes a character"),
        ("password", json!("é".repeat(128)), "the longest, of two bytes a character"),
        ("name", json!("é".repeat(80)), "the longest, of two bytes a character"),
    ]
}

/// An address of so many characters.
fn address_of(length: usize) -> String {
    let label = "x".repeat(62);
    let rest = format!("@{label}.{label}.{label}.com");
    let local = length - rest.len();
    // A local part has 64 characters at most.
    assert!(local <= 64, "{local}");
    format!("{}{rest}", "a".repeat(local))
}
