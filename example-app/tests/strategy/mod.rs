// tests/strategy/mod.rs - Strategy tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::db_models::{NewStrategy, StrategyChanges};
use example_app::models::strategy_models::{StrategyCreateRequest, StrategyUpdateRequest};

mod test_strategy_api;
mod test_strategy_days;
mod test_strategy_guards;
mod test_strategy_list;
mod test_strategy_models;
mod test_strategy_service;

/// Where the strategies are.
pub(crate) const PATH: &str = "/strategies";
/// The name of their public id.
pub(crate) const ID: &str = "strategy_id";
/// Their table, as SQL writes it.
pub(crate) const TABLE: &str = "strategies";

/// How many of them the tests make side by side.
pub(crate) const ROWS: usize = 3;

/// Fields that a new one must have.
pub(crate) const REQUIRED: &[&str] = &["workspace_id", "name", "symbol", "fast_days", "slow_days"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &[];

/// The strategies of a user, and the rows that they refer to.
pub(crate) struct Fixture {
    client: Client,
    workspace_ids: Vec<String>,
}

impl Fixture {
    /// Prepares for strategies of a user.
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

/// The path of a strategy.
pub(crate) fn path_of(row: &Value) -> String {
    format!("{PATH}/{}", row[ID].as_str().expect("an id is text"))
}

/// A body as [`Fixture::body`] gives it, but that it refers to no row which is there.
///
/// Fields of one type have different values, so that none is taken for another.
pub(crate) fn sample(n: usize) -> Value {
    json!({
        "workspace_id": "no workspace",
        "name": nth(n + 1, json!(["Sample name", "Other name", "Third name"])),
        "symbol": nth(n + 2, json!(["Sample symbol", "Other symbol", "Third symbol"])),
        "fast_days": nth(n + 3, json!([1, 2, 3])),
        "slow_days": nth(n + 4, json!([800, 1000, 900])),
    })
}

/// What a valid body means to the service.
pub(crate) fn new_values(body: &Value) -> NewStrategy {
    let request = serde_json::from_value::<StrategyCreateRequest>(body.clone());
    request.expect("a valid body").into()
}

/// What valid changes mean to the service.
pub(crate) fn changes(body: &Value) -> StrategyChanges {
    let request = serde_json::from_value::<StrategyUpdateRequest>(body.clone());
    request.expect("valid changes").into()
}

/// Values that a field must not have, each with the reason.
pub(crate) fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("workspace_id", json!(5), "a number"),
        ("workspace_id", json!(null), "null"),
        ("name", json!(""), "one character too short"),
        ("name", json!("x".repeat(81)), "one character too long"),
        ("name", json!(5), "a number"),
        ("name", json!(null), "null"),
        ("symbol", json!(""), "one character too short"),
        ("symbol", json!("x".repeat(17)), "one character too long"),
        ("symbol", json!(5), "a number"),
        ("symbol", json!(null), "null"),
        ("fast_days", json!(0), "one less than the least"),
        ("fast_days", json!(1001), "one more than the most"),
        ("fast_days", json!("five"), "a text"),
        ("fast_days", json!(1.5), "a fraction"),
        ("fast_days", json!(null), "null"),
        ("slow_days", json!(1), "one less than the least"),
        ("slow_days", json!(1001), "one more than the most"),
        ("slow_days", json!("five"), "a text"),
        ("slow_days", json!(1.5), "a fraction"),
        ("slow_days", json!(null), "null"),
    ];
    values.into()
}

/// Values that a field may just have, each with the reason.
pub(crate) fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("name", json!("x"), "the shortest"),
        ("name", json!("é".repeat(80)), "the longest"),
        ("symbol", json!("x"), "the shortest"),
        ("symbol", json!("é".repeat(16)), "the longest"),
        ("fast_days", json!(1), "the least"),
        ("fast_days", json!(999), "the most below the slow ones"),
        ("slow_days", json!(2), "the least"),
        ("slow_days", json!(1000), "the most"),
    ];
    values.into()
}
