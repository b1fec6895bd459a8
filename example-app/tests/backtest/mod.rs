// tests/backtest/mod.rs - Backtest tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::backtest_models::{BacktestCreateRequest, BacktestUpdateRequest};
use example_app::models::db_models::{BacktestChanges, NewBacktest};

mod test_backtest_api;
mod test_backtest_days;
mod test_backtest_guards;
mod test_backtest_list;
mod test_backtest_models;
mod test_backtest_service;

/// Where the backtests are.
pub(crate) const PATH: &str = "/backtests";
/// The name of their public id.
pub(crate) const ID: &str = "backtest_id";
/// Their table, as SQL writes it.
pub(crate) const TABLE: &str = "backtests";

/// How many of them the tests make side by side.
pub(crate) const ROWS: usize = 3;

/// Fields that a new one must have.
pub(crate) const REQUIRED: &[&str] =
    &["workspace_id", "strategy_id", "from_day", "to_day", "initial_cash"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &[];

/// The backtests of a user, and the rows that they refer to.
pub(crate) struct Fixture {
    client: Client,
    strategy_ids: Vec<String>,
    workspace_ids: Vec<String>,
}

impl Fixture {
    /// Prepares for backtests of a user.
    pub(crate) async fn of(client: &Client) -> Self {
        let strategy_ids = crate::strategy::Fixture::ids(client).await;
        let workspace_ids = crate::workspace::Fixture::ids(client).await;
        Self { client: client.clone(), strategy_ids, workspace_ids }
    }

    /// A body that is valid and has every field. Another `n` gives other values.
    pub(crate) fn body(&self, n: usize) -> Value {
        let mut body = sample(n);
        body["workspace_id"] = nth(n, json!(self.workspace_ids));
        body["strategy_id"] = nth(n + 1, json!(self.strategy_ids));
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

/// The path of a backtest.
pub(crate) fn path_of(row: &Value) -> String {
    format!("{PATH}/{}", row[ID].as_str().expect("an id is text"))
}

/// A body as [`Fixture::body`] gives it, but that it refers to no row which is there.
///
/// Fields of one type have different values, so that none is taken for another.
pub(crate) fn sample(n: usize) -> Value {
    json!({
        "workspace_id": "no workspace",
        "strategy_id": "no strategy",
        "from_day": nth(n + 2, json!(["2026-03-14", "2027-08-01", "2028-02-29"])),
        "to_day": nth(n + 3, json!(["2029-03-14", "2030-08-01", "2032-02-29"])),
        "initial_cash": nth(n + 4, json!(["1.25", "2.00", "1.00"])),
        "fee_basis_points": nth(n + 5, json!([1, 2, 3])),
    })
}

/// What a valid body means to the service.
pub(crate) fn new_values(body: &Value) -> NewBacktest {
    let request = serde_json::from_value::<BacktestCreateRequest>(body.clone());
    request.expect("a valid body").into()
}

/// What valid changes mean to the service.
pub(crate) fn changes(body: &Value) -> BacktestChanges {
    let request = serde_json::from_value::<BacktestUpdateRequest>(body.clone());
    request.expect("valid changes").into()
}

/// Values that a field must not have, each with the reason.
pub(crate) fn invalid_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("workspace_id", json!(5), "a number"),
        ("workspace_id", json!(null), "null"),
        ("strategy_id", json!(5), "a number"),
        ("strategy_id", json!(null), "null"),
        ("from_day", json!("2026-02-30"), "a day that is in no calendar"),
        ("from_day", json!("tomorrow"), "a word"),
        ("from_day", json!(5), "a number"),
        ("from_day", json!(null), "null"),
        ("to_day", json!("2026-02-30"), "a day that is in no calendar"),
        ("to_day", json!("tomorrow"), "a word"),
        ("to_day", json!(5), "a number"),
        ("to_day", json!(null), "null"),
        ("initial_cash", json!("0.99"), "one unit less than the least"),
        ("initial_cash", json!("1000000000.01"), "one unit more than the most"),
        ("initial_cash", json!("0.001"), "one digit too many behind the point"),
        ("initial_cash", json!("five"), "a word"),
        ("initial_cash", json!("1e2"), "an exponent"),
        ("initial_cash", json!("99999999999999999999"), "more than the column holds"),
        ("initial_cash", json!(5), "a number, which is not exact"),
        ("initial_cash", json!(null), "null"),
        ("fee_basis_points", json!(-1), "one less than the least"),
        ("fee_basis_points", json!(10001), "one more than the most"),
        ("fee_basis_points", json!("five"), "a text"),
        ("fee_basis_points", json!(1.5), "a fraction"),
        ("fee_basis_points", json!(null), "null"),
    ];
    values.into()
}

/// Values that a field may just have, each with the reason.
pub(crate) fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("from_day", json!("2028-02-29"), "a leap day"),
        ("to_day", json!("2028-02-29"), "a leap day"),
        ("initial_cash", json!("1.00"), "the least"),
        ("initial_cash", json!("1000000000.00"), "the most"),
        ("fee_basis_points", json!(0), "the least"),
        ("fee_basis_points", json!(10000), "the most"),
    ];
    values.into()
}
