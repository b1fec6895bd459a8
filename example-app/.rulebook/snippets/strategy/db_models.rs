use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::page_models::PageRequest;

/// A strategy, as the table `strategies` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Strategy {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub strategy_id: String,
    /// Who made it.
    pub user_id: i64,
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
    /// Raised by every change.
    pub version: i64,
    /// When the strategy was made.
    pub created_at: DateTime<Utc>,
    /// When the strategy last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a new strategy holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewStrategy {
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
}

/// What changes in a strategy; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StrategyChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Symbol.
    pub symbol: Option<String>,
    /// Fast days.
    pub fast_days: Option<i32>,
    /// Slow days.
    pub slow_days: Option<i32>,
}

/// Which strategies a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct StrategyFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Symbol.
    pub symbol: Option<String>,
    /// Fast days.
    pub fast_days: Option<i32>,
    /// Slow days.
    pub slow_days: Option<i32>,
    /// What the list is sorted by.
    pub sort: StrategySort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of strategies is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum StrategySort {
    /// Name.
    #[serde(rename = "name")]
    Name,
    /// Symbol.
    #[serde(rename = "symbol")]
    Symbol,
    /// Fast days.
    #[serde(rename = "fast_days")]
    FastDays,
    /// Slow days.
    #[serde(rename = "slow_days")]
    SlowDays,
    /// When the strategy was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the strategy last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}
