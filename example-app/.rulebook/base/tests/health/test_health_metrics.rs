// tests/health/test_health_metrics.rs - What Prometheus is told

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};

use crate::common::app::TestApp;
use crate::common::client::Client;

/// The metrics, which anybody may read.
async fn metrics(visitor: &Client) -> String {
    let reply = visitor.get("/metrics").await.expect(StatusCode::OK);
    assert_eq!(reply.header(CONTENT_TYPE), "text/plain; version=0.0.4; charset=utf-8");
    reply.body.as_str().expect("a text").to_owned()
}

/// Checks that the metrics have a line.
#[track_caller]
fn assert_line(metrics: &str, line: &str) {
    assert!(metrics.lines().any(|other| other == line), "{line} is not in\n{metrics}");
}

/// Happy path: requests are counted and timed by method, route and status.
#[tokio::test]
async fn test_get_metrics_api_counts_requests() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for _ in 0..3 {
        visitor.get("/health/live").await.expect(StatusCode::NO_CONTENT);
    }
    visitor.get("/auth/me").await.problem(StatusCode::UNAUTHORIZED);
    let metrics = metrics(&visitor).await;
    let live = r#"{method="GET",route="/health/live",status="204"}"#;
    let me = r#"{method="GET",route="/auth/me",status="401"}"#;
    assert_line(&metrics, "# TYPE http_requests_total counter");
    assert_line(&metrics, &format!("http_requests_total{live} 3"));
    assert_line(&metrics, &format!("http_requests_total{me} 1"));
    assert_line(&metrics, "# TYPE http_request_duration_seconds histogram");
    assert_line(&metrics, &format!("http_request_duration_seconds_count{live} 3"));
    let all = r#"{method="GET",route="/health/live",status="204",le="+Inf"}"#;
    assert_line(&metrics, &format!("http_request_duration_seconds_bucket{all} 3"));
}

/// Happy path: the metrics name what runs.
#[tokio::test]
async fn test_get_metrics_api_names_the_build() {
    let app = TestApp::start().await;
    let metrics = metrics(&app.visitor()).await;
    let (name, version) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    let line = [r#"build_info{name=""#, name, r#"",version=""#, version, r#""} 1"#].concat();
    assert_line(&metrics, &line);
}

/// Error: paths and methods that a client makes up do not become labels of their own.
#[tokio::test]
async fn test_get_metrics_api_keeps_no_raw_path() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let visitor = app.visitor();
    visitor.get("/no/such/path").await.problem(StatusCode::NOT_FOUND);
    visitor.get("/nor/this?one=1").await.problem(StatusCode::NOT_FOUND);
    let odd = Method::from_bytes(b"BREW").expect("a method");
    let reply = visitor.send(odd, "/health/live", Body::empty()).await;
    reply.problem(StatusCode::METHOD_NOT_ALLOWED);
    ada.get(&format!("/users/{}", ada.user_id)).await.expect(StatusCode::OK);
    let metrics = metrics(&visitor).await;
    let none = r#"{method="GET",route="none",status="404"}"#;
    assert_line(&metrics, &format!("http_requests_total{none} 2"));
    let other = r#"{method="other",route="/health/live",status="405"}"#;
    assert_line(&metrics, &format!("http_requests_total{other} 1"));
    let user = r#"{method="GET",route="/users/{user_id}",status="200"}"#;
    assert_line(&metrics, &format!("http_requests_total{user} 1"));
    for raw in ["/no/such", "/nor", "BREW", &ada.user_id] {
        assert!(!metrics.contains(raw), "{raw} is in\n{metrics}");
    }
}

/// Edge case: a request that is given up is no longer at work, and the one that asks is.
#[tokio::test]
async fn test_get_metrics_api_counts_requests_at_work() {
    let app = TestApp::start_with(|settings| settings.database.max_connections = 1).await;
    let visitor = app.visitor();
    let held = app.hold_connection().await;
    let waiting = visitor.clone();
    let waiting = tokio::spawn(async move { waiting.get("/health/ready").await });
    while !metrics(&visitor).await.contains("http_requests_in_flight 2") {
        tokio::task::yield_now().await;
    }
    waiting.abort();
    assert!(waiting.await.is_err());
    assert_line(&metrics(&visitor).await, "http_requests_in_flight 1");
    drop(held);
}

/// Integration: each application counts its own requests, however many a process runs.
#[tokio::test]
async fn test_get_metrics_api_knows_its_own_application_alone() {
    let (one, other) = (TestApp::start().await, TestApp::start().await);
    one.visitor().get("/health/live").await.expect(StatusCode::NO_CONTENT);
    assert!(metrics(&one.visitor()).await.contains("/health/live"));
    assert!(!metrics(&other.visitor()).await.contains("/health/live"));
}
