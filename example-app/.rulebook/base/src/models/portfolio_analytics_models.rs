// src/models/portfolio_analytics_models.rs - Portfolio analytics request and response models

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::PortfolioCurrency;
use crate::models::value_models::{DEFAULT_DAYS, DayCount, MAX_DAYS};

/// Which days to count.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct PortfolioAnalyticsQuery {
    /// How many days, of which today is the last; 30 without it.
    #[garde(range(min = 1, max = MAX_DAYS))]
    #[param(minimum = 1, maximum = 366)]
    pub days: Option<i64>,
}

impl PortfolioAnalyticsQuery {
    /// How many days are asked for.
    pub fn days(&self) -> i64 {
        self.days.unwrap_or(DEFAULT_DAYS)
    }
}

/// How many portfolios there are.
#[derive(Debug, Clone, PartialEq)]
pub struct PortfolioAnalytics {
    /// All of them.
    pub total: i64,
    /// By currency, each value once, in the order of the values.
    pub by_currency: Vec<(PortfolioCurrency, i64)>,
    /// By the day on which they were made, each of the days once, the last one today.
    pub by_day: Vec<DayCount>,
}

/// How many portfolios there are, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioAnalyticsResponse {
    /// All of them.
    pub total: i64,
    /// By currency.
    pub by_currency: Vec<PortfolioCurrencyCount>,
    /// By the day on which they were made, in UTC.
    pub by_day: Vec<DayCount>,
}

/// How many portfolios have one value of currency.
#[derive(Debug, Serialize, ToSchema)]
pub struct PortfolioCurrencyCount {
    /// The value.
    pub value: PortfolioCurrency,
    /// How many have it.
    pub count: i64,
}

impl From<PortfolioAnalytics> for PortfolioAnalyticsResponse {
    fn from(analytics: PortfolioAnalytics) -> Self {
        let by_currency = analytics
            .by_currency
            .into_iter()
            .map(|(value, count)| PortfolioCurrencyCount { value, count })
            .collect();
        Self { total: analytics.total, by_currency, by_day: analytics.by_day }
    }
}
