// src/services/job_analytics_service.rs - Job analytics business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;

use crate::core::db::{Database, now};
use crate::core::errors::ServiceResult;
use crate::models::db_models::{JobJobType, JobStatus};
use crate::models::job_analytics_models::JobAnalytics;
use crate::models::value_models::{DayCount, count_of};
use crate::services::job_service::SCOPE;
use crate::services::workspace_service::validate_workspace_access;

/// The values of job type, in their order.
const JOB_TYPE: &[JobJobType] = &[JobJobType::RunBacktest, JobJobType::CheckMarketData];

/// The values of status, in their order.
const STATUS: &[JobStatus] = &[
    JobStatus::Pending,
    JobStatus::Running,
    JobStatus::Done,
    JobStatus::Failed,
    JobStatus::Cancelled,
];

/// Counts the jobs that a user may see.
#[derive(Debug, Clone)]
pub struct JobAnalyticsService {
    db: Database,
}

impl JobAnalyticsService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Counts the jobs of one workspace.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `days` - how many days to count by, of which today is the last
    ///
    /// # Returns
    ///
    /// How many there are: in all, by job type, by status, by day.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace.
    pub async fn get_job_analytics(
        &self,
        user_id: i64,
        workspace_id: &str,
        days: i64,
    ) -> ServiceResult<JobAnalytics> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        let sql = formatcp!(
            "
            SELECT COUNT(*) FROM jobs
            WHERE {SCOPE} AND workspace_id = $2"
        );
        let total = sqlx::query_scalar(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_one(&mut *connection)
            .await?;
        let sql = formatcp!(
            "
            SELECT job_type, COUNT(*) FROM jobs
            WHERE {SCOPE} AND workspace_id = $2
            GROUP BY 1"
        );
        let counts = sqlx::query_as(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_all(&mut *connection)
            .await?;
        let values = JOB_TYPE.iter();
        let by_job_type = values.map(|value| (*value, count_of(&counts, value))).collect();
        let sql = formatcp!(
            "
            SELECT status, COUNT(*) FROM jobs
            WHERE {SCOPE} AND workspace_id = $2
            GROUP BY 1"
        );
        let counts = sqlx::query_as(sql)
            .bind(user_id)
            .bind(workspace_id)
            .fetch_all(&mut *connection)
            .await?;
        let values = STATUS.iter();
        let by_status = values.map(|value| (*value, count_of(&counts, value))).collect();
        let today = now().date_naive();
        let first = today - chrono::Days::new(u64::try_from(days - 1).unwrap_or_default());
        let since: DateTime<Utc> = first.and_time(chrono::NaiveTime::MIN).and_utc();
        let sql = formatcp!(
            "
            SELECT date(created_at) AS day, COUNT(*) AS count FROM jobs
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
        Ok(JobAnalytics { total, by_job_type, by_status, by_day })
    }
}
