// tests/home/test_home_api.rs - The page at `/` and its script

use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};

use crate::common::app::TestApp;

/// Whatever stands for an id in a path.
const ID: &str = "{}";

/// Happy path: the page comes to everybody, and asks for a script that the security policy runs.
#[tokio::test]
async fn test_show_home_answers() {
    let visitor = TestApp::start().await.visitor();
    let page = visitor.get("/").await.expect(StatusCode::OK);
    assert_eq!(page.header(CONTENT_TYPE), "text/html; charset=utf-8");
    let text = page.body.as_str().expect("a text");
    assert!(text.contains(r#"<script src="/home.js" defer></script>"#), "{text}");
    assert_eq!(text.matches("<script").count(), 1, "a script in the page would not run");
    assert!(page.header(CONTENT_SECURITY_POLICY).contains("default-src 'self'"));
}

/// Happy path: the script comes as one.
#[tokio::test]
async fn test_send_home_script_answers() {
    let visitor = TestApp::start().await.visitor();
    let script = visitor.get("/home.js").await.expect(StatusCode::OK);
    assert_eq!(script.header(CONTENT_TYPE), "text/javascript; charset=utf-8");
    assert!(script.body.as_str().is_some_and(|text| text.contains("/auth/login")));
}

/// Error: the page and its script are read, and nothing else.
#[tokio::test]
async fn test_show_home_refuses_other_methods() {
    let visitor = TestApp::start().await.visitor();
    for path in ["/", "/home.js"] {
        visitor.delete(path).await.problem(StatusCode::METHOD_NOT_ALLOWED);
    }
    visitor.get("/home").await.problem(StatusCode::NOT_FOUND);
}

/// Edge case: the page is the same for who sends a token, good or bad.
#[tokio::test]
async fn test_show_home_needs_no_token() {
    let app = TestApp::start().await;
    let page = app.visitor().get("/").await.expect(StatusCode::OK).body;
    for client in [app.user("ada").await, app.visitor().with_token("nonsense")] {
        assert_eq!(client.get("/").await.expect(StatusCode::OK).body, page);
    }
}

/// Integration: each path that the script asks for is a route of the API.
#[tokio::test]
async fn test_send_home_script_asks_the_api() {
    let visitor = TestApp::start().await.visitor();
    let script = visitor.get("/home.js").await.body;
    let script = script.as_str().expect("a text");
    let document = visitor.get("/openapi.json").await.body;
    let routes = document["paths"].as_object().expect("paths");
    let shapes: Vec<String> = routes.keys().map(|route| shape(route)).collect();
    // The script says `path` for that of the workspace.
    let workspace = "/workspaces/${workspaceId}";
    let texts = script.lines().flat_map(|line| line.split(['"', '`']).skip(1).step_by(2));
    let asked: Vec<String> = texts
        .map(|text| text.replace("${path}/", &format!("{workspace}/")))
        .filter(|text| text.starts_with('/') && text != workspace)
        .map(|text| shape(&text))
        .collect();
    assert!(asked.len() >= 5, "{asked:?}");
    for path in asked {
        assert!(shapes.contains(&path), "{path} is no route");
    }
}

/// A path with each of its parameters as `{}`.
fn shape(path: &str) -> String {
    let path = path.replace("${", "{");
    let parts = path.split('/').map(|part| if part.starts_with('{') { ID } else { part });
    parts.collect::<Vec<&str>>().join("/")
}
