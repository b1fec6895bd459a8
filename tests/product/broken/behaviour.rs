// tests/product/broken/behaviour.rs - Edits of the example that break the rules about logging, security and async code

use super::Edit::{Append, Replace, ReplaceAll, Write};
use super::{Case, case, replaced};

const SERVICE: &str = "src/services/job_service.rs";
const USERS: &str = "src/services/user_service.rs";
const API: &str = "src/api/job.rs";
const CORE: &str = "src/core/db.rs";

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    let mut all = logging();
    all.extend(security());
    all.extend(asynchronous());
    all
}

fn logging() -> Vec<Case> {
    const CREATED: &str = "        session.commit().await?;\n        let id = &row.job_id;";
    const DELETED: &str = "tracing::info!(user_id, job_id, \"deleted a job\");";
    vec![
        glued(DELETED, "tracing::info!(\"{user_id} deleted {job_id}\");", "\"{user_id} deleted"),
        glued(DELETED, "tracing::info!(\"{} deleted a job\", user_id);", "\"{} deleted"),
        glued(DELETED, "tracing::info!(user_id, \"deleted {job_id:?}\");", "\"deleted {job_id"),
        replaced(
            "RB803 RB1003",
            SERVICE,
            CREATED,
            "        let _ = session.commit().await;\n        let id = &row.job_id;",
            "_ = session.commit().await",
            "`?`",
        ),
        replaced(
            "RB803 RB1003",
            SERVICE,
            CREATED,
            "        session.commit().await.ok();\n        let id = &row.job_id;",
            "session.commit().await.ok()",
            "`?`",
        ),
        replaced(
            "RB803",
            SERVICE,
            "        let mut connection = self.db.connection().await?;\n        validate_job_access",
            "        if let Err(_) = self.db.migrate().await {}\n        let mut connection = self.db.connection().await?;\n        validate_job_access",
            "Err(_) = self.db.migrate()",
            "tracing::warn!",
        ),
        replaced(
            "RB804",
            USERS,
            "tracing::info!(user_id = user.id, \"registered a user\");",
            "tracing::error!(user_id = user.id, \"registered a user\");",
            "tracing::error!",
            "tracing::info!",
        ),
        replaced(
            "RB804",
            SERVICE,
            "            .map_err(|error| ServiceError::from_database(error, CONSTRAINTS))?;\n        session.commit().await?;\n        let id",
            "            .map_err(|error| {\n                tracing::info!(%error, \"no job\");\n                ServiceError::from_database(error, CONSTRAINTS)\n            })?;\n        session.commit().await?;\n        let id",
            "tracing::info!(%error",
            "tracing::error!",
        ),
        replaced(
            "RB804",
            SERVICE,
            "        let mut connection = self.db.connection().await?;\n        validate_job_access(&mut connection, user_id, job_id).await\n",
            "        let mut connection = self.db.connection().await?;\n        let found = validate_job_access(&mut connection, user_id, job_id).await;\n        if let Err(error) = &found {\n            tracing::debug!(%error, job_id, \"no such job\");\n        }\n        found\n",
            "tracing::debug!",
            "tracing::error!",
        ),
        replaced(
            "RB805",
            USERS,
            "tracing::info!(user_id = user.id, \"registered a user\");",
            "tracing::info!(user_id = user.id, password_hash = %user.password_hash, \"registered a user\");",
            "user.password_hash",
            "whether it is there",
        ),
        replaced(
            "RB805",
            "src/api/auth.rs",
            "    Ok(Json(UserTokenResponse {",
            "    tracing::debug!(token = issued.token.expose_secret(), \"issued\");\n    Ok(Json(UserTokenResponse {",
            "issued.token.expose_secret()",
            "an id",
        ),
        replaced(
            "RB805",
            USERS,
            "        let stored = user.as_ref()",
            "        let password_hash = user.as_ref().map(|user| user.password_hash.clone());\n        tracing::debug!(\"known: {password_hash:?}\");\n        let stored = user.as_ref()",
            "password_hash",
            "an id",
        ),
        replaced(
            "RB807",
            SERVICE,
            "        tracing::info!(user_id, job_id, \"deleted a job\");\n",
            "",
            "delete_job",
            "tracing::info!",
        ),
        replaced(
            "RB807",
            USERS,
            "        tracing::info!(user_id = user.id, \"registered a user\");\n",
            "",
            "register_user",
            "tracing::info!",
        ),
        case(
            "RB807",
            [ReplaceAll(
                "src/services/workspace_service.rs",
                "        tracing::info!(user_id, workspace_id, \"deleted a workspace\");\n",
                "",
            )],
            "src/services/workspace_service.rs",
            "delete_workspace",
            "tracing::info!",
        ),
    ]
}

/// The rule that is off until it is asked for.
fn glued(from: &'static str, to: &'static str, at: &'static str) -> Case {
    let on = Write("rulebook.toml", "[rules]\nprint-style-log = \"warning\"\n");
    case("RB806", [on, Replace(SERVICE, from, to)], SERVICE, at, "field")
}

fn security() -> Vec<Case> {
    vec![
        case(
            "RB902 RB1102",
            [
                Replace(
                    SERVICE,
                    "pub async fn get_job(&self, user_id: i64, job_id: &str)",
                    "pub async fn get_job(&self, job_id: &str)",
                ),
                Replace(
                    SERVICE,
                    "        validate_job_access(&mut connection, user_id, job_id).await\n",
                    "        find_job(&mut connection, job_id).await\n",
                ),
                Append(SERVICE, FIND_JOB),
            ],
            SERVICE,
            "get_job",
            "user_id",
        ),
        case(
            "RB902",
            [Append(SERVICE, CLEAR_JOBS), Append("tests/job/test_job_service.rs", CLEAR_JOBS_TEST)],
            SERVICE,
            "clear_jobs",
            "user_id",
        ),
        case(
            "RB902",
            [
                Append("src/services/workspace_service.rs", NAME_WORKSPACE),
                Append("tests/workspace/test_workspace_service.rs", NAME_WORKSPACE_TEST),
            ],
            "src/services/workspace_service.rs",
            "name_workspace",
            "user_id",
        ),
        case(
            "RB903",
            [Replace(
                USERS,
                "        let current = validate_user_access(&mut session, user_id, public_id).await?;\n        if expected_version.is_some_and(|expected| expected != current.version) {\n            return Err(ServiceError::Stale(\"user\"));\n        }\n        if *changes == UserChanges::default() {\n            return Ok(current);\n        }\n",
                "        sqlx::query(\"DELETE FROM workspaces WHERE workspace_id = $1\").bind(public_id).execute(&mut *session).await?;\n",
            )],
            USERS,
            "\"DELETE FROM workspaces",
            "user_id",
        ),
        case(
            "RB903",
            [
                Replace(
                    SERVICE,
                    "        validate_job_change(&mut session, user_id, job_id).await?;\n        let sql = formatcp!(\n            \"\n            DELETE",
                    "        let sql = formatcp!(\n            \"\n            DELETE",
                ),
                Replace(
                    SERVICE,
                    "            WHERE {SCOPE} AND job_id = $2 AND ($3 IS NULL OR version = $3)\"",
                    "            WHERE job_id = $1 AND ($2 IS NULL OR version = $2)\"",
                ),
            ],
            SERVICE,
            "\"",
            "user_id",
        ),
        case(
            "RB903",
            [
                Replace(
                    SERVICE,
                    "        validate_job_access(&mut connection, user_id, job_id).await\n",
                    "        find_job(&mut connection, job_id).await\n",
                ),
                Append(SERVICE, FIND_JOB),
            ],
            SERVICE,
            "\"SELECT * FROM jobs WHERE job_id",
            "user_id",
        ),
        replaced(
            "RB904",
            API,
            "    let row = service.get_job(current_user.id, &job_id).await?;\n",
            "    let row = service.get_job(current_user.id, &job_id).await?;\n    if row.user_id != current_user.id {\n        return Err(ApiError::NotFound);\n    }\n",
            "row.user_id != current_user.id",
            "service",
        ),
        replaced(
            "RB904",
            API,
            "    service.delete_job(",
            "    if !current_user.is_admin {\n        return Err(ApiError::Forbidden);\n    }\n    service.delete_job(",
            "!current_user.is_admin",
            "service",
        ),
        replaced(
            "RB904",
            API,
            "    service.delete_job(",
            "    match current_user.role.as_str() {\n        \"owner\" => {}\n        _ => return Err(ApiError::Forbidden),\n    }\n    service.delete_job(",
            "current_user.role.as_str()",
            "service",
        ),
        replaced(
            "RB905",
            SERVICE,
            "    sqlx::query_as::<_, Job>(sql)\n        .bind(user_id)",
            "    let sql = format!(\"{sql} AND note <> '{job_id}'\");\n    sqlx::query_as::<_, Job>(sqlx::AssertSqlSafe(sql))\n        .bind(user_id)",
            "job_id}'",
            "bind",
        ),
        replaced(
            "RB905",
            SERVICE,
            "        let deleted = sqlx::query(sql)\n",
            "        let sql = format!(\"{sql} AND note = '{job_id}'\");\n        let deleted = sqlx::query(sqlx::AssertSqlSafe(sql))\n",
            "job_id}'",
            "bind",
        ),
        replaced(
            "RB905",
            USERS,
            "sqlx::query_as::<_, User>(\"SELECT * FROM users WHERE email = $1\")\n            .bind(normal_email(email))",
            "sqlx::query_as::<_, User>(&(\"SELECT * FROM users WHERE email = '\".to_owned() + email + \"'\"))",
            "email",
            "bind",
        ),
        case(
            "RB906",
            [Append(CORE, "\n/// Signs.\npub const API_SECRET: &str = \"s3cr3t-9f8e7d6c5b\";\n")],
            CORE,
            "\"s3cr3t-9f8e7d6c5b\"",
            "core::settings",
        ),
        replaced(
            "RB906",
            USERS,
            "        let mut session = self.db.session().await?;\n        let user",
            "        let password = \"hunter2-of-the-admins\";\n        let mut session = self.db.session().await?;\n        let user",
            "\"hunter2-of-the-admins\"",
            "core::settings",
        ),
        case(
            "RB906",
            [Append(
                "src/core/logger.rs",
                "\n/// Where.\npub fn key() -> &'static str {\n    \"AKIAIOSFODNN7EXAMPLQ\"\n}\n",
            )],
            "src/core/logger.rs",
            "\"AKIAIOSFODNN7EXAMPLQ\"",
            "core::settings",
        ),
    ]
}

const FIND_JOB: &str = "\nasync fn find_job(connection: &mut DbConnection, job_id: &str) -> ServiceResult<Job> {\n    sqlx::query_as::<_, Job>(\"SELECT * FROM jobs WHERE job_id = $1\")\n        .bind(job_id)\n        .fetch_optional(connection)\n        .await?\n        .ok_or(ServiceError::NotFound(\"job\"))\n}\n";
const CLEAR_JOBS: &str = "\nimpl JobService {\n    /// Clears all.\n    ///\n    /// # Errors\n    ///\n    /// Any of the database.\n    pub async fn clear_jobs(&self) -> ServiceResult<()> {\n        let mut session = self.db.session().await?;\n        sqlx::query(\"DELETE FROM jobs\").execute(&mut *session).await?;\n        session.commit().await?;\n        tracing::info!(\"cleared jobs\");\n        Ok(())\n    }\n}\n";
const CLEAR_JOBS_TEST: &str = "\n/// Happy path: none is left.\n#[tokio::test]\nasync fn test_clear_jobs_leaves_none() {\n    let app = TestApp::start().await;\n    assert!(service_of(&app).clear_jobs().await.is_ok());\n}\n";
const NAME_WORKSPACE: &str = "\n/// Its name.\n///\n/// # Arguments\n///\n/// * `db` - to read with\n/// * `workspace_id` - which\n///\n/// # Returns\n///\n/// The name.\n///\n/// # Errors\n///\n/// Any of the database.\npub async fn name_workspace(db: &Database, workspace_id: &str) -> ServiceResult<String> {\n    let mut connection = db.connection().await?;\n    let name = sqlx::query_scalar(\"SELECT name FROM workspaces WHERE workspace_id = $1\");\n    Ok(name.bind(workspace_id).fetch_one(&mut *connection).await?)\n}\n";
const NAME_WORKSPACE_TEST: &str = "\n/// Error: none.\n#[tokio::test]\nasync fn test_name_workspace_finds_none() {\n    let app = TestApp::start().await;\n    let name = example_app::services::workspace_service::name_workspace(&app.database, \"a\").await;\n    assert!(name.is_err());\n}\n";

fn asynchronous() -> Vec<Case> {
    const GET: &str = "        let mut connection = self.db.connection().await?;\n        validate_job_access(&mut connection, user_id, job_id).await\n";
    vec![
        replaced(
            "RB1001",
            SERVICE,
            GET,
            "        std::thread::sleep(std::time::Duration::from_millis(5));\n        let mut connection = self.db.connection().await?;\n        validate_job_access(&mut connection, user_id, job_id).await\n",
            "std::thread::sleep",
            "tokio::time::sleep",
        ),
        replaced(
            "RB1001 RB803",
            "src/main.rs",
            "    let application = Application::build",
            "    let _ = tokio::spawn(async { std::fs::read_to_string(\"notes\") });\n    let application = Application::build",
            "std::fs::read_to_string",
            "tokio::fs",
        ),
        replaced(
            "RB1001",
            API,
            "    service.delete_job(",
            "    let _date = std::process::Command::new(\"date\").output();\n    service.delete_job(",
            "std::process::Command",
            "tokio::process",
        ),
        replaced("RB1002", API, "pub async fn delete_job_api(", "pub fn delete_job_api(", "delete_job_api", "async fn"),
        replaced(
            "RB1002",
            "src/api/health.rs",
            "pub async fn check_live_api",
            "pub fn check_live_api",
            "check_live_api",
            "async fn",
        ),
        replaced(
            "RB1002",
            "src/api/auth.rs",
            "pub async fn register_user_api(",
            "pub fn register_user_api(",
            "register_user_api",
            "async fn",
        ),
        replaced(
            "RB1003",
            SERVICE,
            "        session.commit().await?;\n        let id = &row.job_id;",
            "        let id = &row.job_id;",
            "Ok(row)",
            "commit",
        ),
        replaced(
            "RB1003",
            SERVICE,
            "        session.commit().await?;\n        tracing::info!(user_id, job_id, \"deleted a job\");",
            "        if expected_version.is_some() {\n            session.commit().await?;\n        }\n        tracing::info!(user_id, job_id, \"deleted a job\");",
            "Ok(())",
            "commit",
        ),
        replaced(
            "RB1003",
            USERS,
            "        session.commit().await?;\n        tracing::info!(user_id, version = user.version, \"updated a user\");",
            "        tracing::info!(user_id, version = user.version, \"updated a user\");",
            "Ok(user)",
            "commit",
        ),
        replaced(
            "RB1004",
            SERVICE,
            GET,
            "        let seen = SEEN.lock().unwrap_or_else(|error| error.into_inner());\n        let mut connection = self.db.connection().await?;\n        drop(seen);\n        validate_job_access(&mut connection, user_id, job_id).await\n",
            "SEEN.lock()",
            "`.await`",
        ),
        replaced(
            "RB1004",
            "src/core/db.rs",
            "        let transaction = self.pool.begin_with(",
            "        let held = LOCK.write().unwrap_or_else(|error| error.into_inner());\n        let transaction = self.pool.begin_with(",
            "LOCK.write()",
            "`.await`",
        ),
        replaced(
            "RB1004",
            SERVICE,
            GET,
            "        match SEEN.lock().unwrap_or_else(|error| error.into_inner()).get(job_id) {\n            _ => self.db.connection().await?,\n        };\n        let mut connection = self.db.connection().await?;\n        validate_job_access(&mut connection, user_id, job_id).await\n",
            "SEEN.lock()",
            "`.await`",
        ),
        replaced(
            "RB1005",
            CORE,
            "self.pool.begin_with(dialect::BEGIN).await?",
            "self.pool.begin().await?",
            "self.pool.begin()",
            "BEGIN IMMEDIATE",
        ),
        case(
            "RB1005",
            [Append(
                CORE,
                "\n/// Cleans.\npub async fn clean(pool: &sqlx::SqlitePool) -> Result<(), sqlx::Error> {\n    let mut transaction = pool.begin().await?;\n    sqlx::query(\"DELETE FROM users WHERE id = 0\").execute(&mut *transaction).await?;\n    transaction.commit().await\n}\n",
            )],
            CORE,
            "pool.begin()",
            "BEGIN IMMEDIATE",
        ),
        case(
            "RB1005",
            [Append(
                "src/core/page.rs",
                "\n/// Cleans.\npub async fn clean(pool: &sqlx::Pool<sqlx::Sqlite>) -> Result<(), sqlx::Error> {\n    let mut work = pool.begin().await.map_err(|error| error)?;\n    sqlx::query(\"UPDATE users SET name = name\").execute(&mut *work).await?;\n    work.commit().await?;\n    Ok(())\n}\n",
            )],
            "src/core/page.rs",
            "pool.begin()",
            "BEGIN IMMEDIATE",
        ),
        replaced(
            "RB1006",
            SERVICE,
            "        let deleted = sqlx::query(sql)\n",
            "        for word in job_id.split('-') {\n            sqlx::query(\"UPDATE jobs SET note = $1 WHERE user_id = $2\").bind(word).bind(user_id).execute(&mut *session).await?;\n        }\n        let deleted = sqlx::query(sql)\n",
            "sqlx::query(\"UPDATE jobs",
            "",
        ),
        replaced(
            "RB1006",
            SERVICE,
            "        let rows: Vec<Job> = statement.rows().fetch_all(&mut *connection).await?;\n",
            "        let rows: Vec<Job> = statement.rows().fetch_all(&mut *connection).await?;\n        for row in &rows {\n            validate_job_access(&mut connection, user_id, &row.job_id).await?;\n        }\n",
            "validate_job_access",
            "",
        ),
        replaced(
            "RB1006",
            USERS,
            "        tracing::info!(user_id = user.id, \"registered a user\");",
            "        let names = vec![name];\n        for other in names {\n            let taken = self.identify_user(other).await?;\n            drop(taken);\n        }\n        tracing::info!(user_id = user.id, \"registered a user\");",
            "self.identify_user(other)",
            "",
        ),
        case(
            "RB1007",
            [Replace(
                SERVICE,
                GET,
                "        let mut connection = self.db.connection().await?;\n        let all: Vec<Job> = sqlx::query_as(\"SELECT * FROM jobs WHERE user_id = $1\").bind(user_id).fetch_all(&mut *connection).await?;\n        drop(all);\n        validate_job_access(&mut connection, user_id, job_id).await\n",
            )],
            SERVICE,
            "\"SELECT * FROM jobs",
            "LIMIT",
        ),
        case(
            "RB1007",
            [Append(
                CORE,
                "\n/// All.\npub async fn all(pool: &Pool<Db>) -> Result<Vec<(String,)>, sqlx::Error> {\n    let sql = \"SELECT name FROM users ORDER BY email\";\n    sqlx::query_as(sql).fetch_all(pool).await\n}\n",
            )],
            CORE,
            "\"SELECT name",
            "LIMIT",
        ),
        case(
            "RB1007",
            [Append(
                CORE,
                "\nconst ALL: &str = \"SELECT user_id FROM users\";\n\n/// All.\npub async fn all(pool: &Pool<Db>) -> Result<Vec<String>, sqlx::Error> {\n    sqlx::query_scalar(ALL).fetch_all(pool).await\n}\n",
            )],
            CORE,
            "sqlx::query_scalar(ALL)",
            "LIMIT",
        ),
    ]
}
