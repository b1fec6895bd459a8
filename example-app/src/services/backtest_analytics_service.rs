// src/services/backtest_analytics_service.rs - Backtest analytics business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;

use crate::core::db::{Database, now};
use crate::core::errors::ServiceResult;
use crate::models::backtest_analytics_models::BacktestAnalytics;
use crate::models::value_models::DayCount;
use crate::services::backtest_service::SCOPE;
use crate::services::workspace_service::validate_workspace_access;

/// Counts the backtests that a user may see.
#[derive(Debug, Clone)]
pub struct BacktestAnalyticsService {
    db: Database,
}

impl BacktestAnalyticsService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Counts the backtests of one workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `days` - how many days to count by, of which today is the last
    ///
    /// # Returns
    ///
    /// How many there are: in all, by day.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace.
    pub async fn get_backtest_analytics(
        &self,
        user_id: i64,
        workspace_id: &str,
        days: i64,
    ) -> ServiceResult<BacktestAnalytics> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        let sql = formatcp!(
            "
            SELECT COUNT(*) FROM backtests
            WHERE {SCOPE} AND workspace_id = $2"
        );
        let total = sqlx::query_scalar(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_one(&mut *connection)
            .await?;
        let today = now().date_naive();
        let first = today - chrono::Days::new(u64::try_from(days - 1).unwrap_or_default());
        let since: DateTime<Utc> = first.and_time(chrono::NaiveTime::MIN).and_utc();
        let sql = formatcp!(
            "
            SELECT date(created_at) AS day, COUNT(*) AS count FROM backtests
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
        Ok(BacktestAnalytics { total, by_day })
    }
}
