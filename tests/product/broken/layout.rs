// tests/product/broken/layout.rs - Edits of the example that break the rules about files, headers, layers and logging

use super::Edit::{Append, Remove, Rename, Replace, Write};
use super::{Case, case, replaced};

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    vec![
        case("RB101 RB501 RB505", [Remove("tests")], "Cargo.toml", "\"example-app\"", "tests"),
        case(
            "RB102",
            [
                Write("src/helpers.rs", "// src/helpers.rs - Small things\n"),
                Replace("src/lib.rs", "pub mod services;", "pub mod helpers;\npub mod services;"),
            ],
            "src/helpers.rs",
            "",
            "src/core",
        ),
        case(
            "RB103",
            [Remove("src/core/logger.rs"), Replace("src/core/mod.rs", "pub mod logger;\n", "")],
            "src/core/mod.rs",
            "",
            "src/core/logger.rs",
        ),
        case(
            "RB105",
            [Write("src/core/clock.rs", "// src/core/clock.rs - What time it is\n")],
            "src/core/clock.rs",
            "",
            "mod clock;",
        ),
        case("RB106", [Replace(".gitignore", "/logs\n", "")], "Cargo.toml", "\"example-app\"", ".gitignore"),
        case(
            "RB201",
            [
                Rename("src/api/job.rs", "src/api/jobs_handler.rs"),
                Replace("src/api/jobs_handler.rs", "src/api/job.rs", "src/api/jobs_handler.rs"),
                Replace("src/api/mod.rs", "pub mod job;", "pub mod jobs_handler;"),
                Replace("src/api/mod.rs", "job::router()", "jobs_handler::router()"),
            ],
            "src/api/jobs_handler.rs",
            "",
            "src/api/job.rs",
        ),
        case(
            "RB202",
            [
                Write("src/services/clock.rs", "// src/services/clock.rs - What time it is\n"),
                Append("src/services/mod.rs", "\npub mod clock;\n"),
            ],
            "src/services/clock.rs",
            "",
            "src/services/clock_service.rs",
        ),
        case(
            "RB203",
            [
                Write("src/models/clock_dto.rs", "// src/models/clock_dto.rs - What time it is\n"),
                Append("src/models/mod.rs", "\npub mod clock_dto;\n"),
            ],
            "src/models/clock_dto.rs",
            "",
            "src/models/clock_models.rs",
        ),
        case(
            "RB204",
            [
                Write("tests/job/limits.rs", "// tests/job/limits.rs - How much a job may hold\n"),
                Append("tests/job/mod.rs", "\nmod limits;\n"),
            ],
            "tests/job/limits.rs",
            "",
            "tests/job/test_job_limits.rs",
        ),
        case(
            "RB205",
            [
                Write("src/api/clock.rs", "// src/api/clock.rs - Clock API endpoints\n"),
                Append("src/api/mod.rs", "\npub mod clock;\n"),
            ],
            "src/api/clock.rs",
            "",
            "src/services/clock_service.rs",
        ),
        replaced(
            "RB301",
            "src/services/job_service.rs",
            "// src/services/job_service.rs - Job business logic\n",
            "",
            "",
            "// src/services/job_service.rs - Job business logic",
        ),
        replaced(
            "RB302",
            "src/api/job.rs",
            "// src/api/job.rs",
            "// src/api/task.rs",
            "src/api/task.rs",
            "src/api/job.rs",
        ),
        replaced(
            "RB303",
            "src/core/db.rs",
            "// src/core/db.rs - ",
            "// src/core/db.rs - TODO: ",
            "TODO",
            "Say in a few words",
        ),
        replaced(
            "RB304",
            "src/api/state.rs",
            "use std::sync::Arc;\n\nuse axum::extract::FromRef;",
            "use axum::extract::FromRef;\n\nuse std::sync::Arc;",
            "use std::sync::Arc;",
            "standard library",
        ),
        replaced(
            "RB305",
            "src/api/state.rs",
            "use std::sync::Arc;\n\nuse axum",
            "use std::sync::Arc;\nuse axum",
            "use axum::extract::FromRef;",
            "blank line",
        ),
        case(
            "RB306",
            [Append(
                "src/services/job_service.rs",
                "\nuse std::fmt;\n\nimpl fmt::Display for JobService {\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n        f.write_str(\"jobs\")\n    }\n}\n",
            )],
            "src/services/job_service.rs",
            "use std::fmt;",
            "",
        ),
        case(
            "RB401",
            [Append(
                "src/models/job_models.rs",
                "\n/// Leads past the services.\npub type Shortcut = crate::services::job_service::JobService;\n",
            )],
            "src/models/job_models.rs",
            "crate::services::job_service::JobService",
            "",
        ),
        case(
            "RB402",
            [Append(
                "src/services/job_service.rs",
                "\n/// What HTTP calls it.\npub const GONE: axum::http::StatusCode = axum::http::StatusCode::GONE;\n",
            )],
            "src/services/job_service.rs",
            "axum::http::StatusCode",
            "",
        ),
        case(
            "RB403",
            [
                Replace("src/engines/mod.rs", "pub mod performance;", "pub mod performance;\npub mod report_engine;"),
                Write(
                    "src/engines/report_engine.rs",
                    "// src/engines/report_engine.rs - Reports\n\nuse crate::core::db::Database;\n\n/// Reports.\npub struct ReportEngine {\n    /// Where from.\n    pub db: Database,\n}\n",
                ),
            ],
            "src/engines/report_engine.rs",
            "crate::core::db::Database",
            "Call a service",
        ),
        replaced(
            "RB404",
            "src/services/health_service.rs",
            "pub async fn check_ready",
            "pub fn check_ready",
            "check_ready",
            "async fn",
        ),
        case(
            "RB405",
            [Replace(
                "src/services/job_service.rs",
                "new: &NewJob",
                "new: &crate::models::job_models::JobCreateRequest",
            )],
            "src/services/job_service.rs",
            "crate::models::job_models::JobCreateRequest",
            "plain values",
        ),
        case(
            "RB406",
            [Replace("src/services/job_service.rs", "filter: &JobFilter", "filter: &mut crate::core::db::Session")],
            "src/services/job_service.rs",
            "crate::core::db::Session",
            "Open the session in the function",
        ),
        case(
            "RB407",
            [Append("src/api/job.rs", "\n/// Looks for itself.\npub type Handle = sqlx::SqlitePool;\n")],
            "src/api/job.rs",
            "sqlx::SqlitePool",
            "service",
        ),
        case(
            "RB408",
            [Append(
                "src/services/workspace_service.rs",
                "\n/// Who works here.\npub type Worker = crate::services::job_service::JobService;\n",
            )],
            "src/services/job_service.rs",
            "crate::services::workspace_service",
            "service of its own",
        ),
        case(
            "RB801",
            [Append(
                "src/services/job_service.rs",
                "\n/// Says so.\npub(crate) fn tell(job_id: &str) {\n    println!(\"{job_id}\");\n}\n",
            )],
            "src/services/job_service.rs",
            "println!",
            "tracing::info!",
        ),
        replaced(
            "RB801 RB807",
            "src/services/job_service.rs",
            "tracing::info!(user_id, job_id, \"deleted a job\")",
            "std::eprintln!(\"{user_id} deleted {job_id}\")",
            "std::eprintln!",
            "tracing::error!",
        ),
        replaced(
            "RB801",
            "src/core/db.rs",
            "Ok(Session { transaction })",
            "Ok(dbg!(Session { transaction }))",
            "dbg!",
            "Remove it",
        ),
        replaced(
            "RB802",
            "src/main.rs",
            "let _writing = logger::start(&settings.log)?;",
            "tracing_subscriber::fmt().json().init();",
            "tracing_subscriber::fmt()",
            "core::logger",
        ),
        case(
            "RB802",
            [Append(
                "src/api/health.rs",
                "\n/// Logs for itself.\npub(crate) fn trace() {\n    use tracing_subscriber::fmt as lines;\n    lines::init();\n}\n",
            )],
            "src/api/health.rs",
            "lines::init()",
            "core::logger",
        ),
        case(
            "RB802",
            [
                Replace("Cargo.toml", "[dependencies]\n", "[dependencies]\nlog = \"0.4\"\n"),
                Replace(
                    "src/services/job_service.rs",
                    "tracing::info!(user_id, job_id, \"deleted a job\")",
                    "log::info!(\"{user_id} deleted {job_id}\")",
                ),
            ],
            "src/services/job_service.rs",
            "log::info!",
            "`tracing`",
        ),
        case(
            "RB1202",
            [Append(
                "src/services/job_service.rs",
                "\n/// How many.\npub(crate) fn most() -> Option<String> {\n    std::env::var(\"MOST_JOBS\").ok()\n}\n",
            )],
            "src/services/job_service.rs",
            "std::env::var",
            "core::settings",
        ),
        case(
            "RB1202",
            [Append(
                "src/core/db.rs",
                "\n/// Where to.\npub(crate) fn place() -> Option<String> {\n    use std::env::var as read;\n    [\"DATABASE\"].map(read).into_iter().find_map(Result::ok)\n}\n",
            )],
            "src/core/db.rs",
            "read)",
            "core::settings",
        ),
        replaced(
            "RB1202",
            "src/main.rs",
            "let settings = Settings::load()?;",
            "dotenvy::dotenv()?;\n    let settings = Settings::load()?;",
            "dotenvy::dotenv",
            "core::settings",
        ),
    ]
}
