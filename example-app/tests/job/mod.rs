// tests/job/mod.rs - Job tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::db_models::{JobChanges, NewJob};
use example_app::models::job_models::{JobCreateRequest, JobUpdateRequest};

mod test_job_actions;
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
pub(crate) const REQUIRED: &[&str] = &["workspace_id", "job_type"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &["backtest_id", "scheduled_at", "note"];

/// The jobs of a user, and the rows that they refer to.
pub(crate) struct Fixture {
    client: Client,
    backtest_ids: Vec<String>,
    workspace_ids: Vec<String>,
}

impl Fixture {
    /// Prepares for jobs of a user.
    pub(crate) async fn of(client: &Client) -> Self {
        let backtest_ids = crate::backtest::Fixture::ids(client).await;
        let workspace_ids = crate::workspace::Fixture::ids(client).await;
        Self { client: client.clone(), backtest_ids, workspace_ids }
    }

    /// A body that is valid and has every field. Another `n` gives other values.
    pub(crate) fn body(&self, n: usize) -> Value {
        let mut body = sample(n);
        body["workspace_id"] = nth(n, json!(self.workspace_ids));
        body["backtest_id"] = nth(n + 1, json!(self.backtest_ids));
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
        "workspace_id": "no workspace",
        "job_type": nth(n + 1, json!(["run_backtest", "check_market_data"])),
        "backtest_id": "no backtest",
        "priority": nth(n + 3, json!([1, 2, 3])),
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
        ("workspace_id", json!(5), "a number"),
        ("workspace_id", json!(null), "null"),
        ("job_type", json!("unknown"), "none of the labels"),
        ("job_type", json!(5), "a number"),
        ("job_type", json!(null), "null"),
        ("backtest_id", json!(5), "a number"),
        ("priority", json!(-1), "one less than the least"),
        ("priority", json!(10), "one more than the most"),
        ("priority", json!("five"), "a text"),
        ("priority", json!(1.5), "a fraction"),
        ("priority", json!(null), "null"),
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
        ("job_type", json!("run_backtest"), "the label run_backtest"),
        ("job_type", json!("check_market_data"), "the label check_market_data"),
        ("priority", json!(0), "the least"),
        ("priority", json!(9), "the most"),
        ("note", json!(""), "the shortest"),
        ("note", json!("é".repeat(10000)), "the longest"),
    ];
    values.into()
}
