// tests/job_worker/test_job_worker_run.rs - What a worker does with a job

use axum::http::StatusCode;
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{SAMPLES, quick_settings, silent_server, until};
use crate::common::app::TestApp;
use crate::common::desk::Desk;
use example_app::core::settings::{MarketDataSettings, Settings};
use example_app::engines::job_worker::JobWorker;
use example_app::models::backtest_result_models::BacktestPlan;

struct Fixture {
    app: TestApp,
    desk: Desk,
}

impl Fixture {
    async fn on(symbol: &str) -> Self {
        let app = TestApp::start().await;
        let desk = Desk::of(&app.user("ada").await, symbol).await;
        Self { app, desk }
    }

    fn worker(&self, adjust: impl FnOnce(&mut Settings)) -> JobWorker {
        let mut settings = quick_settings();
        adjust(&mut settings);
        example_app::job_worker(&settings, &self.app.database).expect("a worker")
    }

    /// Runs the one job that there is.
    async fn run(&self, job: Value) -> Value {
        let job_id = self.desk.ask(job).await;
        assert!(self.worker(|_| {}).run_once("one").await);
        self.desk.status(&job_id).await
    }
}

/// Happy path: a backtest runs as the engine runs it, and its result can be read.
#[tokio::test]
async fn test_run_backtest_keeps_the_result() {
    let fixture = Fixture::on("ACME").await;
    let status = fixture.run(fixture.desk.job()).await;
    let shown = (&status["status"], &status["progress"], &status["attempts"], &status["failure"]);
    assert_eq!(shown, (&json!("done"), &json!(100), &json!(1), &json!(null)));

    let path = format!("/backtests/{}/result", fixture.desk.backtest_id);
    let result = fixture.desk.owner.get(&path).await.expect(StatusCode::OK).body;
    let plan: BacktestPlan = serde_json::from_value(result["plan"].clone()).expect("a plan");
    assert_eq!((plan.symbol.as_str(), plan.fast, plan.slow), ("ACME", 5, 20));
    assert_eq!((plan.initial_cash, plan.fee_basis_points), (10_000.0, 5));
    let data = MarketDataSettings { directory: SAMPLES.into(), ..MarketDataSettings::default() };
    let engine = example_app::strategy_engine(&data).expect("an engine");
    let report = engine.run_crossover(&plan).await.expect("a report");
    assert!(report.equity.len() > 400 && !report.trades.is_empty());
    assert_eq!(result["equity"], json!(report.equity));
    assert_eq!(result["trades"], json!(report.trades));
    assert_eq!(result["total_return"], json!(report.total_return));
    assert_eq!(result["max_drawdown"], json!(report.max_drawdown));
    assert_eq!(result["sharpe_ratio"], json!(report.sharpe_ratio));
    assert!(!fixture.worker(|_| {}).run_once("one").await, "there is nothing else to do");
}

/// Error: what can't be run fails at once, and says why.
#[tokio::test]
async fn test_run_backtest_says_why_it_failed() {
    let fixture = Fixture::on("NONE").await;
    let mut without = fixture.desk.job();
    without["backtest_id"] = Value::Null;
    let cases = [
        (fixture.desk.job(), "market data: symbol not found"),
        (without, "backtest_id: the job names no backtest"),
    ];
    for (job, failure) in cases {
        let status = fixture.run(job).await;
        assert_eq!((&status["status"], &status["failure"]), (&json!("failed"), &json!(failure)));
        assert_eq!(status["attempts"], 1);
    }
    assert_eq!(fixture.app.count("backtest_results").await, 0);
}

/// Error: a job may do what its user may do, at the time when it runs.
#[tokio::test]
async fn test_run_backtest_keeps_to_its_user() {
    let fixture = Fixture::on("ACME").await;
    let ed = fixture.app.user("ed").await;
    let member = fixture.desk.admit("ed", "editor").await;
    let job = ed.post("/jobs", &fixture.desk.job()).await.expect(StatusCode::CREATED).body;
    let path = format!("/workspaces/{}/members/{member}", fixture.desk.workspace_id);
    let viewer = json!({ "role": "viewer" });
    fixture.desk.owner.patch(&path, &viewer).await.expect(StatusCode::OK);
    assert!(fixture.worker(|_| {}).run_once("one").await);
    let status = fixture.desk.status(job["job_id"].as_str().expect("an id")).await;
    assert_eq!(status["failure"], "this needs the role editor in the workspace");
    assert_eq!(fixture.app.count("backtest_results").await, 0);
}

/// Error: a source that is away is asked again, as often as there are attempts.
#[tokio::test]
async fn test_run_backtest_tries_again() {
    let fixture = Fixture::on("ACME").await;
    let job_id = fixture.desk.ask(fixture.desk.job()).await;
    // Nothing listens on the port of an address that was given back.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let away = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let worker = fixture.worker(|settings| settings.market_data.base_url = Some(away));
    let mut seen = Vec::new();
    while seen.len() < 3 {
        if worker.run_once("one").await {
            let status = fixture.desk.status(&job_id).await;
            assert_eq!(status["failure"], "market data: unavailable");
            seen.push(status["status"].as_str().expect("a text").to_owned());
        }
    }
    assert_eq!(seen, ["pending", "pending", "failed"]);
}

/// Happy path: a job that is cancelled while it runs is left at once, and the worker goes on.
#[tokio::test]
async fn test_run_leaves_what_is_cancelled() {
    let fixture = Fixture::on("ACME").await;
    let base_url = silent_server().await;
    let worker = fixture.worker(|settings| {
        settings.market_data.base_url = Some(base_url);
        settings.worker.lease_milliseconds = 300;
    });
    let job_id = fixture.desk.ask(fixture.desk.job()).await;
    let (_running, stop) = watch::channel(false);
    let running = tokio::spawn(async move { worker.run("one", stop).await });
    until(&fixture.desk, &job_id, "running").await;
    let path = format!("/jobs/{job_id}/cancel");
    fixture.desk.owner.post(&path, &Value::Null).await.expect(StatusCode::OK);
    let next = fixture.desk.ask(fixture.desk.job()).await;
    until(&fixture.desk, &next, "running").await;
    assert_eq!(fixture.desk.status(&job_id).await["status"], "cancelled");
    running.abort();
}

/// Happy path: a worker that is told to stop gives its job back, and another one does it.
#[tokio::test]
async fn test_run_gives_back_when_it_stops() {
    let fixture = Fixture::on("ACME").await;
    let base_url = silent_server().await;
    let worker = fixture.worker(|settings| settings.market_data.base_url = Some(base_url));
    let job_id = fixture.desk.ask(fixture.desk.job()).await;
    let (running, stop) = watch::channel(false);
    let worker = tokio::spawn(async move { worker.run("one", stop).await });
    until(&fixture.desk, &job_id, "running").await;
    running.send(true).expect("the worker listens");
    worker.await.expect("the worker ends");
    let status = fixture.desk.status(&job_id).await;
    assert_eq!((&status["status"], &status["attempts"]), (&json!("pending"), &json!(0)));
    assert!(fixture.worker(|_| {}).run_once("two").await);
    until(&fixture.desk, &job_id, "done").await;
}

/// Edge case: a worker at rest stops too, and so does one whose application is gone.
#[tokio::test]
async fn test_run_stops_at_rest() {
    let fixture = Fixture::on("ACME").await;
    let worker = fixture.worker(|settings| settings.worker.poll_milliseconds = 3_600_000);
    for gone in [false, true] {
        let (running, stop) = watch::channel(false);
        let worker = worker.clone();
        let worker = tokio::spawn(async move { worker.run("one", stop).await });
        if gone {
            drop(running);
            worker.abort();
        } else {
            running.send(true).expect("the worker listens");
            worker.await.expect("the worker ends");
        }
    }
}

/// Happy path: each symbol of the workspace is asked for, and what is missing is named.
#[tokio::test]
async fn test_check_market_data_names_what_is_missing() {
    let fixture = Fixture::on("ACME").await;
    let job = json!({
        "workspace_id": fixture.desk.workspace_id,
        "job_type": "check_market_data",
    });
    let status = fixture.run(job.clone()).await;
    assert_eq!((&status["status"], &status["progress"]), (&json!("done"), &json!(100)));
    for (name, symbol) in [("Other", "NONE"), ("Third", "ZINC")] {
        let strategy = json!({
            "workspace_id": fixture.desk.workspace_id,
            "name": name,
            "symbol": symbol,
            "fast_days": 5,
            "slow_days": 20,
        });
        fixture.desk.owner.post("/strategies", &strategy).await.expect(StatusCode::CREATED);
    }
    let status = fixture.run(job).await;
    assert_eq!(status["failure"], "NONE: symbol not found");
}
