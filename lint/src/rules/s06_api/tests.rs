// src/rules/s06_api/tests.rs - Which paths the rules of section 6 speak of, and near misses

//! Which paths the rules of section 6 speak of, and near misses.

use crate::project::file_system::Memory;
use crate::rules::testing::found;
use crate::run::{Options, lint};

/// `CODE place` of each finding on the paths of a program with these routes, a path and a method router each.
fn findings(version: &str, routes: &[(&str, &str)]) -> Vec<String> {
    let manifest = format!("[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"{version}\"\n");
    let calls: String =
        routes.iter().map(|(path, methods)| format!("        .route(\"{path}\", {methods})\n")).collect();
    let code = format!(
        "use axum::Router;\nuse axum::routing::{{any, delete, get, patch, post, put}};\n\n\
         pub fn router() -> Router {{\n    Router::new()\n{calls}}}\n\npub async fn h() {{}}\n"
    );
    let files =
        [("Cargo.toml", manifest), ("src/lib.rs", "pub mod api;\n".to_owned()), ("src/api/mod.rs", code.clone())];
    let report = lint(&Memory::new(files), &Options::default()).unwrap();
    let of_section = report.findings.iter().filter(|finding| ("RB601".."RB609").contains(&finding.rule.code));
    let shown = of_section.map(|finding| {
        let path = code.get(finding.primary.range.clone()).unwrap().trim_matches('"');
        format!("{} {path}", finding.rule.code)
    });
    shown.collect()
}

/// Routes, and what is found of them.
type Case<'c> = (&'c [(&'c str, &'c str)], &'c [&'c str]);

#[test]
fn paths_that_axum_refuses_are_told_from_those_that_it_takes() {
    // Each row as axum 0.8 with matchit 0.8 answers it.
    let cases: &[Case] = &[
        (&[("/a/{id}", "get(h)"), ("/a/{a_id}", "post(h)")], &["RB603 /a/{id}"]),
        (&[("/a/{a_id}", "get(h)"), ("/a/{id}/posts", "get(h)")], &[]),
        (&[("/d/{x}/y", "get(h)"), ("/d/z/{w}", "get(h)")], &[]),
        (&[("/a/{a_id}", "get(h)"), ("/a/{*rest}", "get(h)")], &["RB603 /a/{a_id}"]),
        (&[("/a/{*rest}", "get(h)"), ("/a/{*more}", "get(h)")], &["RB603 /a/{*rest}"]),
        (&[("/a/{*rest}", "get(h)"), ("/a/x", "get(h)"), ("/a", "get(h)")], &[]),
        (&[("/a", "get(h)"), ("/a", "get(h)")], &["RB603 /a"]),
        (&[("/a", "get(h).get(h)")], &["RB603 /a"]),
        (&[("/a", "get(h)"), ("/a", "post(h)"), ("/a", "any(h)")], &[]),
        (&[("/a", "get(h)"), ("/b", "get(h)")], &[]),
        (&[("/a/:a_id", "get(h)")], &["RB604 /a/:a_id"]),
        (&[("/a/*rest", "get(h)")], &["RB604 /a/*rest"]),
        (&[("a", "get(h)")], &["RB604 a"]),
        (&[("/a/{}", "get(h)")], &["RB604 /a/{}"]),
        (&[("/a/{a_id}.json", "get(h)")], &["RB604 /a/{a_id}.json"]),
        (&[("/a/{a_id}:activate", "get(h)")], &["RB604 /a/{a_id}:activate"]),
        (&[("/a/{{a}}", "get(h)"), ("/a/b:c", "get(h)")], &[]),
    ];
    for (routes, expected) in cases {
        assert_eq!(findings("0.8", routes), *expected, "{routes:?}");
    }
    assert_eq!(findings("0.7.9", &[("/a/:a_id", "get(h)"), ("/b/{b_id}", "get(h)")]), ["RB604 /b/{b_id}"]);
}

#[test]
fn names_are_judged_where_they_are_sure() {
    let jobs = [("/jobs", "get(h).post(h)"), ("/jobs/{job_id}", "get(h)")];
    let cases: &[Case] = &[
        (&[("/jobs/summary", "get(h)")], &["RB601 /jobs/summary"]),
        (&[("/jobs/{job_id}/summary", "get(h)")], &[]),
        (&[("/jobs-analytics", "get(h)")], &["RB601 /jobs-analytics"]),
        (&[("/job-stats/daily", "get(h)")], &["RB601 /job-stats/daily"]),
        (&[("/job-analytics", "get(h)"), ("/metrics", "get(h)"), ("/machine-metrics", "get(h)")], &[]),
        (&[("/reports", "get(h)"), ("/reports/{report_id}", "get(h)")], &[]),
        (&[("/jobs/latest", "get(h)")], &["RB602 /jobs/latest"]),
        (&[("/jobs/export.csv", "get(h)"), ("/jobs/-", "get(h)")], &[]),
        (&[("/jobs/latest/x/y", "get(h)")], &[]),
        (&[("/user", "get(h)"), ("/user/{user_id}", "get(h)")], &["RB606 /user"]),
        (&[("/user", "get(h)"), ("/settings", "get(h)"), ("/sheep/{id}", "get(h)"), ("/sheep", "get(h)")], &[]),
        (&[("/about", "get(h)"), ("/about/{page}", "get(h)")], &[]),
        (&[("/team-member", "get(h)"), ("/team-member/{member_id}", "get(h)")], &["RB606 /team-member"]),
        (&[("/team-info", "get(h)"), ("/team-info/{team_id}", "get(h)")], &[]),
        (&[("/createJob", "post(h)")], &["RB607 /createJob"]),
        (&[("/get-jobs", "get(h)")], &["RB607 /get-jobs"]),
        (&[("/jobs/{job_id}/delete", "post(h)")], &["RB607 /jobs/{job_id}/delete"]),
        (&[("/jobs/{job_id}/cancel", "post(h)"), ("/search", "get(h)"), ("/get-started", "get(h)")], &[]),
        (&[("/userJobs", "get(h)")], &["RB608 /userJobs"]),
        (&[("/v1/user_jobs", "get(h)")], &["RB608 /v1/user_jobs"]),
        (&[("/x/{jobId}/y", "get(h)")], &["RB608 /x/{jobId}/y"]),
        (&[("/users/{id}", "get(h)")], &["RB608 /users/{id}"]),
        (&[("/users/{id}/jobs", "get(h)"), ("/x/{id}", "get(h)"), ("/articles/{slug}", "get(h)")], &[]),
        (&[("/users/", "get(h)")], &["RB608 /users/"]),
        (&[("/", "get(h)"), ("/_matrix/client", "get(h)"), ("/.well-known/x_y.json", "get(h)")], &[]),
    ];
    for (routes, expected) in cases {
        let all: Vec<(&str, &str)> = jobs.iter().chain(*routes).copied().collect();
        assert_eq!(findings("0.8", &all), *expected, "{routes:?}");
    }
}

#[test]
fn what_a_handler_takes_of_the_path_is_seen_through_wrappers() {
    // A handler of `/jobs/{job_id}`, by the type of its parameter.
    let cases = [
        ("Path<String>", ""),
        ("Path<(String, String)>", "Path"),
        ("Valid<Path<(u32, u32)>>", "Path"),
        ("Valid<Path<u32>>", ""),
        ("CheckedPath<(u32, u32)>", "CheckedPath"),
        ("CheckedPath<u32>", ""),
        ("PlainPath<(u32, u32)>", ""),
        ("std::path::Path", ""),
    ];
    for (parameter, expected) in cases {
        let code = format!(
            "use axum::Router;\nuse axum::extract::{{FromRequestParts, Path}};\nuse axum::routing::get;\n\
             pub struct CheckedPath<T>(pub T);\nimpl<S, T> FromRequestParts<S> for CheckedPath<T> {{}}\n\
             pub struct PlainPath<T>(pub T);\npub struct Valid<T>(pub T);\n\
             pub fn router() -> Router {{ Router::new().route(\"/jobs/{{job_id}}\", get(h)) }}\n\
             pub async fn h(_: {parameter}) {{}}\n"
        );
        let expected: Vec<&str> = Some(expected).filter(|text| !text.is_empty()).into_iter().collect();
        assert_eq!(found("RB605", "src/api/job.rs", &code), expected, "{parameter}");
    }
}

#[test]
fn a_path_that_axum_refuses_is_said_once() {
    let code = "use axum::{Router, extract::Path, routing::get};\n\
                pub fn router() -> Router { Router::new().route(\"/jobs/:job_id\", get(h)) }\n\
                pub async fn h(_: Path<String>) {}\n";
    assert_eq!(found("RB604", "src/api/job.rs", code), ["\"/jobs/:job_id\""]);
    assert!(found("RB605", "src/api/job.rs", code).is_empty());
}

#[test]
fn a_handler_without_a_route_is_told_from_a_helper() {
    // A public function beside a router, and whether it is one that could be mounted.
    let cases = [
        ("pub async fn lost(State(_): State<u8>) {}", true),
        ("pub async fn lost(_: Path<u8>) {}", true),
        ("pub async fn lost(_: State<u8>, _: axum::middleware::Next) {}", false),
        ("pub async fn lost(_: u8) {}", false),
        ("pub fn lost(_: State<u8>) {}", false),
        ("pub(crate) async fn lost(_: State<u8>) {}", false),
        ("pub async fn lost(_: State<u8>) {}\nasync fn other() { lost(State(3)).await }", false),
    ];
    for (function, speaks) in cases {
        let code = format!(
            "use axum::{{Router, extract::{{Path, State}}, routing::get}};\n\
             pub fn router() -> Router {{ Router::new().route(\"/jobs\", get(h)) }}\npub async fn h() {{}}\n{function}\n"
        );
        assert_eq!(!found("RB614", "src/api/job.rs", &code).is_empty(), speaks, "{function}");
    }
}
