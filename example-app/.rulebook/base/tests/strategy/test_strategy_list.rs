// tests/strategy/test_strategy_list.rs - Lists of strategies over HTTP: pages, sorts, filters

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Fixture, ID, NULLABLE, PATH, ROWS, path_of};
use crate::common::app::TestApp;
use crate::common::contract::text_of;
use crate::common::pages::{assert_sorts, ids};
use example_app::models::page_models::{Cursor, SortOrder};

/// What a list can be sorted by.
const SORTS: &[&str] = &["name", "symbol", "fast_days", "slow_days", "created_at", "updated_at"];
/// What a list can be filtered by.
const FILTERS: &[&str] = &["workspace_id", "name", "symbol", "fast_days", "slow_days"];

/// Happy path: a list has the user's rows in the order in which they were made.
#[tokio::test]
async fn test_list_strategies_answers_with_all() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    let page = ada.get(PATH).await.expect(StatusCode::OK);
    assert_eq!(page.body, json!({ "items": rows, "next_cursor": null }));
    assert_eq!(Fixture::ids(&ada).await, ids(&rows, ID));
}

/// Happy path: each sort in both orders gives each row once, whatever the length of a page.
#[tokio::test]
async fn test_list_strategies_sorts_and_pages() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let mut rows = fixture.create_all().await;
    assert_sorts(&ada, PATH, ID, SORTS, &rows).await;
    // The first one changes last and loses what it can: one order is by time, one has nulls.
    let mut changes = fixture.body(0);
    for field in NULLABLE {
        changes[field] = Value::Null;
    }
    rows[0] = ada.patch(&path_of(&rows[0]), &changes).await.expect(StatusCode::OK).body;
    assert_sorts(&ada, PATH, ID, SORTS, &rows).await;
}

/// Happy path: each filter gives the rows that have the value, and no others.
#[tokio::test]
async fn test_list_strategies_filters() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    for field in FILTERS {
        for row in rows.iter().filter(|row| !row[field].is_null()) {
            let value = text_of(&row[field]);
            let page = ada.get_with(PATH, &[(field, &value)]).await;
            let expected: Vec<&Value> = rows.iter().filter(|r| r[field] == row[field]).collect();
            assert_eq!(page.items().iter().collect::<Vec<_>>(), expected, "{field}={value}");
        }
    }
    let page = ada.get_with(PATH, &[("limit", "200")]).await;
    assert_eq!(page.items(), &rows, "without a filter");
}

/// Error: permission: a list has no rows of others, nor does a filter find them.
#[tokio::test]
async fn test_list_strategies_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let rows = Fixture::of(&ada).await.create_all().await;
    assert_eq!(bob.get(PATH).await.items(), &Vec::<Value>::new());
    for field in FILTERS {
        let value = text_of(&rows[0][field]);
        let page = bob.get_with(PATH, &[(field, &value)]).await;
        assert_eq!(page.items(), &Vec::<Value>::new(), "{field}={value}");
    }
    let own = Fixture::of(&bob).await.create(0).await;
    assert_eq!(bob.get(PATH).await.items(), &vec![own]);
    assert_eq!(ada.get(PATH).await.items(), &rows);
}

/// Happy path: the list of a workspace has its rows and no others, and sorts, filters and pages as the other.
#[tokio::test]
async fn test_list_workspace_strategies_narrows() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    for parent in rows.iter().map(|row| text_of(&row["workspace_id"])) {
        let path = format!("/workspaces/{parent}/strategies");
        let of_parent = |row: &&Value| text_of(&row["workspace_id"]) == parent;
        let expected: Vec<Value> = rows.iter().filter(of_parent).cloned().collect();
        assert_eq!(ada.get(&path).await.items(), &expected);
        assert_sorts(&ada, &path, ID, SORTS, &expected).await;
        let reply = ada.get_with(&path, &[("no_such_parameter", "1")]).await;
        reply.rejects(&["query.no_such_parameter"], "of a parent");
    }
}

/// Error: permission: the list of a workspace that the user may not see, or that is not there, is 404.
#[tokio::test]
async fn test_list_workspace_strategies_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    for parent in [text_of(&row["workspace_id"]), uuid::Uuid::now_v7().to_string()] {
        let path = format!("/workspaces/{parent}/strategies");
        bob.get(&path).await.problem(StatusCode::NOT_FOUND);
    }
}

/// Error: a parameter that is unknown or does not fit is named, and so are two at once.
#[tokio::test]
async fn test_list_strategies_rejects_parameters() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    for (name, value) in [
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "-1"),
        ("limit", "ten"),
        ("limit", "9223372036854775808"),
        ("sort", "no_such_field"),
        ("sort", "id"),
        ("sort", "user_id"),
        ("order", "sideways"),
        ("cursor", "nonsense"),
        ("cursor", "e30"),
        ("no_such_parameter", "1"),
        ("fast_days", "no i32"),
        ("slow_days", "no i32"),
    ] {
        let reply = ada.get_with(PATH, &[(name, value)]).await;
        reply.rejects(&[&format!("query.{name}")], &format!("{name}={value}"));
    }
    let reply = ada.get_with(PATH, &[("limit", "0"), ("sort", "no_such_field")]).await;
    reply.rejects(&["query.limit", "query.sort"], "two at once");
}

/// Edge case: without rows a list is empty, and has no next page.
#[tokio::test]
async fn test_list_strategies_answers_empty() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let page = ada.get_with(PATH, &[("limit", "1")]).await.expect(StatusCode::OK);
    assert_eq!(page.body, json!({ "items": [], "next_cursor": null }));
}

/// Edge case: a page of exactly all rows is the last one.
#[tokio::test]
async fn test_list_strategies_ends_full() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    let page = ada.get_with(PATH, &[("limit", &rows.len().to_string())]).await;
    assert_eq!(page.body, json!({ "items": rows, "next_cursor": null }));
}

/// Edge case: a cursor stays good when the row behind which it continues is deleted, and past
/// the last row there is an empty page.
#[tokio::test]
async fn test_list_strategies_continues() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    if ROWS > 1 {
        let page = ada.get_with(PATH, &[("limit", "1")]).await;
        let cursor = text_of(&page.body["next_cursor"]);
        let next = [("limit", "200"), ("cursor", cursor.as_str())];
        ada.delete(&path_of(&rows[0])).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(ids(ada.get_with(PATH, &next).await.items(), ID), ids(&rows[1..], ID));
        for row in &rows[1..] {
            ada.delete(&path_of(row)).await.expect(StatusCode::NO_CONTENT);
        }
        let page = ada.get_with(PATH, &next).await.expect(StatusCode::OK);
        assert_eq!(page.body, json!({ "items": [], "next_cursor": null }));
    }
}

/// Edge case: a cursor of another sort or order, or one that was made by hand, is refused.
#[tokio::test]
async fn test_list_strategies_rejects_cursors() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let cursor = |value: &str| Cursor {
        sort: json!("created_at"),
        order: SortOrder::Asc,
        value: json!(value),
        id: "' OR 1=1 --".to_owned(),
    };
    let good = cursor("2026-01-02T03:04:05Z").encode();
    ada.get_with(PATH, &[("cursor", &good)]).await.expect(StatusCode::OK);
    for other in [("sort", "updated_at"), ("order", "desc")] {
        let reply = ada.get_with(PATH, &[("cursor", &good), other]).await;
        reply.rejects(&["query.cursor"], &format!("{other:?}"));
    }
    let forged = cursor("' OR 1=1 --").encode();
    let reply = ada.get_with(PATH, &[("cursor", &forged)]).await;
    assert!(reply.status.is_client_error(), "{:#}", reply.body);
}

/// Edge case: what looks like SQL is a value that no row has, or none that is allowed.
#[tokio::test]
async fn test_list_strategies_takes_sql_for_values() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    for name in FILTERS.iter().chain(&["sort", "order", "limit", "cursor"]) {
        for value in ["' OR '1'='1", "1 OR 1=1", "id; DROP TABLE users", "\" --"] {
            let reply = ada.get_with(PATH, &[(name, value)]).await;
            match reply.status {
                StatusCode::OK => assert_eq!(reply.items(), &Vec::<Value>::new(), "{name}"),
                _ => reply.rejects(&[&format!("query.{name}")], &format!("{name}={value}")),
            }
        }
    }
    assert_eq!(ada.get(PATH).await.items(), &rows);
}
