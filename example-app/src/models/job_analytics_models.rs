// src/models/job_analytics_models.rs - Job analytics request and response models

use garde::Validate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::models::db_models::{JobJobType, JobStatus};
use crate::models::value_models::{DEFAULT_DAYS, DayCount, MAX_DAYS};

/// Which days to count.
#[derive(Debug, Default, Deserialize, IntoParams, Validate)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub struct JobAnalyticsQuery {
    /// How many days, of which today is the last; 30 without it.
    #[garde(range(min = 1, max = MAX_DAYS))]
    #[param(minimum = 1, maximum = 366)]
    pub days: Option<i64>,
}

impl JobAnalyticsQuery {
    /// How many days are asked for.
    pub fn days(&self) -> i64 {
        self.days.unwrap_or(DEFAULT_DAYS)
    }
}

/// How many jobs there are.
#[derive(Debug, Clone, PartialEq)]
pub struct JobAnalytics {
    /// All of them.
    pub total: i64,
    /// By job type, each value once, in the order of the values.
    pub by_job_type: Vec<(JobJobType, i64)>,
    /// By status, each value once, in the order of the values.
    pub by_status: Vec<(JobStatus, i64)>,
    /// By the day on which they were made, each of the days once, the last one today.
    pub by_day: Vec<DayCount>,
}

/// How many jobs there are, as the API shows it.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobAnalyticsResponse {
    /// All of them.
    pub total: i64,
    /// By job type.
    pub by_job_type: Vec<JobJobTypeCount>,
    /// By status.
    pub by_status: Vec<JobStatusCount>,
    /// By the day on which they were made, in UTC.
    pub by_day: Vec<DayCount>,
}

/// How many jobs have one value of job type.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobJobTypeCount {
    /// The value.
    pub value: JobJobType,
    /// How many have it.
    pub count: i64,
}

/// How many jobs have one value of status.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobStatusCount {
    /// The value.
    pub value: JobStatus,
    /// How many have it.
    pub count: i64,
}

impl From<JobAnalytics> for JobAnalyticsResponse {
    fn from(analytics: JobAnalytics) -> Self {
        let by_job_type = analytics
            .by_job_type
            .into_iter()
            .map(|(value, count)| JobJobTypeCount { value, count })
            .collect();
        let by_status = analytics
            .by_status
            .into_iter()
            .map(|(value, count)| JobStatusCount { value, count })
            .collect();
        Self { total: analytics.total, by_job_type, by_status, by_day: analytics.by_day }
    }
}
