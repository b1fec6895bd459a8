// src/models/strategy_analytics_models.rs - Strategy analytics request and response models

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::value_models::{DEFAULT_DAYS, DayCount, MAX_DAYS};

/// Which days to count.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct StrategyAnalyticsQuery {
    /// How many days, of which today is the last; 30 without it.
    #[garde(range(min = 1, max = MAX_DAYS))]
    #[param(minimum = 1, maximum = 366)]
    pub days: Option<i64>,
}

impl StrategyAnalyticsQuery {
    /// How many days are asked for.
    pub fn days(&self) -> i64 {
        self.days.unwrap_or(DEFAULT_DAYS)
    }
}

/// How many strategies there are.
#[derive(Debug, Clone, PartialEq)]
pub struct StrategyAnalytics {
    /// All of them.
    pub total: i64,
    /// By the day on which they were made, each of the days once, the last one today.
    pub by_day: Vec<DayCount>,
}

/// How many strategies there are, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct StrategyAnalyticsResponse {
    /// All of them.
    pub total: i64,
    /// By the day on which they were made, in UTC.
    pub by_day: Vec<DayCount>,
}

impl From<StrategyAnalytics> for StrategyAnalyticsResponse {
    fn from(analytics: StrategyAnalytics) -> Self {
        Self { total: analytics.total, by_day: analytics.by_day }
    }
}
