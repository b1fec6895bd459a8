// tests/job_queue/test_job_queue_service.rs - Who works on which job, and what if they do not come back

use std::time::Duration;

use axum::http::StatusCode;
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::common::app::TestApp;
use crate::common::desk::Desk;
use example_app::core::errors::ServiceError;
use example_app::core::settings::WorkerSettings;
use example_app::models::db_models::{JobClaim, JobFailure, JobStatus};
use example_app::services::job_queue_service::JobQueueService;

/// Long enough that no test sees it end.
const LONG: u64 = 3_600_000;
/// So short that it has ended when it is looked at.
const SHORT: u64 = 1;

struct Fixture {
    app: TestApp,
    desk: Desk,
}

impl Fixture {
    async fn new() -> Self {
        let app = TestApp::start().await;
        let desk = Desk::of(&app.user("ada").await, "ACME").await;
        Self { app, desk }
    }

    /// A queue whose leases and pauses last so many milliseconds.
    fn queue(&self, lease: u64, retry: u64) -> JobQueueService {
        let settings = WorkerSettings {
            lease_milliseconds: lease,
            retry_milliseconds: retry,
            ..WorkerSettings::default()
        };
        JobQueueService::new(self.app.database.clone(), settings)
    }

    async fn ask(&self, priority: i32, scheduled_at: Value) -> String {
        let mut job = self.desk.job();
        job["priority"] = json!(priority);
        job["scheduled_at"] = scheduled_at;
        self.desk.ask(job).await
    }
}

/// The claim that a worker gets, which there is.
async fn claim(queue: &JobQueueService, worker: &str) -> JobClaim {
    queue.claim_job(worker).await.expect("claimed").expect("a job").1
}

async fn is_empty(queue: &JobQueueService) -> bool {
    queue.claim_job("nobody").await.expect("asked").is_none()
}

/// Lets a short lease or pause end.
async fn pass() {
    tokio::time::sleep(Duration::from_millis(10)).await;
}

/// Happy path: the highest priority goes first, then who has waited longest, and nothing before its time.
#[tokio::test]
async fn test_claim_job_keeps_the_order() {
    let fixture = Fixture::new().await;
    let low = fixture.ask(1, Value::Null).await;
    let first = fixture.ask(5, Value::Null).await;
    let second = fixture.ask(5, json!(Utc::now() - TimeDelta::hours(1))).await;
    fixture.ask(9, json!(Utc::now() + TimeDelta::hours(1))).await;
    let queue = fixture.queue(LONG, LONG);
    for expected in [first, second, low] {
        let (job, claim) = queue.claim_job("one").await.expect("claimed").expect("a job");
        assert_eq!(job.job_id, expected);
        assert_eq!((job.status, job.attempts, job.version), (JobStatus::Running, 1, 2));
        assert_eq!(claim, JobClaim { job_id: expected, claimed_by: "one".to_owned(), attempt: 1 });
    }
    assert!(is_empty(&queue).await);
}

/// Edge case: of many workers who ask at once, each job goes to one.
#[tokio::test]
async fn test_claim_job_gives_each_to_one() {
    let fixture = Fixture::new().await;
    for _ in 0..12 {
        fixture.ask(0, Value::Null).await;
    }
    let queue = fixture.queue(LONG, LONG);
    let mut workers = JoinSet::new();
    for worker in 0..4 {
        let queue = queue.clone();
        workers.spawn(async move {
            let mut claims = Vec::new();
            while let Some((_, claim)) = queue.claim_job(&worker.to_string()).await.expect("asked")
            {
                claims.push(claim);
            }
            claims
        });
    }
    let mut claims = workers.join_all().await.concat();
    assert!(claims.iter().all(|claim| claim.attempt == 1), "{claims:?}");
    claims.sort_by(|one, other| one.job_id.cmp(&other.job_id));
    claims.dedup_by(|one, other| one.job_id == other.job_id);
    assert_eq!(claims.len(), 12);
}

/// Happy path: who says that he is at work keeps the job, and tells how far it is.
#[tokio::test]
async fn test_keep_claim_lengthens_the_lease() {
    let fixture = Fixture::new().await;
    let job_id = fixture.ask(0, Value::Null).await;
    let claim = claim(&fixture.queue(SHORT, LONG), "one").await;
    let queue = fixture.queue(LONG, LONG);
    assert!(queue.keep_claim(&claim, 40).await.expect("kept"));
    pass().await;
    assert!(is_empty(&queue).await);
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["status"], &status["progress"]), (&json!("running"), &json!(40)));
    queue.finish_job(&claim).await.expect("finished");
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["status"], &status["progress"]), (&json!("done"), &json!(100)));
}

/// Error: who was silent for too long has lost the job to who claimed it next.
#[tokio::test]
async fn test_claim_job_takes_over_from_the_dead() {
    let fixture = Fixture::new().await;
    fixture.ask(0, Value::Null).await;
    let lost = claim(&fixture.queue(SHORT, LONG), "one").await;
    pass().await;
    let queue = fixture.queue(LONG, LONG);
    let held = claim(&queue, "two").await;
    assert_eq!((held.job_id.as_str(), held.attempt), (lost.job_id.as_str(), 2));
    assert!(!queue.keep_claim(&lost, 50).await.expect("asked"));
    let refused = queue.finish_job(&lost).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let failure = JobFailure::lasting("late");
    assert_eq!(queue.fail_job(&lost, &failure).await.expect("asked"), None);
    queue.release_job(&lost).await.expect("asked");
    queue.finish_job(&held).await.expect("finished");
}

/// Error: the same worker with an older attempt has no claim either.
#[tokio::test]
async fn test_keep_claim_knows_attempts() {
    let fixture = Fixture::new().await;
    fixture.ask(0, Value::Null).await;
    let queue = fixture.queue(SHORT, LONG);
    let lost = claim(&queue, "one").await;
    pass().await;
    let held = claim(&queue, "one").await;
    assert!(!queue.keep_claim(&lost, 50).await.expect("asked"));
    assert!(queue.keep_claim(&held, 50).await.expect("asked"));
}

/// Error: a job that no worker comes back from has failed after as many attempts as there may be.
#[tokio::test]
async fn test_claim_job_gives_up() {
    let fixture = Fixture::new().await;
    let job_id = fixture.ask(0, Value::Null).await;
    let queue = fixture.queue(SHORT, LONG);
    for attempt in 1..=3 {
        assert_eq!(claim(&queue, "one").await.attempt, attempt);
        pass().await;
    }
    assert!(is_empty(&queue).await);
    let status = fixture.desk.status(&job_id).await;
    assert_eq!(status["status"], "failed");
    assert_eq!(status["failure"], "no worker came to an end with it");
}

/// Error: what may pass is tried again after a pause, twice as long each time, and not for ever.
#[tokio::test]
async fn test_fail_job_tries_again() {
    let fixture = Fixture::new().await;
    let job_id = fixture.ask(0, Value::Null).await;
    let failure = JobFailure { reason: "away".to_owned(), is_passing: true };
    let patient = fixture.queue(LONG, LONG);
    let first = claim(&patient, "one").await;
    let becomes = patient.fail_job(&first, &failure).await.expect("failed");
    assert_eq!(becomes, Some(JobStatus::Pending));
    assert!(is_empty(&patient).await, "it waits");
    let path = format!("/jobs/{job_id}");
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["attempts"], &status["failure"]), (&json!(1), &json!("away")));

    // Who asks for it again has all attempts and no pause.
    fixture.desk.owner.post(&format!("{path}/cancel"), &Value::Null).await.expect(StatusCode::OK);
    fixture.desk.owner.post(&format!("{path}/retry"), &Value::Null).await.expect(StatusCode::OK);
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["attempts"], &status["failure"]), (&json!(0), &json!(null)));

    let queue = fixture.queue(LONG, SHORT);
    for expected in [JobStatus::Pending, JobStatus::Pending, JobStatus::Failed] {
        let claim = claim(&queue, "one").await;
        assert_eq!(queue.fail_job(&claim, &failure).await.expect("failed"), Some(expected));
        pass().await;
    }
    assert!(is_empty(&queue).await);
}

/// Error: what will not pass is not tried again.
#[tokio::test]
async fn test_fail_job_ends_what_lasts() {
    let fixture = Fixture::new().await;
    let job_id = fixture.ask(0, Value::Null).await;
    let queue = fixture.queue(LONG, SHORT);
    let claim = claim(&queue, "one").await;
    let becomes = queue.fail_job(&claim, &JobFailure::lasting("wrong")).await.expect("failed");
    assert_eq!(becomes, Some(JobStatus::Failed));
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["status"], &status["failure"]), (&json!("failed"), &json!("wrong")));
}

/// Happy path: what is given back is as if it had not been claimed.
#[tokio::test]
async fn test_release_job_gives_back() {
    let fixture = Fixture::new().await;
    fixture.ask(0, Value::Null).await;
    let queue = fixture.queue(LONG, LONG);
    let first = claim(&queue, "one").await;
    queue.release_job(&first).await.expect("released");
    let second = claim(&queue, "two").await;
    assert_eq!(second.attempt, 1);
    assert!(!queue.keep_claim(&first, 1).await.expect("asked"));
}

/// Integration: a job that is cancelled or deleted is no worker's any more.
#[tokio::test]
async fn test_keep_claim_ends_with_the_job() {
    let fixture = Fixture::new().await;
    let owner = &fixture.desk.owner;
    let queue = fixture.queue(LONG, LONG);
    let path = format!("/jobs/{}", fixture.ask(0, Value::Null).await);
    let cancelled = claim(&queue, "one").await;
    owner.post(&format!("{path}/cancel"), &Value::Null).await.expect(StatusCode::OK);
    assert!(!queue.keep_claim(&cancelled, 1).await.expect("asked"));
    let path = format!("/jobs/{}", fixture.ask(0, Value::Null).await);
    let deleted = claim(&queue, "one").await;
    owner.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert!(!queue.keep_claim(&deleted, 1).await.expect("asked"));
}

/// Happy path: workers wait as long as the settings say, and are heard in time.
#[tokio::test]
async fn test_wait_for_jobs_keeps_the_settings() {
    let settings = WorkerSettings {
        poll_milliseconds: 700,
        lease_milliseconds: 900,
        ..WorkerSettings::default()
    };
    let files = crate::common::database::TestDatabase::create().await;
    let database = crate::common::app::test_settings(&files).database;
    let database = example_app::core::db::Database::open(&database).await.expect("opens");
    let queue = JobQueueService::new(database, settings);
    // The clock of the test stands still but for those who wait.
    tokio::time::pause();
    let start = tokio::time::Instant::now();
    queue.wait_for_jobs().await;
    // It counts in milliseconds, and rounds up.
    let waited = start.elapsed().as_millis();
    assert!((700..=702).contains(&waited), "{waited}");
    queue.wait_for_heartbeat().await;
    let waited = start.elapsed().as_millis();
    assert!((1_000..=1_004).contains(&waited), "{waited}");
}
