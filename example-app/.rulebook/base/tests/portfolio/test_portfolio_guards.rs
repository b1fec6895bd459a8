// tests/portfolio/test_portfolio_guards.rs - Portfolios over HTTP: tokens, owners, references, unique values, versions

use axum::http::header::IF_MATCH;
use axum::http::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use super::{Fixture, PATH, ROWS, TABLE, path_of};
use crate::common::app::TestApp;
use crate::common::contract::{assert_needs_token, text_of, with};

/// Error: permission: every route wants a good token before it looks at anything else.
#[tokio::test]
async fn test_get_portfolio_needs_a_token() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let path = path_of(&row);
    let parent = text_of(&row["workspace_id"]);
    let nested = format!("/workspaces/{parent}/portfolios");
    let routes = [
        (Method::GET, PATH),
        (Method::POST, PATH),
        (Method::GET, &path),
        (Method::PATCH, &path),
        (Method::DELETE, &path),
        (Method::GET, &nested),
    ];
    assert_needs_token(&app, &ada, &routes).await;
}

/// Error: permission: another user's row can't be told from one that is not there.
#[tokio::test]
async fn test_get_portfolio_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let changes = Fixture::of(&bob).await.body(1);
    let own = path_of(&row);
    for id in [own.rsplit('/').next().unwrap_or_default(), &Uuid::now_v7().to_string(), "1"] {
        let path = format!("{PATH}/{id}");
        for reply in [
            bob.get(&path).await,
            bob.patch(&path, &changes).await,
            bob.patch(&path, &json!({})).await,
            bob.delete(&path).await,
            bob.if_match(1).delete(&path).await,
        ] {
            let detail = "portfolio not found";
            assert_eq!(reply.problem(StatusCode::NOT_FOUND).detail, detail, "{path}");
        }
    }
    assert_eq!(ada.get(&own).await.body, row);
}

/// Error: `workspace_id` must name one of the workspaces that are the user's own.
#[tokio::test]
async fn test_create_portfolio_checks_workspace_id() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let fixture = Fixture::of(&ada).await;
    let row = fixture.create(0).await;
    let foreign = Fixture::of(&bob).await.body(0)["workspace_id"].clone();
    let unknown = json!(Uuid::now_v7().to_string());
    for value in [foreign, unknown, json!(""), json!("' OR 1=1 --")] {
        let changes = json!({ "workspace_id": value });
        let body = with(&fixture.body(1), "workspace_id", value);
        for reply in [ada.post(PATH, &body).await, ada.patch(&path_of(&row), &changes).await] {
            let problem = reply.problem(StatusCode::BAD_REQUEST);
            assert!(problem.detail.contains("workspace_id"), "{}", problem.detail);
        }
    }
    assert_eq!(ada.get(&path_of(&row)).await.body, row);
    assert_eq!(ada.get(PATH).await.items(), &vec![row]);
}

/// Error: what `workspace_id` refers to stays as long as the row that refers to it.
#[tokio::test]
async fn test_delete_portfolio_frees_workspace_id() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let target = text_of(&row["workspace_id"]);
    let target = format!("{}/{target}", crate::workspace::PATH);
    ada.delete(&target).await.problem(StatusCode::CONFLICT);
    ada.get(&target).await.expect(StatusCode::OK);
    ada.delete(&path_of(&row)).await.expect(StatusCode::NO_CONTENT);
    ada.delete(&target).await.expect(StatusCode::NO_CONTENT);
}

/// Error: a `name` that another row of the user's has is 409 and named.
#[tokio::test]
async fn test_create_portfolio_keeps_name_unique() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let fixture = Fixture::of(&ada).await;
    let row = fixture.create(0).await;
    let taken = json!({ "name": row["name"], "workspace_id": row["workspace_id"] });
    let mut body = with(&fixture.body(1), "name", row["name"].clone());
    body["workspace_id"] = row["workspace_id"].clone();
    let problem = ada.post(PATH, &body).await.problem(StatusCode::CONFLICT);
    assert!(problem.detail.contains("name"), "{}", problem.detail);
    if ROWS > 1 {
        let other = fixture.create(1).await;
        let problem = ada.patch(&path_of(&other), &taken).await.problem(StatusCode::CONFLICT);
        assert!(problem.detail.contains("name"), "{}", problem.detail);
        assert_eq!(ada.get(&path_of(&other)).await.body, other);
    }
    // A row may keep its own value, and the rows of others are no hindrance.
    ada.patch(&path_of(&row), &taken).await.expect(StatusCode::OK);
    Fixture::of(&bob).await.create(0).await;
}

/// Edge case: of two new rows at once with the same `name`, one is made.
#[tokio::test]
async fn test_create_portfolio_races_for_name() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let first = fixture.body(0);
    let mut second = with(&fixture.body(1), "name", first["name"].clone());
    second["workspace_id"] = first["workspace_id"].clone();
    let (one, other) = tokio::join!(ada.post(PATH, &first), ada.post(PATH, &second));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
    assert_eq!(app.count(TABLE).await, 1);
}

/// Error: a change or a deletion that expects another version is 412 and does nothing.
#[tokio::test]
async fn test_update_portfolio_refuses_stale() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let row = fixture.create(0).await;
    let path = path_of(&row);
    for tag in ["\"0\"", "\"2\"", "\"nonsense\"", "1", ""] {
        let stale = ada.with_header(IF_MATCH, tag);
        for reply in [
            stale.patch(&path, &fixture.body(1)).await,
            stale.patch(&path, &json!({})).await,
            stale.delete(&path).await,
        ] {
            assert_eq!(reply.status, StatusCode::PRECONDITION_FAILED, "{tag}");
            reply.problem(StatusCode::PRECONDITION_FAILED);
        }
    }
    assert_eq!(ada.get(&path).await.body, row);
}

/// Edge case: the version that a change made is the one to expect next; `*` expects any.
#[tokio::test]
async fn test_update_portfolio_expects_a_version() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let path = path_of(&fixture.create(0).await);
    let (first, second) = (fixture.body(1), fixture.body(2));
    ada.if_match(1).patch(&path, &first).await.expect(StatusCode::OK);
    ada.if_match(1).patch(&path, &second).await.problem(StatusCode::PRECONDITION_FAILED);
    ada.if_match(1).delete(&path).await.problem(StatusCode::PRECONDITION_FAILED);
    ada.with_header(IF_MATCH, "*").patch(&path, &second).await.expect(StatusCode::OK);
    ada.if_match(3).delete(&path).await.expect(StatusCode::NO_CONTENT);
}

/// Edge case: of two changes at once that expect the same version, one is made.
#[tokio::test]
async fn test_update_portfolio_lets_one_win() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let path = path_of(&fixture.create(0).await);
    let (client, first, second) = (ada.if_match(1), fixture.body(1), fixture.body(2));
    let (one, other) = tokio::join!(client.patch(&path, &first), client.patch(&path, &second));
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::PRECONDITION_FAILED]);
    assert_eq!(ada.get(&path).await.body["version"], 2);
}
