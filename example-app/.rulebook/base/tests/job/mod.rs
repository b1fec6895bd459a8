// tests/job/mod.rs - Job tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::db_models::{JobChanges, NewJob};
use example_app::models::job_models::{JobCreateRequest, JobUpdateRequest};

mod test_job_api;
mod test_job_guards;
mod test_job_list;
mod test_job_models;
mod test_job_service;

/// Where the jobs are.
pub(crate) const PATH: &str = "/jobs";
/// The name of their public id.
pub(crate) const ID: &str = "job_id";
/// Their table, as SQL writes it.
pub(crate) const TABLE: &str = "jobs";

/// How many of them the tests make side by side.
pub(crate) const ROWS: usize = 3;

/// Fields that a new one must have.
pub(crate) const REQUIRED: &[&str] = &["job_type", "workspace_id"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &["scheduled_at", "note"];

/// The jobs of a user, and the rows that they refer to.
pub(crate) struct Fixture {
    client: Client,
    workspace_ids: Vec<String>,
}

impl Fixture {
    /// Prepares for jobs of a user.
    pub(crate) async fn of(client: &Client) -> Self {
        let workspace_ids = crate::workspace::Fixture::ids(client).await;
        Self { client: client.clone(), workspace_ids }
    }

    /// A body that is valid and has every field. Another `n` gives other values.
    pub(crate) fn body(&self, n: usize) -> Value {
        let mut body = sample(n);
        body["workspace_id"] = nth(n, json!(self.workspace_ids));
        body
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

/// The path of a job.
pub(crate) fn path_of(row: &Value) -> String {
    format!("{PATH}/{}", row[ID].as_str().expect("an id is text"))
}

/// A body as [`Fixture::body`] gives it, but that it refers to no row which is there.
///
/// Fields of one type have different values, so that none is taken for another.
pub(crate) fn sample(n: usize) -> Value {
    json!({
        "job_type": nth(n, json!(["Sample job type", "Other job type", "Third job type"])),
        "workspace_id": "no workspace",
        "priority": nth(n + 2, json!([1, 2, 3])),
        "status": nth(n + 3, json!(["running", "done", "failed"])),
        "scheduled_at": nth(n + 4, json!(["2026-03-14T09:26:53Z", "2027-03-25T18:40:00Z", "2028-03-07T00:00:00Z"])),
        "note": nth(n + 5, json!(["Sample note", "Other note", "Third note"])),
    })
}

/// What a valid body means to the service.
pub(crate) fn new_values(body: &Value) -> NewJob {
    let request = serde_json::from_value::<JobCreateRequest>(body.clone());
    request.expect("a valid body").into()
}

/// What valid changes mean to the service.
pub(crate) fn changes(body: &Value) -> JobChanges {
    let request = serde_json::from_value::<JobUpdateRequest>(body.clone());
    request.expect("valid changes").into()
}

/// Values that a field must not have, each with the reason.
pub(crate) fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("job_type", json!(""), "one character too short"),
        ("job_type", json!("x".repeat(65)), "one character too long"),
        ("job_type", json!(5), "a number"),
        ("job_type", json!(null), "null"),
        ("workspace_id", json!(5), "a number"),
        ("workspace_id", json!(null), "null"),
        ("priority", json!(-1), "one less than the least"),
        ("priority", json!(10), "one more than the most"),
        ("priority", json!("five"), "a text"),
        ("priority", json!(1.5), "a fraction"),
        ("priority", json!(null), "null"),
        ("status", json!("unknown"), "none of the labels"),
        ("status", json!(5), "a number"),
        ("status", json!(null), "null"),
        ("scheduled_at", json!("2026-03-14"), "a day without a time"),
        ("scheduled_at", json!("soon"), "a word"),
        ("scheduled_at", json!(5), "a number"),
        ("note", json!("x".repeat(10001)), "one character too long"),
        ("note", json!(5), "a number"),
    ];
    values.into()
}

/// Values that a field may just have, each with the reason.
pub(crate) fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("job_type", json!("x"), "the shortest"),
        ("job_type", json!("é".repeat(64)), "the longest"),
        ("priority", json!(0), "the least"),
        ("priority", json!(9), "the most"),
        ("status", json!("pending"), "the label pending"),
        ("status", json!("running"), "the label running"),
        ("status", json!("done"), "the label done"),
        ("status", json!("failed"), "the label failed"),
        ("status", json!("cancelled"), "the label cancelled"),
        ("note", json!(""), "the shortest"),
        ("note", json!("é".repeat(10000)), "the longest"),
    ];
    values.into()
}
