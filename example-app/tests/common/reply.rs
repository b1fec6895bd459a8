// tests/common/reply.rs - What the application answered, and what can be asked of it

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde_json::Value;

/// An answer of the application.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body: JSON, text where it is no JSON, null where it is empty.
    pub body: Value,
}

/// A failure, as the application tells of it.
#[derive(Debug, PartialEq)]
pub struct Problem {
    /// What went wrong.
    pub detail: String,
    /// Where each wrong field is, such as `body.name`, sorted.
    pub places: Vec<String>,
}

impl Reply {
    /// An answer out of its parts.
    pub fn new(status: StatusCode, headers: HeaderMap, bytes: &[u8]) -> Self {
        let text = || Value::from(String::from_utf8_lossy(bytes).into_owned());
        let body = match bytes {
            [] => Value::Null,
            _ => serde_json::from_slice(bytes).unwrap_or_else(|_| text()),
        };
        Self { status, headers, body }
    }

    /// This answer, which has the status.
    #[track_caller]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{:#}", self.body);
        self
    }

    /// A header's value; empty where there is none.
    pub fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().expect("a text")).unwrap_or_default()
    }

    /// The rows of a page.
    #[track_caller]
    pub fn items(&self) -> &Vec<Value> {
        assert_eq!(self.status, StatusCode::OK, "{:#}", self.body);
        self.body["items"].as_array().expect("a page has items")
    }

    /// The failure that this answer tells of: it has the status, and the form of every failure.
    #[track_caller]
    pub fn problem(&self, status: StatusCode) -> Problem {
        assert_eq!(self.status, status, "{:#}", self.body);
        assert_eq!(self.header(CONTENT_TYPE), "application/problem+json");
        assert_eq!(self.body["status"], status.as_u16(), "{:#}", self.body);
        assert_eq!(self.body["type"], "about:blank", "{:#}", self.body);
        assert_eq!(self.body["title"].as_str(), status.canonical_reason(), "{:#}", self.body);
        assert!(self.body["request_id"].is_string(), "{:#}", self.body);
        let detail = self.body["detail"].as_str().expect("a detail").to_owned();
        let errors = self.body["errors"].as_array().into_iter().flatten();
        let mut places: Vec<String> = errors.map(place).collect();
        places.sort();
        Problem { detail, places }
    }

    /// As [`Reply::problem`], for fields that do not fit: exactly these are named.
    #[track_caller]
    pub fn rejects(&self, places: &[&str], why: &str) {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{why}: {:#}", self.body);
        let problem = self.problem(StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.places, places, "{why}: {:#}", self.body);
    }
}

#[track_caller]
fn place(error: &Value) -> String {
    assert!(error["msg"].as_str().is_some_and(|msg| !msg.is_empty()), "{error:#}");
    let parts = error["loc"].as_array().expect("a place").iter();
    let parts: Vec<&str> = parts.map(|part| part.as_str().expect("a text")).collect();
    parts.join(".")
}
