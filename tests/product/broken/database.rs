// tests/product/broken/database.rs - Edits of the example that break the rules about models and migrations

use super::Edit::{Append, Replace, ReplaceAll, Write};
use super::{Case, case, replaced};

const DB: &str = "src/models/db_models.rs";
const MODELS: &str = "src/models/job_models.rs";
const WORKSPACE_MODELS: &str = "src/models/workspace_models.rs";
const API: &str = "src/api/job.rs";
const SERVICE: &str = "src/services/job_service.rs";
const SQLITE: &str = "migrations/sqlite/20260101000005_create_jobs.up.sql";
const POSTGRES: &str = "migrations/postgres/20260101000005_create_jobs.up.sql";

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    vec![
        case(
            "RB701",
            [Append(SERVICE, "\n#[derive(sqlx::FromRow)]\nstruct Count {\n    count: i64,\n}\n")],
            SERVICE,
            "Count",
            "Move it there",
        ),
        case(
            "RB701",
            [Append(
                MODELS,
                "\n/// A row.\n#[derive(Debug, sqlx::FromRow)]\npub struct JobRow {\n    /// It.\n    pub job_id: String,\n}\n",
            )],
            MODELS,
            "JobRow",
            "Move it there",
        ),
        case(
            "RB701",
            [
                Write(
                    "src/core/rows.rs",
                    "// src/core/rows.rs - What is seen of tables\n\nuse sqlx::FromRow;\n\n/// A row.\n#[derive(Debug, FromRow)]\npub struct Seen {\n    /// It.\n    pub at: i64,\n}\n",
                ),
                Append("src/core/mod.rs", "\npub mod rows;\n"),
            ],
            "src/core/rows.rs",
            "Seen",
            "Move it there",
        ),
        case(
            "RB702",
            [Append(
                API,
                "\n/// Some.\n#[derive(serde::Serialize)]\npub struct JobTotalsResponse {\n    /// How many.\n    pub total: i64,\n}\n",
            )],
            API,
            "JobTotalsResponse",
            "{resource}_models.rs",
        ),
        case(
            "RB702",
            [Append(
                DB,
                "\n/// Some.\n#[derive(Serialize)]\npub struct JobTotalsResponse {\n    /// How many.\n    pub total: i64,\n}\n",
            )],
            DB,
            "JobTotalsResponse",
            "{resource}_models.rs",
        ),
        case(
            "RB702",
            [Append(
                SERVICE,
                "\n/// Some.\n#[derive(utoipa::ToSchema, serde::Deserialize)]\npub struct JobTotalsRequest {\n    /// How many.\n    pub total: i64,\n}\n",
            )],
            SERVICE,
            "JobTotalsRequest",
            "{resource}_models.rs",
        ),
        case(
            "RB703",
            [Replace(
                API,
                "Result<Json<JobListResponse>, ApiError>",
                "Result<Json<Vec<crate::models::db_models::Job>>, ApiError>",
            )],
            API,
            "crate::models::db_models::Job",
            "JobResponse",
        ),
        case(
            "RB703",
            [Replace(MODELS, "pub items: Vec<JobResponse>,", "pub items: Vec<Job>,")],
            API,
            "JobListResponse",
            "JobResponse",
        ),
        case(
            "RB703",
            [Replace(API, "ValidJson<JobUpdateRequest>", "ValidJson<crate::models::db_models::Job>")],
            API,
            "crate::models::db_models::Job",
            "request model",
        ),
        case(
            "RB704",
            [Append(
                DB,
                "\n/// Which.\n#[derive(Debug)]\npub struct Span {\n    /// From.\n    pub start: chrono::NaiveDateTime,\n}\n",
            )],
            DB,
            "chrono::NaiveDateTime",
            "DateTime<Utc>",
        ),
        case(
            "RB704",
            [Append(
                DB,
                "\n/// Which.\n#[derive(Debug)]\npub struct Span {\n    /// From.\n    pub start: Option<DateTime<chrono::Local>>,\n}\n",
            )],
            DB,
            "chrono::Local",
            "DateTime<Utc>",
        ),
        replaced(
            "RB704",
            "src/core/db.rs",
            "Utc::now().trunc_subsecs(6)",
            "chrono::Local::now().to_utc().trunc_subsecs(6)",
            "chrono::Local::now",
            "Utc::now()",
        ),
        case(
            "RB705",
            [ReplaceAll(SQLITE, "    note TEXT\n        CONSTRAINT ck_jobs_note CHECK (length(note) <= 10000),\n", "")],
            DB,
            "note: Option<String>",
            "migration",
        ),
        case(
            "RB705",
            [Replace(POSTGRES, "    priority INTEGER NOT NULL", "    priority BIGINT NOT NULL")],
            DB,
            "priority",
            "type",
        ),
        case(
            "RB705",
            [Write(
                "migrations/sqlite/20260101000099_add_size.up.sql",
                "-- migrations/sqlite/20260101000099_add_size.up.sql - Add a size\nALTER TABLE jobs ADD COLUMN size INTEGER;\n",
            )],
            DB,
            "Job",
            "Add a field",
        ),
        case(
            "RB705",
            [Replace(DB, "    pub scheduled_at: Option<DateTime<Utc>>,", "    pub scheduled_at: DateTime<Utc>,")],
            DB,
            "scheduled_at",
            "Option",
        ),
        replaced("RB706", MODELS, "    /// Job type.\n", "", "job_type", "///"),
        replaced("RB706", MODELS, "    /// The rows of the page.\n", "", "items", "///"),
        replaced(
            "RB706",
            "src/models/user_models.rs",
            "    /// The password",
            "    // The password",
            "password",
            "///",
        ),
        replaced(
            "RB707",
            MODELS,
            "#[derive(Debug, Deserialize, ToSchema, Validate)]",
            "#[derive(Debug, Deserialize, ToSchema)]",
            "JobCreateRequest",
            "garde::Validate",
        ),
        replaced(
            "RB707",
            API,
            "ValidJson(request): ValidJson<JobCreateRequest>",
            "Json(request): Json<JobCreateRequest>",
            "JobCreateRequest",
            ".validate()",
        ),
        replaced(
            "RB707",
            API,
            "ValidJson(request): ValidJson<JobUpdateRequest>",
            "axum::Form(request): axum::Form<JobUpdateRequest>",
            "JobUpdateRequest",
            ".validate()",
        ),
        replaced(
            "RB708",
            WORKSPACE_MODELS,
            "#[schema(min_length = 1, max_length = 80)]",
            "#[schema(min_length = 1, max_length = 90)]",
            "name",
            "max_length",
        ),
        replaced(
            "RB708",
            WORKSPACE_MODELS,
            "#[garde(length(chars, min = 1, max = 80))]",
            "#[garde(length(min = 1, max = 80))]",
            "name",
            "chars",
        ),
        replaced("RB708", MODELS, "    #[schema(minimum = 0, maximum = 9)]\n", "", "priority", "minimum"),
        case(
            "RB709",
            [
                ReplaceAll(
                    "migrations/sqlite/20260101000004_create_portfolios.up.sql",
                    " portfolios (",
                    " portfolio (",
                ),
                ReplaceAll(
                    "migrations/postgres/20260101000004_create_portfolios.up.sql",
                    " portfolios (",
                    " portfolio (",
                ),
                ReplaceAll("src/services/portfolio_service.rs", " portfolios", " portfolio"),
                Replace("tests/portfolio/mod.rs", "\"portfolios\"", "\"portfolio\""),
            ],
            DB,
            "Portfolio",
            "portfolios",
        ),
        case(
            "RB709",
            [
                Append(
                    DB,
                    "\n/// A run.\n#[derive(Debug, sqlx::FromRow)]\npub struct Run {\n    /// The key.\n    pub id: i64,\n}\n",
                ),
                Append(SQLITE, "CREATE TABLE run (\n    id INTEGER PRIMARY KEY\n);\n"),
            ],
            DB,
            "Run",
            "runs",
        ),
        case(
            "RB709",
            [
                Append(
                    DB,
                    "\n/// A run.\n#[derive(Debug, sqlx::FromRow)]\npub struct JobRun {\n    /// The key.\n    pub id: i64,\n}\n",
                ),
                Append(POSTGRES, "CREATE TABLE job_run (\n    id BIGINT PRIMARY KEY\n);\n"),
            ],
            DB,
            "JobRun",
            "job_runs",
        ),
        case(
            "RB710",
            [Replace(SQLITE, "CREATE INDEX idx_jobs_user_id ON jobs (user_id);\n", "")],
            SQLITE,
            "user_id",
            "CREATE INDEX",
        ),
        case(
            "RB710",
            [Replace(POSTGRES, "CREATE INDEX idx_jobs_user_id ON jobs (user_id);\n", "")],
            POSTGRES,
            "user_id",
            "CREATE INDEX",
        ),
        case(
            "RB710",
            [Replace(SQLITE, "ON jobs (user_id);", "ON jobs (priority, user_id);")],
            SQLITE,
            "user_id",
            "CREATE INDEX",
        ),
        case(
            "RB711 RB705",
            [
                ReplaceAll(SQLITE, "    updated_at TEXT NOT NULL\n", "    changed_at TEXT NOT NULL\n"),
                ReplaceAll(SQLITE, "workspace_id, updated_at", "workspace_id, changed_at"),
            ],
            SQLITE,
            "jobs",
            "migration",
        ),
        case(
            "RB711",
            [Replace(SQLITE, " NOT NULL\n        CONSTRAINT uq_jobs_job_id UNIQUE,", " NOT NULL,")],
            SQLITE,
            "jobs",
            "migration",
        ),
        case(
            "RB711 RB705",
            [Append(POSTGRES, "ALTER TABLE jobs DROP COLUMN created_at;\n")],
            POSTGRES,
            "jobs",
            "migration",
        ),
    ]
}
