// tests/backtest/test_backtest_service.rs - The backtest service without HTTP, as an engine would call it

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::{Fixture, TABLE, changes, new_values, path_of};
use crate::common::app::TestApp;
use crate::common::contract::{assert_holds, with};
use example_app::core::errors::ServiceError;
use example_app::models::backtest_models::BacktestResponse;
use example_app::models::db_models::{Backtest, BacktestChanges, BacktestFilter};
use example_app::services::backtest_service::BacktestService;

/// Happy path: what is created can be read, and is committed: another connection sees it.
#[tokio::test]
async fn test_create_backtest_commits() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    let service = service_of(&app);
    let created = service.create_backtest(ada.id, &new_values(&body)).await;
    let row = created.expect("created");
    assert_eq!((row.user_id, row.version), (ada.id, 1));
    assert_eq!(app.count(TABLE).await, 1);
    let read = service.get_backtest(ada.id, &row.backtest_id).await;
    assert_eq!(read.expect("read"), row);
    let answer = json!(BacktestResponse::from(row));
    assert_holds(&answer, &body);
}

/// Happy path: a change is committed, and raises the version.
#[tokio::test]
async fn test_update_backtest_commits() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let (service, row) = (service_of(&app), create(&app, ada.id, &fixture.body(0)).await);
    let id = &row.backtest_id;
    let changes = changes(&fixture.body(1));
    let changed = service.update_backtest(ada.id, id, &changes, Some(1)).await;
    let changed = changed.expect("changed");
    assert_eq!(changed.version, 2);
    let read = service.get_backtest(ada.id, id).await;
    assert_eq!(read.expect("read"), changed);
    let answer = json!(BacktestResponse::from(changed));
    assert_holds(&answer, &fixture.body(1));
}

/// Happy path: a deletion is committed.
#[tokio::test]
async fn test_delete_backtest_commits() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = create(&app, ada.id, &Fixture::of(&ada).await.body(0)).await;
    let (service, id) = (service_of(&app), &row.backtest_id);
    let deleted = service.delete_backtest(ada.id, id, Some(1)).await;
    assert!(deleted.is_ok());
    assert_eq!(app.count(TABLE).await, 0);
}

/// Happy path: a list has the user's rows, and no others.
#[tokio::test]
async fn test_list_backtests_finds_own_rows() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = create(&app, ada.id, &Fixture::of(&ada).await.body(0)).await;
    create(&app, bob.id, &Fixture::of(&bob).await.body(0)).await;
    let (service, filter) = (service_of(&app), BacktestFilter::default());
    let page = service.list_backtests(ada.id, &filter).await;
    let page = page.expect("a page");
    assert_eq!(page.items, [row]);
    assert_eq!(page.next_cursor, None);
}

/// Error: permission: no function does anything with the row of another user.
#[tokio::test]
async fn test_get_backtest_finds_no_other() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = create(&app, ada.id, &Fixture::of(&ada).await.body(0)).await;
    let changes = changes(&Fixture::of(&bob).await.body(1));
    let service = service_of(&app);
    for id in [&row.backtest_id, &Uuid::now_v7().to_string()] {
        for version in [None, Some(1)] {
            let read = service.get_backtest(bob.id, id).await;
            assert!(matches!(read, Err(ServiceError::NotFound(_))), "{read:?}");
            let changed = service.update_backtest(bob.id, id, &changes, version).await;
            assert!(matches!(changed, Err(ServiceError::NotFound(_))), "{changed:?}");
            let deleted = service.delete_backtest(bob.id, id, version).await;
            assert!(matches!(deleted, Err(ServiceError::NotFound(_))), "{deleted:?}");
        }
    }
    let read = service.get_backtest(ada.id, &row.backtest_id).await;
    assert_eq!(read.expect("still there"), row);
}

/// Error: a version that is not the current one is stale, for a change and for a deletion.
#[tokio::test]
async fn test_update_backtest_refuses_stale() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let (service, row) = (service_of(&app), create(&app, ada.id, &fixture.body(0)).await);
    let id = &row.backtest_id;
    let changes = changes(&fixture.body(1));
    for version in [0, 2, i64::MAX].map(Some) {
        let changed = service.update_backtest(ada.id, id, &changes, version).await;
        assert!(matches!(changed, Err(ServiceError::Stale(_))), "{changed:?}");
        let deleted = service.delete_backtest(ada.id, id, version).await;
        assert!(matches!(deleted, Err(ServiceError::Stale(_))), "{deleted:?}");
    }
    let read = service.get_backtest(ada.id, id).await;
    assert_eq!(read.expect("still there"), row);
}

/// Error: a reference to the row of another user is refused here too.
#[tokio::test]
async fn test_create_backtest_refers_to_own_rows() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let foreign = new_values(&Fixture::of(&bob).await.body(0));
    let created = service_of(&app).create_backtest(ada.id, &foreign).await;
    assert!(matches!(created, Err(ServiceError::Invalid(_))), "{created:?}");
    assert_eq!(app.count(TABLE).await, 0);
}

/// Error: a value past a bound is refused without HTTP too: the database holds the bounds.
#[tokio::test]
async fn test_create_backtest_holds_bounds() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let valid = Fixture::of(&ada).await.body(0);
    let beyond = [
        ("initial_cash", json!("0.99")),
        ("initial_cash", json!("1000000000.01")),
        ("fee_basis_points", json!(-1)),
        ("fee_basis_points", json!(10001)),
    ];
    for (field, value) in beyond {
        let mut body = valid.clone();
        body[field] = value;
        let created = service_of(&app).create_backtest(ada.id, &new_values(&body)).await;
        let named = matches!(&created, Err(ServiceError::Invalid(text)) if text.contains(field));
        assert!(named, "{field}: {created:?}");
    }
    assert_eq!(app.count(TABLE).await, 0);
}

/// Edge case: a change of nothing is no change.
#[tokio::test]
async fn test_update_backtest_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = create(&app, ada.id, &Fixture::of(&ada).await.body(0)).await;
    let (service, none) = (service_of(&app), BacktestChanges::default());
    let same = service.update_backtest(ada.id, &row.backtest_id, &none, None).await;
    assert_eq!(same.expect("no change"), row);
}

/// Edge case: many changes at once are all made: none meets a locked database.
#[tokio::test(flavor = "multi_thread")]
async fn test_update_backtest_works_at_once() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let row = create(&app, ada.id, &fixture.body(0)).await;
    let mut tasks = JoinSet::new();
    for n in 0..16 {
        // A row that moves to another parent meanwhile is stale for the others.
        let parent = json!(row.workspace_id);
        let body = with(&fixture.body(n), "workspace_id", parent);
        let (service, changes) = (service_of(&app).clone(), changes(&body));
        let (user_id, id) = (ada.id, row.backtest_id.clone());
        tasks.spawn(async move {
            let changed = service.update_backtest(user_id, &id, &changes, None).await;
            assert!(changed.is_ok(), "{changed:?}");
        });
    }
    tasks.join_all().await;
    let read = service_of(&app).get_backtest(ada.id, &row.backtest_id).await;
    assert_eq!(read.expect("read").version, 17);
}

/// Integration: what the service stores, HTTP shows.
#[tokio::test]
async fn test_create_backtest_shows_over_http() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = create(&app, ada.id, &Fixture::of(&ada).await.body(0)).await;
    let row = json!(BacktestResponse::from(row));
    let reply = ada.get(&path_of(&row)).await.expect(StatusCode::OK);
    assert_eq!(reply.body, row);
}

async fn create(app: &TestApp, user_id: i64, body: &Value) -> Backtest {
    let created = service_of(app).create_backtest(user_id, &new_values(body)).await;
    created.expect("created")
}

fn service_of(app: &TestApp) -> &BacktestService {
    &app.state.backtests
}
