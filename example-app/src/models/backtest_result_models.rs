// src/models/backtest_result_models.rs - What a backtest runs, what it comes to, and how the API shows it

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::db_models::BacktestResult;

/// What to run: a moving-average crossover on one symbol.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, ToSchema)]
pub struct BacktestPlan {
    /// The symbol.
    pub symbol: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The shorter window, in days of trade.
    pub fast: usize,
    /// The longer window.
    pub slow: usize,
    /// What the portfolio begins with.
    pub initial_cash: f64,
    /// The fee of a trade, in hundredths of a percent of what it moves.
    pub fee_basis_points: u32,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct BacktestReport {
    /// What the portfolio was worth at the close of each day.
    pub equity: Vec<EquityPoint>,
    /// Purchases and sales, in their order.
    pub trades: Vec<Trade>,
    /// What was won, as a share of the initial cash.
    pub total_return: f64,
    /// The deepest fall from a peak, as a share of the peak.
    pub max_drawdown: f64,
    /// The Sharpe ratio for a year; none where the returns of the days do not differ.
    pub sharpe_ratio: Option<f64>,
}

/// What a portfolio is worth at the close of a day.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, ToSchema)]
pub struct EquityPoint {
    /// The day.
    pub date: NaiveDate,
    /// Cash, and what is held at the price of the close.
    pub equity: f64,
}

/// A purchase or a sale.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize, ToSchema)]
pub struct Trade {
    /// The day, at whose open it was filled.
    pub date: NaiveDate,
    /// Whether it is a purchase.
    pub is_purchase: bool,
    /// The price of one unit.
    pub price: f64,
    /// How many units, which need not be whole.
    pub units: f64,
    /// The fee, in money.
    pub fee: f64,
}

/// What a backtest came to when it last ran, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestResultResponse {
    /// Backtest: the public id.
    pub backtest_id: String,
    /// What was run. The backtest and its strategy may have changed since.
    pub plan: BacktestPlan,
    /// What was won, as a share of the initial cash.
    pub total_return: f64,
    /// The deepest fall from a peak, as a share of the peak.
    pub max_drawdown: f64,
    /// The Sharpe ratio for a year; none where the returns of the days do not differ.
    pub sharpe_ratio: Option<f64>,
    /// What the portfolio was worth at the close of each day.
    pub equity: Vec<EquityPoint>,
    /// Purchases and sales, in their order.
    pub trades: Vec<Trade>,
    /// Raised by every run; `ETag` is made of it.
    pub version: i64,
    /// When the backtest ran first.
    pub created_at: DateTime<Utc>,
    /// When it ran last.
    pub updated_at: DateTime<Utc>,
}

impl From<BacktestResult> for BacktestResultResponse {
    fn from(row: BacktestResult) -> Self {
        Self {
            backtest_id: row.backtest_id,
            plan: row.plan.0,
            total_return: row.total_return,
            max_drawdown: row.max_drawdown,
            sharpe_ratio: row.sharpe_ratio,
            equity: row.equity.0,
            trades: row.trades.0,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
