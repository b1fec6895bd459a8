// src/rules/s04_layers/tests.rs - What the rules of section 4 report, and the near misses on which they are silent

use crate::finding::Finding;
use crate::project::file_system::Memory;
use crate::run::{Options, lint};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                        [dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\nutoipa = \"6\"\nhttp = \"1\"\n";

/// A whole backend, onto which a case's files are put.
const BACKEND: &[(&str, &str)] = &[
    ("Cargo.toml", MANIFEST),
    (
        "src/lib.rs",
        "pub mod api;\npub mod core;\npub mod engines;\npub mod models;\npub mod services;\npub mod util;\npub struct Shared;\n",
    ),
    ("src/main.rs", "use app::api;\nfn main() { app::core::db::pool(); api::router(); sqlx::query(\"\"); }\n"),
    (
        "src/api/mod.rs",
        "pub mod errors;\npub mod extract;\npub mod job;\npub mod state;\npub mod user;\n\
                        pub fn router() { job::router(); user::router(); }\n",
    ),
    ("src/api/errors.rs", "pub struct ApiError;\n"),
    ("src/api/extract.rs", "pub struct CurrentUser;\n"),
    ("src/api/state.rs", "pub struct AppState;\n"),
    ("src/api/job.rs", "pub fn router() {}\n"),
    ("src/api/user.rs", "pub fn router() {}\npub fn helper() {}\n"),
    (
        "src/core/mod.rs",
        "pub mod db;\npub mod errors;\npub mod security;\npub use db::pool;\npub use security::verify;\n",
    ),
    ("src/core/db.rs", "pub struct Pool(sqlx::SqlitePool);\npub fn pool() {}\npub use sqlx::SqlitePool;\n"),
    ("src/core/errors.rs", "pub struct CoreError;\n"),
    ("src/core/security.rs", "pub fn verify() {}\npub mod token { pub fn sign() {} }\n"),
    ("src/engines/mod.rs", "pub mod strategy;\n"),
    ("src/engines/strategy.rs", "pub fn run() {}\n"),
    ("src/models/mod.rs", "pub mod db_models;\npub mod job_models;\n"),
    ("src/models/db_models.rs", "#[derive(sqlx::FromRow)] pub struct Job;\n"),
    ("src/models/job_models.rs", "#[derive(utoipa::ToSchema)] pub struct JobResponse;\n"),
    ("src/services/mod.rs", "pub mod job_service;\npub mod user_service;\n"),
    ("src/services/job_service.rs", "pub async fn list_jobs() { crate::core::db::pool() }\n"),
    ("src/services/user_service.rs", "pub async fn find_user() {}\n"),
    ("src/util.rs", "pub fn plain() {}\n"),
];

fn findings(files: &[(&str, &str)]) -> Vec<Finding> {
    let mut memory = Memory::new(BACKEND.iter().copied());
    for (path, text) in files {
        memory.insert(*path, *text);
    }
    let report = lint(&memory, &Options::default()).unwrap();
    report.findings.into_iter().filter(|finding| finding.rule.code.starts_with("RB4")).collect()
}

/// The findings of a project, as `code path line-text`, where the text is what the label covers.
fn lines(files: &[(&str, &str)]) -> Vec<String> {
    let text = |path: &str| {
        let all = files.iter().chain(BACKEND).find(|(other, _)| *other == path);
        all.map(|(_, text)| *text).unwrap_or_default()
    };
    findings(files)
        .iter()
        .map(|finding| {
            let path = &*finding.primary.path;
            format!("{} {path} {}", finding.rule.code, &text(path)[finding.primary.range.clone()])
        })
        .collect()
}

#[test]
fn the_backend_that_the_cases_change_is_right() {
    assert_eq!(lines(&[]), Vec::<String>::new());
}

#[test]
fn a_wrong_use_is_reported_once_and_at_its_place() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("src/api/job.rs", "use crate::core::db;\nfn f() { db::pool(); db::pool(); }", &["RB401 crate::core::db"]),
        ("src/api/job.rs", "use crate::core::db::pool;\nfn f() { pool(); }", &["RB401 crate::core::db::pool"]),
        ("src/api/job.rs", "use crate::core::{db::pool, security::verify};", &["RB401 pool"]),
        ("src/api/job.rs", "fn f() { crate::core::db::pool(); }", &["RB401 crate::core::db::pool"]),
        (
            "src/api/job.rs",
            "use crate::core;\nfn f() { core::db::pool(); core::security::verify(); }",
            &["RB401 core::db::pool"],
        ),
        ("src/api/job.rs", "use crate::core::*;\nfn f() { db::pool(); verify(); }", &["RB401 db::pool"]),
        ("src/api/job.rs", "fn f() { vec![crate::core::db::pool()]; }", &["RB401 crate::core::db::pool"]),
        // Through a re-export to the definition: `core::pool` is of `core::db`.
        ("src/api/job.rs", "use crate::core::pool;", &["RB401 crate::core::pool"]),
        ("src/api/job.rs", "use super::user::helper;", &["RB401 super::user::helper"]),
        ("src/api/job.rs", "use crate::Shared;", &["RB401 crate::Shared"]),
        ("src/services/job_service.rs", "use crate::api::state::AppState;", &["RB401 crate::api::state::AppState"]),
        ("src/services/job_service.rs", "use crate::engines::strategy;", &["RB401 crate::engines::strategy"]),
        (
            "src/models/job_models.rs",
            "use crate::services::job_service::list_jobs;",
            &["RB401 crate::services::job_service::list_jobs"],
        ),
        ("src/models/job_models.rs", "pub struct A(crate::core::db::Pool);", &["RB401 crate::core::db::Pool"]),
        ("src/core/security.rs", "pub use crate::services::user_service;", &["RB401 crate::services::user_service"]),
        ("src/engines/strategy.rs", "use crate::api::state::AppState;", &["RB401 crate::api::state::AppState"]),
        // Past the services, which is the more specific thing to say.
        ("src/engines/strategy.rs", "use crate::core::db;\nfn f() { db::pool() }", &["RB403 crate::core::db"]),
        ("src/engines/strategy.rs", "use crate::core::verify;", &["RB403 crate::core::verify"]),
        ("src/engines/strategy.rs", "fn f() { crate::core::db::pool(); }", &["RB403 crate::core::db::pool"]),
        ("src/engines/strategy.rs", "use crate::{core, services};\nfn f() { core::pool() }", &["RB403 core"]),
        // The framework.
        ("src/services/job_service.rs", "use axum::Json;\nfn f() -> Json<u8> { Json(1) }", &["RB402 axum::Json"]),
        (
            "src/services/job_service.rs",
            "fn f() -> http::StatusCode { http::StatusCode::OK }",
            &["RB402 http::StatusCode", "RB402 http::StatusCode::OK"],
        ),
        (
            "src/models/job_models.rs",
            "impl axum::response::IntoResponse for A {}\nstruct A;",
            &["RB402 axum::response::IntoResponse"],
        ),
        ("src/engines/strategy.rs", "use axum as web;", &["RB402 axum as web"]),
        // The database.
        ("src/api/job.rs", "use sqlx::SqlitePool;\nfn f(p: SqlitePool) {}", &["RB407 sqlx::SqlitePool"]),
        ("src/api/state.rs", "pub struct AppState { pool: sqlx::SqlitePool }", &["RB407 sqlx::SqlitePool"]),
        // A re-export of core is the database, and that is the more specific thing to say.
        ("src/api/job.rs", "use crate::core::db::SqlitePool;", &["RB407 crate::core::db::SqlitePool"]),
    ];
    for (path, text, expected) in cases {
        let expected: Vec<String> = expected
            .iter()
            .map(|line| line.split_once(' ').map(|(code, place)| format!("{code} {path} {place}")).unwrap())
            .collect();
        assert_eq!(lines(&[(path, text)]), expected, "{path}: {text}");
    }
}

#[test]
fn near_misses_are_right() {
    let cases: &[(&str, &str)] = &[
        ("src/api/job.rs", "use crate::services::job_service;\nuse crate::models::job_models::JobResponse;"),
        ("src/api/job.rs", "use crate::core::security::token;\nfn f() { token::sign() }"),
        ("src/api/job.rs", "use crate::core::verify;"),
        ("src/api/job.rs", "use super::{errors::ApiError, extract::CurrentUser, state::AppState};"),
        ("src/api/job.rs", "use core::fmt;\nfn f(x: fmt::Error) {}"),
        ("src/api/job.rs", "use axum::Json;\nuse tower_http::trace;"),
        (
            "src/api/job.rs",
            "#[cfg(test)]\nmod tests { use crate::core::db::pool;\n#[test] fn t() { pool(); sqlx::query(\"\"); } }",
        ),
        ("src/api/job.rs", "mod db { pub fn pool() {} }\nfn f() { db::pool() }"),
        ("src/api/job.rs", "fn f(sqlx: u8, axum: u8) { sqlx; axum; }"),
        ("src/api/job.rs", "// use crate::core::db;\nconst A: &str = \"crate::core::db\";"),
        ("src/services/job_service.rs", "use crate::services::user_service;\nuse sqlx::query;"),
        ("src/models/job_models.rs", "use crate::models::db_models::Job;\nuse crate::core::errors::CoreError;"),
        (
            "src/core/db.rs",
            "use crate::models::db_models;\npub use sqlx::SqlitePool;\npub fn pool() {}\npub struct Pool;",
        ),
        ("src/engines/strategy.rs", "use crate::services::job_service;"),
        ("src/util.rs", "pub fn plain() { crate::core::db::pool(); sqlx::query(\"\"); }"),
        (
            "src/lib.rs",
            "pub mod api; pub mod core; pub mod engines; pub mod models; pub mod services; pub mod util;\nuse core::db::pool;",
        ),
        ("tests/job/test_job_api.rs", "use app::core::db::pool;\nuse axum::Json;"),
    ];
    for (path, text) in cases {
        assert_eq!(lines(&[(path, text)]), Vec::<String>::new(), "{path}: {text}");
    }
}

#[test]
fn a_file_of_tests_is_test_code() {
    let job = "#[cfg(test)]\nmod tests;\npub fn router() {}\n";
    let tests = "use crate::core::db::pool;\nmod deeper { fn f() { crate::core::db::pool(); sqlx::query(\"\"); } }\n";
    assert_eq!(lines(&[("src/api/job.rs", job), ("src/api/job/tests.rs", tests)]), Vec::<String>::new());
    let job = job.replace("#[cfg(test)]", "");
    assert_eq!(lines(&[("src/api/job.rs", &job), ("src/api/job/tests.rs", tests)]).len(), 3);
}

#[test]
fn a_way_through_a_module_without_a_layer_shows_each_hop() {
    let util = "use crate::core::db;\npub type Hidden = db::Pool;\npub fn plain() {}\npub fn outer() { inner() }\nfn inner() { db::pool() }\n\
                pub struct Thing;\nimpl Thing { pub fn new() { db::pool() } }\n\
                #[macro_export] macro_rules! pooled { () => { $crate::core::db::pool() } }\npub use crate::core::db::pool as p;\n";
    let cases: &[(&str, &[&str])] = &[
        ("fn f() { crate::util::outer() }", &["inner", "db::pool", "pool"]),
        ("use crate::util::Hidden;", &["db::Pool", "Pool"]),
        ("use crate::util::Thing;\nfn f() { Thing::new() }", &["db::pool", "pool"]),
        ("fn f() { crate::pooled!() }", &["$crate::core::db::pool", "pool"]),
        ("use crate::util::p;", &["crate::core::db::pool as p", "pool"]),
    ];
    for (api, hops) in cases {
        let files = [("src/util.rs", util), ("src/api/job.rs", *api)];
        let findings = findings(&files);
        assert_eq!(findings.len(), 1, "{api}: {findings:?}");
        let text = |path: &str| files.iter().chain(BACKEND).find(|(other, _)| *other == path).unwrap().1;
        let shown: Vec<&str> =
            findings[0].related.iter().map(|label| &text(&label.path)[label.range.clone()]).collect();
        let shown: Vec<&str> = shown.iter().map(|text| text.trim_start_matches('$')).collect();
        let hops: Vec<&str> = hops.iter().map(|text| text.trim_start_matches('$')).collect();
        assert_eq!(shown, hops, "{api}");
    }
    assert_eq!(
        lines(&[("src/util.rs", util), ("src/api/job.rs", "use crate::util;\nfn f() { util::plain() }")]),
        Vec::<String>::new()
    );
}

#[test]
fn the_more_specific_rule_speaks_where_two_could() {
    let util = "pub fn both() { crate::core::db::pool(); sqlx::query(\"\"); }\n";
    let found = lines(&[("src/util.rs", util), ("src/api/job.rs", "fn f() { crate::util::both() }")]);
    assert_eq!(found, ["RB407 src/api/job.rs crate::util::both"]);
}

#[test]
fn a_layer_that_is_missing_is_no_part_of_the_root() {
    let missing = lines(&[("src/api/job.rs", "use crate::domain::job::Job;\nfn f(_: crate::domain::Other) {}")]);
    assert_eq!(missing, Vec::<String>::new());
    let of_root = lines(&[("src/api/job.rs", "use crate::made_by_a_macro;")]);
    assert_eq!(of_root, ["RB401 src/api/job.rs crate::made_by_a_macro"]);
}

#[test]
fn a_finding_says_what_is_wrong_and_what_to_write() {
    let finding = findings(&[("src/api/job.rs", "use crate::core::pool;")]).remove(0);
    assert_eq!(
        finding.message,
        "`api::job` uses `core::db` by way of the re-export in `src/core/mod.rs`, which it may not"
    );
    assert!(finding.help.starts_with("Put the work into a service function and call that."), "{}", finding.help);
    assert_eq!(
        finding.related.iter().map(|label| &*label.text).collect::<Vec<_>>(),
        ["re-exported here", "defined here"]
    );
}

#[test]
fn packages_of_a_workspace_can_be_layers() {
    let package = |name: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n{rest}\n")
    };
    let settings = "[layers.command]\npackages = [\"cmd\"]\nmay-use = [\"engine\", \"words\"]\n\
                    [layers.engine]\npackages = [\"engine\"]\nmay-use = [\"words\"]\n\
                    [layers.words]\npackages = [\"words\"]\nmay-use = []\n";
    let files = [
        ("rulebook.toml", settings.to_owned()),
        ("Cargo.toml", "[workspace]\nmembers = [\"*\"]\n".to_owned()),
        ("cmd/Cargo.toml", package("cmd", "engine = { path = \"../engine\" }\nwords = { path = \"../words\" }")),
        ("cmd/src/main.rs", "fn main() { engine::run(); words::all(); }".to_owned()),
        ("engine/Cargo.toml", package("engine", "words = { path = \"../words\" }")),
        ("engine/src/lib.rs", "pub fn run() { words::all() }".to_owned()),
        ("words/Cargo.toml", package("words", "engine = { path = \"../engine\" }")),
        ("words/src/lib.rs", "pub fn all() { engine::run() }".to_owned()),
    ];
    let memory = Memory::new(files.iter().map(|(path, text)| (*path, text.as_str())));
    let report = lint(&memory, &Options::default()).unwrap();
    let found: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| finding.rule.code == "RB401")
        .map(|finding| format!("{} {}", finding.primary.path, finding.message))
        .collect();
    assert_eq!(found, ["words/src/lib.rs `words` uses `engine`, which it may not"]);
}

#[test]
fn services_in_a_circle_are_shown_as_one() {
    let service = |name: &'static str, text: &'static str| -> (String, &'static str) {
        (format!("src/services/{name}_service.rs"), text)
    };
    let modules = "pub mod job_service;\npub mod user_service;\npub mod mail_service;\npub use job_service::list_jobs;\n\
                   pub struct Shared;\n";
    let root = ("src/services/mod.rs".to_owned(), modules);
    let util = ("src/util.rs".to_owned(), "pub fn hidden() { crate::services::user_service::f() }\n");
    let two = "services use each other in a circle: `job_service` -> `user_service` -> `job_service`";
    let three =
        "services use each other in a circle: `job_service` -> `user_service` -> `mail_service` -> `job_service`";
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("use super::user_service;", "use super::job_service;", "", &[two]),
        ("use super::user_service::f;", "fn g() { crate::services::list_jobs() }", "", &[two]),
        ("fn g() { crate::util::hidden() }", "use super::job_service::JobError;", "", &[two]),
        ("use super::user_service;", "use super::mail_service;", "use super::job_service;", &[three]),
        // Two circles, and a use of each to mend.
        (
            "use super::{mail_service, user_service};",
            "use super::job_service;",
            "use super::job_service;",
            &["services use each other in a circle: `job_service` -> `mail_service` -> `job_service`", two],
        ),
        // Near misses: one way only, tests, the root that puts them together, itself.
        ("use super::user_service;", "", "use super::{job_service, user_service};", &[]),
        ("use super::user_service;", "#[cfg(test)] mod tests { use crate::services::job_service; }", "", &[]),
        ("use super::Shared;\nuse crate::services;", "use super::Shared;", "", &[]),
        ("mod inner { use super::super::job_service::list_jobs; }", "", "", &[]),
    ];
    for (job, user, mail, expected) in cases {
        let job = format!("{job}\npub async fn list_jobs() {{}}\npub struct JobError;\n");
        let user = format!("{user}\npub fn f() {{}}\n");
        let files = [root.clone(), util.clone(), service("mail", mail)];
        let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        files.extend([("src/services/job_service.rs", job.as_str()), ("src/services/user_service.rs", user.as_str())]);
        let found: Vec<String> = findings(&files)
            .into_iter()
            .filter(|finding| finding.rule.code == "RB408")
            .map(|finding| finding.message)
            .collect();
        assert_eq!(found, *expected, "{job} {user}");
    }
}

#[test]
fn layers_that_are_packages_are_judged_without_axum_in_them() {
    let settings = "[layers.services]\npackages = [\"app-services\"]\n[layers.api]\npackages = [\"app-api\"]\n";
    let manifest = |name: &str| {
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[dependencies]\nhttp = \"1\"\nsqlx = \"0.9\"\n")
    };
    let (services, api) = (manifest("app-services"), manifest("app-api"));
    let memory = Memory::new([
        ("Cargo.toml", "[workspace]\nmembers = [\"services\", \"api\"]\n"),
        ("rulebook.toml", settings),
        ("services/Cargo.toml", services.as_str()),
        ("services/src/lib.rs", "pub async fn f() { http::Method::GET; sqlx::query(\"\"); }\n"),
        ("api/Cargo.toml", api.as_str()),
        ("api/src/lib.rs", "pub async fn f(_: http::Method) { sqlx::query(\"\"); }\n"),
    ]);
    let report = lint(&memory, &Options::default()).unwrap();
    let found: Vec<String> = report
        .findings
        .iter()
        .filter(|finding| ["RB402", "RB407"].contains(&finding.rule.code))
        .map(|finding| format!("{} {}", finding.rule.code, finding.primary.path))
        .collect();
    assert_eq!(found, ["RB407 api/src/lib.rs", "RB402 services/src/lib.rs"]);
}

#[test]
fn layers_may_be_ordered_closed_independent_and_narrow() {
    let user = ("src/services/user_service.rs", "pub async fn find_user() { super::job_service::list_jobs().await }\n");
    let job = ("src/api/job.rs", "pub fn router() { crate::services::user_service::find_user(); }\n");
    let order = "layer-order = [\"api\", \"services\", \"core\", \"models\"]\n[layers.services]\nclosed = true\n";
    let deep = ("src/api/job.rs", "pub fn router() { crate::models::db_models::Job; }\n");
    for (settings, file, expected) in [
        ("", user, vec![]),
        (
            "[layers.services]\nindependent = true\n",
            user,
            vec!["RB401 src/services/user_service.rs super::job_service::list_jobs"],
        ),
        ("[layers.services]\npublic = [\"user_service::find_user\"]\n", job, vec![]),
        (
            "[layers.services]\npublic = [\"job_service\"]\n",
            job,
            vec!["RB401 src/api/job.rs crate::services::user_service::find_user"],
        ),
        (order, deep, vec!["RB401 src/api/job.rs crate::models::db_models::Job"]),
        (&order.replace("true", "false"), deep, vec![]),
    ] {
        assert_eq!(lines(&[file, ("rulebook.toml", settings)]), expected, "{settings}");
    }
}
