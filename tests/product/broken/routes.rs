// tests/product/broken/routes.rs - Edits of the example that break the rules about routes

use super::Edit::{Append, Replace, ReplaceAll};
use super::{Case, case, replaced};

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    vec![
        case(
            "RB601",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs/summary\","),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/jobs/summary\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "/job-analytics",
        ),
        case(
            "RB601",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs-stats\","),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/jobs-stats\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "/job-analytics",
        ),
        case(
            "RB602",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs/latest\","),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/jobs/latest\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "/job-latest",
        ),
        case(
            "RB603",
            [Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/jobs\",")],
            "src/api/job.rs",
            "routes!(list_jobs_api, create_job_api)",
            "path of its own",
        ),
        case(
            "RB603 RB608",
            [Replace("src/api/workspace.rs", "path = \"/workspaces/{workspace_id}\",", "path = \"/jobs/{id}\",")],
            "src/api/job.rs",
            "routes!(get_job_api, update_job_api)",
            "the same in both",
        ),
        replaced(
            "RB604",
            "src/api/workspace.rs",
            "path = \"/workspaces/{workspace_id}\",",
            "path = \"/workspaces/:workspace_id\",",
            "routes!(get_workspace_api, update_workspace_api)",
            "{workspace_id}",
        ),
        replaced("RB604", "src/api/mod.rs", ".merge(job::router())", ".nest(\"/\", job::router())", "\"/\"", "merge"),
        case(
            "RB605 RB615 RB901",
            [
                Replace(
                    "src/api/workspace.rs",
                    "OpenApiRouter::new()",
                    "OpenApiRouter::new()\n        .route(\"/pairs/{one}/{two}\", axum::routing::get(pair_api))",
                ),
                Append(
                    "src/api/workspace.rs",
                    "\n/// A pair.\npub async fn pair_api(axum::extract::Path(_one): axum::extract::Path<String>) {}\n",
                ),
            ],
            "src/api/workspace.rs",
            "axum::extract::Path",
            "tuple",
        ),
        case(
            "RB606",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/workspace\","),
                Replace(
                    "src/api/workspace.rs",
                    "path = \"/workspaces/{workspace_id}\",",
                    "path = \"/workspace/{workspace_id}\",",
                ),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/workspace\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "/workspaces",
        ),
        case(
            "RB607",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/get-workspaces\","),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/get-workspaces\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "GET /workspaces",
        ),
        replaced(
            "RB607",
            "src/api/workspace.rs",
            "path = \"/workspaces/{workspace_id}\",",
            "path = \"/workspaces/{workspace_id}/update\",",
            "routes!(get_workspace_api, update_workspace_api)",
            "PATCH",
        ),
        case(
            "RB608",
            [
                Replace("src/api/workspace.rs", "path = \"/workspaces\",", "path = \"/workSpaces\","),
                Replace("tests/workspace/mod.rs", "\"/workspaces\"", "\"/workSpaces\""),
            ],
            "src/api/workspace.rs",
            "routes!(list_workspaces_api, create_workspace_api)",
            "work-spaces",
        ),
        replaced(
            "RB609",
            "src/api/workspace.rs",
            "    patch,",
            "    put,",
            "routes!(get_workspace_api, update_workspace_api)",
            "PATCH",
        ),
        replaced(
            "RB609 RB505",
            "src/api/workspace.rs",
            "service.list_workspaces(",
            "service.create_workspace(",
            "routes!(list_workspaces_api, create_workspace_api)",
            "POST",
        ),
        replaced(
            "RB610",
            "src/api/workspace.rs",
            "Json<WorkspaceListResponse>, ApiError>",
            "Json<std::collections::HashMap<String, String>>, ApiError>",
            "std::collections::HashMap",
            "JobResponse",
        ),
        case(
            "RB611",
            [
                ReplaceAll("src/api/workspace.rs", "WorkspaceCreateRequest", "WorkspaceInput"),
                ReplaceAll("src/models/workspace_models.rs", "WorkspaceCreateRequest", "WorkspaceInput"),
                ReplaceAll("tests/workspace/mod.rs", "WorkspaceCreateRequest", "WorkspaceInput"),
                ReplaceAll("tests/workspace/test_workspace_models.rs", "WorkspaceCreateRequest", "WorkspaceInput"),
                ReplaceAll("tests/workspace/test_workspace_models.rs", "workspace_create_request", "workspace_input"),
            ],
            "src/api/workspace.rs",
            "WorkspaceInput>",
            "Request",
        ),
        replaced(
            "RB612",
            "src/api/workspace.rs",
            "Created<WorkspaceResponse>, ApiError>",
            "Json<WorkspaceResponse>, ApiError>",
            "create_workspace_api",
            "CREATED",
        ),
        replaced(
            "RB613",
            "src/api/job.rs",
            "Result<StatusCode, ApiError>",
            "Result<StatusCode, StatusCode>",
            "Result",
            "ApiError",
        ),
        replaced(
            "RB613",
            "src/api/job.rs",
            "Result<Json<JobListResponse>, ApiError>",
            "Result<Json<JobListResponse>, (StatusCode, String)>",
            "Result",
            "ApiError",
        ),
        replaced(
            "RB613",
            "src/api/errors.rs",
            "tracing::error!(error = %cause, \"unexpected error\");",
            "let _ = cause;",
            "into_response",
            "tracing::error!",
        ),
        replaced("RB616", "src/api/job.rs", "    security((\"bearer\" = [])),\n", "", "#[utoipa::path", "security"),
        replaced(
            "RB616",
            "src/api/job.rs",
            "    request_body = JobCreateRequest,\n",
            "",
            "#[utoipa::path",
            "request_body = JobCreateRequest",
        ),
        replaced("RB616", "src/api/job.rs", "        ListErrors,\n", "", "#[utoipa::path", "responses(..)"),
        case(
            "RB614",
            [Append("src/api/workspace.rs", "\npub async fn export_workspaces_api(Json(_): Json<u32>) {}\n")],
            "src/api/workspace.rs",
            "export_workspaces_api",
            ".route(",
        ),
        case(
            "RB615 RB901",
            [
                Replace(
                    "src/api/workspace.rs",
                    "OpenApiRouter::new()",
                    "OpenApiRouter::new()\n        .route(\"/imports\", axum::routing::post(import_workspaces_api))",
                ),
                Append("src/api/workspace.rs", "\n/// Imports.\npub async fn import_workspaces_api() {}\n"),
            ],
            "src/api/workspace.rs",
            "import_workspaces_api",
            "#[utoipa::path",
        ),
        replaced(
            "RB901",
            "src/api/workspace.rs",
            "    current_user: CurrentUser,\n",
            "",
            "list_workspaces_api",
            "CurrentUser",
        ),
    ]
}
