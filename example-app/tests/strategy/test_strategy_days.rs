// tests/strategy/test_strategy_days.rs - Which days of a strategy fit each other

use axum::http::StatusCode;
use serde_json::json;

use super::{Fixture, PATH, path_of};
use crate::common::app::TestApp;
use crate::common::contract::with;

/// What the service says of days that do not fit each other.
const REASON: &str = "fast_days: less than slow_days is expected";

/// Error: a new strategy whose days do not fit each other is refused.
#[tokio::test]
async fn test_create_strategy_refuses_days() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut body = Fixture::of(&ada).await.body(0);
    body["slow_days"] = json!(50);
    for (day, status) in
        [(49, StatusCode::CREATED), (50, StatusCode::BAD_REQUEST), (51, StatusCode::BAD_REQUEST)]
    {
        body["name"] = json!(format!("{day} and 50"));
        let reply = ada.post(PATH, &with(&body, "fast_days", json!(day))).await;
        assert_eq!(reply.status, status, "{day}: {:#}", reply.body);
        if status == StatusCode::BAD_REQUEST {
            assert_eq!(reply.problem(status).detail, REASON);
        }
    }
}

/// Error: so is a change after which they would not, whichever of the two it is of.
#[tokio::test]
async fn test_update_strategy_refuses_days() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let crossed =
        [json!({ "fast_days": row["slow_days"] }), json!({ "fast_days": 3, "slow_days": 2 })];
    for change in crossed {
        let reply = ada.patch(&path_of(&row), &change).await;
        assert_eq!(reply.problem(StatusCode::BAD_REQUEST).detail, REASON);
    }
    assert_eq!(ada.get(&path_of(&row)).await.body, row);
}
