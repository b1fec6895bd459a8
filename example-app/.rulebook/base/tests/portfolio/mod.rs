// tests/portfolio/mod.rs - Portfolio tests: the rows and values that they share

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::common::client::Client;
use crate::common::contract::nth;
use example_app::models::db_models::{NewPortfolio, PortfolioChanges};
use example_app::models::portfolio_models::{PortfolioCreateRequest, PortfolioUpdateRequest};

mod test_portfolio_api;
mod test_portfolio_guards;
mod test_portfolio_list;
mod test_portfolio_models;
mod test_portfolio_service;

/// Where the portfolios are.
pub(crate) const PATH: &str = "/portfolios";
/// The name of their public id.
pub(crate) const ID: &str = "portfolio_id";
/// Their table, as SQL writes it.
pub(crate) const TABLE: &str = "portfolios";

/// How many of them the tests make side by side.
pub(crate) const ROWS: usize = 3;

/// Fields that a new one must have.
pub(crate) const REQUIRED: &[&str] = &["workspace_id", "name", "currency", "cash"];
/// Fields that null clears.
pub(crate) const NULLABLE: &[&str] = &[];

/// The portfolios of a user, and the rows that they refer to.
pub(crate) struct Fixture {
    client: Client,
    workspace_ids: Vec<String>,
}

impl Fixture {
    /// Prepares for portfolios of a user.
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

/// The path of a portfolio.
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
        "currency": nth(n + 2, json!(["usd", "eur", "gbp"])),
        "cash": nth(n + 3, json!(["1.25", "2.00", "0.05"])),
    })
}

/// What a valid body means to the service.
pub(crate) fn new_values(body: &Value) -> NewPortfolio {
    let request = serde_json::from_value::<PortfolioCreateRequest>(body.clone());
    request.expect("a valid body").into()
}

/// What valid changes mean to the service.
pub(crate) fn changes(body: &Value) -> PortfolioChanges {
    let request = serde_json::from_value::<PortfolioUpdateRequest>(body.clone());
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
        ("currency", json!("unknown"), "none of the labels"),
        ("currency", json!(5), "a number"),
        ("currency", json!(null), "null"),
        ("cash", json!("-0.01"), "one unit less than the least"),
        ("cash", json!("1000000000.01"), "one unit more than the most"),
        ("cash", json!("0.001"), "one digit too many behind the point"),
        ("cash", json!("five"), "a word"),
        ("cash", json!("1e2"), "an exponent"),
        ("cash", json!("99999999999999999999"), "more than the column holds"),
        ("cash", json!(5), "a number, which is not exact"),
        ("cash", json!(null), "null"),
    ];
    values.into()
}

/// Values that a field may just have, each with the reason.
pub(crate) fn bound_values() -> Vec<(&'static str, Value, &'static str)> {
    let values = [
        ("name", json!("x"), "the shortest"),
        ("name", json!("é".repeat(80)), "the longest"),
        ("currency", json!("usd"), "the label usd"),
        ("currency", json!("eur"), "the label eur"),
        ("currency", json!("gbp"), "the label gbp"),
        ("currency", json!("chf"), "the label chf"),
        ("currency", json!("jpy"), "the label jpy"),
        ("cash", json!("0.00"), "the least"),
        ("cash", json!("1000000000.00"), "the most"),
    ];
    values.into()
}
