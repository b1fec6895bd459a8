// tests/product/broken/layout.rs - Edits of the example that break the rules about files, headers, layers and logging

use super::Case;
use super::Edit::{Append, Remove, Rename, Replace, Write};

/// The edits, with what must be said of each.
pub const CASES: &[Case] = &[
    Case { code: "RB101", edits: &[Remove("tests")], path: "Cargo.toml", at: "", help: "tests" },
    Case {
        code: "RB102",
        edits: &[
            Write("src/helpers.rs", "// src/helpers.rs - Small things\n"),
            Replace("src/lib.rs", "pub mod services;", "pub mod helpers;\npub mod services;"),
        ],
        path: "src/helpers.rs",
        at: "",
        help: "src/core",
    },
    Case {
        code: "RB103",
        edits: &[Remove("src/core/logger.rs"), Replace("src/core/mod.rs", "pub mod logger;\n", "")],
        path: "src/core/mod.rs",
        at: "",
        help: "src/core/logger.rs",
    },
    Case {
        code: "RB105",
        edits: &[Write("src/core/clock.rs", "// src/core/clock.rs - What time it is\n")],
        path: "src/core/clock.rs",
        at: "",
        help: "mod clock;",
    },
    Case {
        code: "RB106",
        edits: &[Replace(".gitignore", "/logs\n", "")],
        path: "Cargo.toml",
        at: "",
        help: ".gitignore",
    },
    Case {
        code: "RB201",
        edits: &[
            Rename("src/api/job.rs", "src/api/jobs_handler.rs"),
            Replace("src/api/jobs_handler.rs", "src/api/job.rs", "src/api/jobs_handler.rs"),
            Replace("src/api/mod.rs", "pub mod job;", "pub mod jobs_handler;"),
        ],
        path: "src/api/jobs_handler.rs",
        at: "",
        help: "src/api/job.rs",
    },
    Case {
        code: "RB202",
        edits: &[
            Write("src/services/clock.rs", "// src/services/clock.rs - What time it is\n"),
            Append("src/services/mod.rs", "\npub mod clock;\n"),
        ],
        path: "src/services/clock.rs",
        at: "",
        help: "src/services/clock_service.rs",
    },
    Case {
        code: "RB203",
        edits: &[
            Write("src/models/clock_dto.rs", "// src/models/clock_dto.rs - What time it is\n"),
            Append("src/models/mod.rs", "\npub mod clock_dto;\n"),
        ],
        path: "src/models/clock_dto.rs",
        at: "",
        help: "src/models/clock_models.rs",
    },
    Case {
        code: "RB204",
        edits: &[
            Write("tests/job/limits.rs", "// tests/job/limits.rs - How much a job may hold\n"),
            Append("tests/job/mod.rs", "\nmod limits;\n"),
        ],
        path: "tests/job/limits.rs",
        at: "",
        help: "tests/job/test_job_limits.rs",
    },
    Case {
        code: "RB205",
        edits: &[
            Write("src/api/clock.rs", "// src/api/clock.rs - Clock API endpoints\n"),
            Append("src/api/mod.rs", "\npub mod clock;\n"),
        ],
        path: "src/api/clock.rs",
        at: "",
        help: "src/services/clock_service.rs",
    },
    Case {
        code: "RB301",
        edits: &[Replace("src/services/job_service.rs", "// src/services/job_service.rs - Job business logic\n", "")],
        path: "src/services/job_service.rs",
        at: "",
        help: "// src/services/job_service.rs - Job business logic",
    },
    Case {
        code: "RB302",
        edits: &[Replace("src/api/job.rs", "// src/api/job.rs", "// src/api/task.rs")],
        path: "src/api/job.rs",
        at: "src/api/task.rs",
        help: "src/api/job.rs",
    },
    Case {
        code: "RB303",
        edits: &[Replace("src/core/db.rs", "// src/core/db.rs - ", "// src/core/db.rs - TODO: ")],
        path: "src/core/db.rs",
        at: "TODO",
        help: "Say in a few words",
    },
    Case {
        code: "RB304",
        edits: &[Replace(
            "src/api/state.rs",
            "use std::sync::Arc;\n\nuse axum::extract::FromRef;",
            "use axum::extract::FromRef;\n\nuse std::sync::Arc;",
        )],
        path: "src/api/state.rs",
        at: "use std::sync::Arc;",
        help: "standard library",
    },
    Case {
        code: "RB305",
        edits: &[Replace("src/api/state.rs", "use std::sync::Arc;\n\nuse axum", "use std::sync::Arc;\nuse axum")],
        path: "src/api/state.rs",
        at: "use axum::extract::FromRef;",
        help: "blank line",
    },
    Case {
        code: "RB306",
        edits: &[Append(
            "src/services/job_service.rs",
            "\nuse std::fmt;\n\nimpl fmt::Display for JobService {\n    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n        f.write_str(\"jobs\")\n    }\n}\n",
        )],
        path: "src/services/job_service.rs",
        at: "use std::fmt;",
        help: "",
    },
    Case {
        code: "RB401",
        edits: &[Append(
            "src/models/job_models.rs",
            "\n/// Leads past the services.\npub type Shortcut = crate::services::job_service::JobService;\n",
        )],
        path: "src/models/job_models.rs",
        at: "crate::services::job_service::JobService",
        help: "",
    },
    Case {
        code: "RB402",
        edits: &[Append(
            "src/services/job_service.rs",
            "\n/// What HTTP calls it.\npub const GONE: axum::http::StatusCode = axum::http::StatusCode::GONE;\n",
        )],
        path: "src/services/job_service.rs",
        at: "axum::http::StatusCode",
        help: "",
    },
    Case {
        code: "RB403",
        edits: &[
            Write("src/engines/mod.rs", "// src/engines/mod.rs - What works on its own\n\npub mod report_engine;\n"),
            Write(
                "src/engines/report_engine.rs",
                "// src/engines/report_engine.rs - Reports\n\nuse crate::core::db::Database;\n\n/// Reports.\npub struct ReportEngine {\n    /// Where from.\n    pub db: Database,\n}\n",
            ),
            Replace("src/lib.rs", "pub mod models;", "pub mod engines;\npub mod models;"),
        ],
        path: "src/engines/report_engine.rs",
        at: "crate::core::db::Database",
        help: "Call a service",
    },
    Case {
        code: "RB404",
        edits: &[Replace("src/services/health_service.rs", "pub async fn check_ready", "pub fn check_ready")],
        path: "src/services/health_service.rs",
        at: "check_ready",
        help: "async fn",
    },
    Case {
        code: "RB405",
        edits: &[Append(
            "src/services/job_service.rs",
            "\n/// Takes what was sent.\npub async fn guess(request: &crate::models::job_models::JobCreateRequest) -> String {\n    request.job_type.clone()\n}\n",
        )],
        path: "src/services/job_service.rs",
        at: "crate::models::job_models::JobCreateRequest",
        help: "plain values",
    },
    Case {
        code: "RB406",
        edits: &[Append(
            "src/services/job_service.rs",
            "\n/// Works in a session of the caller's.\npub async fn forget(session: &mut crate::core::db::Session) {\n    drop(session);\n}\n",
        )],
        path: "src/services/job_service.rs",
        at: "crate::core::db::Session",
        help: "Open the session in the function",
    },
    Case {
        code: "RB407",
        edits: &[Append("src/api/job.rs", "\n/// Looks for itself.\npub type Handle = sqlx::SqlitePool;\n")],
        path: "src/api/job.rs",
        at: "sqlx::SqlitePool",
        help: "service",
    },
    Case {
        code: "RB408",
        edits: &[Append(
            "src/services/workspace_service.rs",
            "\n/// Who works here.\npub type Worker = crate::services::job_service::JobService;\n",
        )],
        path: "src/services/job_service.rs",
        at: "crate::services::workspace_service::validate_workspace_access",
        help: "service of its own",
    },
    Case {
        code: "RB801",
        edits: &[Append(
            "src/services/job_service.rs",
            "\n/// Says so.\npub(crate) fn tell(job_id: &str) {\n    println!(\"{job_id}\");\n}\n",
        )],
        path: "src/services/job_service.rs",
        at: "println!",
        help: "tracing::info!",
    },
    Case {
        code: "RB801 RB807",
        edits: &[Replace(
            "src/services/job_service.rs",
            "tracing::info!(user_id, job_id, \"deleted a job\")",
            "std::eprintln!(\"{user_id} deleted {job_id}\")",
        )],
        path: "src/services/job_service.rs",
        at: "std::eprintln!",
        help: "tracing::error!",
    },
    Case {
        code: "RB801",
        edits: &[Replace("src/core/db.rs", "Ok(Session { transaction })", "Ok(dbg!(Session { transaction }))")],
        path: "src/core/db.rs",
        at: "dbg!",
        help: "Remove it",
    },
    Case {
        code: "RB802",
        edits: &[Replace(
            "src/main.rs",
            "let _writing = logger::start(&settings.log)?;",
            "tracing_subscriber::fmt().json().init();",
        )],
        path: "src/main.rs",
        at: "tracing_subscriber::fmt()",
        help: "core::logger",
    },
    Case {
        code: "RB802",
        edits: &[Append(
            "src/api/health.rs",
            "\n/// Logs for itself.\npub(crate) fn trace() {\n    use tracing_subscriber::fmt as lines;\n    lines::init();\n}\n",
        )],
        path: "src/api/health.rs",
        at: "lines::init()",
        help: "core::logger",
    },
    Case {
        code: "RB802",
        edits: &[
            Replace("Cargo.toml", "[dependencies]\n", "[dependencies]\nlog = \"0.4\"\n"),
            Replace(
                "src/services/job_service.rs",
                "tracing::info!(user_id, job_id, \"deleted a job\")",
                "log::info!(\"{user_id} deleted {job_id}\")",
            ),
        ],
        path: "src/services/job_service.rs",
        at: "log::info!",
        help: "`tracing`",
    },
    Case {
        code: "RB1202",
        edits: &[Append(
            "src/services/job_service.rs",
            "\n/// How many.\npub(crate) fn most() -> Option<String> {\n    std::env::var(\"MOST_JOBS\").ok()\n}\n",
        )],
        path: "src/services/job_service.rs",
        at: "std::env::var",
        help: "core::settings",
    },
    Case {
        code: "RB1202",
        edits: &[Append(
            "src/core/db.rs",
            "\n/// Where to.\npub(crate) fn place() -> Option<String> {\n    use std::env::var as read;\n    [\"DATABASE\"].map(read).into_iter().find_map(Result::ok)\n}\n",
        )],
        path: "src/core/db.rs",
        at: "read)",
        help: "core::settings",
    },
    Case {
        code: "RB1202",
        edits: &[Replace(
            "src/main.rs",
            "let settings = Settings::load()?;",
            "dotenvy::dotenv()?;\n    let settings = Settings::load()?;",
        )],
        path: "src/main.rs",
        at: "dotenvy::dotenv",
        help: "core::settings",
    },
];
