// tests/workspace/mod.rs - Workspace tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::db_models::{NewWorkspace, WorkspaceChanges};
use example_app::models::workspace_models::{WorkspaceCreateRequest, WorkspaceUpdateRequest};

mod test_workspace_api;
mod test_workspace_guards;
mod test_workspace_list;
mod test_workspace_models;
mod test_workspace_service;

/// Where the workspaces are.
pub(crate) const PATH: &str = "/workspaces";
/// The name of their public id.
pub(crate) const ID: &str = "workspace_id";
/// Their table, as SQL writes it.
pub(crate) const TABLE: &str = "workspaces";

/// How many of them the tests make side by side.
pub(crate) const ROWS: usize = 3;

/// Fields that a new one must have.
pub(crate) const REQUIRED: &[&str] = &["name"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &["description"];

/// The workspaces of a user.
pub(crate) struct Fixture {
    client: Client,
}

impl Fixture {
    /// Prepares for workspaces of a user.
    pub(crate) async fn of(client: &Client) -> Self {
        Self { client: client.clone() }
    }

    /// A body that is valid and has every field. Another `n` gives other values.
    pub(crate) fn body(&self, n: usize) -> Value {
        sample(n)
    }

    /// A new one, as the API shows it.
    pub(crate) async fn create(&self, n: usize) -> Value {
        self.client.post(PATH, &self.body(n)).await.expect(StatusCode::CREATED).body
    }

    /// New ones, as many as there can be.
    pub(crate) async fn create_all(&self) -> Vec<Value> {
        let mut rows = Vec::new();
        for n in 0..ROWS {
            rows.push(self.create(n).await);
        }
        rows
    }

    /// The ids of those that the user has, which are made where there are none.
    pub(crate) async fn ids(client: &Client) -> Vec<String> {
        let mut rows = client.get(PATH).await.items().clone();
        if rows.is_empty() {
            rows = Self::of(client).await.create_all().await;
        }
        rows.iter().map(|row| row[ID].as_str().expect("an id is text").to_owned()).collect()
    }
}

/// The path of a workspace.
pub(crate) fn path_of(row: &Value) -> String {
    format!("{PATH}/{}", row[ID].as_str().expect("an id is text"))
}

/// A body as [`Fixture::body`] gives it, but that it refers to no row which is there.
///
/// Fields of one type have different values, so that none is taken for another.
pub(crate) fn sample(n: usize) -> Value {
    json!({
        "name": nth(n, json!(["Sample name", "Other name", "Third name"])),
        "description": nth(n + 1, json!(["Sample description", "Other description", "Third description"])),
    })
}

/// What a valid body means to the service.
pub(crate) fn new_values(body: &Value) -> NewWorkspace {
    let request = serde_json::from_value::<WorkspaceCreateRequest>(body.clone());
    request.expect("a valid body").into()
}

/// What valid changes mean to the service.
pub(crate) fn changes(body: &Value) -> WorkspaceChanges {
    let request = serde_json::from_value::<WorkspaceUpdateRequest>(body.clone());
    request.expect("valid changes").into()
}

/// Values that a field must not have, each with the reason.
pub(crate) fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("name", json!(""), "one character too short"),
        ("name", json!("x".repeat(81)), "one character too long"),
        ("name", json!(5), "a number"),
        ("name", json!(null), "null"),
        ("description", json!("x".repeat(10001)), "one character too long"),
        ("description", json!(5), "a number"),
    ];
    values.into()
}

/// Values that a field may just have, each with the reason.
pub(crate) fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("name", json!("x"), "the shortest"),
        ("name", json!("é".repeat(80)), "the longest"),
        ("description", json!(""), "the shortest"),
        ("description", json!("é".repeat(10000)), "the longest"),
    ];
    values.into()
}
