// tests/member/test_member_api.rs - Members over HTTP: who is one, and what each may do

use axum::http::StatusCode;
use axum::http::header::{ETAG, LOCATION};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Fixture;

/// Happy path: who makes a workspace owns it, and all members see all members.
#[tokio::test]
async fn test_list_members_answers() {
    let fixture = Fixture::new().await;
    for client in [&fixture.ada, &fixture.ed, &fixture.vi] {
        let members = client.get(&fixture.path()).await;
        let shown = |row: &Value| (row["name"].clone(), row["role"].clone());
        let members: Vec<(Value, Value)> = members.items().iter().map(shown).collect();
        let expected = [("ada", "owner"), ("ed", "editor"), ("vi", "viewer")];
        assert_eq!(members, expected.map(|(name, role)| (json!(name), json!(role))));
    }
    fixture.bob.get(&fixture.path()).await.problem(StatusCode::NOT_FOUND);
}

/// Happy path: a new member has a place and a version, and shows no address and no internal key.
#[tokio::test]
async fn test_create_member_answers() {
    let fixture = Fixture::new().await;
    let new = json!({ "email": "Bob@Example.com", "role": "viewer" });
    let reply = fixture.ada.post(&fixture.path(), &new).await.expect(StatusCode::CREATED);
    let member_id = reply.body["member_id"].as_str().expect("an id is text");
    assert_eq!(reply.header(LOCATION), fixture.path_of(member_id));
    assert_eq!(reply.header(ETAG), "\"1\"");
    let expected = json!({
        "member_id": member_id,
        "workspace_id": fixture.desk.workspace_id,
        "user_id": fixture.bob.user_id,
        "name": "bob",
        "role": "viewer",
        "version": 1,
        "created_at": reply.body["created_at"],
        "updated_at": reply.body["created_at"],
    });
    assert_eq!(reply.body, expected);
    let read = fixture.bob.get(&fixture.path_of(member_id)).await.expect(StatusCode::OK);
    assert_eq!(read.body, expected);
}

/// Error: an address that nobody has, a member already, no owner, and values that do not fit.
#[tokio::test]
async fn test_create_member_refuses() {
    let fixture = Fixture::new().await;
    let (ada, path) = (&fixture.ada, fixture.path());
    let new = |email: &str| json!({ "email": email, "role": "viewer" });
    let nobody = ada.post(&path, &new("nobody@example.com")).await.problem(StatusCode::BAD_REQUEST);
    assert_eq!(nobody.detail, "email: user not found");
    let twice = ada.post(&path, &new("ed@example.com")).await.problem(StatusCode::CONFLICT);
    assert_eq!(twice.detail, "email: the user is a member already");
    for client in [&fixture.ed, &fixture.vi] {
        client.post(&path, &new("bob@example.com")).await.problem(StatusCode::FORBIDDEN);
    }
    fixture.bob.post(&path, &new("bob@example.com")).await.problem(StatusCode::NOT_FOUND);
    ada.post(&path, &new("no address")).await.rejects(&["body.email"], "no address");
    let role = json!({ "email": "bob@example.com", "role": "admin" });
    ada.post(&path, &role).await.rejects(&["body.role"], "no role");
    ada.post(&path, &json!({})).await.rejects(&["body.email", "body.role"], "nothing");
    assert_eq!(fixture.app.count("members").await, 3);
}

/// Happy path: a role counts from the next request on.
#[tokio::test]
async fn test_update_member_answers() {
    let fixture = Fixture::new().await;
    let path = fixture.path_of(&fixture.vi_id);
    let rename = json!({ "name": "Renamed" });
    let strategy = format!("/strategies/{}", fixture.desk.strategy_id);
    fixture.vi.patch(&strategy, &rename).await.problem(StatusCode::FORBIDDEN);
    let reply = fixture.ada.patch(&path, &json!({ "role": "editor" })).await;
    let reply = reply.expect(StatusCode::OK);
    assert_eq!((&reply.body["role"], &reply.body["version"]), (&json!("editor"), &json!(2)));
    assert_eq!(reply.header(ETAG), "\"2\"");
    fixture.vi.patch(&strategy, &rename).await.expect(StatusCode::OK);
    fixture.ada.patch(&path, &json!({ "role": "viewer" })).await.expect(StatusCode::OK);
    fixture.vi.patch(&strategy, &rename).await.problem(StatusCode::FORBIDDEN);
}

/// Error: no owner, no member, a stale version.
#[tokio::test]
async fn test_update_member_refuses() {
    let fixture = Fixture::new().await;
    let (path, role) = (fixture.path_of(&fixture.vi_id), json!({ "role": "editor" }));
    for client in [&fixture.ed, &fixture.vi] {
        client.patch(&path, &role).await.problem(StatusCode::FORBIDDEN);
    }
    fixture.bob.patch(&path, &role).await.problem(StatusCode::NOT_FOUND);
    let unknown = fixture.path_of(&Uuid::now_v7().to_string());
    fixture.ada.patch(&unknown, &role).await.problem(StatusCode::NOT_FOUND);
    let stale = fixture.ada.if_match(7).patch(&path, &role).await;
    stale.problem(StatusCode::PRECONDITION_FAILED);
    fixture.ada.patch(&path, &json!({ "role": null })).await.rejects(&["body.role"], "null");
    assert_eq!(fixture.ada.get(&path).await.body["role"], "viewer");
}

/// Error: the last owner stays one, and a second one may go.
#[tokio::test]
async fn test_update_member_keeps_an_owner() {
    let fixture = Fixture::new().await;
    let ada_path = fixture.path_of(&fixture.ada_id().await);
    let viewer = json!({ "role": "viewer" });
    let reply = fixture.ada.patch(&ada_path, &viewer).await.problem(StatusCode::CONFLICT);
    assert_eq!(reply.detail, "role: a workspace needs an owner");
    fixture.ada.delete(&ada_path).await.problem(StatusCode::CONFLICT);
    let owner = json!({ "role": "owner" });
    fixture.ada.patch(&ada_path, &owner).await.expect(StatusCode::OK);
    let ed_path = fixture.path_of(&fixture.ed_id);
    fixture.ada.patch(&ed_path, &owner).await.expect(StatusCode::OK);
    fixture.ada.patch(&ada_path, &viewer).await.expect(StatusCode::OK);
    fixture.ada.patch(&ed_path, &viewer).await.problem(StatusCode::FORBIDDEN);
    fixture.ed.delete(&ed_path).await.problem(StatusCode::CONFLICT);
}

/// Edge case: of two owners who give their role up at once, one stays.
#[tokio::test]
async fn test_update_member_keeps_an_owner_at_once() {
    let fixture = Fixture::new().await;
    let (ada_path, ed_path) =
        (fixture.path_of(&fixture.ada_id().await), fixture.path_of(&fixture.ed_id));
    fixture.ada.patch(&ed_path, &json!({ "role": "owner" })).await.expect(StatusCode::OK);
    let viewer = json!({ "role": "viewer" });
    let replies =
        tokio::join!(fixture.ada.patch(&ada_path, &viewer), fixture.ed.patch(&ed_path, &viewer));
    let mut statuses = [replies.0.status, replies.1.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::CONFLICT]);
}

/// Happy path: owners take members out, members leave, and what is in the workspace is out of sight.
#[tokio::test]
async fn test_delete_member_takes_access() {
    let fixture = Fixture::new().await;
    let (ed_path, vi_path) = (fixture.path_of(&fixture.ed_id), fixture.path_of(&fixture.vi_id));
    fixture.ed.delete(&vi_path).await.problem(StatusCode::FORBIDDEN);
    fixture.bob.delete(&vi_path).await.problem(StatusCode::NOT_FOUND);
    fixture.vi.if_match(9).delete(&vi_path).await.problem(StatusCode::PRECONDITION_FAILED);
    fixture.vi.delete(&vi_path).await.expect(StatusCode::NO_CONTENT);
    fixture.ada.delete(&ed_path).await.expect(StatusCode::NO_CONTENT);
    let strategy = format!("/strategies/{}", fixture.desk.strategy_id);
    for client in [&fixture.ed, &fixture.vi] {
        client.get(&strategy).await.problem(StatusCode::NOT_FOUND);
        assert!(client.get("/strategies").await.items().is_empty());
        assert!(client.get("/workspaces").await.items().is_empty());
    }
    fixture.ada.get(&ed_path).await.problem(StatusCode::NOT_FOUND);
    assert_eq!(fixture.app.count("members").await, 1);
}

/// Integration: with a workspace go its members.
#[tokio::test]
async fn test_delete_workspace_deletes_members() {
    let fixture = Fixture::new().await;
    let new = json!({ "name": "Empty" });
    let workspace = fixture.ada.post("/workspaces", &new).await.expect(StatusCode::CREATED).body;
    assert_eq!(fixture.app.count("members").await, 4);
    let path = format!("/workspaces/{}", workspace["workspace_id"].as_str().expect("an id"));
    fixture.ada.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(fixture.app.count("members").await, 3);
}
