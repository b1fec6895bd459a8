// src/services/portfolio_analytics_service.rs - Portfolio analytics business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;

use crate::core::db::{Database, now};
use crate::core::errors::ServiceResult;
use crate::models::db_models::PortfolioCurrency;
use crate::models::portfolio_analytics_models::PortfolioAnalytics;
use crate::models::value_models::{DayCount, count_of};
use crate::services::portfolio_service::SCOPE;
use crate::services::workspace_service::validate_workspace_access;

/// The values of currency, in their order.
const CURRENCY: &[PortfolioCurrency] = &[
    PortfolioCurrency::Usd,
    PortfolioCurrency::Eur,
    PortfolioCurrency::Gbp,
    PortfolioCurrency::Chf,
    PortfolioCurrency::Jpy,
];

/// Counts the portfolios that a user may see.
#[derive(Debug, Clone)]
pub struct PortfolioAnalyticsService {
    db: Database,
}

impl PortfolioAnalyticsService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Counts the portfolios of one workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `days` - how many days to count by, of which today is the last
    ///
    /// # Returns
    ///
    /// How many there are: in all, by currency, by day.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace.
    pub async fn get_portfolio_analytics(
        &self,
        user_id: i64,
        workspace_id: &str,
        days: i64,
    ) -> ServiceResult<PortfolioAnalytics> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        let sql = formatcp!(
            "
            SELECT COUNT(*) FROM portfolios
            WHERE {SCOPE} AND workspace_id = $2"
        );
        let total = sqlx::query_scalar(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_one(&mut *connection)
            .await?;
        let sql = formatcp!(
            "
            SELECT currency, COUNT(*) FROM portfolios
            WHERE {SCOPE} AND workspace_id = $2
            GROUP BY 1"
        );
        let counts = sqlx::query_as(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_all(&mut *connection)
            .await?;
        let values = CURRENCY.iter();
        let by_currency = values.map(|value| (*value, count_of(&counts, value))).collect();
        let today = now().date_naive();
        let first = today - chrono::Days::new(u64::try_from(days - 1).unwrap_or_default());
        let since: DateTime<Utc> = first.and_time(chrono::NaiveTime::MIN).and_utc();
        let sql = formatcp!(
            "
            SELECT date(created_at) AS day, COUNT(*) AS count FROM portfolios
            WHERE {SCOPE} AND workspace_id = $2 AND created_at >= $3
            GROUP BY 1"
        );
        let counts = sqlx::query_as(sql)
            .bind(user_id)
            .bind(workspace_id)
            .bind(since)
            .fetch_all(&mut *connection)
            .await?;
        let by_day = DayCount::fill(first, today, &counts);
        Ok(PortfolioAnalytics { total, by_currency, by_day })
    }
}
