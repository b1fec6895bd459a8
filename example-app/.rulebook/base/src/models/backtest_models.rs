// src/models/backtest_models.rs - Backtest request and response models

use chrono::{DateTime, NaiveDate, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{
    Backtest, BacktestChanges, BacktestFilter, BacktestSort, NewBacktest,
};
use crate::models::page_models::{
    Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest, SortOrder, continues_list, not_null,
};
use crate::models::value_models::Decimal;

/// What a new backtest holds.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BacktestCreateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    pub workspace_id: String,
    /// Strategy: the public id.
    #[garde(skip)]
    pub strategy_id: String,
    /// From day.
    #[garde(skip)]
    pub from_day: NaiveDate,
    /// To day.
    #[garde(skip)]
    pub to_day: NaiveDate,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    #[garde(range(min = Decimal::of_units(100), max = Decimal::of_units(100000000000)))]
    pub initial_cash: Decimal<2>,
    /// Fee basis points.
    #[garde(range(min = 0, max = 10000))]
    #[schema(minimum = 0, maximum = 10000)]
    #[schema(default = 0)]
    #[serde(default = "default_fee_basis_points")]
    pub fee_basis_points: i32,
}

/// What changes in a backtest; what is absent stays as it is, null clears what may be null.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct BacktestUpdateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub workspace_id: Option<String>,
    /// Strategy: the public id.
    #[garde(skip)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub strategy_id: Option<String>,
    /// From day.
    #[garde(skip)]
    #[schema(value_type = NaiveDate, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub from_day: Option<NaiveDate>,
    /// To day.
    #[garde(skip)]
    #[schema(value_type = NaiveDate, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub to_day: Option<NaiveDate>,
    /// Initial cash: 1.00 at least, 1000000000.00 at most.
    #[garde(range(min = Decimal::of_units(100), max = Decimal::of_units(100000000000)))]
    #[schema(value_type = Decimal<2>, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub initial_cash: Option<Decimal<2>>,
    /// Fee basis points.
    #[garde(range(min = 0, max = 10000))]
    #[schema(minimum = 0, maximum = 10000)]
    #[schema(value_type = i32, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub fee_basis_points: Option<i32>,
}

/// Which backtests to list, in which order, and which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct BacktestListQuery {
    /// Filter: workspace.
    #[garde(skip)]
    pub workspace_id: Option<String>,
    /// Filter: strategy.
    #[garde(skip)]
    pub strategy_id: Option<String>,
    /// Filter: from day.
    #[garde(skip)]
    pub from_day: Option<NaiveDate>,
    /// Filter: to day.
    #[garde(skip)]
    pub to_day: Option<NaiveDate>,
    /// Filter: fee basis points.
    #[garde(skip)]
    pub fee_basis_points: Option<i32>,
    /// What the list is sorted by.
    #[garde(skip)]
    #[param(inline)]
    pub sort: BacktestSort,
    /// The direction of the list.
    #[garde(skip)]
    #[param(inline)]
    pub order: SortOrder,
    /// How many rows at most; 50 without it.
    #[garde(range(min = 1, max = MAX_LIMIT))]
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[garde(custom(continues_list(self.sort, self.order)))]
    pub cursor: Option<String>,
}

/// A backtest, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestResponse {
    /// The public id.
    pub backtest_id: String,
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
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the backtest was made.
    pub created_at: DateTime<Utc>,
    /// When the backtest last changed.
    pub updated_at: DateTime<Utc>,
}

/// One page of backtests.
#[derive(Debug, Serialize, ToSchema)]
pub struct BacktestListResponse {
    /// The rows of the page.
    pub items: Vec<BacktestResponse>,
    /// Sent as `cursor`, it asks for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<BacktestCreateRequest> for NewBacktest {
    fn from(request: BacktestCreateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            strategy_id: request.strategy_id,
            from_day: request.from_day,
            to_day: request.to_day,
            initial_cash: request.initial_cash,
            fee_basis_points: request.fee_basis_points,
        }
    }
}

impl From<BacktestUpdateRequest> for BacktestChanges {
    fn from(request: BacktestUpdateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            strategy_id: request.strategy_id,
            from_day: request.from_day,
            to_day: request.to_day,
            initial_cash: request.initial_cash,
            fee_basis_points: request.fee_basis_points,
        }
    }
}

impl From<BacktestListQuery> for BacktestFilter {
    fn from(query: BacktestListQuery) -> Self {
        let page = PageRequest {
            limit: query.limit.unwrap_or(DEFAULT_LIMIT),
            order: query.order,
            cursor: query.cursor.as_deref().and_then(Cursor::decode),
        };
        Self {
            workspace_id: query.workspace_id,
            strategy_id: query.strategy_id,
            from_day: query.from_day,
            to_day: query.to_day,
            fee_basis_points: query.fee_basis_points,
            sort: query.sort,
            page,
        }
    }
}

impl From<Backtest> for BacktestResponse {
    fn from(row: Backtest) -> Self {
        Self {
            backtest_id: row.backtest_id,
            workspace_id: row.workspace_id,
            strategy_id: row.strategy_id,
            from_day: row.from_day,
            to_day: row.to_day,
            initial_cash: row.initial_cash,
            fee_basis_points: row.fee_basis_points,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Page<Backtest>> for BacktestListResponse {
    fn from(page: Page<Backtest>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.map(|cursor| cursor.encode()),
        }
    }
}

fn default_fee_basis_points() -> i32 {
    0
}
