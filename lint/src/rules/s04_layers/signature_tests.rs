// src/rules/s04_layers/signature_tests.rs - What the rules on the functions of services report, and their near misses

use crate::project::file_system::Memory;
use crate::run::{Options, lint};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
                        [dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\nutoipa = \"6\"\nserde = \"1\"\nfutures = \"1\"\n";

const BACKEND: &[(&str, &str)] = &[
    ("Cargo.toml", MANIFEST),
    ("src/lib.rs", "pub mod api;\npub mod core;\npub mod models;\npub mod services;\n"),
    ("src/api/mod.rs", "pub mod extract;\n"),
    ("src/api/extract.rs", "pub struct CurrentUser;\npub use axum::Json as Body;\n"),
    ("src/core/mod.rs", "pub mod db;\n"),
    (
        "src/core/db.rs",
        "pub type Db = sqlx::Sqlite;\npub type DbConnection = <Db as sqlx::Database>::Connection;\n\
         pub struct Session { transaction: sqlx::Transaction<'static, Db> }\npub struct Database { pool: sqlx::Pool<Db> }\n\
         pub struct Handle { one: std::sync::Mutex<sqlx::SqliteConnection> }\n\
         pub use sqlx::PgConnection as Wire;\n",
    ),
    ("src/models/mod.rs", "pub mod db_models;\npub mod job_models;\npub type Create = job_models::JobCreateRequest;\n"),
    ("src/models/db_models.rs", "pub struct NewJob;\n#[derive(serde::Deserialize)] pub enum JobStatus { Done }\n"),
    (
        "src/models/job_models.rs",
        "#[derive(Debug, serde::Deserialize, utoipa::ToSchema)] pub struct JobCreateRequest;\n\
         #[derive(serde::Serialize)] pub struct JobResponse;\npub struct PageRequest;\n\
         #[derive(serde::Serialize, serde::Deserialize)] pub struct Cursor;\n",
    ),
    ("src/services/mod.rs", "pub mod job_service;\n"),
];

/// What one rule reports of a service file: the text at each place.
fn found(code: &str, service: &str) -> Vec<String> {
    let mut memory = Memory::new(BACKEND.iter().copied());
    let path = "src/services/job_service.rs";
    memory.insert(path, service);
    let report = lint(&memory, &Options::default()).unwrap();
    let of_rule = report.findings.iter().filter(|finding| finding.rule.code == code && *finding.primary.path == *path);
    of_rule.map(|finding| service[finding.primary.range.clone()].to_owned()).collect()
}

#[test]
fn public_functions_of_services_are_async() {
    let cases: &[(&str, &[&str])] = &[
        ("pub fn list_jobs() {}", &["list_jobs"]),
        ("pub struct S; impl S { pub fn a(&self) { work(); } pub async fn b(&self) {} }", &["a"]),
        ("pub struct S; impl S { pub fn total(&self, by: i64) -> i64 { by } }", &["total"]),
        ("pub struct S; impl S { pub fn all(&self) -> Vec<String> { read(self) } }", &["all"]),
        ("pub fn f() -> Option<Vec<String>> { None }", &["f"]),
        ("pub mod inner { pub fn f() {} }", &["f"]),
        // Constructors and conversions.
        ("pub struct S; impl S { pub fn new() -> Self { S } pub fn open() -> Result<S, ()> { Err(()) } }", &[]),
        ("pub struct S; impl S { pub fn with(self, n: u8) -> Self { drop(n); self } }", &[]),
        ("pub struct S; impl From<u8> for S { fn from(_: u8) -> Self { S } }", &[]),
        // Accessors.
        ("pub struct S { n: String } impl S { pub fn n(&self) -> &str { &self.n } }", &[]),
        ("pub struct S { n: String } impl S { pub fn n(&self) -> Option<String> { Some(self.n.clone()) } }", &[]),
        (
            "pub struct S { n: Option<String> } impl S { pub fn n(&self) -> Option<usize> { self.n.as_ref().map(|n| n.len()) } }",
            &[],
        ),
        (
            "pub struct S { n: Option<String> } impl S { pub fn n(&self) -> &str { self.n.as_deref().map_or(\"\", str::trim) } }",
            &[],
        ),
        (
            "pub struct S { n: String } impl S { pub fn n(&self) -> usize { self.n.lines().map(|n| read(n)).count() } }",
            &["n"],
        ),
        ("pub enum K { A, B } impl K { pub fn a(&self) -> bool { matches!(self, K::A) } }", &[]),
        (
            "pub enum K { A, B } impl K { pub fn n(self) -> &'static str { match self { K::A => \"a\", K::B => \"b\" } } }",
            &[],
        ),
        // Futures.
        ("pub fn f() -> impl Future<Output = ()> { async {} }", &[]),
        ("use std::pin::Pin;\npub fn f() -> Pin<Box<dyn std::future::Future<Output = ()> + Send>> { todo!() }", &[]),
        ("use futures::future::BoxFuture as Later;\npub fn f() -> Later<'static, ()> { todo!() }", &[]),
        ("type Later<T> = futures::future::BoxFuture<'static, T>;\npub fn f() -> Later<()> { todo!() }", &[]),
        ("pub struct Later; impl std::future::Future for Later {}\npub fn f() -> Later { Later }", &[]),
        // Not public.
        ("pub(crate) fn a() {} pub(super) fn b() {} fn c() {}", &[]),
        ("struct S; impl S { pub fn a(&self) { work(); } }", &[]),
        ("mod inner { pub fn f() {} }", &[]),
        ("pub async fn a() { pub fn inner() {} }", &[]),
        ("#[cfg(test)] pub fn a() {} #[cfg(test)] pub mod tests { pub fn b() {} }", &[]),
        ("pub const fn limit() -> u8 { 1 }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB404", text), *expected, "{text}");
    }
}

#[test]
fn services_take_no_types_of_the_api() {
    let cases: &[(&str, &[&str])] = &[
        (
            "use crate::models::job_models::JobCreateRequest;\npub async fn f(r: JobCreateRequest) {}",
            &["JobCreateRequest"],
        ),
        (
            "use crate::models::job_models as m;\npub async fn f(r: Option<Vec<&m::JobCreateRequest>>) {}",
            &["m::JobCreateRequest"],
        ),
        ("use crate::models::job_models::JobResponse;\npub async fn f(r: &[JobResponse]) {}", &["JobResponse"]),
        ("pub async fn f(r: crate::models::Create) {}", &["crate::models::Create"]),
        ("type Input = crate::models::Create;\npub async fn f(r: &Input) {}", &["Input"]),
        ("use crate::models::Create;\npub async fn f(r: impl Into<Create>) {}", &["Create"]),
        ("use crate::models::Create;\npub async fn f<R: Into<Create>>(r: R) {}", &["Create"]),
        ("use crate::models::Create;\npub async fn f<R>(r: R) where R: Into<Create> {}", &["Create"]),
        (
            "pub struct S; impl S { pub async fn f(&self, u: &crate::api::extract::CurrentUser) {} }",
            &["crate::api::extract::CurrentUser"],
        ),
        ("use axum::extract::Query as Ask;\npub async fn f(q: Ask<u8>) {}", &["Ask"]),
        ("pub async fn f(q: axum::http::HeaderMap) {}", &["axum::http::HeaderMap"]),
        ("use crate::api::extract::Body;\npub async fn f(b: Body<u8>) {}", &["Body"]),
        (
            "use axum::extract::FromRequestParts;\npub struct Who; impl FromRequestParts<()> for Who {}\npub async fn f(w: Who) {}",
            &["Who"],
        ),
        // Plain values.
        (
            "use crate::models::db_models::{JobStatus, NewJob};\npub async fn f(n: &NewJob, s: JobStatus, t: Option<&str>) {}",
            &[],
        ),
        ("use crate::models::job_models::{Cursor, PageRequest};\npub async fn f(p: &PageRequest, c: Cursor) {}", &[]),
        ("use crate::models::job_models::JobResponse;\npub async fn f() -> JobResponse { JobResponse }", &[]),
        ("use crate::models::Create;\npub(crate) async fn f(r: Create) {} async fn g(r: Create) {}", &[]),
        ("pub async fn f<Json>(r: Json) {}", &[]),
        ("pub struct JobCreateRequest;\npub async fn f(r: JobCreateRequest) {}", &[]),
        ("use nowhere::Json;\npub async fn f(r: Json<u8>) {}", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB405", text), *expected, "{text}");
    }
}

#[test]
fn services_open_their_own_sessions() {
    let cases: &[(&str, &[&str])] = &[
        ("pub async fn f(t: &mut sqlx::Transaction<'_, sqlx::Sqlite>) {}", &["sqlx::Transaction"]),
        ("use sqlx::SqliteConnection as Wire;\npub async fn f(c: &mut Wire) {}", &["Wire"]),
        ("use sqlx::*;\npub async fn f(c: Option<&mut PgConnection>) {}", &[]),
        (
            "use sqlx::pool::PoolConnection;\nuse sqlx::Sqlite;\npub async fn f(c: PoolConnection<Sqlite>) {}",
            &["PoolConnection"],
        ),
        ("use crate::core::db::DbConnection;\npub async fn f(c: &mut DbConnection) {}", &["DbConnection"]),
        ("use crate::core::db::Wire;\npub async fn f(c: &mut Wire) {}", &["Wire"]),
        (
            "use crate::core::db::Session;\npub struct S; impl S { pub async fn f(&self, s: &mut Session) {} }",
            &["Session"],
        ),
        ("type Tx<'a> = sqlx::Transaction<'a, sqlx::Sqlite>;\npub async fn f(t: Tx<'_>) {}", &["Tx"]),
        ("use sqlx::Executor;\npub async fn f<'e, E: Executor<'e>>(e: E) {}", &["Executor"]),
        ("pub async fn f<'e>(e: impl sqlx::Acquire<'e>) {}", &["sqlx::Acquire"]),
        ("pub async fn f<'e, E>(e: E) where E: sqlx::Executor<'e> {}", &["sqlx::Executor"]),
        // A pool, a helper, what only looks alike.
        ("pub async fn f(p: &sqlx::SqlitePool, d: crate::core::db::Database, h: &crate::core::db::Handle) {}", &[]),
        ("use crate::core::db::DbConnection;\npub(crate) async fn f(c: &mut DbConnection) {}", &[]),
        ("pub struct BankTransaction;\npub async fn f(t: BankTransaction) {}", &[]),
        ("pub struct S { t: sqlx::Transaction<'static, sqlx::Sqlite> }\npub async fn f(s: &S) {}", &[]),
        ("use chain::Transaction;\npub async fn f(t: Transaction) {}", &[]),
        ("pub async fn f<Transaction>(t: Transaction) {}", &[]),
        ("pub async fn f() -> sqlx::Transaction<'static, sqlx::Sqlite> { todo!() }", &[]),
        ("pub async fn f(with: impl FnOnce(&mut sqlx::SqliteConnection)) {}", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB406", text), *expected, "{text}");
    }
}
