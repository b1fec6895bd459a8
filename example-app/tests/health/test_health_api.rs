// tests/health/test_health_api.rs - Health over HTTP, and what stands round every route

use std::time::Duration;

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ALLOW, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ORIGIN, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use crate::common::app::{TestApp, test_settings};
use crate::common::database::TestDatabase;
use example_app::Application;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Happy path: the process is alive, and the database answers.
#[tokio::test]
async fn test_check_live_api_and_check_ready_api_answer() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/health/live", "/health/ready"] {
        let reply = visitor.get(path).await.expect(StatusCode::NO_CONTENT);
        assert_eq!(reply.body, Value::Null);
    }
}

/// Happy path: answers carry the id of their request, and headers that protect a browser.
#[tokio::test]
async fn test_check_live_api_sends_headers() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let reply = visitor.get("/health/live").await;
    assert!(!reply.header(REQUEST_ID).is_empty());
    assert_eq!(reply.header(X_CONTENT_TYPE_OPTIONS), "nosniff");
    assert!(reply.header(CONTENT_SECURITY_POLICY).contains("frame-ancestors 'none'"));
    let reply = visitor.with_header(REQUEST_ID, "mine").get("/no/such/path").await;
    assert_eq!(reply.header(REQUEST_ID), "mine");
    assert_eq!(reply.body["request_id"], "mine");
}

/// Happy path: every route is in the document, and has a padlock unless it is public.
#[tokio::test]
async fn test_check_live_api_is_documented_and_so_is_every_route() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let document = visitor.get("/openapi.json").await.expect(StatusCode::OK).body;
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let mut public = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            assert!(operation["summary"].is_string(), "{method} {path}: {operation:#}");
            if operation["security"].is_null() {
                public.push(format!("{method} {path}"));
            }
        }
    }
    public.sort();
    let expected = [
        "get /health/live",
        "get /health/ready",
        "get /metrics",
        "post /auth/login",
        "post /auth/register",
    ];
    assert_eq!(public, expected);
    let page = visitor.get("/docs/").await.expect(StatusCode::OK);
    assert!(page.header(CONTENT_TYPE).starts_with("text/html"));
}

/// Happy path: the document says of texts in requests what they may not hold.
#[tokio::test]
async fn test_check_live_api_is_documented_beside_what_texts_hold() {
    let app = TestApp::start().await;
    let document = app.visitor().get("/openapi.json").await.expect(StatusCode::OK).body;
    let register = &document["components"]["schemas"]["UserRegisterRequest"]["properties"];
    for field in ["name", "password"] {
        assert_eq!(register[field]["pattern"], r"^[^\u0000]*$");
    }
    let user_id = &document["paths"]["/users/{user_id}"]["get"]["parameters"][0];
    assert_eq!(user_id["schema"]["pattern"], r"^[^\u0000]*$");
    let email = &document["components"]["schemas"]["UserResponse"]["properties"]["email"];
    assert!(email["pattern"].is_null());
}

/// Error: without a database the process is alive and not ready; the answer tells no more.
#[tokio::test]
async fn test_check_ready_api_tells_of_a_lost_database() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    app.lose_database().await;
    let visitor = app.visitor();
    visitor.get("/health/live").await.expect(StatusCode::NO_CONTENT);
    visitor.get("/health/ready").await.problem(StatusCode::SERVICE_UNAVAILABLE);
    let problem = ada.get("/auth/me").await.problem(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(problem.detail, "try again later");
}

/// Error: of a fault of ours, such as a table that is not there, the answer tells nothing.
#[tokio::test]
async fn test_check_ready_api_tells_nothing_of_an_unexpected_error() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    app.database.migrate_down(0).await.expect("down");
    app.visitor().get("/health/ready").await.expect(StatusCode::NO_CONTENT);
    let problem = ada.get("/auth/me").await.problem(StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(problem.detail, "Internal server error");
}

/// Error: another path is 404, another method 405, and both are problems.
#[tokio::test]
async fn test_check_live_api_is_alone_at_its_path() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for path in ["/health", "/health/live/more", "/no/such/path"] {
        visitor.get(path).await.problem(StatusCode::NOT_FOUND);
    }
    let reply = visitor.delete("/health/live").await;
    reply.problem(StatusCode::METHOD_NOT_ALLOWED);
    assert!(reply.header(ALLOW).contains("GET"), "{:?}", reply.headers);
}

/// Error: a body over the limit of the settings is 413.
#[tokio::test]
async fn test_check_live_api_stands_beside_a_limit_of_bodies() {
    let app = TestApp::start_with(|settings| settings.server.body_limit_bytes = 1000).await;
    let visitor = app.visitor();
    let text = |length: usize| format!("\"{}\"", "x".repeat(length - 2));
    let just = visitor.send_json(Method::POST, "/auth/login", text(1000)).await;
    just.problem(StatusCode::UNPROCESSABLE_ENTITY);
    let over = visitor.send_json(Method::POST, "/auth/login", text(1001)).await;
    over.problem(StatusCode::PAYLOAD_TOO_LARGE);
}

/// Edge case: more requests at once than the settings admit are refused.
#[tokio::test]
async fn test_check_live_api_refuses_too_many_requests() {
    let app = TestApp::start_with(|settings| settings.server.max_concurrent_requests = 0).await;
    app.visitor().get("/health/live").await.problem(StatusCode::SERVICE_UNAVAILABLE);
}

/// Edge case: a request that takes longer than the settings admit is given up.
#[tokio::test]
async fn test_check_ready_api_gives_up_in_time() {
    let app = TestApp::start_with(|settings| {
        settings.database.max_connections = 1;
        settings.server.request_timeout_seconds = 0;
    })
    .await;
    let _held = app.hold_connection().await;
    let problem = app.visitor().get("/health/ready").await;
    let problem = problem.problem(StatusCode::SERVICE_UNAVAILABLE);
    assert!(problem.detail.contains("too long"), "{}", problem.detail);
}

/// Edge case: pages of the origins in the settings may call, others may not.
#[tokio::test]
async fn test_check_live_api_answers_allowed_origins() {
    let allowed = "https://app.example.com";
    let app = TestApp::start_with(|settings| {
        settings.server.cors_origins = vec![allowed.to_owned()];
    })
    .await;
    for (origin, answer) in [(allowed, allowed), ("https://evil.example.com", "")] {
        let client = app.visitor().with_header(ORIGIN, origin);
        let reply = client.get("/health/live").await;
        assert_eq!(reply.header(ACCESS_CONTROL_ALLOW_ORIGIN), answer);
        let asking = client.with_header(ACCESS_CONTROL_REQUEST_METHOD, "PATCH");
        let reply = asking.send(Method::OPTIONS, "/auth/me", Body::empty()).await;
        assert_eq!(reply.header(ACCESS_CONTROL_ALLOW_ORIGIN), answer);
    }
}

/// Integration: the application that `main` builds serves over a socket, and stops when told.
#[tokio::test]
async fn test_check_ready_api_answers_over_a_socket() {
    let files = TestDatabase::create().await;
    let application = Application::build(test_settings(&files)).await.expect("built");
    let address = application.address().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(application.run(async { stopped.await.unwrap_or_default() }));
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let request = "GET /health/ready HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("answered");
    assert!(answer.starts_with("HTTP/1.1 204"), "{answer}");
    stop.send(()).expect("still serving");
    let result = tokio::time::timeout(Duration::from_secs(10), served).await;
    result.expect("stops in time").expect("does not panic").expect("stops well");
}
