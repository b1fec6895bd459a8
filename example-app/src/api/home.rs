// src/api/home.rs - The page at `/`: a workspace's backtests, with their equity curves
// rulebook: allow-file(incomplete-resource) - a page and no resource: its script asks the API

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::response::Html;
use axum::routing::get;

use crate::api::state::AppState;

/// The page. It holds no data: its script asks the API for them, with the token of who logs in.
const PAGE: &str = include_str!("home/page.html");
/// Its script, a file of its own since the security policy runs no script in a page.
const SCRIPT: &str = include_str!("home/script.js");
const JAVASCRIPT: HeaderValue = HeaderValue::from_static("text/javascript; charset=utf-8");

/// The routes of the page, which are none of the API's and stand in no document.
pub fn router() -> Router<AppState> {
    Router::new().route("/", get(show_home)).route("/home.js", get(send_home_script))
}

/// Show the page.
pub async fn show_home() -> Html<&'static str> {
    Html(PAGE)
}

/// Send the page's script.
// rulebook: allow(documented-route, unauthenticated-handler) - a part of the page, which holds no data
pub async fn send_home_script() -> ([(HeaderName, HeaderValue); 1], &'static str) {
    ([(CONTENT_TYPE, JAVASCRIPT)], SCRIPT)
}
