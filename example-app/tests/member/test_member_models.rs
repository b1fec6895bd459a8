// tests/member/test_member_models.rs - Member models: validation, order of roles

use serde_json::{Value, json};

use crate::common::contract::is_valid;
use example_app::models::db_models::{MemberRole, NewMember};
use example_app::models::member_models::{MemberCreateRequest, MemberUpdateRequest};

/// Happy path: each role may do what the ones before it may.
#[test]
fn test_member_roles_are_ordered() {
    assert!(MemberRole::Viewer < MemberRole::Editor && MemberRole::Editor < MemberRole::Owner);
}

/// Happy path: addresses are the same in upper and lower case, as those of users are.
#[test]
fn test_new_member_has_a_normal_address() {
    let body = json!({ "email": "Ada@Example.COM", "role": "owner" });
    let request: MemberCreateRequest = serde_json::from_value(body).expect("a valid body");
    let expected = NewMember { email: "ada@example.com".to_owned(), role: MemberRole::Owner };
    assert_eq!(NewMember::from(request), expected);
}

/// Error: what does not fit is refused, at the bound and one past it.
#[test]
fn test_member_create_request_validates() {
    let body = |email: &str, role: Value| json!({ "email": email, "role": role });
    // The part before the `@` has 64 characters at most, and a label 63.
    let domain = format!("{}.{}.{}", "d".repeat(63), "d".repeat(63), "d".repeat(61));
    let longest = format!("{}@{domain}", "a".repeat(64));
    let cases = [
        (body("ada@example.com", json!("viewer")), true),
        (body(&longest, json!("viewer")), true),
        (body(&format!("{longest}d"), json!("viewer")), false),
        (body("ada", json!("viewer")), false),
        (body("", json!("viewer")), false),
        (body("ada@example.com", json!("Viewer")), false),
        (body("ada@example.com", json!(null)), false),
        (json!({ "email": "ada@example.com" }), false),
        (json!({ "email": "ada@example.com", "role": "viewer", "user_id": 1 }), false),
    ];
    for (body, fits) in cases {
        assert_eq!(is_valid::<MemberCreateRequest>(&body), fits, "{body}");
    }
    for (body, fits) in [
        (json!({ "role": "editor" }), true),
        (json!({}), false),
        (json!({ "role": "editor", "email": "ada@example.com" }), false),
    ] {
        assert_eq!(is_valid::<MemberUpdateRequest>(&body), fits, "{body}");
    }
}
