// tests/backtest_result/test_backtest_result_service.rs - What a backtest came to is kept with the end of its job

use axum::http::StatusCode;
use axum::http::header::ETAG;
use serde_json::json;

use crate::backtest_result::{day, plan};
use crate::common::app::TestApp;
use crate::common::desk::Desk;
use example_app::core::errors::ServiceError;
use example_app::core::settings::WorkerSettings;
use example_app::models::backtest_result_models::{BacktestReport, EquityPoint};
use example_app::models::db_models::{JobClaim, NewBacktestResult};
use example_app::services::job_queue_service::JobQueueService;

fn result(equity: f64) -> NewBacktestResult {
    let report = BacktestReport {
        equity: vec![EquityPoint { date: day(), equity }],
        trades: Vec::new(),
        total_return: equity / 100.0 - 1.0,
        max_drawdown: 0.0,
        sharpe_ratio: None,
    };
    NewBacktestResult { plan: plan(), report }
}

async fn claim(app: &TestApp, desk: &Desk) -> JobClaim {
    desk.ask(desk.job()).await;
    let queue = JobQueueService::new(app.database.clone(), WorkerSettings::default());
    queue.claim_job("one").await.expect("claimed").expect("a job").1
}

/// Happy path: a result is read over HTTP, and a second run takes its place.
#[tokio::test]
async fn test_store_backtest_result_replaces() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app.user("ada").await, "ACME").await;
    let (service, owner) = (&app.state.backtest_results, &desk.owner);
    let path = format!("/backtests/{}/result", desk.backtest_id);
    owner.get(&path).await.problem(StatusCode::NOT_FOUND);
    for (run, equity) in [(1, 110.0), (2, 90.0)] {
        let claim = claim(&app, &desk).await;
        let new = result(equity);
        let stored = service.store_backtest_result(owner.id, &claim, &desk.backtest_id, &new);
        stored.await.expect("stored");
        assert_eq!(desk.status(&claim.job_id).await["status"], "done");
        let reply = owner.get(&path).await.expect(StatusCode::OK);
        assert_eq!(reply.header(ETAG), format!("\"{run}\""));
        assert_eq!(reply.body["equity"], json!([{ "date": "2024-01-02", "equity": equity }]));
        assert_eq!(reply.body["plan"]["symbol"], "ACME");
        assert_eq!(reply.body["version"], run);
    }
    assert_eq!(app.count("backtest_results").await, 1);
    let bob = app.user("bob").await;
    bob.get(&path).await.problem(StatusCode::NOT_FOUND);
    let hidden = service.get_backtest_result(bob.id, &desk.backtest_id).await;
    assert!(matches!(hidden, Err(ServiceError::NotFound("backtest"))), "{hidden:?}");
}

/// Error: who has no claim, or no right, keeps nothing and ends nothing.
#[tokio::test]
async fn test_store_backtest_result_refuses() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app.user("ada").await, "ACME").await;
    let (vi, bob) = (app.user("vi").await, app.user("bob").await);
    desk.admit("vi", "viewer").await;
    let service = &app.state.backtest_results;
    let claim = claim(&app, &desk).await;
    let late = JobClaim { attempt: 2, ..claim.clone() };
    let (id, new) = (&desk.backtest_id, result(110.0));
    let refused = service.store_backtest_result(desk.owner.id, &late, id, &new).await;
    assert!(matches!(refused, Err(ServiceError::Conflict(_))), "{refused:?}");
    let refused = service.store_backtest_result(vi.id, &claim, id, &new).await;
    assert!(matches!(refused, Err(ServiceError::Permission(_))), "{refused:?}");
    let refused = service.store_backtest_result(bob.id, &claim, id, &new).await;
    assert!(matches!(refused, Err(ServiceError::NotFound("backtest"))), "{refused:?}");
    assert_eq!(app.count("backtest_results").await, 0);
    assert_eq!(desk.status(&claim.job_id).await["status"], "running");
}

/// Integration: with a backtest goes its result.
#[tokio::test]
async fn test_delete_backtest_deletes_its_result() {
    let app = TestApp::start().await;
    let desk = Desk::of(&app.user("ada").await, "ACME").await;
    let (service, owner) = (&app.state.backtest_results, &desk.owner);
    let claim = claim(&app, &desk).await;
    let new = result(90.0);
    let stored = service.store_backtest_result(owner.id, &claim, &desk.backtest_id, &new);
    stored.await.expect("stored");
    owner.delete(&format!("/jobs/{}", claim.job_id)).await.expect(StatusCode::NO_CONTENT);
    let path = format!("/backtests/{}", desk.backtest_id);
    owner.delete(&path).await.expect(StatusCode::NO_CONTENT);
    assert_eq!(app.count("backtest_results").await, 0);
}

/// Edge case: a backtest is found in its workspace, and in no other.
#[tokio::test]
async fn test_get_workspace_backtest_stays_in_the_workspace() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let (desk, other) = (Desk::of(&ada, "ACME").await, Desk::of(&ada, "ZINC").await);
    let id = &desk.backtest_id;
    let path = format!("/workspaces/{}/backtests/{id}", desk.workspace_id);
    let reply = ada.get(&path).await.expect(StatusCode::OK);
    assert_eq!(reply.body["backtest_id"], json!(desk.backtest_id));
    assert_eq!(reply.header(ETAG), "\"1\"");
    app.user("bob").await.get(&path).await.problem(StatusCode::NOT_FOUND);
    let path = format!("/workspaces/{}/backtests/{id}", other.workspace_id);
    ada.get(&path).await.problem(StatusCode::NOT_FOUND);
}
