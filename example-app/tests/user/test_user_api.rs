// tests/user/test_user_api.rs - Users over HTTP: read and change

use axum::http::header::ETAG;
use axum::http::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::common::app::TestApp;
use crate::common::contract::{assert_needs_token, assert_takes_json, moment};
use crate::user::{bound_values, invalid_values, path_of};

/// Happy path: users read themselves, by their id and by their token.
#[tokio::test]
async fn test_get_user_answers_with_the_user() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let reply = ada.get(&path_of(&ada.user_id)).await.expect(StatusCode::OK);
    assert_eq!(reply.header(ETAG), "\"1\"");
    assert_eq!(reply.body["user_id"], ada.user_id);
    assert_eq!(reply.body["email"], "ada@example.com");
    assert_eq!(reply.body["name"], "ada");
    let me = ada.get("/auth/me").await.expect(StatusCode::OK);
    assert_eq!((me.header(ETAG), &me.body), (reply.header(ETAG), &reply.body));
}

/// Happy path: a change is kept, and raises the version.
#[tokio::test]
async fn test_update_user_changes_the_name() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let path = path_of(&ada.user_id);
    let mut expected = ada.get(&path).await.body;
    let reply = ada.patch(&path, &json!({ "name": "Ada L." })).await.expect(StatusCode::OK);
    assert_eq!(reply.header(ETAG), "\"2\"");
    assert!(moment(&reply.body["updated_at"]) > moment(&expected["updated_at"]));
    expected["name"] = json!("Ada L.");
    expected["version"] = json!(2);
    expected["updated_at"] = reply.body["updated_at"].clone();
    assert_eq!(reply.body, expected);
    assert_eq!(ada.get(&path).await.body, expected);
}

/// Error: permission: another user can't be told from one that is not there.
#[tokio::test]
async fn test_get_user_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    for user_id in [ada.user_id.clone(), Uuid::now_v7().to_string(), "1".to_owned()] {
        let path = path_of(&user_id);
        bob.get(&path).await.problem(StatusCode::NOT_FOUND);
        bob.patch(&path, &json!({ "name": "Bob" })).await.problem(StatusCode::NOT_FOUND);
    }
    assert_eq!(ada.get(&path_of(&ada.user_id)).await.body["name"], "ada");
}

/// Error: permission: every route wants a good token before it looks at anything else.
#[tokio::test]
async fn test_get_user_and_the_other_routes_need_a_token() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let path = path_of(&ada.user_id);
    let routes = [(Method::GET, "/auth/me"), (Method::GET, &path), (Method::PATCH, &path)];
    assert_needs_token(&app, &ada, &routes).await;
}

/// Error: values past a bound or of a wrong kind, unknown fields and what is no JSON are refused.
#[tokio::test]
async fn test_update_user_rejects_invalid_values() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let path = path_of(&ada.user_id);
    let user = ada.get(&path).await.body;
    for (field, value, why) in invalid_values() {
        let reply = ada.patch(&path, &json!({ field: value })).await;
        reply.rejects(&[&format!("body.{field}")], why);
    }
    for field in ["email", "password", "password_hash", "user_id", "id", "version"] {
        let reply = ada.patch(&path, &json!({ field: "x" })).await;
        reply.rejects(&[&format!("body.{field}")], "can't be changed");
    }
    assert_takes_json(&ada, Method::PATCH, &path).await;
    assert_eq!(ada.get(&path).await.body, user);
}

/// Error: a change that expects another version is 412, and does nothing.
#[tokio::test]
async fn test_update_user_refuses_a_stale_version() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let path = path_of(&ada.user_id);
    for changes in [json!({ "name": "x" }), json!({})] {
        let reply = ada.if_match(2).patch(&path, &changes).await;
        reply.problem(StatusCode::PRECONDITION_FAILED);
    }
    assert_eq!(ada.get(&path).await.body["name"], "ada");
    ada.if_match(1).patch(&path, &json!({ "name": "x" })).await.expect(StatusCode::OK);
}

/// Edge case: values at a bound and any character are kept; a change of nothing is fine.
#[tokio::test]
async fn test_update_user_keeps_values_at_their_bounds() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let path = path_of(&ada.user_id);
    for (field, value, why) in bound_values() {
        let reply = ada.patch(&path, &json!({ field: value })).await.expect(StatusCode::OK);
        assert_eq!(reply.body[field], value, "{why}");
    }
    let user = ada.get(&path).await.body;
    let reply = ada.patch(&path, &json!({})).await.expect(StatusCode::OK);
    assert_eq!(reply.body, user);
}

/// Integration: a change over HTTP is in the database, and in no other row.
#[tokio::test]
async fn test_update_user_is_stored() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let changes = json!({ "name": "Ada L." });
    ada.patch(&path_of(&ada.user_id), &changes).await.expect(StatusCode::OK);
    let mut connection = app.database.connection().await.expect("a connection");
    let sql = "SELECT id, name, version FROM users ORDER BY id";
    let rows: Vec<(i64, String, i64)> =
        sqlx::query_as(sql).fetch_all(&mut *connection).await.expect("the table can be read");
    assert_eq!(rows, [(ada.id, "Ada L.".to_owned(), 2), (bob.id, "bob".to_owned(), 1)]);
}
