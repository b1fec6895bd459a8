// tests/product/broken/structure.rs - More edits of the example that break the rules about files, headers, layers and routes

use super::Edit::{Append, Remove, Rename, Replace, ReplaceAll, Write};
use super::{Case, case, replaced};

const SERVICE: &str = "src/services/job_service.rs";
const HEALTH: &str = "src/services/health_service.rs";
const API: &str = "src/api/job.rs";
const WORKSPACE: &str = "src/api/workspace.rs";
const MOUNTED: &str = "routes!(list_workspaces_api, create_workspace_api)";

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    [places(), names(), headers(), layers(), routes()].into_iter().flatten().collect()
}

fn places() -> Vec<Case> {
    vec![
        case(
            "RB101 RB205",
            [Remove("src/models"), Replace("src/lib.rs", "pub mod models;\n", "")],
            "Cargo.toml",
            "\"example-app\"",
            "models",
        ),
        case(
            "RB101 RB102 RB105 RB302 RB501 RB505",
            [Rename("tests/main.rs", "checks/main.rs"), Remove("tests")],
            "Cargo.toml",
            "\"example-app\"",
            "tests",
        ),
        case(
            "RB102",
            [
                Write("src/util/text.rs", "// src/util/text.rs - How texts are cut\n"),
                Write("src/util/mod.rs", "// src/util/mod.rs - What is of use everywhere\n\npub mod text;\n"),
                Append("src/lib.rs", "\npub mod util;\n"),
            ],
            "src/util/text.rs",
            "",
            "src/core",
        ),
        case(
            "RB102",
            [
                Write("src/handlers/mod.rs", "// src/handlers/mod.rs - What answers requests\n"),
                Append("src/lib.rs", "\npub mod handlers;\n"),
            ],
            "src/handlers/mod.rs",
            "",
            "src/",
        ),
        case(
            "RB103 RB1202",
            [
                Rename("src/core/settings.rs", "src/core/options.rs"),
                ReplaceAll("src/core/options.rs", "src/core/settings.rs", "src/core/options.rs"),
                Rename("src/core/settings/market_data.rs", "src/core/options/market_data.rs"),
                ReplaceAll("src/core/options/market_data.rs", "src/core/settings/", "src/core/options/"),
                Rename("src/core/settings/worker.rs", "src/core/options/worker.rs"),
                ReplaceAll("src/core/options/worker.rs", "src/core/settings/", "src/core/options/"),
                Replace("src/core/mod.rs", "pub mod settings;", "pub mod options;"),
            ],
            "src/core/mod.rs",
            "",
            "src/core/settings.rs",
        ),
        case(
            "RB103 RB1304",
            [
                Rename("src/core/db.rs", "src/core/database.rs"),
                ReplaceAll("src/core/database.rs", "src/core/db.rs", "src/core/database.rs"),
                Replace("src/core/mod.rs", "pub mod db;", "pub mod database;"),
            ],
            "src/core/mod.rs",
            "",
            "src/core/db.rs",
        ),
        case(
            "RB104",
            [
                client("reqwest"),
                Append(
                    SERVICE,
                    "\nasync fn ask(url: &str) -> Result<reqwest::Response, reqwest::Error> {\n    reqwest::get(url).await\n}\n",
                ),
            ],
            SERVICE,
            "reqwest::Response",
            "src/core/reqwest",
        ),
        case(
            "RB104",
            [client("lettre"), Append("src/core/page.rs", "\n/// A letter.\npub type Letter = lettre::Message;\n")],
            "src/core/page.rs",
            "lettre::Message",
            "src/core/lettre",
        ),
        case(
            "RB104",
            [client("redis"), Append(API, "\n/// A cache.\npub type Cache = redis::Client;\n")],
            API,
            "redis::Client",
            "src/core/redis",
        ),
        case(
            "RB105",
            [Write("src/models/lost_models.rs", "// src/models/lost_models.rs - What nobody finds\n")],
            "src/models/lost_models.rs",
            "",
            "mod lost_models;",
        ),
        case(
            "RB105",
            [Write("src/core/cache/mod.rs", "// src/core/cache/mod.rs - What is kept for a while\n")],
            "src/core/cache/mod.rs",
            "",
            "mod cache;",
        ),
        case("RB106", [Remove(".gitignore")], "Cargo.toml", "\"example-app\"", ".gitignore"),
        case("RB106", [Replace(".gitignore", "/logs\n", "/logs/old\n")], "Cargo.toml", "\"example-app\"", ".gitignore"),
    ]
}

/// A client of another service among the dependencies.
fn client(name: &'static str) -> super::Edit {
    match name {
        "reqwest" => Replace("Cargo.toml", "[dependencies]\n", "[dependencies]\nreqwest = \"0.12\"\n"),
        "lettre" => Replace("Cargo.toml", "[dependencies]\n", "[dependencies]\nlettre = \"0.11\"\n"),
        _ => Replace("Cargo.toml", "[dependencies]\n", "[dependencies]\nredis = \"1\"\n"),
    }
}

fn names() -> Vec<Case> {
    vec![
        case(
            "RB201 RB205",
            [
                Write("src/api/clock_handlers.rs", "// src/api/clock_handlers.rs - What time it is\n"),
                Append("src/api/mod.rs", "\npub mod clock_handlers;\n"),
            ],
            "src/api/clock_handlers.rs",
            "",
            "src/api/clock.rs",
        ),
        case(
            "RB201 RB205",
            [
                Write("src/api/clocks.rs", "// src/api/clocks.rs - What time it is\n"),
                Append("src/api/mod.rs", "\npub mod clocks;\n"),
            ],
            "src/api/clocks.rs",
            "",
            "src/api/clock.rs",
        ),
        case(
            "RB202",
            [
                Write("src/services/clocks_service.rs", "// src/services/clocks_service.rs - What time it is\n"),
                Append("src/services/mod.rs", "\npub mod clocks_service;\n"),
            ],
            "src/services/clocks_service.rs",
            "",
            "clock_service.rs",
        ),
        case(
            "RB202",
            [
                Write("src/services/clock_svc.rs", "// src/services/clock_svc.rs - What time it is\n"),
                Append("src/services/mod.rs", "\npub mod clock_svc;\n"),
            ],
            "src/services/clock_svc.rs",
            "",
            "clock_service.rs",
        ),
        case(
            "RB203",
            [
                Write("src/models/clocks_models.rs", "// src/models/clocks_models.rs - What time it is\n"),
                Append("src/models/mod.rs", "\npub mod clocks_models;\n"),
            ],
            "src/models/clocks_models.rs",
            "",
            "clock_models.rs",
        ),
        case(
            "RB203",
            [
                Write("src/models/clock.rs", "// src/models/clock.rs - What time it is\n"),
                Append("src/models/mod.rs", "\npub mod clock;\n"),
            ],
            "src/models/clock.rs",
            "",
            "clock_models.rs",
        ),
        case(
            "RB204",
            [
                Write("tests/job/job_limits_test.rs", "// tests/job/job_limits_test.rs - How much a job may hold\n"),
                Append("tests/job/mod.rs", "\nmod job_limits_test;\n"),
            ],
            "tests/job/job_limits_test.rs",
            "",
            "tests/job/test_job_limits.rs",
        ),
        case(
            "RB204",
            [
                Write("tests/job/test_user_limits.rs", "// tests/job/test_user_limits.rs - How much a job may hold\n"),
                Append("tests/job/mod.rs", "\nmod test_user_limits;\n"),
            ],
            "tests/job/test_user_limits.rs",
            "",
            "tests/job/test_job_",
        ),
        case(
            "RB205",
            [
                Write("src/api/clock.rs", "// src/api/clock.rs - Clock API endpoints\n"),
                Append("src/api/mod.rs", "\npub mod clock;\n"),
                Write("src/services/clock_service.rs", "// src/services/clock_service.rs - What time it is\n"),
                Append("src/services/mod.rs", "\npub mod clock_service;\n"),
            ],
            "src/api/clock.rs",
            "",
            "src/models/clock_models.rs",
        ),
        case(
            "RB205",
            [
                Write("src/api/clock.rs", "// src/api/clock.rs - Clock API endpoints\n"),
                Append("src/api/mod.rs", "\npub mod clock;\n"),
                Write("src/models/clock_models.rs", "// src/models/clock_models.rs - What time it is\n"),
                Append("src/models/mod.rs", "\npub mod clock_models;\n"),
            ],
            "src/api/clock.rs",
            "",
            "src/services/clock_service.rs",
        ),
    ]
}

fn headers() -> Vec<Case> {
    vec![
        replaced(
            "RB301",
            "tests/job/test_job_api.rs",
            "// tests/job/test_job_api.rs - Jobs over HTTP: create, read, change, delete\n",
            "",
            "",
            "// tests/job/test_job_api.rs - ",
        ),
        replaced(
            "RB301",
            "migrations/sqlite/20260101000000_create_users.up.sql",
            "-- migrations/sqlite/20260101000000_create_users.up.sql - Make the table of users\n",
            "",
            "",
            "-- migrations/sqlite/20260101000000_create_users.up.sql - ",
        ),
        replaced("RB302", "tests/job/mod.rs", "// tests/job/mod.rs", "// job/mod.rs", "job/mod.rs", "tests/job/mod.rs"),
        replaced(
            "RB302",
            "migrations/postgres/20260101000000_create_users.up.sql",
            "-- migrations/postgres/",
            "-- migrations/sqlite/",
            "migrations/sqlite/",
            "migrations/postgres/",
        ),
        replaced(
            "RB303",
            "src/core/db.rs",
            "// src/core/db.rs - The database: pool, sessions and migrations",
            "// src/core/db.rs - db",
            "db",
            "Say in a few words",
        ),
        replaced(
            "RB303",
            SERVICE,
            "job_service.rs - Job business logic",
            "job_service.rs - job_service.rs",
            "job_service.rs",
            "Say in a few words",
        ),
        replaced(
            "RB304 RB305",
            API,
            "use axum::http::StatusCode;\nuse utoipa_axum::router::OpenApiRouter;",
            "use crate::api::state::AppState as State2;\nuse axum::http::StatusCode;\nuse utoipa_axum::router::OpenApiRouter;",
            "use axum::http::StatusCode",
            "third party",
        ),
        replaced(
            "RB304 RB305",
            SERVICE,
            "use uuid::Uuid;\n",
            "use uuid::Uuid;\nuse std::fmt::Debug;\n",
            "use std::fmt::Debug;",
            "standard library",
        ),
        replaced(
            "RB305",
            SERVICE,
            "use uuid::Uuid;\n\nuse crate",
            "use uuid::Uuid;\nuse crate",
            "use crate::core::db",
            "blank line",
        ),
        replaced(
            "RB305",
            SERVICE,
            "use serde_json::{Value, json};\nuse uuid::Uuid;",
            "use serde_json::{Value, json};\n\nuse uuid::Uuid;",
            "use uuid::Uuid;",
            "Keep the third-party imports together",
        ),
        replaced(
            "RB306",
            "tests/job/mod.rs",
            "/// Where the jobs are.\n",
            "const ONE: usize = 1;\n\nuse std::fmt::Debug as _;\n\n/// Where the jobs are.\n",
            "use std::fmt::Debug",
            "",
        ),
        case(
            "RB306",
            [Append("src/core/page.rs", "\nuse std::fmt::Write as _;\n")],
            "src/core/page.rs",
            "use std::fmt::Write",
            "",
        ),
    ]
}

fn layers() -> Vec<Case> {
    vec![
        case(
            "RB401",
            [Append(
                "src/core/page.rs",
                "\n/// Who keeps them.\npub type Keeper = crate::services::health_service::HealthService;\n",
            )],
            "src/core/page.rs",
            "crate::services::health_service::HealthService",
            "",
        ),
        replaced(
            "RB401 RB304",
            API,
            "use crate::services::job_service::JobService;\n",
            "use crate::services::job_service::JobService;\nuse crate::core::page::Seek;\n",
            "crate::core::page::Seek",
            "",
        ),
        case(
            "RB402",
            [Append("src/services/user_service.rs", "\nfn answer() -> axum::Json<i64> {\n    axum::Json(3)\n}\n")],
            "src/services/user_service.rs",
            "axum::Json",
            "",
        ),
        replaced(
            "RB402",
            HEALTH,
            "use crate::core::db::Database;\n",
            "use tower::Service as _;\n\nuse crate::core::db::Database;\n",
            "tower::Service",
            "",
        ),
        engine(
            "crate::core::errors::ServiceError",
            "use crate::core::errors::ServiceError;\n\n/// Reports.\npub struct ReportEngine {\n    /// What went wrong.\n    pub error: ServiceError,\n}\n",
        ),
        engine(
            "crate::core::settings::Settings",
            "/// Reports.\npub struct ReportEngine {\n    /// How.\n    pub settings: crate::core::settings::Settings,\n}\n",
        ),
        replaced("RB404", SERVICE, "    pub async fn get_job(", "    pub fn get_job(", "get_job", "async fn"),
        replaced(
            "RB404",
            "src/services/user_service.rs",
            "    pub async fn identify_user(",
            "    pub fn identify_user(",
            "identify_user",
            "async fn",
        ),
        replaced(
            "RB405",
            "src/services/user_service.rs",
            "changes: &UserChanges,",
            "changes: &crate::models::user_models::UserUpdateRequest,",
            "crate::models::user_models::UserUpdateRequest",
            "plain values",
        ),
        replaced(
            "RB405",
            SERVICE,
            "filter: &JobFilter",
            "filter: &axum::extract::Query<JobFilter>",
            "axum::extract::Query",
            "plain values",
        ),
        replaced(
            "RB406",
            SERVICE,
            "pub async fn get_job(&self, user_id: i64, job_id: &str)",
            "pub async fn get_job(&self, user_id: i64, job_id: &mut DbConnection)",
            "DbConnection",
            "Open the session in the function",
        ),
        replaced(
            "RB406",
            "src/services/user_service.rs",
            "changes: &UserChanges,",
            "changes: &mut sqlx::Transaction<'_, sqlx::Sqlite>,",
            "sqlx::Transaction",
            "Open the session in the function",
        ),
        replaced(
            "RB407",
            API,
            "    service.delete_job(",
            "    sqlx::query(\"SELECT 1\");\n    service.delete_job(",
            "sqlx::query",
            "service",
        ),
        replaced(
            "RB407",
            "src/api/user.rs",
            "use utoipa_axum::router::OpenApiRouter;\n",
            "use sqlx::Row as _;\nuse utoipa_axum::router::OpenApiRouter;\n",
            "sqlx::Row",
            "service",
        ),
        case(
            "RB408",
            [
                Append(
                    "src/services/user_service.rs",
                    "\n/// Who asks.\npub type Asker = crate::services::health_service::HealthService;\n",
                ),
                Append(HEALTH, "\n/// Who answers.\npub type Answerer = crate::services::user_service::UserService;\n"),
            ],
            HEALTH,
            "crate::services::user_service::UserService",
            "service of its own",
        ),
        case(
            "RB408",
            [
                Append(
                    "src/services/user_service.rs",
                    "\n/// Who works.\npub type Worker = crate::services::job_service::JobService;\n",
                ),
                Append(
                    "src/services/workspace_service.rs",
                    "\n/// Who asks.\npub type Asker = crate::services::user_service::UserService;\n",
                ),
            ],
            SERVICE,
            "crate::services::workspace_service",
            "service of its own",
        ),
    ]
}

/// An engine that reaches past the services.
fn engine(at: &'static str, body: &'static str) -> Case {
    let text: &'static str = format!("// src/engines/report_engine.rs - Reports\n\n{body}").leak();
    case(
        "RB403",
        [
            Replace("src/engines/mod.rs", "pub mod performance;", "pub mod performance;\npub mod report_engine;"),
            Write("src/engines/report_engine.rs", text),
        ],
        "src/engines/report_engine.rs",
        at,
        "service",
    )
}

/// The collection of workspaces at another path, which the tests ask for.
fn moved(code: &'static str, line: &'static str, path: &'static str, help: &'static str) -> Case {
    case(
        code,
        [
            Replace(WORKSPACE, "path = \"/workspaces\",", line),
            Replace("tests/workspace/mod.rs", "\"/workspaces\"", path),
        ],
        WORKSPACE,
        MOUNTED,
        help,
    )
}

/// The workspaces at another path, whose noun is not plural.
fn singular(collection: &'static str, item: &'static str, asked: &'static str) -> Case {
    case(
        "RB606",
        [
            Replace(WORKSPACE, "path = \"/workspaces\",", collection),
            ReplaceAll(WORKSPACE, "path = \"/workspaces/{workspace_id}\",", item),
            Replace("tests/workspace/mod.rs", "\"/workspaces\"", asked),
        ],
        WORKSPACE,
        MOUNTED,
        "s`",
    )
}

fn routes() -> Vec<Case> {
    const ITEM: &str = "path = \"/workspaces/{workspace_id}\",";
    const MOUNTED_ITEM: &str = "routes!(get_workspace_api, update_workspace_api)";
    vec![
        moved("RB601", "path = \"/workspaces/analytics\",", "\"/workspaces/analytics\"", "/workspace-analytics"),
        moved("RB602", "path = \"/jobs/recent\",", "\"/jobs/recent\"", "/job-recent"),
        moved("RB602", "path = \"/users/active\",", "\"/users/active\"", "/user-active"),
        case(
            "RB603",
            [Replace(WORKSPACE, "path = \"/workspaces\",", "path = \"/users/{user_id}\",")],
            WORKSPACE,
            MOUNTED,
            "path of its own",
        ),
        replaced(
            "RB604 RB505",
            "src/api/mod.rs",
            ".merge(job::router())",
            ".nest(\"jobs\", job::router())",
            "\"jobs\"",
            "`/`",
        ),
        replaced(
            "RB605",
            WORKSPACE,
            "    ValidPath(workspace_id): ValidPath<String>,\n) -> Result<Versioned<WorkspaceResponse>, ApiError> {",
            "    ValidPath((workspace_id, _)): ValidPath<(String, String)>,\n) -> Result<Versioned<WorkspaceResponse>, ApiError> {",
            "ValidPath<(String, String)>",
            "one",
        ),
        case(
            "RB605",
            [
                Replace(WORKSPACE, "path = \"/workspaces\",", "path = \"/workspaces/{workspace_id}/parts\","),
                Replace(
                    WORKSPACE,
                    "    ValidQuery(query): ValidQuery<WorkspaceListQuery>,\n",
                    "    ValidPath(part): ValidPath<Part>,\n",
                ),
                Append(WORKSPACE, "\n/// A part.\npub struct Part {\n    part_id: String,\n}\n"),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/workspaces/3/parts\""),
            ],
            WORKSPACE,
            "ValidPath<Part>",
            "workspace_id",
        ),
        singular("path = \"/team-workspace\",", "path = \"/team-workspace/{workspace_id}\",", "\"/team-workspace\""),
        singular("path = \"/room\",", "path = \"/room/{room_id}\",", "\"/room\""),
        moved("RB607", "path = \"/create-workspaces\",", "\"/create-workspaces\"", "POST"),
        moved("RB608", "path = \"/work_spaces\",", "\"/work_spaces\"", "work-spaces"),
        replaced("RB608 RB603", WORKSPACE, ITEM, "path = \"/workspaces/{workspaceId}\",", MOUNTED_ITEM, "workspace_id"),
        replaced("RB609", WORKSPACE, "service.get_workspace(", "service.delete_workspace(", MOUNTED_ITEM, "DELETE"),
        replaced(
            "RB610",
            WORKSPACE,
            "ValidJson<WorkspaceCreateRequest>",
            "ValidJson<serde_json::Value>",
            "serde_json::Value",
            "Request",
        ),
        replaced(
            "RB610",
            API,
            "Json<JobListResponse>, ApiError>",
            "Json<serde_json::Map<String, serde_json::Value>>, ApiError>",
            "serde_json::Map",
            "Response",
        ),
        case(
            "RB611",
            [
                ReplaceAll(API, "JobListResponse", "JobPage"),
                ReplaceAll("src/models/job_models.rs", "JobListResponse", "JobPage"),
            ],
            API,
            "JobPage",
            "Response",
        ),
        case(
            "RB611",
            [
                ReplaceAll(API, "JobUpdateRequest", "JobPatch"),
                ReplaceAll("src/models/job_models.rs", "JobUpdateRequest", "JobPatch"),
                ReplaceAll("tests/job/mod.rs", "JobUpdateRequest", "JobPatch"),
                ReplaceAll("tests/job/test_job_models.rs", "JobUpdateRequest", "JobPatch"),
                ReplaceAll("tests/job/test_job_models.rs", "job_update_request", "job_patch"),
            ],
            API,
            "JobPatch",
            "Request",
        ),
        replaced(
            "RB612",
            API,
            "Created<JobResponse>, ApiError>",
            "Json<JobResponse>, ApiError>",
            "create_job_api",
            "CREATED",
        ),
        replaced(
            "RB612",
            API,
            "    Ok(StatusCode::NO_CONTENT)",
            "    Ok(StatusCode::OK)",
            "delete_job_api",
            "NO_CONTENT",
        ),
        case(
            "RB614",
            [Append(
                API,
                "\n/// Exports.\npub async fn export_jobs_api(State(_): State<JobService>) -> StatusCode {\n    StatusCode::OK\n}\n",
            )],
            API,
            "export_jobs_api",
            ".route(",
        ),
        replaced("RB614", API, "        .routes(routes!(delete_job_api))\n", "", "delete_job_api", ".routes(routes!("),
        replaced(
            "RB615",
            API,
            ".routes(routes!(delete_job_api))",
            ".route(\"/jobs/{job_id}\", axum::routing::put(delete_job_api))",
            "#[utoipa::path(",
            "path = \"/jobs/{job_id}\"",
        ),
        replaced(
            "RB615",
            WORKSPACE,
            ".routes(routes!(delete_workspace_api))",
            ".route(\"/rooms/{room_id}\", axum::routing::delete(delete_workspace_api))",
            "#[utoipa::path(",
            "path = \"/rooms/{room_id}\"",
        ),
        replaced(
            "RB901",
            API,
            "    current_user: CurrentUser,\n    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
            "    ValidPath(job_id): ValidPath<String>,\n) -> Result<Versioned",
            "get_job_api",
            "CurrentUser",
        ),
        replaced("RB901", WORKSPACE, "    current_user: CurrentUser,\n", "", "list_workspaces_api", "CurrentUser"),
    ]
}
