// tests/common/desk.rs - A workspace with a strategy, a backtest of it and a portfolio, over HTTP

use axum::http::StatusCode;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::common::client::Client;

/// A workspace of a user, and what is in it. All names are new, so that a user may have several.
pub struct Desk {
    /// Its owner.
    pub owner: Client,
    /// The public id of the workspace.
    pub workspace_id: String,
    /// The strategy: a crossover of 5 and 20 days.
    pub strategy_id: String,
    /// The backtest of the strategy in 2024 and 2025.
    pub backtest_id: String,
}

impl Desk {
    /// A workspace of a user, with a strategy on a symbol.
    pub async fn of(owner: &Client, symbol: &str) -> Self {
        let workspace = create(owner, "/workspaces", json!({ "name": fresh("Desk") })).await;
        let workspace_id = id(&workspace, "workspace_id");
        let strategy = json!({
            "workspace_id": workspace_id,
            "name": fresh("Crossover"),
            "symbol": symbol,
            "fast_days": 5,
            "slow_days": 20,
        });
        let strategy_id = id(&create(owner, "/strategies", strategy).await, "strategy_id");
        let backtest = json!({
            "workspace_id": workspace_id,
            "strategy_id": strategy_id,
            "from_day": "2024-01-01",
            "to_day": "2025-12-31",
            "initial_cash": "10000.00",
            "fee_basis_points": 5,
        });
        let backtest_id = id(&create(owner, "/backtests", backtest).await, "backtest_id");
        Self { owner: owner.clone(), workspace_id, strategy_id, backtest_id }
    }

    /// A portfolio in it.
    pub async fn portfolio(&self) -> String {
        let portfolio = json!({
            "workspace_id": self.workspace_id,
            "name": fresh("Portfolio"),
            "currency": "eur",
            "cash": "12.50",
        });
        id(&create(&self.owner, "/portfolios", portfolio).await, "portfolio_id")
    }

    /// What a job in it that runs the backtest is asked for with.
    pub fn job(&self) -> Value {
        json!({
            "workspace_id": self.workspace_id,
            "job_type": "run_backtest",
            "backtest_id": self.backtest_id,
        })
    }

    /// A new job in it.
    pub async fn ask(&self, job: Value) -> String {
        id(&create(&self.owner, "/jobs", job).await, "job_id")
    }

    /// Makes somebody a member.
    pub async fn admit(&self, name: &str, role: &str) -> String {
        let path = format!("/workspaces/{}/members", self.workspace_id);
        let new = json!({ "email": format!("{name}@example.com"), "role": role });
        id(&create(&self.owner, &path, new).await, "member_id")
    }

    /// The status of a job, as its page shows it.
    pub async fn status(&self, job_id: &str) -> Value {
        let path = format!("/jobs/{job_id}/status");
        self.owner.get(&path).await.expect(StatusCode::OK).body
    }
}

/// A name that no other row has.
pub fn fresh(name: &str) -> String {
    format!("{name} {}", Uuid::now_v7().simple())
}

async fn create(client: &Client, path: &str, body: Value) -> Value {
    client.post(path, &body).await.expect(StatusCode::CREATED).body
}

fn id(row: &Value, name: &str) -> String {
    row[name].as_str().expect("an id is text").to_owned()
}
