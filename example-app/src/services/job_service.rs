// src/services/job_service.rs - Job business logic

use chrono::{DateTime, Utc};
use const_format::formatcp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::page::Seek;
use crate::core::statement::Statement;
use crate::models::db_models::{
    Job, JobChanges, JobFilter, JobSort, JobStatus, MemberRole, NewJob,
};
use crate::models::page_models::{Cursor, Page};
use crate::services::backtest_service::validate_backtest_access;
use crate::services::workspace_service;
use crate::services::workspace_service::{validate_workspace_access, validate_workspace_role};

/// Which jobs the user of `$1` may see: those of workspaces that the user may see.
/// Every statement on them has it.
pub(crate) const SCOPE: &str = formatcp!(
    "
    workspace_id IN (
        SELECT workspace_id FROM workspaces
        WHERE {})",
    workspace_service::SCOPE
);

/// The field that each constraint of the table speaks of.
const CONSTRAINTS: &[(&str, &str)] = &[
    ("ck_jobs_job_type", "job_type"),
    ("ck_jobs_priority", "priority"),
    ("ck_jobs_status", "status"),
    ("ck_jobs_note", "note"),
];

/// Keeps the jobs of each workspace, shown to those who may see it.
#[derive(Debug, Clone)]
pub struct JobService {
    db: Database,
}

impl JobService {
    /// A service over a database.
    pub fn new(db: Database) -> Self {
        Self { db }
    }

    /// Lists the jobs that the user may see, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `filter` - which jobs, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `Invalid` if the cursor is none of this list.
    pub async fn list_jobs(&self, user_id: i64, filter: &JobFilter) -> ServiceResult<Page<Job>> {
        let select = formatcp!(
            "
            SELECT * FROM jobs
            WHERE {SCOPE}"
        );
        let mut statement = Statement::for_user(select, user_id)?;
        statement.narrow("workspace_id", filter.workspace_id.as_ref())?;
        statement.narrow("job_type", filter.job_type.as_ref())?;
        statement.narrow("backtest_id", filter.backtest_id.as_ref())?;
        statement.narrow("priority", filter.priority.as_ref())?;
        statement.narrow("status", filter.status.as_ref())?;
        let seek = Seek::new(&mut statement, "job_id", &filter.page);
        match filter.sort {
            JobSort::Priority => seek.by::<i32>("priority")?,
            JobSort::ScheduledAt => seek.by_nullable::<DateTime<Utc>>("scheduled_at")?,
            JobSort::CreatedAt => seek.by::<DateTime<Utc>>("created_at")?,
            JobSort::UpdatedAt => seek.by::<DateTime<Utc>>("updated_at")?,
        }
        let mut connection = self.db.connection().await?;
        let rows: Vec<Job> = statement.rows().fetch_all(&mut *connection).await?;
        Ok(Page::of(rows, &filter.page, |row| Cursor {
            sort: json!(filter.sort),
            order: filter.page.order,
            value: sort_value(row, filter.sort),
            id: row.job_id.clone(),
        }))
    }

    /// Lists the jobs of one workspace, a page at a time.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `workspace_id` - the workspace
    /// * `filter` - which of its jobs, in which order, which page
    ///
    /// # Returns
    ///
    /// The page, and where the next one begins.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such workspace; `Invalid` if the cursor is none of this list.
    pub async fn list_workspace_jobs(
        &self,
        user_id: i64,
        workspace_id: &str,
        filter: &JobFilter,
    ) -> ServiceResult<Page<Job>> {
        let mut connection = self.db.connection().await?;
        validate_workspace_access(&mut connection, user_id, workspace_id).await?;
        drop(connection);
        let workspace_id = Some(workspace_id.to_owned());
        self.list_jobs(user_id, &JobFilter { workspace_id, ..filter.clone() }).await
    }

    /// Creates a job.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `new` - what the job holds
    ///
    /// # Returns
    ///
    /// The new job.
    ///
    /// # Errors
    ///
    /// `Permission` if the user may not change what is in the workspace;
    /// `Invalid` if a value is out of bounds or refers to what the user can't see.
    pub async fn create_job(&self, user_id: i64, new: &NewJob) -> ServiceResult<Job> {
        let mut session = self.db.session().await?;
        validate_workspace_role(&mut session, user_id, &new.workspace_id, MemberRole::Editor)
            .await
            .map_err(|error| error.in_reference("workspace_id"))?;
        if let Some(value) = &new.backtest_id {
            validate_backtest_access(&mut session, user_id, value)
                .await
                .map_err(|error| error.in_reference("backtest_id"))?;
        }
        let sql = "
            INSERT INTO jobs (
                job_id, user_id, created_at, updated_at,
                workspace_id,
                job_type,
                backtest_id,
                priority,
                scheduled_at,
                note,
                status
            )
            VALUES ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10)
            RETURNING *";
        let row = sqlx::query_as::<_, Job>(sql)
            .bind(Uuid::now_v7().to_string())
            .bind(user_id)
            .bind(now())
            .bind(&new.workspace_id)
            .bind(new.job_type)
            .bind(&new.backtest_id)
            .bind(new.priority)
            .bind(new.scheduled_at)
            .bind(&new.note)
            .bind(JobStatus::Pending)
            .fetch_one(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;
        session.commit().await?;
        let id = &row.job_id;
        tracing::info!(user_id, job_id = id, "created a job");
        Ok(row)
    }

    /// One job.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `job_id` - the public id
    ///
    /// # Returns
    ///
    /// The job.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user has no such job.
    pub async fn get_job(&self, user_id: i64, job_id: &str) -> ServiceResult<Job> {
        let mut connection = self.db.connection().await?;
        validate_job_access(&mut connection, user_id, job_id).await
    }

    /// Changes a job.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `job_id` - the public id
    /// * `changes` - what changes
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The job as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such job; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Invalid` if a value is out of bounds or refers to what the user can't see.
    pub async fn update_job(
        &self,
        user_id: i64,
        job_id: &str,
        changes: &JobChanges,
        expected_version: Option<i64>,
    ) -> ServiceResult<Job> {
        let mut session = self.db.session().await?;
        let current = validate_job_change(&mut session, user_id, job_id).await?;
        if expected_version.is_some_and(|expected| expected != current.version) {
            return Err(ServiceError::Stale("job"));
        }
        if *changes == JobChanges::default() {
            return Ok(current);
        }
        if let Some(value) = &changes.workspace_id {
            validate_workspace_role(&mut session, user_id, value, MemberRole::Editor)
                .await
                .map_err(|error| error.in_reference("workspace_id"))?;
        }
        if let Some(Some(value)) = &changes.backtest_id {
            validate_backtest_access(&mut session, user_id, value)
                .await
                .map_err(|error| error.in_reference("backtest_id"))?;
        }
        let sql = formatcp!(
            "
            UPDATE jobs
            SET version = version + 1,
                workspace_id = COALESCE($5, workspace_id),
                job_type = COALESCE($6, job_type),
                backtest_id = CASE WHEN $7 THEN $8 ELSE backtest_id END,
                priority = COALESCE($9, priority),
                status = COALESCE($10, status),
                scheduled_at = CASE WHEN $11 THEN $12 ELSE scheduled_at END,
                note = CASE WHEN $13 THEN $14 ELSE note END,
                updated_at = $3
            WHERE {SCOPE} AND job_id = $2 AND ($4 IS NULL OR version = $4)
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Job>(sql)
            .bind(user_id)
            .bind(job_id)
            .bind(now())
            .bind(expected_version)
            .bind(&changes.workspace_id)
            .bind(changes.job_type)
            .bind(changes.backtest_id.is_some())
            .bind(changes.backtest_id.clone().flatten())
            .bind(changes.priority)
            .bind(changes.status)
            .bind(changes.scheduled_at.is_some())
            .bind(changes.scheduled_at.flatten())
            .bind(changes.note.is_some())
            .bind(changes.note.clone().flatten())
            .fetch_optional(&mut *session)
            .await
            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?
            .ok_or(ServiceError::Stale("job"))?;
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, job_id, version, "updated a job");
        Ok(row)
    }

    /// Cancel: status becomes `cancelled`.
    ///
    /// The transition is one guarded statement, so of two callers at once one wins.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `job_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The job as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such job; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if its status is not `pending` or `running`.
    pub async fn cancel_job(
        &self,
        user_id: i64,
        job_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<Job> {
        let mut session = self.db.session().await?;
        validate_job_change(&mut session, user_id, job_id).await?;
        let sql = formatcp!(
            "
            UPDATE jobs
            SET version = version + 1, updated_at = $3, status = $5
            WHERE {SCOPE} AND job_id = $2 AND ($4 IS NULL OR version = $4)
                AND status IN ('pending', 'running')
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Job>(sql)
            .bind(user_id)
            .bind(job_id)
            .bind(now())
            .bind(expected_version)
            .bind(JobStatus::Cancelled)
            .fetch_optional(&mut *session)
            .await?;
        let Some(row) = row else {
            let current = validate_job_access(&mut session, user_id, job_id).await?;
            if expected_version.is_some_and(|expected| expected != current.version) {
                return Err(ServiceError::Stale("job"));
            }
            let reason = "status: cancel needs pending or running";
            return Err(ServiceError::Conflict(reason.to_owned()));
        };
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, job_id, version, "cancel: job");
        Ok(row)
    }

    /// Retry: status becomes `pending`, and workers have all their attempts again.
    ///
    /// The transition is one guarded statement, so of two callers at once one wins.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `job_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Returns
    ///
    /// The job as it is now.
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such job; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if its status is not `failed` or `cancelled`.
    pub async fn retry_job(
        &self,
        user_id: i64,
        job_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<Job> {
        let mut session = self.db.session().await?;
        validate_job_change(&mut session, user_id, job_id).await?;
        let sql = formatcp!(
            "
            UPDATE jobs
            SET version = version + 1, updated_at = $3, status = $5,
                attempts = 0, progress = 0, claimable_at = NULL, failure = NULL
            WHERE {SCOPE} AND job_id = $2 AND ($4 IS NULL OR version = $4)
                AND status IN ('failed', 'cancelled')
            RETURNING *"
        );
        let row = sqlx::query_as::<_, Job>(sql)
            .bind(user_id)
            .bind(job_id)
            .bind(now())
            .bind(expected_version)
            .bind(JobStatus::Pending)
            .fetch_optional(&mut *session)
            .await?;
        let Some(row) = row else {
            let current = validate_job_access(&mut session, user_id, job_id).await?;
            if expected_version.is_some_and(|expected| expected != current.version) {
                return Err(ServiceError::Stale("job"));
            }
            let reason = "status: retry needs failed or cancelled";
            return Err(ServiceError::Conflict(reason.to_owned()));
        };
        session.commit().await?;
        let version = row.version;
        tracing::info!(user_id, job_id, version, "retry: job");
        Ok(row)
    }

    /// Deletes a job.
    ///
    /// # Arguments
    ///
    /// * `user_id` - who asks
    /// * `job_id` - the public id
    /// * `expected_version` - the version that the caller knows, if it matters
    ///
    /// # Errors
    ///
    /// `NotFound` if the user may see no such job; `Permission` if the user may not change what is in
    /// its workspace; `Stale` if it has another version than the expected one; `Conflict` if another row refers to it.
    pub async fn delete_job(
        &self,
        user_id: i64,
        job_id: &str,
        expected_version: Option<i64>,
    ) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        validate_job_change(&mut session, user_id, job_id).await?;
        let sql = formatcp!(
            "
            DELETE FROM jobs
            WHERE {SCOPE} AND job_id = $2 AND ($3 IS NULL OR version = $3)"
        );
        let deleted = sqlx::query(sql)
            .bind(user_id)
            .bind(job_id)
            .bind(expected_version)
            .execute(&mut *session)
            .await?;
        if deleted.rows_affected() == 0 {
            return Err(ServiceError::Stale("job"));
        }
        session.commit().await?;
        tracing::info!(user_id, job_id, "deleted a job");
        Ok(())
    }
}

/// The job, if the user may see it. Every access goes through here, and so does every
/// reference from another resource.
pub(crate) async fn validate_job_access(
    connection: &mut DbConnection,
    user_id: i64,
    job_id: &str,
) -> ServiceResult<Job> {
    let sql = formatcp!(
        "
        SELECT * FROM jobs
        WHERE {SCOPE} AND job_id = $2"
    );
    sqlx::query_as::<_, Job>(sql)
        .bind(user_id)
        .bind(job_id)
        .fetch_optional(connection)
        .await?
        .ok_or(ServiceError::NotFound("job"))
}

/// The job, if the user may see it and change what is in its workspace.
async fn validate_job_change(
    connection: &mut DbConnection,
    user_id: i64,
    job_id: &str,
) -> ServiceResult<Job> {
    let job = validate_job_access(connection, user_id, job_id).await?;
    validate_workspace_role(connection, user_id, &job.workspace_id, MemberRole::Editor).await?;
    Ok(job)
}

/// What a job holds in the column that a list is sorted by.
fn sort_value(row: &Job, sort: JobSort) -> Value {
    match sort {
        JobSort::Priority => json!(row.priority),
        JobSort::ScheduledAt => json!(row.scheduled_at),
        JobSort::CreatedAt => json!(row.created_at),
        JobSort::UpdatedAt => json!(row.updated_at),
    }
}
