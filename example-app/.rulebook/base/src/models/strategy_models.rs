// src/models/strategy_models.rs - Strategy request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{
    NewStrategy, Strategy, StrategyChanges, StrategyFilter, StrategySort,
};
use crate::models::page_models::{
    Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest, SortOrder, continues_list, not_null,
};

/// What a new strategy holds.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct StrategyCreateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    pub workspace_id: String,
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    pub name: String,
    /// Symbol.
    #[garde(length(chars, min = 1, max = 16))]
    #[schema(min_length = 1, max_length = 16)]
    pub symbol: String,
    /// Fast days.
    #[garde(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    pub fast_days: i32,
    /// Slow days.
    #[garde(range(min = 2, max = 1000))]
    #[schema(minimum = 2, maximum = 1000)]
    pub slow_days: i32,
}

/// What changes in a strategy; what is absent stays as it is, null clears what may be null.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct StrategyUpdateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub workspace_id: Option<String>,
    /// Name.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub name: Option<String>,
    /// Symbol.
    #[garde(length(chars, min = 1, max = 16))]
    #[schema(min_length = 1, max_length = 16)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub symbol: Option<String>,
    /// Fast days.
    #[garde(range(min = 1, max = 1000))]
    #[schema(minimum = 1, maximum = 1000)]
    #[schema(value_type = i32, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub fast_days: Option<i32>,
    /// Slow days.
    #[garde(range(min = 2, max = 1000))]
    #[schema(minimum = 2, maximum = 1000)]
    #[schema(value_type = i32, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub slow_days: Option<i32>,
}

/// Which strategies to list, in which order, and which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct StrategyListQuery {
    /// Filter: workspace.
    #[garde(skip)]
    pub workspace_id: Option<String>,
    /// Filter: name.
    #[garde(skip)]
    pub name: Option<String>,
    /// Filter: symbol.
    #[garde(skip)]
    pub symbol: Option<String>,
    /// Filter: fast days.
    #[garde(skip)]
    pub fast_days: Option<i32>,
    /// Filter: slow days.
    #[garde(skip)]
    pub slow_days: Option<i32>,
    /// What the list is sorted by.
    #[garde(skip)]
    #[param(inline)]
    pub sort: StrategySort,
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

/// A strategy, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrategyResponse {
    /// The public id.
    pub strategy_id: String,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Name.
    pub name: String,
    /// Symbol.
    pub symbol: String,
    /// Fast days.
    pub fast_days: i32,
    /// Slow days.
    pub slow_days: i32,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the strategy was made.
    pub created_at: DateTime<Utc>,
    /// When the strategy last changed.
    pub updated_at: DateTime<Utc>,
}

/// One page of strategies.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrategyListResponse {
    /// The rows of the page.
    pub items: Vec<StrategyResponse>,
    /// Sent as `cursor`, it asks for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<StrategyCreateRequest> for NewStrategy {
    fn from(request: StrategyCreateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            name: request.name,
            symbol: request.symbol,
            fast_days: request.fast_days,
            slow_days: request.slow_days,
        }
    }
}

impl From<StrategyUpdateRequest> for StrategyChanges {
    fn from(request: StrategyUpdateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            name: request.name,
            symbol: request.symbol,
            fast_days: request.fast_days,
            slow_days: request.slow_days,
        }
    }
}

impl From<StrategyListQuery> for StrategyFilter {
    fn from(query: StrategyListQuery) -> Self {
        let page = PageRequest {
            limit: query.limit.unwrap_or(DEFAULT_LIMIT),
            order: query.order,
            cursor: query.cursor.as_deref().and_then(Cursor::decode),
        };
        Self {
            workspace_id: query.workspace_id,
            name: query.name,
            symbol: query.symbol,
            fast_days: query.fast_days,
            slow_days: query.slow_days,
            sort: query.sort,
            page,
        }
    }
}

impl From<Strategy> for StrategyResponse {
    fn from(row: Strategy) -> Self {
        Self {
            strategy_id: row.strategy_id,
            workspace_id: row.workspace_id,
            name: row.name,
            symbol: row.symbol,
            fast_days: row.fast_days,
            slow_days: row.slow_days,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Page<Strategy>> for StrategyListResponse {
    fn from(page: Page<Strategy>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.map(|cursor| cursor.encode()),
        }
    }
}
