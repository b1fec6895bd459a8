// tests/job/test_job_actions.rs - Job actions: which states they leave, and which not

use axum::http::StatusCode;
use axum::http::header::{ETAG, IF_MATCH};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{Fixture, ID, PATH, TABLE, path_of};
use crate::common::app::TestApp;
use example_app::core::errors::ServiceError;

/// The path of an action, the column that it changes, the labels that it leads from, the others,
/// and the label that it leads to.
type Action =
    (&'static str, &'static str, &'static [&'static str], &'static [&'static str], &'static str);

const ACTIONS: &[Action] = &[
    ("cancel", "status", &["pending", "running"], &["done", "failed", "cancelled"], "cancelled"),
    ("retry", "status", &["failed", "cancelled"], &["pending", "running", "done"], "pending"),
];

/// Happy path: from each of its states an action leads to its end, and changes nothing else.
#[tokio::test]
async fn test_cancel_job_leads_on() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let (row, other) = (fixture.create(0).await, fixture.create(1).await);
    let path = path_of(&row);
    for (action, field, from, _, to) in ACTIONS {
        for state in *from {
            set(&app, &row, field, state).await;
            let mut expected = ada.get(&path).await.body;
            assert_eq!(&expected[field], state);
            let reply = ada.post(&format!("{path}/{action}"), &Value::Null).await;
            let reply = reply.expect(StatusCode::OK);
            expected[field] = json!(to);
            expected["version"] = json!(expected["version"].as_i64().unwrap_or_default() + 1);
            expected["updated_at"] = reply.body["updated_at"].clone();
            assert_eq!(reply.body, expected, "{action} from {state}");
            assert_eq!(reply.header(ETAG), format!("\"{}\"", expected["version"]));
            assert_eq!(ada.get(&path).await.body, expected, "{action} from {state}");
        }
    }
    assert_eq!(ada.get(&path_of(&other)).await.body, other);
}

/// Error: from any other state it is 409, and the row stays as it is.
#[tokio::test]
async fn test_cancel_job_refuses_states() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let path = path_of(&row);
    for (action, field, _, others, _) in ACTIONS {
        for state in *others {
            set(&app, &row, field, state).await;
            let before = ada.get(&path).await.body;
            let reply = ada.post(&format!("{path}/{action}"), &Value::Null).await;
            let problem = reply.problem(StatusCode::CONFLICT);
            assert!(problem.detail.contains(field), "{}", problem.detail);
            assert_eq!(ada.get(&path).await.body, before, "{action} from {state}");
        }
    }
}

/// Error: permission: another user's row can't be acted on, nor told from one that is not there.
#[tokio::test]
async fn test_cancel_job_hides_others() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let unknown = format!("{PATH}/{}", Uuid::now_v7());
    for (action, field, from, _, _) in ACTIONS {
        set(&app, &row, field, from[0]).await;
        let before = ada.get(&path_of(&row)).await.body;
        for path in [path_of(&row), unknown.clone()] {
            let reply = bob.post(&format!("{path}/{action}"), &Value::Null).await;
            reply.problem(StatusCode::NOT_FOUND);
        }
        assert_eq!(ada.get(&path_of(&row)).await.body, before);
    }
}

/// Error: an action on another version than the expected one is 412 and does nothing.
#[tokio::test]
async fn test_cancel_job_refuses_stale() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let path = path_of(&row);
    for (action, field, from, _, _) in ACTIONS {
        set(&app, &row, field, from[0]).await;
        let before = ada.get(&path).await.body;
        let path = format!("{path}/{action}");
        let stale = ada.with_header(IF_MATCH, "\"0\"").post(&path, &Value::Null).await;
        stale.problem(StatusCode::PRECONDITION_FAILED);
        assert_eq!(ada.get(&path_of(&row)).await.body, before);
        let version = before["version"].as_i64().unwrap_or_default();
        ada.if_match(version).post(&path, &Value::Null).await.expect(StatusCode::OK);
    }
}

/// Edge case: of two at once, one wins and the other is 409.
#[tokio::test]
async fn test_cancel_job_lets_one_win() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    for (action, field, from, _, _) in ACTIONS {
        set(&app, &row, field, from[0]).await;
        let path = format!("{}/{action}", path_of(&row));
        let (one, other) =
            tokio::join!(ada.post(&path, &Value::Null), ada.post(&path, &Value::Null));
        let mut statuses = [one.status, other.status];
        statuses.sort();
        assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT], "{action}");
    }
}

/// Edge case: without HTTP `cancel` holds to the same states.
#[tokio::test]
async fn test_cancel_job_guards_the_service() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let id = row[ID].as_str().expect("an id is text");
    let service = &app.state.jobs;
    set(&app, &row, "status", "pending").await;
    let hidden = service.cancel_job(bob.id, id, None).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound(_))), "{hidden:?}");
    let done = service.cancel_job(ada.id, id, None).await;
    assert!(done.is_ok(), "{done:?}");
    let again = service.cancel_job(ada.id, id, None).await;
    assert!(matches!(again, Err(ServiceError::Conflict(_))), "{again:?}");
}

/// Edge case: without HTTP `retry` holds to the same states.
#[tokio::test]
async fn test_retry_job_guards_the_service() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let id = row[ID].as_str().expect("an id is text");
    let service = &app.state.jobs;
    set(&app, &row, "status", "failed").await;
    let hidden = service.retry_job(bob.id, id, None).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound(_))), "{hidden:?}");
    let done = service.retry_job(ada.id, id, None).await;
    assert!(done.is_ok(), "{done:?}");
    let again = service.retry_job(ada.id, id, None).await;
    assert!(matches!(again, Err(ServiceError::Conflict(_))), "{again:?}");
}

/// Puts a row into a state, past all guards.
async fn set(app: &TestApp, row: &Value, field: &str, state: &str) {
    let sql = format!("UPDATE {TABLE} SET \"{field}\" = $1 WHERE {ID} = $2");
    let mut connection = app.database.connection().await.expect("a connection");
    let id = row[ID].as_str().expect("an id is text");
    let set = sqlx::query(AssertSqlSafe(sql)).bind(state).bind(id).execute(&mut *connection).await;
    assert_eq!(set.expect("the row changes").rows_affected(), 1);
}
