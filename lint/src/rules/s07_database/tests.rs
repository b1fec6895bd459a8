// src/rules/s07_database/tests.rs - What the rules of section 7 report, and their near misses

use crate::rules::testing::{found, found_among};

const DB: &str = "src/models/db_models.rs";
const MODELS: &str = "src/models/job_models.rs";
const API: &str = "src/api/job.rs";

/// A program that serves the handlers `take` and `give` of the api file.
const MAIN: &str = "mod api;\nmod models;\nfn main() { let app: axum::Router = axum::Router::new()\
    .route(\"/jobs\", axum::routing::post(api::job::take_api).get(api::job::give_api)); axum::serve(l, app); }\n";

/// What a rule reports of one of the three files of such a program.
fn served(code: &str, at: &str, api: &str, models: &str, db: &str) -> Vec<String> {
    found_among(code, at, &[("src/main.rs", MAIN), (API, api), (MODELS, models), (DB, db)])
}

#[test]
fn rows_stand_in_one_file() {
    for (text, wrong) in [
        ("#[derive(sqlx::FromRow)] pub struct Job { a: u8 }", true),
        ("use sqlx::FromRow;\n#[derive(Debug, FromRow)] struct Job { a: u8 }", true),
        ("#[cfg_attr(feature = \"server\", derive(sqlx::FromRow))] pub struct Job { a: u8 }", true),
        ("#[derive(Queryable)] #[diesel(table_name = jobs)] pub struct Job { a: u8 }", true),
        ("#[derive(Debug, Clone)] pub struct Job { a: u8 }", false),
        ("#[derive(FromRowLike)] pub struct Job { a: u8 }", false),
        ("pub fn f() { #[derive(sqlx::FromRow)] struct Count { a: u8 } }", false),
        ("#[cfg(test)] mod tests { #[derive(sqlx::FromRow)] struct Job { a: u8 } }", false),
    ] {
        for path in ["src/services/a_service.rs", "src/api/a.rs", MODELS] {
            let expected = if wrong { vec!["Job"] } else { vec![] };
            assert_eq!(found("RB701", path, text), expected, "{path} {text}");
        }
        assert!(found("RB701", DB, text).is_empty());
        assert!(found("RB701", "src/models/db_models/job.rs", text).is_empty());
    }
}

#[test]
fn models_of_the_api_stand_in_files_of_their_own() {
    let request = "#[derive(serde::Deserialize)] pub struct JobCreateRequest { a: u8 }";
    let plain = "#[derive(serde::Serialize)] pub struct Job { a: u8 }";
    for (path, text, wrong) in [
        (API, request, true),
        (DB, request, true),
        (API, "#[derive(ToSchema)] pub struct Page { a: u8 }", true),
        ("src/services/a_service.rs", "#[derive(Serialize, ToSchema)] pub struct JobResponse { a: u8 }", true),
        ("src/services/a_service.rs", "#[derive(Deserialize)] pub struct TokenResponse { a: u8 }", false),
        (MODELS, request, false),
        (API, "struct Helper { a: u8 }", false),
        (DB, plain, false),
        ("src/api/errors.rs", "#[derive(Serialize, ToSchema)] pub struct ErrorResponse { a: u8 }", false),
        (DB, "#[derive(sqlx::FromRow, Serialize)] pub struct Job { a: u8 }", false),
    ] {
        assert_eq!(found("RB702", path, text).len(), usize::from(wrong), "{path} {text}");
    }
    let api = "use axum::{Json, extract::Query};\n#[derive(serde::Deserialize)] pub struct Filter { a: u8 }\n\
               pub async fn take_api(q: Query<Filter>) {}\npub async fn give_api() -> Json<crate::models::db_models::Shown> { g() }\n";
    let db =
        "#[derive(serde::Serialize)] pub struct Shown { a: u8 }\n#[derive(serde::Serialize)] pub struct Kept { a: u8 }";
    assert_eq!(served("RB702", API, api, "", db), ["Filter"]);
    assert_eq!(served("RB702", DB, api, "", db), ["Shown"]);
    // The more specific rule speaks alone.
    let both = "#[derive(sqlx::FromRow, serde::Serialize)] pub struct JobResponse { a: u8 }";
    assert_eq!((found("RB701", API, both).len(), found("RB702", API, both).len()), (0, 1));
}

#[test]
fn rows_are_not_shown() {
    let db = "#[derive(sqlx::FromRow, serde::Serialize)] pub struct Job { a: u8 }\n#[derive(sqlx::Type, serde::Serialize)] pub enum Status { A }\n\
              pub type Jobs = Vec<Job>;";
    let models = "use super::db_models::{Job, Status};\n#[derive(serde::Serialize)] pub struct JobResponse { status: Status }\n\
                  #[derive(serde::Serialize)] pub struct Page<T> { items: Vec<T> }\n#[derive(serde::Serialize)] pub struct Whole { job: Job }";
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "Json<Job>", &["Job"]),
        ("", "Result<Json<Vec<Job>>, E>", &["Job"]),
        ("", "(StatusCode, Json<Page<Job>>)", &["Job"]),
        ("", "Json<Jobs>", &["Jobs"]),
        ("", "Json<Whole>", &["Whole"]),
        ("job: Json<Job>", "()", &["Job"]),
        ("ValidJson(job): ValidJson<Job>", "()", &["Job"]),
        ("", "Json<JobResponse>", &[]),
        ("", "Json<Page<JobResponse>>", &[]),
        ("status: Json<Status>", "()", &[]),
        ("job: Extension<Job>, state: State<Whole>", "()", &[]),
        ("", "Response", &[]),
    ];
    for (parameters, returns, expected) in cases {
        let api = format!(
            "use axum::{{Json, Extension, extract::State, response::Response}};\nuse crate::models::{{db_models::*, job_models::*}};\n\
             pub async fn take_api({parameters}) -> {returns} {{ g() }}\npub async fn give_api() {{}}\npub async fn helper() -> Json<Job> {{ g() }}\n"
        );
        assert_eq!(served("RB703", API, &api, models, db), *expected, "{parameters} {returns}");
    }
    for (body, expected) in [
        ("let job = find(); Json(job).into_response()", vec!["job"]),
        ("Json(find()).into_response()", vec!["find()"]),
        ("Json(JobResponse::from(find())).into_response()", vec![]),
        ("Json(shown()).into_response()", vec![]),
    ] {
        let api = format!(
            "use axum::{{Json, response::IntoResponse}};\nuse crate::models::{{db_models::*, job_models::*}};\n\
             pub async fn take_api() -> impl IntoResponse {{ {body} }}\npub async fn give_api() {{}}\n\
             fn find() -> Job {{ g() }}\nfn shown() -> JobResponse {{ g() }}\nimpl JobResponse {{ pub fn from(j: Job) -> Self {{ g() }} }}\n"
        );
        assert_eq!(served("RB703", API, &api, models, db), expected, "{body}");
    }
}

#[test]
fn times_are_in_utc() {
    let cases: &[(&str, &[&str])] = &[
        ("use chrono::NaiveDateTime;\npub struct A { a: NaiveDateTime }", &["NaiveDateTime"]),
        ("pub struct A { a: Option<chrono::DateTime<chrono::Local>> }", &["chrono::Local"]),
        ("use chrono::NaiveDateTime as Moment;\npub struct A(Moment);", &["Moment"]),
        ("pub struct A { a: time::PrimitiveDateTime }", &["time::PrimitiveDateTime"]),
        ("pub fn f() { chrono::Local::now(); }", &["chrono::Local::now"]),
        ("use chrono::Local;\npub fn f() { let a = Local::now().date_naive(); }", &["Local::now"]),
        (
            "use chrono::{DateTime, Utc, NaiveDate, NaiveTime};\npub struct A { a: DateTime<Utc>, b: NaiveDate, c: NaiveTime }",
            &[],
        ),
        ("use chrono::{DateTime, FixedOffset};\npub struct A { a: DateTime<FixedOffset> }", &[]),
        ("pub struct NaiveDateTime; pub struct A { a: NaiveDateTime }", &[]),
        ("pub fn f() { chrono::Utc::now(); }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB704", DB, text), *expected, "{text}");
    }
    assert!(found("RB704", "src/core/a.rs", "pub struct A { a: chrono::NaiveDateTime }").is_empty());
    assert_eq!(found("RB704", "src/core/a.rs", "pub fn f() { chrono::Local::now(); }").len(), 1);
    assert!(found("RB704", "tests/a/test_a_api.rs", "pub fn f() { chrono::Local::now(); }").is_empty());
}

#[test]
fn rows_fit_their_tables() {
    let sqlite = "CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT NOT NULL, note TEXT, size BIGINT NOT NULL, on_at TEXT NOT NULL);\n";
    let postgres = "CREATE TABLE jobs (id BIGSERIAL PRIMARY KEY, name VARCHAR(40) NOT NULL, note TEXT, size BIGINT NOT NULL,\n\
                    on_at TIMESTAMPTZ NOT NULL);\n";
    let right = "id: i64, name: String, note: Option<String>, size: i64, on_at: DateTime<Utc>";
    let cases: &[(&str, &str, &[&str], &[&str])] = &[
        // Fields, code beside them, what SQLite says, what PostgreSQL says.
        (right, "", &[], &[]),
        ("id: i64, name: String, note: String, size: i64, on_at: DateTime<Utc>", "", &["note"], &["note"]),
        (
            "id: i64, name: Option<String>, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "",
            &["name"],
            &["name"],
        ),
        ("id: i64, name: i64, note: Option<String>, size: i64, on_at: DateTime<Utc>", "", &["name"], &["name"]),
        ("id: i64, name: String, note: Option<String>, size: String, on_at: DateTime<Utc>", "", &["size"], &["size"]),
        ("id: i64, name: String, note: Option<String>, size: i32, on_at: DateTime<Utc>", "", &[], &["size"]),
        ("id: i64, name: String, note: Option<String>, size: i64, on_at: NaiveDateTime", "", &[], &["on_at"]),
        (
            "id: i64, name: Name, note: Option<Note>, size: Size, on_at: DateTime<Utc>",
            "pub struct Size(i64);\npub type Name = String;",
            &[],
            &[],
        ),
        (
            "id: i64, name: Name, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "pub type Name = i64;",
            &["name"],
            &["name"],
        ),
        ("id: i64, name: String, note: Option<String>, size: i64", "", &["Job"], &["Job"]),
        (
            "id: i64, name: String, note: Option<String>, size: i64, on_at: DateTime<Utc>, more: bool",
            "",
            &["more"],
            &["more"],
        ),
        (
            "id: i64, #[sqlx(rename = \"name\")] title: String, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "",
            &[],
            &[],
        ),
        (
            "id: i64, #[sqlx(rename = \"names\")] name: String, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "",
            &["Job", "name"],
            &["Job", "name"],
        ),
        (
            "id: i64, name: String, note: Option<String>, size: i64, on_at: DateTime<Utc>, #[sqlx(skip)] a: u8, #[sqlx(default)] b: u8",
            "",
            &[],
            &[],
        ),
        (
            "#[sqlx(flatten)] key: Key, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "#[derive(FromRow)] pub struct Key { id: i64, name: String }",
            &[],
            &[],
        ),
        (
            "#[sqlx(flatten)] key: Key, note: Option<String>, size: i64, on_at: DateTime<Utc>",
            "pub struct Key { id: i64, title: String }",
            &["Job", "title"],
            &["Job", "title"],
        ),
        (
            "id: i64, #[sqlx(json)] name: Vec<u8>, note: Option<String>, #[sqlx(try_from = \"i64\")] size: u8, on_at: DateTime<Utc>",
            "",
            &[],
            &[],
        ),
        // What statements say of it.
        (
            "id: i64, name: String",
            "fn f() { query_as::<_, Job>(\"SELECT id, name FROM jobs\").fetch_one(&p); }",
            &[],
            &[],
        ),
        (
            "id: i64, top: i64",
            "fn f() { query_as::<_, Job>(\"SELECT id, max(size) AS top FROM jobs\").fetch_one(&p); }",
            &[],
            &[],
        ),
        (
            "id: i64, user: String",
            "fn f() { query_as::<_, Job>(\"SELECT j.*, u.name AS user FROM jobs j JOIN users u\").fetch_one(&p); }",
            &[],
            &[],
        ),
        ("id: i64, name: String", "fn f() -> Job { query_as(\"SELECT id, name FROM jobs\").fetch_one(&p); }", &[], &[]),
        // A statement whose rows can't be of it says nothing of it.
        (
            "id: i64, name: String",
            "fn f() -> Vec<(String, i64)> { query_as(\"SELECT name, count(*) FROM jobs GROUP BY 1\").fetch_all(&p); }",
            &["Job", "Job", "Job"],
            &["Job", "Job", "Job"],
        ),
        (
            "id: i64, name: String",
            "fn f() { query_as::<_, Job>(\"SELECT * FROM jobs\").fetch_one(&p); }",
            &["Job", "Job", "Job"],
            &["Job", "Job", "Job"],
        ),
    ];
    for (fields, code, of_sqlite, of_postgres) in cases {
        let text = format!(
            "use chrono::*;\nuse sqlx::{{FromRow, query_as}};\n#[derive(FromRow)] pub struct Job {{ {fields} }}\n{code}\n"
        );
        for (folder, sql, expected) in [("sqlite", sqlite, of_sqlite), ("postgres", postgres, of_postgres)] {
            let migration = format!("migrations/{folder}/1_jobs.sql");
            let found = found_among("RB705", DB, &[(DB, &text), (&migration, sql)]);
            assert_eq!(found, *expected, "{folder}: {fields} {code}");
        }
    }
    let text = "#[derive(sqlx::FromRow)] pub struct Count { count: i64 }";
    assert!(found_among("RB705", DB, &[(DB, text), ("migrations/1_jobs.sql", sqlite)]).is_empty(), "of no table");
    let text = "#[derive(sqlx::FromRow)] pub struct Job { a: u8 }";
    let unread = format!("{sqlite}ALTER TABLE jobs FROBNICATE;\n");
    assert!(found_among("RB705", DB, &[(DB, text), ("migrations/1_jobs.sql", &unread)]).is_empty(), "not read whole");
}

#[test]
fn fields_of_the_api_are_described() {
    let api = "use axum::Json;\nuse crate::models::job_models::*;\npub async fn take_api(r: Json<Taken>) {}\n\
               pub async fn give_api() -> Json<Vec<Given>> { g() }\n";
    let cases: &[(&str, &[&str])] = &[
        (
            "#[derive(Deserialize)] pub struct Taken { a: u8 }\n#[derive(Serialize)] pub struct Given { /// B.\n b: u8, c: u8 }",
            &["a", "c"],
        ),
        (
            "pub struct Taken { a: u8 }\n#[derive(Serialize)] pub struct Given { inner: Inner }\n#[derive(Serialize)] pub struct Inner { d: u8 }",
            &["inner", "d"],
        ),
        ("#[derive(Deserialize)] pub struct JobListRequest { e: u8 }", &["e"]),
        (
            "#[derive(Deserialize, ToSchema)] pub struct Taken { #[schema(description = \"A\")] a: u8, #[doc = \"B\"] b: u8, #[serde(skip)] c: u8 }",
            &[],
        ),
        ("#[derive(Deserialize)] pub struct Taken { #[serde(flatten)] a: Inner }\npub struct Inner { b: u8 }", &[]),
        (
            "#[derive(Deserialize)] pub struct Taken { /** A. */ a: u8 }\n#[derive(Serialize)] pub struct Given(u8);\n#[derive(Serialize)] pub struct Other { a: u8 }",
            &[],
        ),
    ];
    for (models, expected) in cases {
        assert_eq!(served("RB706", MODELS, api, models, ""), *expected, "{models}");
    }
}

#[test]
fn requests_are_validated() {
    let models = "use garde::Validate;\n#[derive(Deserialize, Validate)] pub struct Checked { a: String }\n\
                  #[derive(Deserialize)] pub struct Bare { a: String }\n#[derive(Deserialize)] pub struct Flags { a: bool, b: Option<Kind>, c: Uuid }\n\
                  #[derive(Deserialize)] pub enum Kind { A }\n\
                  #[derive(Deserialize)] pub struct Wrapped<T> { job: T }\n";
    let extractors = "pub struct OwnJson<T>(pub T);\nimpl<T> axum::extract::FromRequest for OwnJson<T> { fn from_request() { v.validate(); } }\n\
                      pub struct RawJson<T>(pub T);\nimpl<T> axum::extract::FromRequest for RawJson<T> { fn from_request() {} }\n";
    let cases: &[(&str, &[&str], &[&str])] = &[
        // The handler, what is said of it, what is said of the models.
        ("pub async fn take_api(r: Json<Checked>) { s.create(r); }", &["Checked"], &[]),
        ("pub async fn take_api(Json(r): Json<Checked>) { s.create(r); }", &["Checked"], &[]),
        ("pub async fn take_api(r: RawJson<Checked>) {}", &["Checked"], &[]),
        ("pub async fn take_api(r: Form<Checked>) {}", &["Checked"], &[]),
        ("pub async fn take_api(r: Json<Bare>) {}", &[], &["Bare"]),
        ("pub async fn take_api(r: ValidJson<Bare>) {}", &[], &["Bare"]),
        ("pub async fn take_api(r: ValidJson<Checked>) {}", &[], &[]),
        ("pub async fn take_api(r: Valid<Json<Checked>>) {}", &[], &[]),
        ("pub async fn take_api(r: OwnJson<Checked>) {}", &[], &[]),
        ("pub async fn take_api(Json(r): Json<Checked>) { r.validate()?; }", &[], &[]),
        (
            "pub async fn take_api(Json(r): Json<Checked>) { check(&r); }\nfn check(r: &Checked) { r.validate_with(1); }",
            &[],
            &[],
        ),
        ("pub async fn take_api(r: Json<Bare>) { r.is_valid(); }", &[], &[]),
        ("pub async fn take_api(r: Json<Flags>) {}", &[], &[]),
        ("pub async fn take_api(r: Json<Wrapped<Checked>>) { r.validate(); }", &[], &[]),
        ("pub async fn take_api(r: Json<Wrapped<Bare>>) {}", &[], &["Bare"]),
        ("pub async fn take_api(q: Query<Bare>) {}", &[], &[]),
        ("pub async fn take_api(r: Json<Vec<u8>>) {}", &[], &[]),
        ("pub async fn take_api() -> Json<Bare> { g() }", &[], &[]),
    ];
    for (handler, of_api, of_models) in cases {
        let api = format!(
            "use axum::{{Json, Form, extract::Query}};\nuse crate::models::job_models::*;\n{handler}\npub async fn give_api() {{}}\n{extractors}"
        );
        assert_eq!(served("RB707", API, &api, models, ""), *of_api, "{handler}");
        assert_eq!(served("RB707", MODELS, &api, models, ""), *of_models, "{handler}");
    }
}

#[test]
fn validation_and_schema_say_the_same() {
    let cases: &[(&str, bool)] = &[
        ("#[garde(length(chars, max = 80))] #[schema(max_length = 64)] a: String", true),
        ("#[garde(length(chars, min = 1, max = 80))] #[schema(max_length = 80)] a: String", true),
        ("#[garde(length(chars, max = 80))] a: String", true),
        ("#[garde(skip)] #[schema(max_length = 80)] a: String", true),
        ("#[garde(range(min = 1))] #[schema(minimum = 0)] a: i32", true),
        ("#[garde(range(max = MOST))] #[schema(maximum = 10)] a: i32", true),
        ("#[garde(length(max = 80))] #[schema(max_length = 80)] a: String", true),
        ("#[garde(length(max = 80))] #[schema(max_length = 80)] a: Option<String>", true),
        ("#[validate(length(max = 80))] #[schema(max_length = 81)] a: String", true),
        ("#[garde(length(max = 3))] #[schema(max_items = 4)] a: Vec<String>", true),
        ("#[garde(length(chars, min = 1, max = 80))] #[schema(min_length = 1, max_length = 80)] a: String", false),
        ("#[garde(length(chars, max = 1_000))] #[schema(max_length = 1000)] a: String", false),
        ("#[garde(length(chars, min = 0, max = 80))] #[schema(max_length = 80)] a: String", false),
        ("#[garde(range(min = -5, max = MOST))] #[schema(minimum = -5)] #[schema(maximum = 9)] a: i32", false),
        ("#[garde(range(max = super::UNSEEN))] #[schema(maximum = 9)] a: i32", false),
        ("#[validate(length(max = 80))] #[schema(max_length = 80)] a: String", false),
        ("#[garde(custom(f))] #[schema(max_length = 80)] a: String", false),
        ("#[garde(length(max = 3))] #[schema(max_items = 3)] a: Vec<String>", false),
        ("#[garde(range(max = 9u8))] #[param(maximum = 9)] a: u8", false),
        ("#[garde(skip)] a: bool", false),
        ("#[garde(length(chars, max = 80))] #[schema(max_length = 64)] a: Secret", true),
        ("#[garde(length(chars, max = 80))] #[schema(max_length = 80)] a: Secret", false),
        ("#[garde(range(min = Money::of(5)))] a: Money", false),
        ("#[garde(range(min = Decimal::ONE))] a: Decimal", false),
    ];
    for (field, wrong) in cases {
        let text = format!("pub const MOST: i32 = 9;\n#[derive(Validate, ToSchema)] pub struct A {{ {field} }}\n");
        assert_eq!(found("RB708", MODELS, &text).len(), usize::from(*wrong), "{field}");
        let text = text.replace(", ToSchema", "");
        assert!(found("RB708", MODELS, &text).is_empty(), "not documented: {field}");
    }
}

#[test]
fn tables_are_called_after_resources() {
    let cases: &[(&str, &str, bool)] = &[
        ("CREATE TABLE job (id INT);", "pub struct Job { id: i64 }", true),
        (
            "CREATE TABLE tbl_jobs (id INT);",
            "pub struct Job { id: i64 }\nfn f() { query_as::<_, Job>(\"SELECT * FROM tbl_jobs\").fetch_all(&p); }",
            true,
        ),
        ("", "#[diesel(table_name = crate::schema::job)] pub struct Job { id: i64 }", true),
        ("CREATE TABLE job_run (id INT);", "pub struct JobRunRow { id: i64 }", true),
        ("CREATE TABLE jobs (id INT);", "pub struct Job { id: i64 }", false),
        ("CREATE TABLE jobs (id INT);", "pub struct JobRow { id: i64 }", false),
        (
            "CREATE TABLE job_1s (id INT);",
            "pub struct Job1 { id: i64 }\nfn f() { query_as::<_, Job1>(\"SELECT * FROM job_1s\").fetch_all(&p); }",
            false,
        ),
        ("", "#[sea_orm(table_name = \"db_models\")] pub struct Model { id: i64 }", false),
        ("CREATE TABLE jobs (id INT);", "pub struct Jobs { id: i64 }", false),
        ("CREATE TABLE companies (id INT);", "pub struct Company { id: i64 }", false),
        ("CREATE TABLE job (id INT);", "pub struct StatusCount { id: i64 }", false),
        (
            "CREATE TABLE job (id INT);",
            "pub struct Count { id: i64 }\nfn f() { query_as::<_, Count>(\"SELECT count(*) AS id FROM job\").fetch_all(&p); }",
            false,
        ),
    ];
    for (sql, code, wrong) in cases {
        let text = format!("use sqlx::{{FromRow, query_as}};\n#[derive(FromRow)] {code}\n");
        let found = found_among("RB709", DB, &[(DB, &text), ("migrations/1_jobs.sql", sql)]);
        assert_eq!(found.len(), usize::from(*wrong), "{sql} {code}");
    }
}

#[test]
fn what_is_looked_up_has_an_index() {
    const SQL: &str = "migrations/1_jobs.sql";
    const TABLE: &str =
        "CREATE TABLE jobs (id BIGINT PRIMARY KEY, user_id BIGINT REFERENCES users (id), status TEXT, done BOOLEAN);\n";
    let list = |sql: &str| format!("async fn f() {{ sqlx::query_as::<_, Job>(\"{sql}\").fetch_all(&p).await; }}");
    let cases: &[(&str, &str, &[&str])] = &[
        ("", "", &["user_id"]),
        ("CREATE INDEX i ON jobs (user_id);", "", &[]),
        ("CREATE INDEX i ON jobs (user_id, status);", "", &[]),
        ("CREATE INDEX i ON jobs (status, user_id);", "", &["user_id"]),
        ("CREATE INDEX i ON jobs (user_id);", "SELECT * FROM jobs WHERE user_id = $1 AND status = $2", &["status"]),
        ("CREATE INDEX i ON jobs (user_id, status);", "SELECT * FROM jobs WHERE status = $1", &["status"]),
        ("CREATE INDEX i ON jobs (user_id);", "SELECT * FROM jobs WHERE user_id = $1 ORDER BY status", &["status"]),
        (
            "CREATE INDEX i ON jobs (user_id, status);",
            "SELECT * FROM jobs WHERE user_id = $1 ORDER BY status LIMIT 5",
            &[],
        ),
        ("CREATE INDEX i ON jobs (user_id, status);", "SELECT * FROM jobs WHERE user_id = $1 AND status = $2", &[]),
        ("CREATE INDEX i ON jobs (user_id);", "SELECT * FROM jobs WHERE id = $1 AND status = $2", &[]),
        ("CREATE INDEX i ON jobs (user_id);", "SELECT * FROM jobs WHERE user_id = $1 AND done = $2", &[]),
        ("CREATE INDEX i ON jobs (user_id);", "UPDATE jobs SET done = true WHERE status = $1", &[]),
        (
            "CREATE INDEX i ON jobs (user_id);",
            "SELECT j.* FROM jobs j JOIN users u ON u.id = j.user_id WHERE u.name = $1",
            &[],
        ),
    ];
    for (index, query, expected) in cases {
        let code = if query.is_empty() { String::new() } else { list(query) };
        let sql = format!("{TABLE}{index}\n");
        let found = found_among("RB710", SQL, &[("src/services/a_service.rs", &code), (SQL, &sql)]);
        assert_eq!(found, *expected, "{index} {query}");
    }
}

#[test]
fn tables_of_resources_have_their_columns() {
    const SQL: &str = "migrations/1_jobs.sql";
    let times = "created_at TEXT, updated_at TEXT";
    let cases: &[(String, bool)] = &[
        (format!("CREATE TABLE jobs (id INT PRIMARY KEY, {times});"), true),
        (format!("CREATE TABLE jobs (id INT PRIMARY KEY, job_id TEXT, {times});"), true),
        ("CREATE TABLE jobs (job_id TEXT UNIQUE, created_at TEXT);".to_owned(), true),
        (format!("CREATE TABLE jobs (id INT PRIMARY KEY, job_id TEXT UNIQUE, {times});"), false),
        (format!("CREATE TABLE jobs (id UUID PRIMARY KEY, {times});"), false),
        (
            format!(
                "CREATE TABLE jobs (id INT PRIMARY KEY, job_id TEXT, {times});\nCREATE UNIQUE INDEX i ON jobs (job_id);"
            ),
            false,
        ),
        ("CREATE TABLE job_words (word TEXT);".to_owned(), false),
        ("CREATE TABLE users (word TEXT);".to_owned(), false),
    ];
    for (sql, wrong) in cases {
        let found = found_among("RB711", SQL, &[(API, "pub async fn f_api() {}"), (SQL, sql)]);
        assert_eq!(found, if *wrong { vec!["jobs"] } else { vec![] }, "{sql}");
    }
}
