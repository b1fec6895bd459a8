// tests/job_worker/test_job_worker_processes.rs - Several processes of the application on one database

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use secrecy::ExposeSecret;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::{SAMPLES, silent_server, until};
use crate::common::app::{SECRET, TestApp};
use crate::common::desk::Desk;

/// Jobs that are done by all processes together.
const JOBS: usize = 60;
/// What the application logs once it listens.
const LISTENING: &str = "listening";

/// A process of the application, which ends with this value.
struct Process {
    child: Child,
}

impl Process {
    /// Starts one on the database of a test, and waits until it listens.
    async fn start(app: &TestApp, settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_example-app"))
            .envs(settings.iter().copied())
            .env("APP__DATABASE__URL", app.url.expose_secret())
            .env("APP__DATABASE__WAIT_SECONDS", "60")
            .env("APP__DATABASE__MAX_CONNECTIONS", "4")
            .env("APP__AUTH__SECRET", SECRET)
            .env("APP__SERVER__PORT", "0")
            .env("APP__LOG__DIRECTORY", "")
            .env("APP__WORKER__CONCURRENCY", "2")
            .env("APP__WORKER__POLL_MILLISECONDS", "5")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the application starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let listens = async {
            while let Some(line) = lines.next_line().await.expect("a line") {
                if line.contains(LISTENING) {
                    return true;
                }
            }
            false
        };
        let listens = tokio::time::timeout(Duration::from_secs(60), listens).await;
        assert_eq!(listens, Ok(true), "the application listens");
        // It would wait for a reader once the pipe is full.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child }
    }

    /// Kills it, as by a power cut.
    async fn kill(mut self) {
        self.child.kill().await.expect("it is killed");
    }
}

/// Who claimed each of the jobs last, and how often it was claimed.
async fn claims(app: &TestApp) -> Vec<(String, i32)> {
    let mut connection = app.database.connection().await.expect("a connection");
    let rows = sqlx::query_as("SELECT claimed_by, attempts FROM jobs WHERE status = 'done'");
    rows.fetch_all(&mut *connection).await.expect("rows")
}

/// The process that a worker belongs to.
fn process_of(worker: &str) -> &str {
    worker.rsplit_once('-').map_or(worker, |(process, _)| process)
}

/// Integration: three processes share the work, and no job is done twice.
#[tokio::test]
async fn test_run_shares_the_work() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app.user("ada").await, "ACME").await;
    let settings = [("APP__MARKET_DATA__DIRECTORY", SAMPLES)];
    let _processes = tokio::join!(
        Process::start(&app, &settings),
        Process::start(&app, &settings),
        Process::start(&app, &settings),
    );
    let mut jobs = Vec::new();
    for _ in 0..JOBS {
        jobs.push(desk.ask(desk.job()).await);
    }
    for job in &jobs {
        until(&desk, job, "done").await;
    }
    let claims = claims(&app).await;
    assert_eq!(claims.len(), JOBS);
    assert!(claims.iter().all(|(_, attempts)| *attempts == 1), "{claims:?}");
    let processes: BTreeSet<&str> = claims.iter().map(|(worker, _)| process_of(worker)).collect();
    assert_eq!(processes.len(), 3, "{claims:?}");
    // Each run raises the version, and none is lost.
    let path = format!("/backtests/{}/result", desk.backtest_id);
    assert_eq!(desk.owner.get(&path).await.body["version"], json!(JOBS));
}

/// Error: the job of a process that was killed is done by another one, once its lease has run out.
#[tokio::test]
async fn test_run_takes_over_from_the_killed() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app.user("ada").await, "ACME").await;
    let silent = silent_server().await;
    let lease = ("APP__WORKER__LEASE_MILLISECONDS", "1000");
    let waiting = Process::start(&app, &[("APP__MARKET_DATA__BASE_URL", &silent), lease]).await;
    let job = desk.ask(desk.job()).await;
    until(&desk, &job, "running").await;
    let _working = Process::start(&app, &[("APP__MARKET_DATA__DIRECTORY", SAMPLES), lease]).await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let status = desk.status(&job).await;
    assert_eq!((&status["status"], &status["attempts"]), (&json!("running"), &json!(1)));
    waiting.kill().await;
    let status = until(&desk, &job, "done").await;
    assert_eq!(status["attempts"], 2);
}
