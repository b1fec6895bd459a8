use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::page_models::PageRequest;

/// A job, as the table `jobs` holds it.
#[derive(Debug, Clone, PartialEq, sqlx::FromRow)]
pub struct Job {
    /// The key inside the database; it never leaves it.
    pub id: i64,
    /// The public id.
    pub job_id: String,
    /// Who made it.
    pub user_id: i64,
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Job type.
    pub job_type: JobJobType,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: i32,
    /// Status.
    pub status: JobStatus,
    /// Scheduled at.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Note.
    pub note: Option<String>,
    /// Raised by every change.
    pub version: i64,
    /// When the job was made.
    pub created_at: DateTime<Utc>,
    /// When the job last changed.
    pub updated_at: DateTime<Utc>,
}

/// Job type of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum JobJobType {
    /// `run_backtest`
    #[serde(rename = "run_backtest")]
    #[sqlx(rename = "run_backtest")]
    RunBacktest,
    /// `check_market_data`
    #[serde(rename = "check_market_data")]
    #[sqlx(rename = "check_market_data")]
    CheckMarketData,
}

/// Status of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, sqlx::Type, ToSchema)]
#[sqlx(type_name = "text")]
pub enum JobStatus {
    /// `pending`
    #[serde(rename = "pending")]
    #[sqlx(rename = "pending")]
    Pending,
    /// `running`
    #[serde(rename = "running")]
    #[sqlx(rename = "running")]
    Running,
    /// `done`
    #[serde(rename = "done")]
    #[sqlx(rename = "done")]
    Done,
    /// `failed`
    #[serde(rename = "failed")]
    #[sqlx(rename = "failed")]
    Failed,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    #[sqlx(rename = "cancelled")]
    Cancelled,
}

/// What a new job holds.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Workspace: the public id.
    pub workspace_id: String,
    /// Job type.
    pub job_type: JobJobType,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: i32,
    /// Scheduled at.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Note.
    pub note: Option<String>,
}

/// What changes in a job; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct JobChanges {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Job type.
    pub job_type: Option<JobJobType>,
    /// Backtest: the public id.
    pub backtest_id: Option<Option<String>>,
    /// Priority.
    pub priority: Option<i32>,
    /// Status.
    pub status: Option<JobStatus>,
    /// Scheduled at.
    pub scheduled_at: Option<Option<DateTime<Utc>>>,
    /// Note.
    pub note: Option<Option<String>>,
}

/// Which jobs a list holds, in which order, and which page of it.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Workspace: the public id.
    pub workspace_id: Option<String>,
    /// Job type.
    pub job_type: Option<JobJobType>,
    /// Backtest: the public id.
    pub backtest_id: Option<String>,
    /// Priority.
    pub priority: Option<i32>,
    /// Status.
    pub status: Option<JobStatus>,
    /// What the list is sorted by.
    pub sort: JobSort,
    /// Which page.
    pub page: PageRequest,
}

/// What a list of jobs is sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
pub enum JobSort {
    /// Priority.
    #[serde(rename = "priority")]
    Priority,
    /// Scheduled at.
    #[serde(rename = "scheduled_at")]
    ScheduledAt,
    /// When the job was made.
    #[default]
    #[serde(rename = "created_at")]
    CreatedAt,
    /// When the job last changed.
    #[serde(rename = "updated_at")]
    UpdatedAt,
}
