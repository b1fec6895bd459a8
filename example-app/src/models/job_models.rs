// src/models/job_models.rs - Job request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{
    Job, JobChanges, JobFilter, JobJobType, JobSort, JobStatus, NewJob,
};
use crate::models::page_models::{
    Cursor, DEFAULT_LIMIT, MAX_LIMIT, Page, PageRequest, SortOrder, clearable, continues_list,
    not_null,
};

/// What a new job holds.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct JobCreateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    pub workspace_id: String,
    /// Job type.
    #[garde(skip)]
    pub job_type: JobJobType,
    /// Backtest: the public id.
    #[garde(skip)]
    pub backtest_id: Option<String>,
    /// Priority.
    #[garde(range(min = 0, max = 9))]
    #[schema(minimum = 0, maximum = 9)]
    #[schema(default = 0)]
    #[serde(default = "default_priority")]
    pub priority: i32,
    /// Scheduled at.
    #[garde(skip)]
    pub scheduled_at: Option<DateTime<Utc>>,
    /// Note.
    #[garde(length(chars, max = 10000))]
    #[schema(max_length = 10000)]
    pub note: Option<String>,
}

/// What changes in a job; what is absent stays as it is, null clears what may be null.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct JobUpdateRequest {
    /// Workspace: the public id.
    #[garde(skip)]
    #[schema(value_type = String, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub workspace_id: Option<String>,
    /// Job type.
    #[garde(skip)]
    #[schema(value_type = JobJobType, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub job_type: Option<JobJobType>,
    /// Backtest: the public id.
    #[garde(skip)]
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "clearable")]
    pub backtest_id: Option<Option<String>>,
    /// Priority.
    #[garde(range(min = 0, max = 9))]
    #[schema(minimum = 0, maximum = 9)]
    #[schema(value_type = i32, required = false)]
    #[serde(default, deserialize_with = "not_null")]
    pub priority: Option<i32>,
    /// Scheduled at.
    #[garde(skip)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    #[serde(default, deserialize_with = "clearable")]
    pub scheduled_at: Option<Option<DateTime<Utc>>>,
    /// Note.
    #[garde(length(chars, max = 10000))]
    #[schema(max_length = 10000)]
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "clearable")]
    pub note: Option<Option<String>>,
}

/// Which jobs to list, in which order, and which page of the list.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct JobListQuery {
    /// Filter: workspace.
    #[garde(skip)]
    pub workspace_id: Option<String>,
    /// Filter: job type.
    #[garde(skip)]
    #[param(inline)]
    pub job_type: Option<JobJobType>,
    /// Filter: backtest.
    #[garde(skip)]
    pub backtest_id: Option<String>,
    /// Filter: priority.
    #[garde(skip)]
    pub priority: Option<i32>,
    /// Filter: status.
    #[garde(skip)]
    #[param(inline)]
    pub status: Option<JobStatus>,
    /// What the list is sorted by.
    #[garde(skip)]
    #[param(inline)]
    pub sort: JobSort,
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

/// A job, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobResponse {
    /// The public id.
    pub job_id: String,
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
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the job was made.
    pub created_at: DateTime<Utc>,
    /// When the job last changed.
    pub updated_at: DateTime<Utc>,
}

/// The status of a job, by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobStatusResponse {
    /// The public id.
    pub job_id: String,
    /// Status.
    pub status: JobStatus,
    /// How much is done, in percent.
    pub progress: i32,
    /// How often it was tried since it was last asked for.
    pub attempts: i32,
    /// Why its last run failed.
    pub failure: Option<String>,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the job last changed.
    pub updated_at: DateTime<Utc>,
}

/// One page of jobs.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobListResponse {
    /// The rows of the page.
    pub items: Vec<JobResponse>,
    /// Sent as `cursor`, it asks for the next page; null on the last one.
    pub next_cursor: Option<String>,
}

impl From<JobCreateRequest> for NewJob {
    fn from(request: JobCreateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            job_type: request.job_type,
            backtest_id: request.backtest_id,
            priority: request.priority,
            scheduled_at: request.scheduled_at,
            note: request.note,
        }
    }
}

impl From<JobUpdateRequest> for JobChanges {
    fn from(request: JobUpdateRequest) -> Self {
        Self {
            workspace_id: request.workspace_id,
            job_type: request.job_type,
            backtest_id: request.backtest_id,
            priority: request.priority,
            status: None,
            scheduled_at: request.scheduled_at,
            note: request.note,
        }
    }
}

impl From<JobListQuery> for JobFilter {
    fn from(query: JobListQuery) -> Self {
        let page = PageRequest {
            limit: query.limit.unwrap_or(DEFAULT_LIMIT),
            order: query.order,
            cursor: query.cursor.as_deref().and_then(Cursor::decode),
        };
        Self {
            workspace_id: query.workspace_id,
            job_type: query.job_type,
            backtest_id: query.backtest_id,
            priority: query.priority,
            status: query.status,
            sort: query.sort,
            page,
        }
    }
}

impl From<Job> for JobResponse {
    fn from(row: Job) -> Self {
        Self {
            job_id: row.job_id,
            workspace_id: row.workspace_id,
            job_type: row.job_type,
            backtest_id: row.backtest_id,
            priority: row.priority,
            status: row.status,
            scheduled_at: row.scheduled_at,
            note: row.note,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<Job> for JobStatusResponse {
    fn from(row: Job) -> Self {
        Self {
            job_id: row.job_id,
            status: row.status,
            progress: row.progress,
            attempts: row.attempts,
            failure: row.failure,
            version: row.version,
            updated_at: row.updated_at,
        }
    }
}

impl From<Page<Job>> for JobListResponse {
    fn from(page: Page<Job>) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            next_cursor: page.next_cursor.map(|cursor| cursor.encode()),
        }
    }
}

fn default_priority() -> i32 {
    0
}
