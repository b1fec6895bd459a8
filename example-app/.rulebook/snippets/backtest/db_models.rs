use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::page_models::PageRequest;
use crate::models::value_models::Decimal;

/// A backtest, as the table `backtests` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Backtest {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub backtest_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Strategy: the public id.
    pub strategy_id: String,
    /// From day.
    pub from_day: NaiveDate,
    /// To day.
    pub to_day: NaiveDate,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Decimal<2>,
    /// Fee basis points.
    pub fee_basis_points: i32,
    /// Raised by every change.
    pub version: i64,
    /// When the backtest was made.
    pub created_at: DateTime<Utc>,
    /// When the backtest last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new backtest holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewBacktest {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Strategy: the public id.
    pub strategy_id: String,
    /// From day.
    pub from_day: NaiveDate,
    /// To day.
    pub to_day: NaiveDate,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Decimal<2>,
    /// Fee basis points.
    pub fee_basis_points: i32,
}

/// What changes in a backtest; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BacktestChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Strategy: the public id.
    pub strategy_id: Option<String>,
    /// From day.
    pub from_day: Option<NaiveDate>,
    /// To day.
    pub to_day: Option<NaiveDate>,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    pub initial_cash: Option<Decimal<2>>,
    /// Fee basis points.
    pub fee_basis_points: Option<i32>,
}

/// Which backtests a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct BacktestFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Strategy: the public id.
    pub strategy_id: Option<String>,
    /// From day.
    pub from_day: Option<NaiveDate>,
    /// To day.
    pub to_day: Option<NaiveDate>,
    /// Fee basis points.
    pub fee_basis_points: Option<i32>,
    /// What the list is sorted by.
    pub sort: BacktestSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of backtests is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum BacktestSort {
    /// From day.
    #[serde(rename = "from_day")]
    FromDay,
    /// To day.
    #[serde(rename = "to_day")]
    ToDay,
    /// Initial cash.
    #[serde(rename = "initial_cash")]
    InitialCash,
    /// Fee basis points.
    #[serde(rename = "fee_basis_points")]
    FeeBasisPoints,
    /// When the backtest was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the backtest last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}
