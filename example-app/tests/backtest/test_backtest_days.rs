// tests/backtest/test_backtest_days.rs - Which days of a backtest fit each other

use axum::http::StatusCode;
use serde_json::json;

use super::{Fixture, PATH, path_of};
use crate::common::app::TestApp;
use crate::common::contract::with;

/// What the service says of days that do not fit each other.
const REASON: &str = "from_day: no later than to_day is expected";

/// Error: a new backtest whose days do not fit each other is refused.
#[tokio::test]
async fn test_create_backtest_refuses_days() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut body = Fixture::of(&ada).await.body(0);
    body["to_day"] = json!("2026-05-01");
    for (day, status) in
        [("2026-05-01", StatusCode::CREATED), ("2026-05-02", StatusCode::BAD_REQUEST)]
    {
        let reply = ada.post(PATH, &with(&body, "from_day", json!(day))).await;
        assert_eq!(reply.status, status, "{day}: {:#}", reply.body);
        if status == StatusCode::BAD_REQUEST {
            assert_eq!(reply.problem(status).detail, REASON);
        }
    }
}

/// Error: so is a change after which they would not, whichever of the two it is of.
#[tokio::test]
async fn test_update_backtest_refuses_days() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    for change in [json!({ "from_day": "2032-03-01" }), json!({ "to_day": "2026-03-13" })] {
        let reply = ada.patch(&path_of(&row), &change).await;
        assert_eq!(reply.problem(StatusCode::BAD_REQUEST).detail, REASON);
    }
    assert_eq!(ada.get(&path_of(&row)).await.body, row);
}
