// tests/common/client.rs - A client that speaks to the router as HTTP would

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, IF_MATCH};
use axum::http::{HeaderName, Method, Request};
use serde_json::Value;
use tower::ServiceExt;

use crate::common::reply::Reply;

/// A client with the headers that it sends along.
#[derive(Clone)]
pub struct Client {
    /// The key of its user inside the database, for the services.
    pub id: i64,
    /// The public id of its user.
    pub user_id: String,
    router: Router,
    headers: Vec<(HeaderName, String)>,
}

impl Client {
    /// A client that has no token.
    pub fn new(router: Router) -> Self {
        Self { id: 0, user_id: String::new(), router, headers: Vec::new() }
    }

    /// The same client, as somebody.
    pub fn with_user(self, id: i64, user_id: &str) -> Self {
        Self { id, user_id: user_id.to_owned(), ..self }
    }

    /// The same client, with a bearer token.
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header(AUTHORIZATION, &format!("Bearer {token}"))
    }

    /// The same client, which wants a row to have a version.
    pub fn if_match(&self, version: i64) -> Self {
        self.with_header(IF_MATCH, &format!("\"{version}\""))
    }

    /// The same client, with one more header.
    pub fn with_header(&self, name: HeaderName, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.push((name, value.to_owned()));
        client
    }

    /// Sends a GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, Body::empty()).await
    }

    /// Sends a GET with parameters.
    pub async fn get_with(&self, path: &str, parameters: &[(&str, &str)]) -> Reply {
        let query = serde_urlencoded::to_string(parameters).expect("parameters are text");
        self.get(&format!("{path}?{query}")).await
    }

    /// Sends a POST with a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send_json(Method::POST, path, body.to_string()).await
    }

    /// Sends a PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send_json(Method::PATCH, path, body.to_string()).await
    }

    /// Sends a DELETE.
    pub async fn delete(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, Body::empty()).await
    }

    /// Sends a text that calls itself JSON.
    pub async fn send_json(&self, method: Method, path: &str, text: String) -> Reply {
        self.with_header(CONTENT_TYPE, "application/json").send(method, path, text.into()).await
    }

    /// Sends any request.
    pub async fn send(&self, method: Method, path: &str, body: Body) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let request = request.body(body).expect("a request can be made of it");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("the body can be read");
        Reply::new(parts.status, parts.headers, &bytes)
    }
}
