// tests/job_analytics/test_job_analytics_api.rs - Job analytics over HTTP

use axum::http::{Method, StatusCode};
use chrono::Utc;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use crate::common::app::TestApp;
use crate::common::contract::{assert_needs_token, text_of};
use crate::common::counts::assert_counts;
use crate::job::{Fixture, ID, TABLE, path_of};

/// The enum fields, each with its values in their order.
const ENUMS: &[(&str, &[Option<&str>])] = &[
    ("job_type", &[Some("run_backtest"), Some("check_market_data")]),
    (
        "status",
        &[Some("pending"), Some("running"), Some("done"), Some("failed"), Some("cancelled")],
    ),
];

/// Integration: rows are counted in all, by each value and by day, and no longer when they are gone.
#[tokio::test]
async fn test_get_job_analytics_counts() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    for parent in rows.iter().map(|row| text_of(&row["workspace_id"])) {
        let of_parent = |row: &&Value| text_of(&row["workspace_id"]) == parent;
        let expected: Vec<&Value> = rows.iter().filter(of_parent).collect();
        let counted = ada.get(&path(&parent)).await.expect(StatusCode::OK).body;
        assert_counts(&counted, &expected, ENUMS);
    }
    ada.delete(&path_of(&rows[0])).await.expect(StatusCode::NO_CONTENT);
    let parent = text_of(&rows[0]["workspace_id"]);
    let rest = |row: &&Value| text_of(&row["workspace_id"]) == parent;
    let counted = ada.get(&path(&parent)).await.body;
    assert_counts(&counted, &rows[1..].iter().filter(rest).collect::<Vec<_>>(), ENUMS);
}

/// Happy path: each day is there once, the last one today, and a row counts for the day on which it was made.
#[tokio::test]
async fn test_get_job_analytics_counts_days() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let made = Utc::now() - chrono::Days::new(2);
    let sql = format!("UPDATE {TABLE} SET created_at = $1 WHERE {ID} = $2");
    let mut connection = app.database.connection().await.expect("a connection");
    let id = row[ID].as_str().expect("an id is text");
    let moved = sqlx::query(AssertSqlSafe(sql)).bind(made).bind(id).execute(&mut *connection).await;
    assert_eq!(moved.expect("the row changes").rows_affected(), 1);
    let path = path(&text_of(&row["workspace_id"]));
    for (days, counted) in [("1", 0), ("2", 0), ("3", 1), ("366", 1)] {
        let body = ada.get_with(&path, &[("days", days)]).await.expect(StatusCode::OK).body;
        let by_day = body["by_day"].as_array().expect("days");
        assert_eq!(by_day.len().to_string(), days);
        assert_eq!(by_day.iter().filter_map(|day| day["count"].as_i64()).sum::<i64>(), counted);
        if counted > 0 {
            let day = &by_day[by_day.len() - 3];
            assert_eq!(day, &json!({ "day": made.date_naive(), "count": 1 }));
        }
        assert_eq!(body["total"], 1, "all rows, whenever they were made");
    }
}

/// Error: permission: rows of others are not counted, and the counts of a hidden workspace are 404.
#[tokio::test]
async fn test_get_job_analytics_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    for parent in [text_of(&row["workspace_id"]), uuid::Uuid::now_v7().to_string()] {
        bob.get(&path(&parent)).await.problem(StatusCode::NOT_FOUND);
    }
}

/// Error: it wants a good token, and a number of days that can be counted.
#[tokio::test]
async fn test_get_job_analytics_refuses() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let path = path(&text_of(&row["workspace_id"]));
    let path = path.as_str();
    assert_needs_token(&app, &ada, &[(Method::GET, path)]).await;
    for (name, value) in [("days", "0"), ("days", "367"), ("days", "ten"), ("other", "1")] {
        let reply = ada.get_with(path, &[(name, value)]).await;
        reply.rejects(&[&format!("query.{name}")], &format!("{name}={value}"));
    }
}

fn path(parent: &str) -> String {
    format!("/workspaces/{parent}/job-analytics")
}
