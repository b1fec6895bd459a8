// tests/job/test_job_api.rs - Jobs over HTTP: create, read, change, delete

use axum::http::header::{ETAG, LOCATION};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

use super::{
    Fixture, ID, NULLABLE, PATH, REQUIRED, ROWS, TABLE, bound_values, invalid_values, path_of,
};
use crate::common::app::TestApp;
use crate::common::contract::{
    assert_documented, assert_holds, assert_public_id, assert_takes_json, keys, moment, with,
    without,
};

/// Happy path: a new row is answered with 201, its place, its version and all of it.
#[tokio::test]
async fn test_create_job_answers_with_the_row() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    for body in (0..ROWS).map(|n| fixture.body(n)) {
        let reply = ada.post(PATH, &body).await.expect(StatusCode::CREATED);
        let row = &reply.body;
        assert_holds(row, &body);
        assert_public_id(&row[ID]);
        assert_eq!(row["version"], 1);
        assert_eq!(moment(&row["created_at"]), moment(&row["updated_at"]));
        assert_eq!(reply.header(LOCATION), path_of(row));
        assert_eq!(reply.header(ETAG), "\"1\"");
    }
}

/// Happy path: the answer has the public fields and no other: nothing internal comes out.
#[tokio::test]
async fn test_create_job_shows_public_fields() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let mut expected = fixture.body(0);
    for field in [ID, "status", "version", "created_at", "updated_at"] {
        expected[field] = Value::Null;
    }
    assert_eq!(keys(&fixture.create(0).await), keys(&expected));
}

/// Happy path: fields that are left out get their defaults, or null.
#[tokio::test]
async fn test_create_job_fills_defaults() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let full = Fixture::of(&ada).await.body(0);
    let mut body = json!({});
    for field in REQUIRED {
        body[field] = full[field].clone();
    }
    let reply = ada.post(PATH, &body).await.expect(StatusCode::CREATED);
    assert_holds(&reply.body, &body);
    let filled = json!({
        "backtest_id": null,
        "priority": 0,
        "status": "pending",
        "scheduled_at": null,
        "note": null,
    });
    assert_holds(&reply.body, &filled);
}

/// Happy path: a row is read as it was created, with its version.
#[tokio::test]
async fn test_get_job_answers_with_the_row() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    let reply = ada.get(&path_of(&row)).await.expect(StatusCode::OK);
    assert_eq!(reply.body, row);
    assert_eq!(reply.header(ETAG), "\"1\"");
}

/// Happy path: a change of one field changes that field and the version, and no other field.
#[tokio::test]
async fn test_update_job_changes_one_field() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let mut expected = fixture.create(0).await;
    let path = path_of(&expected);
    let changes = fixture.body(1);
    for (version, (field, value)) in (2..).zip(changes.as_object().expect("an object")) {
        let reply = ada.patch(&path, &json!({ field: value })).await.expect(StatusCode::OK);
        assert_eq!(reply.header(ETAG), format!("\"{version}\""));
        assert!(moment(&reply.body["updated_at"]) > moment(&expected["updated_at"]));
        expected[field] = value.clone();
        expected["version"] = json!(version);
        expected["updated_at"] = reply.body["updated_at"].clone();
        assert_eq!(reply.body, expected, "{field}");
    }
    assert_eq!(ada.get(&path).await.body, expected);
}

/// Happy path: all fields change at once, and the other rows stay as they are.
#[tokio::test]
async fn test_update_job_changes_one_row() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let rows = fixture.create_all().await;
    let changes = fixture.body(1);
    let reply = ada.patch(&path_of(&rows[0]), &changes).await.expect(StatusCode::OK);
    assert_holds(&reply.body, &changes);
    for other in &rows[1..] {
        assert_eq!(&ada.get(&path_of(other)).await.body, other);
    }
}

/// Happy path: a deleted row is gone, and the other rows stay.
#[tokio::test]
async fn test_delete_job_removes_one_row() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let rows = Fixture::of(&ada).await.create_all().await;
    let path = path_of(&rows[0]);
    let reply = ada.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(reply.body, Value::Null);
    ada.get(&path).await.problem(StatusCode::NOT_FOUND);
    ada.delete(&path).await.problem(StatusCode::NOT_FOUND);
    for other in &rows[1..] {
        assert_eq!(&ada.get(&path_of(other)).await.body, other);
    }
}

/// Error: each value past a bound or of a wrong kind is refused, and its field is named.
#[tokio::test]
async fn test_create_job_rejects_values() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    for (field, value, why) in invalid_values() {
        let reply = ada.post(PATH, &with(&body, field, value)).await;
        reply.rejects(&[&format!("body.{field}")], &format!("{field}: {why}"));
    }
    assert_eq!(app.count(TABLE).await, 0);
}

/// Error: what a new row must not have, a changed one must not have either.
#[tokio::test]
async fn test_update_job_rejects_values() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    for (field, value, why) in invalid_values() {
        let reply = ada.patch(&path_of(&row), &json!({ field: value })).await;
        reply.rejects(&[&format!("body.{field}")], &format!("{field}: {why}"));
    }
    assert_eq!(ada.get(&path_of(&row)).await.body, row);
}

/// Error: the character that no database keeps is refused in every text.
#[tokio::test]
async fn test_create_job_rejects_zero() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    let fields = [("note", json!("a\0b"))];
    for (field, value) in fields {
        let reply = ada.post(PATH, &with(&body, field, value)).await;
        reply.rejects(&[&format!("body.{field}")], field);
    }
    assert_eq!(app.count(TABLE).await, 0);
}

/// Error: a required field that is left out is named.
#[tokio::test]
async fn test_create_job_misses_fields() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    for field in REQUIRED {
        let reply = ada.post(PATH, &without(&body, field)).await;
        reply.rejects(&[&format!("body.{field}")], "left out");
    }
    assert_eq!(app.count(TABLE).await, 0);
}

/// Error: one answer names every wrong field: invalid, missing and unknown ones.
#[tokio::test]
async fn test_create_job_names_every_fault() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut body = json!({ "no_such_field": 1 });
    let mut places = vec!["body.no_such_field".to_owned()];
    places.extend(REQUIRED.iter().map(|field| format!("body.{field}")));
    for (field, value, _) in invalid_values() {
        if !REQUIRED.contains(&field) && body[field].is_null() && !value.is_null() {
            body[field] = value;
            places.push(format!("body.{field}"));
        }
    }
    places.sort();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    ada.post(PATH, &body).await.rejects(&places, "all at once");
}

/// Error: a field that is not there, or that the server alone sets, is refused.
#[tokio::test]
async fn test_create_job_rejects_unknown() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    let row = fixture.create(0).await;
    for field in ["no_such_field", "id", ID, "user_id", "version", "created_at", "status"] {
        let place = format!("body.{field}");
        let reply = ada.post(PATH, &with(&fixture.body(1), field, json!(1))).await;
        reply.rejects(&[&place], "a new row");
        let reply = ada.patch(&path_of(&row), &json!({ field: 1 })).await;
        reply.rejects(&[&place], "a changed row");
    }
}

/// Error: a body that is no JSON is 400, one that calls itself something else 415.
#[tokio::test]
async fn test_create_job_takes_json() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    assert_takes_json(&ada, Method::POST, PATH).await;
    assert_takes_json(&ada, Method::PATCH, &path_of(&row)).await;
    assert_eq!(ada.get(&path_of(&row)).await.body, row);
}

/// Edge case: a change of nothing is fine, and leaves the version as it is.
#[tokio::test]
async fn test_update_job_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let row = Fixture::of(&ada).await.create(0).await;
    for client in [&ada, &ada.if_match(1)] {
        let reply = client.patch(&path_of(&row), &json!({})).await.expect(StatusCode::OK);
        assert_eq!(reply.body, row);
        assert_eq!(reply.header(ETAG), "\"1\"");
    }
}

/// Edge case: null clears a field that may be null, and leaves the others.
#[tokio::test]
async fn test_update_job_clears_by_null() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut expected = Fixture::of(&ada).await.create(0).await;
    let path = path_of(&expected);
    for field in NULLABLE {
        let reply = ada.patch(&path, &json!({ *field: null })).await.expect(StatusCode::OK);
        expected[field] = Value::Null;
        expected["version"] = reply.body["version"].clone();
        expected["updated_at"] = reply.body["updated_at"].clone();
        assert_eq!(reply.body, expected, "{field}");
    }
    assert_eq!(ada.get(&path).await.body, expected);
}

/// Edge case: values at a bound, longest texts and any character are kept as they came.
#[tokio::test]
async fn test_create_job_keeps_bounds() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    for (field, value, why) in bound_values() {
        let reply = ada.post(PATH, &with(&body, field, value.clone())).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{field}: {why}: {:#}", reply.body);
        assert_eq!(reply.body[field], value, "{field}: {why}");
        let path = path_of(&reply.body);
        assert_eq!(ada.get(&path).await.body, reply.body, "{field}: {why}");
        let changed = ada.patch(&path, &json!({ field: value })).await.expect(StatusCode::OK);
        assert_eq!(changed.body[field], reply.body[field], "{field}: {why}");
        ada.delete(&path).await.expect(StatusCode::NO_CONTENT);
    }
}

/// Happy path: the status is read by itself, with the version of the row.
#[tokio::test]
async fn test_get_job_status_answers() {
    let app = TestApp::start().await;
    let (ada, bob) = (app.user("ada").await, app.user("bob").await);
    let row = Fixture::of(&ada).await.create(0).await;
    let path = format!("{}/status", path_of(&row));
    let reply = ada.get(&path).await.expect(StatusCode::OK);
    let expected = json!({
        ID: row[ID],
        "status": row["status"],
        "progress": 0,
        "attempts": 0,
        "failure": null,
        "version": 1,
        "updated_at": row["updated_at"],
    });
    assert_eq!(reply.body, expected);
    assert_eq!(reply.header(ETAG), "\"1\"");
    bob.get(&path).await.problem(StatusCode::NOT_FOUND);
    let unknown = format!("{PATH}/{}/status", uuid::Uuid::now_v7());
    ada.get(&unknown).await.problem(StatusCode::NOT_FOUND);
}

/// Integration: the whole life of a row, with what the database holds at each step.
#[tokio::test]
async fn test_create_job_begins_a_life() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let fixture = Fixture::of(&ada).await;
    assert_eq!(stored(&app).await, []);
    let row = fixture.create(0).await;
    let id = row[ID].as_str().expect("an id is text").to_owned();
    assert_eq!(stored(&app).await, [(id.clone(), ada.id, 1)]);
    ada.patch(&path_of(&row), &fixture.body(1)).await.expect(StatusCode::OK);
    assert_eq!(stored(&app).await, [(id, ada.id, 2)]);
    ada.delete(&path_of(&row)).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(stored(&app).await, []);
}

/// Integration: the document tells of every route, and describes every field.
#[tokio::test]
async fn test_create_job_is_documented() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let body = Fixture::of(&ada).await.body(0);
    assert_documented(&ada, PATH, ID, &keys(&body), REQUIRED).await;
}

/// The public id, the owner and the version of each row, as the database holds them.
async fn stored(app: &TestApp) -> Vec<(String, i64, i64)> {
    let mut connection = app.database.connection().await.expect("a connection");
    let sql = format!("SELECT {ID}, user_id, version FROM {TABLE} ORDER BY id");
    let rows = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *connection).await;
    rows.expect("the table can be read")
}
