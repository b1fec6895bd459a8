// src/rules/s09_security/tests.rs - What the rules of section 9 report, and their near misses

use crate::rules::testing::{found, found_among};

const FILE: &str = "src/services/a_service.rs";
const MIGRATION: (&str, &str) = (
    "migrations/1_a.sql",
    "CREATE TABLE users (id BIGINT PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, email TEXT NOT NULL);\n\
     CREATE TABLE jobs (id BIGINT PRIMARY KEY, job_id TEXT NOT NULL UNIQUE, user_id BIGINT NOT NULL REFERENCES users (id));\n\
     CREATE TABLE runs (id BIGINT PRIMARY KEY, job_id TEXT NOT NULL REFERENCES jobs (job_id));\n\
     CREATE TABLE countries (id BIGINT PRIMARY KEY, name TEXT NOT NULL);\n",
);

fn of_tables(code: &str, cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        let text = text.replace("RUN", ".execute(p).await").replace("Q(", "sqlx::query(");
        assert_eq!(found_among(code, FILE, &[(FILE, &text), MIGRATION]), *expected, "{code}: {text}");
    }
}

#[test]
fn who_touches_owned_rows_is_told_whose() {
    let cases: &[(&str, &[&str])] = &[
        ("pub async fn f(p: P) { Q(\"DELETE FROM jobs\")RUN; }", &["f"]),
        ("pub async fn f(p: P) { Q(\"SELECT * FROM runs\")RUN; }", &["f"]),
        ("pub async fn f(p: P) { g(p).await; } async fn g(p: P) { Q(\"DELETE FROM jobs\")RUN; }", &["f"]),
        ("pub struct S; impl S { pub async fn f(&self, p: P) { Q(\"UPDATE jobs SET a = 1\")RUN; } }", &["f"]),
        // Told, about nobody, about who asks, or the system's own.
        ("pub async fn f(p: P, user_id: i64) { Q(\"DELETE FROM jobs\")RUN; }", &[]),
        ("pub async fn f(p: P, new: New) { Q(\"DELETE FROM jobs\")RUN; } pub struct New { pub user_id: i64 }", &[]),
        ("pub async fn f(p: P) { Q(\"SELECT * FROM countries\")RUN; }", &[]),
        ("pub async fn f(p: P) { Q(\"SELECT * FROM users\")RUN; }", &[]),
        ("pub async fn f(p: P, token: &str) { Q(\"SELECT * FROM jobs\")RUN; }", &[]),
        ("pub(crate) async fn f(p: P) { Q(\"DELETE FROM jobs\")RUN; }", &[]),
        (
            "pub async fn f(p: P) { g(p).await; } pub async fn g(p: P, user_id: i64) { Q(\"DELETE FROM jobs\")RUN; }",
            &[],
        ),
    ];
    of_tables("RB902", cases);
    let service = "pub async fn f(p: P) { sqlx::query(\"DELETE FROM jobs\").execute(p).await; }";
    let engine = ("src/engines/sweep.rs", "pub async fn run() { crate::services::a_service::f(p).await; }");
    assert!(found_among("RB902", FILE, &[(FILE, service), MIGRATION, engine]).is_empty());
    let api = ("src/api/job.rs", "pub async fn h() { crate::services::a_service::f(p).await; }");
    assert_eq!(found_among("RB902", FILE, &[(FILE, service), MIGRATION, engine, api]), ["f"]);
    let settings = ("rulebook.toml", "[auth]\nsystem = [\"f\"]\n");
    assert!(found_among("RB902", FILE, &[(FILE, service), MIGRATION, settings]).is_empty());
}

#[test]
fn rows_are_checked_before_they_are_touched() {
    let cases: &[(&str, &[&str])] = &[
        ("pub async fn f(p: P, user_id: i64) { Q(\"DELETE FROM jobs\")RUN; }", &["\"DELETE FROM jobs\""]),
        (
            "pub async fn f(p: P, user_id: i64) { Q(\"DELETE FROM jobs\")RUN; validate_job(p).await; } async fn validate_job(p: P) {}",
            &["\"DELETE FROM jobs\""],
        ),
        (
            "pub async fn f(p: P, user_id: i64) { g(p).await; } async fn g(p: P) { Q(\"DELETE FROM runs\")RUN; }",
            &["\"DELETE FROM runs\""],
        ),
        // Bound, checked, or not owned.
        ("pub async fn f(p: P, user_id: i64) { Q(\"DELETE FROM jobs WHERE user_id = $1\")RUN; }", &[]),
        ("pub async fn f(p: P, user_id: i64) { Q(\"INSERT INTO jobs (job_id, user_id) VALUES ($1, $2)\")RUN; }", &[]),
        (
            "pub async fn f(p: P, user_id: i64) { Q(\"SELECT r.* FROM runs r JOIN jobs j ON j.job_id = r.job_id WHERE j.user_id = $1\")RUN; }",
            &[],
        ),
        (
            "pub async fn f(p: P, user_id: i64) { validate_job(p).await; Q(\"DELETE FROM jobs\")RUN; } async fn validate_job(p: P) {}",
            &[],
        ),
        (
            "pub async fn f(p: P, user_id: i64) { one(p).await; Q(\"DELETE FROM runs\")RUN; } \
             async fn one(p: P) { Q(\"SELECT * FROM jobs WHERE user_id = $1\")RUN; }",
            &[],
        ),
        ("pub async fn f(p: P, user_id: i64) { Q(\"DELETE FROM countries\")RUN; }", &[]),
        ("pub async fn f(p: P, user_id: i64) { Q(&format!(\"DELETE FROM jobs {}\", p.x()))RUN; }", &[]),
        ("pub async fn f(p: P) { Q(\"DELETE FROM jobs\")RUN; }", &[]),
    ];
    of_tables("RB903", cases);
}

#[test]
fn handlers_decide_nothing() {
    let cases: &[(&str, &[&str])] = &[
        ("if user.role != Role::Admin { return; }", &["user.role != Role::Admin"]),
        ("if user.role() == \"admin\" { }", &["user.role() == \"admin\""]),
        ("if job.user_id != current_user.id { }", &["job.user_id != current_user.id"]),
        ("if !current_user.is_admin { }", &["!current_user.is_admin"]),
        ("match user.role { Role::Admin => {} _ => {} }", &["user.role"]),
        ("if matches!(user.role, Role::Admin) { }", &["matches!(user.role, Role::Admin)"]),
        ("if user_id == job.owner_id { }", &["user_id == job.owner_id"]),
        // Nothing is decided.
        ("list(current_user.id).await;", &[]),
        ("if filter.user_id == other.user_id { }", &[]),
        ("if request.kind == \"admin\" { }", &[]),
        ("let role = user.role;", &[]),
        ("if member.role == payload.role { }", &[]),
        ("if request.role == Role::Admin { }", &[]),
        (
            "if user.role == Role::Admin && user.role != Role::Owner { }",
            &["user.role == Role::Admin && user.role != Role::Owner"],
        ),
    ];
    for (body, expected) in cases {
        let text = format!(
            "pub fn router() -> axum::Router {{ axum::Router::new().route(\"/a\", axum::routing::get(h)) }}\n\
             pub async fn h(user: U, current_user: U, user_id: i64, request: R, member: M, payload: R) {{ {body} }}\n\
             pub async fn not_mounted(user: U) {{ if user.is_admin {{}} }}\n"
        );
        assert_eq!(found("RB904", "src/api/job.rs", &text), *expected, "{body}");
    }
}

#[test]
fn values_do_not_become_sql() {
    let cases: &[(&str, &[&str])] = &[
        ("sqlx::query(&format!(\"DELETE FROM a WHERE b = '{name}'\")).execute(p).await;", &["name"]),
        (
            "sqlx::query(&format!(\"DELETE FROM a WHERE b = '{}'\", request.title)).execute(p).await;",
            &["request.title"],
        ),
        ("let sql = \"DELETE FROM a WHERE b = \".to_owned() + name; sqlx::query(&sql).execute(p).await;", &["name"]),
        (
            "let mut sql = String::from(\"DELETE FROM a\"); sql.push_str(name); sqlx::query(&sql).execute(p).await;",
            &["name"],
        ),
        ("let mut sql = String::new(); sql += name; sqlx::query(AssertSqlSafe(sql)).execute(p).await;", &["name"]),
        (
            "let mut sql = String::new(); write!(sql, \"DELETE {}\", name); sqlx::query(&sql).execute(p).await;",
            &["name"],
        ),
        ("let trimmed = name.trim(); sqlx::query(AssertSqlSafe(format!(\"{trimmed}\"))).execute(p).await;", &["name"]),
        ("let mut q = sqlx::QueryBuilder::new(\"SELECT\"); q.push(\" WHERE a = \").push(name);", &["name"]),
        (
            "let mut q = sqlx::QueryBuilder::<Db>::new(\"SELECT\"); q.push(format_args!(\" ORDER BY {}\", request.title));",
            &["request.title"],
        ),
        ("p.execute(format!(\"DELETE FROM a WHERE b = {name}\").as_str()).await;", &["name"]),
        (
            "let mut q = sqlx::QueryBuilder::<Db>::new(\"SELECT\"); if let Some(part) = &request.part { q.push(format!(\" AND a = '{part}'\")); }",
            &["part"],
        ),
        (
            "for word in &request.words { sqlx::query(&format!(\"DELETE FROM a WHERE b = '{word}'\")).execute(p).await; }",
            &["word"],
        ),
        // Bound, of the program, a number, handed in as a whole, or not known.
        ("sqlx::query(name).execute(p).await;", &[]),
        ("for sql in &request.words { sqlx::query(AssertSqlSafe(sql.as_str())).execute(p).await; }", &[]),
        (
            "let mut q = sqlx::QueryBuilder::<Db>::new(\"SELECT\"); if let Some(part) = &request.part { q.push(\" AND a = \").push_bind(part); }",
            &[],
        ),
        ("for n in &request.numbers { sqlx::query(&format!(\"DELETE FROM a WHERE b = {n}\")).execute(p).await; }", &[]),
        ("sqlx::query(\"DELETE FROM a WHERE b = $1\").bind(name).execute(p).await;", &[]),
        ("sqlx::query(&format!(\"DELETE FROM {TABLE} WHERE b = {n}\")).execute(p).await;", &[]),
        (
            "let c = match name { \"a\" => \"a\", _ => \"b\" }; sqlx::query(&format!(\"SELECT {c} FROM a\")).execute(p).await;",
            &[],
        ),
        ("sqlx::query(&format!(\"SELECT {fixed} FROM a\")).execute(p).await;", &[]),
        ("sqlx::query(&format!(\"SELECT {} FROM a\", column(name))).execute(p).await;", &[]),
        (
            "let mut q = sqlx::QueryBuilder::new(\"SELECT\"); q.push_bind(name); let mut v = Vec::new(); v.push(name);",
            &[],
        ),
        ("let text = format!(\"hello {name}\"); tracing::info!(text);", &[]),
        (
            "let list = vec![\"?\"; 3].join(\", \"); sqlx::query(&format!(\"SELECT * FROM a WHERE b IN ({list})\")).execute(p).await;",
            &[],
        ),
    ];
    for (body, expected) in cases {
        let text = format!(
            "use sqlx::AssertSqlSafe;\nconst TABLE: &str = \"a\";\npub struct Request {{ pub title: String, pub part: Option<String>, pub words: Vec<String>, pub numbers: Vec<i64> }}\n\
             fn column(_: &str) -> &'static str {{ \"a\" }}\n\
             async fn f(p: P, name: &str, n: i64, fixed: &'static str, request: Request) {{ {body} }}\n"
        );
        assert_eq!(found("RB905", FILE, &text), *expected, "{body}");
    }
}

#[test]
fn secrets_are_told_from_their_names() {
    let cases: &[(&str, &[&str])] = &[
        ("const API_KEY: &str = \"8f3c9d21aa74\";", &["\"8f3c9d21aa74\""]),
        ("static PASSWORD: &[u8] = b\"hunter22\";", &["b\"hunter22\""]),
        ("fn f() { let token = \"abc123def456\".to_owned(); }", &["\"abc123def456\""]),
        ("fn f() { C { password: String::from(\"pa$$word\") }; }", &["\"pa$$word\""]),
        ("fn f() { EncodingKey::from_secret(b\"s3cr3t-k3y\"); }", &["b\"s3cr3t-k3y\""]),
        ("fn f(x: X) { if x.password == \"letme1n\" {} }", &["\"letme1n\""]),
        ("fn f() { g(\"AKIAIOSFODNN7EXAMPLE\"); }", &["\"AKIAIOSFODNN7EXAMPLE\""]),
        ("fn f() { g(\"postgres://app:hunter2@db/app\"); }", &["\"postgres://app:hunter2@db/app\""]),
        ("struct A; impl A { const SECRET: &'static str = \"x9f8e7d6c5\"; }", &["\"x9f8e7d6c5\""]),
        // Names, words, places for one, tests.
        ("const API_KEY: &str = \"x-api-key\";", &[]),
        ("const TOKEN: &str = \"APP__AUTH__TOKEN\";", &[]),
        ("const PASSWORD: &str = \"must be at least 8 characters\";", &[]),
        ("fn f(password: &str) { let secret = password; }", &[]),
        ("fn f() { let token = \"\"; let token_url = \"https://a1.example/t\"; }", &[]),
        ("fn f() { g(\"postgres://app:{password}@db/app\"); }", &[]),
        ("fn f() { g(\"postgres://postgres:postgres1@localhost/app\"); }", &[]),
        ("#[cfg(test)] mod tests { const API_KEY: &str = \"8f3c9d21aa74\"; }", &[]),
        ("fn sample_user() { let password = \"abc123def456\"; }", &[]),
        ("const KEY: &str = \"8f3c9d21aa74\";", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB906", FILE, text), *expected, "{text}");
    }
}

#[test]
fn who_looks_at_the_credentials_itself_is_left_alone() {
    // The parameters and the body of a handler at a path, beside one that takes the current user.
    let cases = [
        ("\"/jobs\"", "", "", true),
        ("\"/jobs\"", "_: TypedHeader<UserAgent>", "", true),
        ("\"/jobs\"", "_: Option<TypedHeader<Authorization<Bearer>>>", "", false),
        ("\"/jobs\"", "_: PrivateCookieJar", "", false),
        ("\"/jobs\"", "_: tower_sessions::Session", "", false),
        ("\"/jobs\"", "headers: HeaderMap", "headers.get(\"x-job\");", true),
        ("\"/jobs\"", "headers: HeaderMap", "headers.get(AUTHORIZATION);", false),
        ("&path_of_jobs()", "", "", false),
        ("&format!(\"{}/jobs\", prefix())", "", "", true),
        ("&format!(\"{}/health/live\", prefix())", "", "", false),
    ];
    for (path, parameters, body, speaks) in cases {
        let code = format!(
            "use axum::{{Router, routing::get}};\n\
             pub fn router() -> Router {{ Router::new().route(\"/me\", get(me)).route({path}, get(h)) }}\n\
             async fn me(_: CurrentUser) {{}}\nasync fn h({parameters}) {{ {body} }}\n"
        );
        let found = found("RB901", "src/api/job.rs", &code);
        assert_eq!(found, if speaks { vec!["h"] } else { vec![] }, "{path} {parameters} {body}");
    }
}
