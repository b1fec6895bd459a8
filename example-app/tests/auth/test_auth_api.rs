// tests/auth/test_auth_api.rs - Registration and log-in over HTTP

use axum::http::header::{ETAG, LOCATION, RETRY_AFTER};
use axum::http::{HeaderName, Method, StatusCode};
use serde_json::json;

use crate::auth::{bound_values, invalid_values, registration};
use crate::common::app::{PASSWORD, TestApp};
use crate::common::contract::{assert_public_id, assert_takes_json, keys, with, without};

const CLIENT_IP: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Happy path: who registers is answered with 201 and the user, without a secret.
#[tokio::test]
async fn test_register_user_answers_with_the_user() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let reply = visitor.post("/auth/register", &registration()).await.expect(StatusCode::CREATED);
    let user = &reply.body;
    assert_public_id(&user["user_id"]);
    let expected = ["created_at", "email", "name", "updated_at", "user_id", "version"];
    assert_eq!(keys(user), expected);
    assert_eq!((&user["email"], &user["name"]), (&json!("ada@example.com"), &json!("Ada")));
    assert_eq!(reply.header(LOCATION), format!("/users/{}", user["user_id"].as_str().unwrap()));
    assert_eq!(reply.header(ETAG), "\"1\"");
}

/// Happy path: who logs in gets a token that opens the other routes.
#[tokio::test]
async fn test_authenticate_user_answers_with_a_token() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let reply = visitor.post("/auth/register", &registration()).await;
    let user = reply.expect(StatusCode::CREATED).body;
    for email in ["ada@example.com", "Ada@Example.COM"] {
        let log_in = json!({ "email": email, "password": PASSWORD });
        let token = visitor.post("/auth/login", &log_in).await.expect(StatusCode::OK).body;
        assert_eq!(token["token_type"], "bearer");
        assert_eq!(token["expires_in"], 3600);
        let ada = visitor.with_token(token["access_token"].as_str().expect("a token"));
        let me = ada.get("/auth/me").await.expect(StatusCode::OK);
        assert_eq!(me.body, user);
    }
}

/// Error: a wrong password and an unknown address are refused in the same words.
#[tokio::test]
async fn test_authenticate_user_rejects_a_wrong_password() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/auth/register", &registration()).await.expect(StatusCode::CREATED);
    let mut problems = Vec::new();
    for (email, password) in [
        ("ada@example.com", "wrong horse battery"),
        ("ada@example.com", ""),
        ("bob@example.com", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ] {
        let log_in = json!({ "email": email, "password": password });
        let reply = visitor.post("/auth/login", &log_in).await;
        problems.push(reply.problem(StatusCode::UNAUTHORIZED));
    }
    assert!(problems.iter().all(|problem| *problem == problems[0]), "{problems:?}");
}

/// Error: values past a bound or of a wrong kind are refused, and their field is named.
#[tokio::test]
async fn test_register_user_rejects_invalid_values() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    for (field, value, why) in invalid_values() {
        let reply = visitor.post("/auth/register", &with(&registration(), field, value)).await;
        reply.rejects(&[&format!("body.{field}")], why);
    }
    for field in ["email", "password", "name"] {
        let reply = visitor.post("/auth/register", &without(&registration(), field)).await;
        reply.rejects(&[&format!("body.{field}")], "left out");
    }
    let reply = visitor.post("/auth/register", &json!({ "role": "admin" })).await;
    reply.rejects(&["body.email", "body.name", "body.password", "body.role"], "all at once");
    assert_eq!(app.count("users").await, 0);
}

/// Error: a log-in without its fields is refused, and so is what is no JSON.
#[tokio::test]
async fn test_authenticate_user_rejects_what_is_no_log_in() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let reply = visitor.post("/auth/login", &json!({})).await;
    reply.rejects(&["body.email", "body.password"], "left out");
    assert_takes_json(&visitor, Method::POST, "/auth/login").await;
    assert_takes_json(&visitor, Method::POST, "/auth/register").await;
}

/// Error: an address that is registered already is 409, in upper case too.
#[tokio::test]
async fn test_register_user_rejects_a_taken_address() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    visitor.post("/auth/register", &registration()).await.expect(StatusCode::CREATED);
    for email in ["ada@example.com", "ADA@example.com"] {
        let body = with(&registration(), "email", json!(email));
        let reply = visitor.post("/auth/register", &body).await;
        let problem = reply.problem(StatusCode::CONFLICT);
        assert!(problem.detail.contains("email"), "{}", problem.detail);
    }
    assert_eq!(app.count("users").await, 1);
}

/// Error: too many attempts are 429, and told how long to wait; addresses are counted apart.
#[tokio::test]
async fn test_authenticate_user_limits_attempts() {
    let app = TestApp::start_with(|settings| {
        settings.auth.attempts_per_minute = 2;
        settings.server.client_ip_header = Some(CLIENT_IP.to_string());
    })
    .await;
    let log_in = json!({ "email": "ada@example.com", "password": "a guess" });
    let guesser = app.visitor().with_header(CLIENT_IP, "198.51.100.9, 192.0.2.1");
    for _ in 0..2 {
        guesser.post("/auth/login", &log_in).await.problem(StatusCode::UNAUTHORIZED);
    }
    for path in ["/auth/login", "/auth/register"] {
        let reply = guesser.post(path, &log_in).await;
        reply.problem(StatusCode::TOO_MANY_REQUESTS);
        let wait: u64 = reply.header(RETRY_AFTER).parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
    }
    // What a client writes itself does not count: the last entry is the proxy's.
    let pretender = app.visitor().with_header(CLIENT_IP, "198.51.100.7, 192.0.2.1");
    pretender.post("/auth/login", &log_in).await.problem(StatusCode::TOO_MANY_REQUESTS);
    let other = app.visitor().with_header(CLIENT_IP, "192.0.2.2");
    other.post("/auth/login", &log_in).await.problem(StatusCode::UNAUTHORIZED);
}

/// Edge case: values at a bound are kept, and longest passwords log in.
#[tokio::test]
async fn test_register_user_keeps_values_at_their_bounds() {
    for (field, value, why) in bound_values() {
        let app = TestApp::start().await;
        let visitor = app.visitor();
        let body = with(&registration(), field, value);
        let reply = visitor.post("/auth/register", &body).await;
        assert_eq!(reply.status, StatusCode::CREATED, "{why}: {:#}", reply.body);
        assert_eq!((&reply.body["email"], &reply.body["name"]), (&body["email"], &body["name"]));
        let log_in = without(&body, "name");
        visitor.post("/auth/login", &log_in).await.expect(StatusCode::OK);
    }
}

/// Edge case: of two registrations of one address at once, one is made.
#[tokio::test]
async fn test_register_user_lets_one_of_two_at_once_win() {
    let app = TestApp::start().await;
    let (visitor, body) = (app.visitor(), registration());
    let register = || visitor.post("/auth/register", &body);
    let (one, other) = tokio::join!(register(), register());
    let mut statuses = [one.status, other.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::CREATED, StatusCode::CONFLICT]);
    assert_eq!(app.count("users").await, 1);
}

/// Integration: the database holds a hash by argon2id, and the password nowhere.
#[tokio::test]
async fn test_register_user_stores_a_hash() {
    let app = TestApp::start().await;
    app.user("ada").await;
    app.user("bob").await;
    let mut connection = app.database.connection().await.expect("a connection");
    let sql = "SELECT password_hash FROM users";
    let hashes: Vec<String> =
        sqlx::query_scalar(sql).fetch_all(&mut *connection).await.expect("the table can be read");
    assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")), "{hashes:?}");
    assert_ne!(hashes[0], hashes[1], "the same password has another hash under another salt");
}
