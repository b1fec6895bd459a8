// tests/product/broken/routes.rs - Edits of the example that break the rules about routes

use super::Case;
use super::Edit::{Append, Replace};

/// The edits, with what must be said of each.
pub const CASES: &[Case] = &[
    Case {
        code: "RB601",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs/summary\",")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "/job-analytics",
    },
    Case {
        code: "RB601",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs-stats\",")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "/job-analytics",
    },
    Case {
        code: "RB602",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs/latest\",")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "/job-latest",
    },
    Case {
        code: "RB603",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs\",")],
        path: "src/api/job.rs",
        at: "routes!(list_jobs_api, create_job_api)",
        help: "path of its own",
    },
    Case {
        code: "RB603 RB608",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces/{workspace_id}\",", "path = \"/jobs/{id}\",")],
        path: "src/api/job.rs",
        at: "routes!(get_job_api, update_job_api)",
        help: "the same in both",
    },
    Case {
        code: "RB604",
        edits: &[Replace(
            "src/api/workspace.rs",
            "path = \"/workspaces/{workspace_id}\",",
            "path = \"/workspaces/:workspace_id\",",
        )],
        path: "src/api/workspace.rs",
        at: "routes!(get_workspace_api, update_workspace_api)",
        help: "{workspace_id}",
    },
    Case {
        code: "RB604",
        edits: &[Replace("src/api/mod.rs", ".merge(job::router())", ".nest(\"/\", job::router())")],
        path: "src/api/mod.rs",
        at: "\"/\"",
        help: "merge",
    },
    Case {
        code: "RB605 RB615 RB901",
        edits: &[
            Replace(
                "src/api/workspace.rs",
                "OpenApiRouter::new()",
                "OpenApiRouter::new()\n        .route(\"/pairs/{one}/{two}\", axum::routing::get(pair_api))",
            ),
            Append(
                "src/api/workspace.rs",
                "\npub async fn pair_api(axum::extract::Path(_one): axum::extract::Path<String>) {}\n",
            ),
        ],
        path: "src/api/workspace.rs",
        at: "axum::extract::Path",
        help: "tuple",
    },
    Case {
        code: "RB606",
        edits: &[
            Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/workspace\","),
            Replace(
                "src/api/workspace.rs",
                "path = \"/workspaces/{workspace_id}\",",
                "path = \"/workspace/{workspace_id}\",",
            ),
        ],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "/workspaces",
    },
    Case {
        code: "RB607",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/get-workspaces\",")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "GET /workspaces",
    },
    Case {
        code: "RB607",
        edits: &[Replace(
            "src/api/workspace.rs",
            "path = \"/workspaces/{workspace_id}\",",
            "path = \"/workspaces/{workspace_id}/update\",",
        )],
        path: "src/api/workspace.rs",
        at: "routes!(get_workspace_api, update_workspace_api)",
        help: "PATCH",
    },
    Case {
        code: "RB608",
        edits: &[Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/workSpaces\",")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "work-spaces",
    },
    Case {
        code: "RB609",
        edits: &[Replace("src/api/workspace.rs", "    patch,", "    put,")],
        path: "src/api/workspace.rs",
        at: "routes!(get_workspace_api, update_workspace_api)",
        help: "PATCH",
    },
    Case {
        code: "RB609",
        edits: &[Replace("src/api/workspace.rs", "service.list_workspaces(", "service.create_workspace(")],
        path: "src/api/workspace.rs",
        at: "routes!(list_workspaces_api, create_workspace_api)",
        help: "POST",
    },
    Case {
        code: "RB610",
        edits: &[Replace(
            "src/api/workspace.rs",
            "Json<WorkspaceListResponse>, ApiError>",
            "Json<std::collections::HashMap<String, String>>, ApiError>",
        )],
        path: "src/api/workspace.rs",
        at: "std::collections::HashMap",
        help: "JobResponse",
    },
    Case {
        code: "RB611",
        edits: &[Replace(
            "src/api/workspace.rs",
            "ValidJson<WorkspaceCreateRequest>",
            "ValidJson<crate::models::db_models::Workspace>",
        )],
        path: "src/api/workspace.rs",
        at: "crate::models::db_models::Workspace",
        help: "Request",
    },
    Case {
        code: "RB612",
        edits: &[Replace(
            "src/api/workspace.rs",
            "Created<WorkspaceResponse>, ApiError>",
            "Json<WorkspaceResponse>, ApiError>",
        )],
        path: "src/api/workspace.rs",
        at: "create_workspace_api",
        help: "CREATED",
    },
    Case {
        code: "RB613",
        edits: &[Replace("src/api/job.rs", "Result<StatusCode, ApiError>", "Result<StatusCode, StatusCode>")],
        path: "src/api/job.rs",
        at: "Result",
        help: "ApiError",
    },
    Case {
        code: "RB613",
        edits: &[Replace(
            "src/api/job.rs",
            "Result<Json<JobListResponse>, ApiError>",
            "Result<Json<JobListResponse>, (StatusCode, String)>",
        )],
        path: "src/api/job.rs",
        at: "Result",
        help: "ApiError",
    },
    Case {
        code: "RB613",
        edits: &[Replace(
            "src/api/errors.rs",
            "tracing::error!(error = %cause, \"unexpected error\");",
            "let _ = cause;",
        )],
        path: "src/api/errors.rs",
        at: "into_response",
        help: "tracing::error!",
    },
    Case {
        code: "RB616",
        edits: &[Replace("src/api/job.rs", "    security((\"bearer\" = [])),\n", "")],
        path: "src/api/job.rs",
        at: "#[utoipa::path",
        help: "security",
    },
    Case {
        code: "RB616",
        edits: &[Replace("src/api/job.rs", "    request_body = JobCreateRequest,\n", "")],
        path: "src/api/job.rs",
        at: "#[utoipa::path",
        help: "request_body = JobCreateRequest",
    },
    Case {
        code: "RB616",
        edits: &[Replace("src/api/job.rs", "        ListErrors,\n", "")],
        path: "src/api/job.rs",
        at: "#[utoipa::path",
        help: "responses(..)",
    },
    Case {
        code: "RB614",
        edits: &[Append("src/api/workspace.rs", "\npub async fn export_workspaces_api(Json(_): Json<u32>) {}\n")],
        path: "src/api/workspace.rs",
        at: "export_workspaces_api",
        help: ".route(",
    },
    Case {
        code: "RB615 RB901",
        edits: &[
            Replace(
                "src/api/workspace.rs",
                "OpenApiRouter::new()",
                "OpenApiRouter::new()\n        .route(\"/imports\", axum::routing::post(import_workspaces_api))",
            ),
            Append("src/api/workspace.rs", "\npub async fn import_workspaces_api() {}\n"),
        ],
        path: "src/api/workspace.rs",
        at: "import_workspaces_api",
        help: "#[utoipa::path",
    },
    Case {
        code: "RB901",
        edits: &[Replace("src/api/workspace.rs", "    current_user: CurrentUser,\n", "")],
        path: "src/api/workspace.rs",
        at: "list_workspaces_api",
        help: "CurrentUser",
    },
];
