// src/services/job_queue_service.rs - Job queue business logic: who works on which job

use std::time::Duration;

use chrono::{DateTime, Utc};
use const_format::formatcp;

use crate::core::db::{Database, DbConnection, now};
use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::settings::WorkerSettings;
use crate::models::db_models::{Job, JobClaim, JobFailure, JobStatus};

/// Jobs that a worker may claim at `$1`: those that wait, and those whose worker let its lease run out.
const CLAIMABLE: &str = "
    status IN ('pending', 'running')
    AND (claimable_at IS NULL OR claimable_at <= $1)
    AND (scheduled_at IS NULL OR scheduled_at <= $1)";

/// The job of a claim, while the claim holds.
const CLAIMED: &str = "job_id = $1 AND claimed_by = $2 AND attempts = $3 AND status = 'running'";

/// What a job says that no worker brought to an end.
const GIVEN_UP: &str = "no worker came to an end with it";

/// Gives jobs to workers: to one at a time, and again where a worker does not come back.
///
/// It is asked by workers and by no user, so that it knows none: what a job does, it does as the
/// user who asked for it.
#[derive(Debug, Clone)]
pub struct JobQueueService {
    db: Database,
    settings: WorkerSettings,
}

impl JobQueueService {
    /// A service over a database.
    pub fn new(db: Database, settings: WorkerSettings) -> Self {
        Self { db, settings }
    }

    /// Waits for as long as a worker that found nothing lets pass before it asks again.
    pub async fn wait_for_jobs(&self) {
        tokio::time::sleep(Duration::from_millis(self.settings.poll_milliseconds)).await;
    }

    /// Waits for as long as a worker may be silent: a third of the time of a lease.
    pub async fn wait_for_heartbeat(&self) {
        tokio::time::sleep(self.lease() / 3).await;
    }

    /// Claims the job that is due, has the highest priority, and among those has waited longest.
    ///
    /// The claim is one guarded statement, so of two workers at once one gets the job. It ends with a
    /// lease: where a worker does not come back, another one may claim the job.
    ///
    /// # Arguments
    ///
    /// * `worker` - the name of the worker, which no other one has
    ///
    /// # Returns
    ///
    /// The job and the claim on it, if there is one to do.
    ///
    /// # Errors
    ///
    /// `Unavailable` if the database can't be asked.
    pub async fn claim_job(&self, worker: &str) -> ServiceResult<Option<(Job, JobClaim)>> {
        // What no worker came to an end with comes first. Two may choose the same job; then the guard lets one of
        // them have it, and the other chooses again.
        let choice = formatcp!(
            "
            SELECT id, status = 'running' AND attempts >= $2 AS is_spent FROM jobs
            WHERE {CLAIMABLE}
            ORDER BY is_spent DESC, priority DESC, id
            LIMIT 1"
        );
        let claim = formatcp!(
            "
            UPDATE jobs
            SET status = 'running', claimed_by = $3, claimable_at = $4, attempts = attempts + 1,
                progress = 0, failure = NULL, version = version + 1, updated_at = $1
            WHERE id = $2 AND {CLAIMABLE}
            RETURNING *"
        );
        let mut connection = self.db.connection().await?;
        loop {
            let choice: Option<(i64, bool)> = sqlx::query_as(choice)
                .bind(now())
                .bind(self.settings.max_attempts)
                .fetch_optional(&mut *connection)
                .await?;
            let Some((id, is_spent)) = choice else {
                return Ok(None);
            };
            if is_spent {
                self.give_up_job(&mut connection, id).await?;
                continue;
            }
            let job = sqlx::query_as::<_, Job>(claim)
                .bind(now())
                .bind(id)
                .bind(worker)
                .bind(now() + self.lease())
                .fetch_optional(&mut *connection)
                .await?;
            if let Some(job) = job {
                tracing::info!(
                    job_id = job.job_id,
                    worker,
                    attempt = job.attempts,
                    "claimed a job"
                );
                let claim = JobClaim {
                    job_id: job.job_id.clone(),
                    claimed_by: worker.to_owned(),
                    attempt: job.attempts,
                };
                return Ok(Some((job, claim)));
            }
        }
    }

    /// Says that a worker is still at work, and lengthens its lease.
    ///
    /// # Arguments
    ///
    /// * `claim` - the claim
    /// * `progress` - how much is done, in percent
    ///
    /// # Returns
    ///
    /// Whether the claim holds. It does not once the job was cancelled or deleted, or another worker has it.
    ///
    /// # Errors
    ///
    /// `Unavailable` if the database can't be asked.
    pub async fn keep_claim(&self, claim: &JobClaim, progress: i32) -> ServiceResult<bool> {
        let sql = formatcp!(
            "
            UPDATE jobs
            SET progress = $4, claimable_at = $5
            WHERE {CLAIMED}"
        );
        let mut connection = self.db.connection().await?;
        let kept = sqlx::query(sql)
            .bind(&claim.job_id)
            .bind(&claim.claimed_by)
            .bind(claim.attempt)
            .bind(progress)
            .bind(now() + self.lease())
            .execute(&mut *connection)
            .await?;
        let holds = kept.rows_affected() == 1;
        tracing::debug!(job_id = claim.job_id, progress, holds, "kept a claim");
        Ok(holds)
    }

    /// Ends a job that is done and leaves nothing behind.
    ///
    /// # Arguments
    ///
    /// * `claim` - the claim
    ///
    /// # Errors
    ///
    /// `Conflict` if the claim does not hold any more.
    pub async fn finish_job(&self, claim: &JobClaim) -> ServiceResult<()> {
        let mut session = self.db.session().await?;
        end_claim(&mut session, claim).await?;
        session.commit().await?;
        Ok(())
    }

    /// Ends a run that failed. Where it may go well later, and not all attempts are spent, the job
    /// waits for the next one: twice as long each time.
    ///
    /// # Arguments
    ///
    /// * `claim` - the claim
    /// * `failure` - why, and whether it may go well later
    ///
    /// # Returns
    ///
    /// What becomes of the job: `failed`, or `pending` once more; nothing if the claim does not hold any more.
    ///
    /// # Errors
    ///
    /// `Unavailable` if the database can't be asked.
    pub async fn fail_job(
        &self,
        claim: &JobClaim,
        failure: &JobFailure,
    ) -> ServiceResult<Option<JobStatus>> {
        let is_last = !failure.is_passing || claim.attempt >= self.settings.max_attempts;
        let (status, next) = if is_last {
            (JobStatus::Failed, None)
        } else {
            (JobStatus::Pending, Some(now() + self.delay(claim.attempt)))
        };
        let ended = self.put_back(claim, status, next, Some(&failure.reason)).await?;
        tracing::warn!(job_id = claim.job_id, ?status, reason = failure.reason, "a run failed");
        Ok(ended.then_some(status))
    }

    /// Gives a job back that was not brought to an end, as if it had not been claimed.
    ///
    /// # Arguments
    ///
    /// * `claim` - the claim
    ///
    /// # Errors
    ///
    /// `Unavailable` if the database can't be asked.
    pub async fn release_job(&self, claim: &JobClaim) -> ServiceResult<()> {
        self.put_back(claim, JobStatus::Pending, None, None).await?;
        tracing::info!(job_id = claim.job_id, "released a job");
        Ok(())
    }

    /// Ends a job that no worker came to an end with, as often as it was claimed.
    async fn give_up_job(&self, connection: &mut DbConnection, id: i64) -> ServiceResult<()> {
        let sql = formatcp!(
            "
            UPDATE jobs
            SET status = 'failed', failure = $4, claimable_at = NULL,
                version = version + 1, updated_at = $1
            WHERE id = $2 AND {CLAIMABLE} AND status = 'running' AND attempts >= $3"
        );
        let given_up = sqlx::query(sql)
            .bind(now())
            .bind(id)
            .bind(self.settings.max_attempts)
            .bind(GIVEN_UP)
            .execute(connection)
            .await?;
        if given_up.rows_affected() > 0 {
            tracing::warn!(id, "gave a job up");
        }
        Ok(())
    }

    /// Ends a claim with the job in another status; false if the claim does not hold any more.
    async fn put_back(
        &self,
        claim: &JobClaim,
        status: JobStatus,
        claimable_at: Option<DateTime<Utc>>,
        failure: Option<&str>,
    ) -> ServiceResult<bool> {
        // What was released without a failure was no attempt.
        let sql = formatcp!(
            "
            UPDATE jobs
            SET status = $4, claimable_at = $5, failure = $6,
                attempts = attempts - CASE WHEN $6 IS NULL THEN 1 ELSE 0 END,
                version = version + 1, updated_at = $7
            WHERE {CLAIMED}"
        );
        let mut connection = self.db.connection().await?;
        let ended = sqlx::query(sql)
            .bind(&claim.job_id)
            .bind(&claim.claimed_by)
            .bind(claim.attempt)
            .bind(status)
            .bind(claimable_at)
            .bind(failure)
            .bind(now())
            .execute(&mut *connection)
            .await?;
        Ok(ended.rows_affected() == 1)
    }

    fn lease(&self) -> Duration {
        Duration::from_millis(self.settings.lease_milliseconds)
    }

    /// How long a job waits after an attempt that failed.
    fn delay(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or_default().min(16);
        Duration::from_millis(self.settings.retry_milliseconds) * 2_u32.pow(doublings)
    }
}

impl From<ServiceError> for JobFailure {
    fn from(error: ServiceError) -> Self {
        if let ServiceError::Internal(cause) | ServiceError::Unavailable(cause) = &error {
            tracing::error!(error = %cause, "unexpected error");
        }
        Self { reason: error.told(), is_passing: error.is_passing() }
    }
}

/// Ends a job as done, together with what the session writes of it.
pub(crate) async fn end_claim(
    connection: &mut DbConnection,
    claim: &JobClaim,
) -> ServiceResult<()> {
    let sql = formatcp!(
        "
        UPDATE jobs
        SET status = 'done', progress = 100, claimable_at = NULL,
            version = version + 1, updated_at = $4
        WHERE {CLAIMED}"
    );
    let ended = sqlx::query(sql)
        .bind(&claim.job_id)
        .bind(&claim.claimed_by)
        .bind(claim.attempt)
        .bind(now())
        .execute(connection)
        .await?;
    if ended.rows_affected() == 0 {
        return Err(ServiceError::Conflict(
            "the claim on the job does not hold any more".to_owned(),
        ));
    }
    tracing::info!(job_id = claim.job_id, "finished a job");
    Ok(())
}
