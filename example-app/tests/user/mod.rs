// tests/user/mod.rs - User tests: the values that they share

use serde_json::{Value, json};

mod test_user_api;
mod test_user_models;
mod test_user_service;

/// Values that a field of a changed user must not have, each with the reason.
fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("name", json!(1), "a number"),
        ("name", json!(null), "null"),
        ("name", json!(""), "too short"),
        ("name", json!("x".repeat(81)), "one character too many"),
    ]
}

/// Values that a field of a user may just have, each with the reason.
fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("name", json!("x"), "the shortest"),
        ("name", json!("é".repeat(80)), "the longest, of two bytes a character"),
        ("name", json!("'; -- \"\\\n\u{1F980}"), "quotes, a line break, a crab"),
    ]
}

/// The path of a user.
fn path_of(user_id: &str) -> String {
    format!("/users/{user_id}")
}
