// tests/product/broken/tests.rs - Edits of the example that break the rules about tests

use super::Edit::{Append, Remove, Rename, Replace, ReplaceAll, Write};
use super::{Case, case, replaced};

const SERVICE: &str = "tests/job/test_job_service.rs";
const SERVICE_CODE: &str = "src/services/job_service.rs";
const MODELS: &str = "tests/job/test_job_models.rs";
const API: &str = "tests/job/test_job_api.rs";
const ROOT: &str = "tests/job/mod.rs";

/// The edits, with what must be said of each.
pub fn cases() -> Vec<Case> {
    vec![
        // Without their file the tests of all of it are gone.
        case(
            "RB501",
            [Remove(MODELS), Replace(ROOT, "mod test_job_models;\n", "")],
            "src/models/job_models.rs",
            "",
            "tests/job/test_job_models.rs",
        ),
        case(
            "RB501",
            [
                Rename("tests/health/test_health_service.rs", "tests/health/test_health_ready.rs"),
                ReplaceAll("tests/health/test_health_ready.rs", "test_health_service.rs", "test_health_ready.rs"),
                Replace("tests/health/mod.rs", "mod test_health_service;", "mod test_health_ready;"),
            ],
            "src/services/health_service.rs",
            "",
            "test_health_service.rs",
        ),
        case(
            "RB501 RB505",
            [
                Write(
                    "src/services/clock_service.rs",
                    "// src/services/clock_service.rs - What time it is\n\n/// The hour.\n///\n/// # Returns\n///\n/// It.\npub async fn hour() -> i64 {\n    3\n}\n",
                ),
                Append("src/services/mod.rs", "\npub mod clock_service;\n"),
            ],
            "src/services/clock_service.rs",
            "",
            "tests/clock/test_clock_service.rs",
        ),
        replaced(
            "RB502",
            SERVICE,
            "test_create_job_commits",
            "creating_a_job_commits",
            "creating_a_job_commits",
            "test_",
        ),
        replaced(
            "RB502",
            SERVICE,
            "test_update_job_commits",
            "test_update_job",
            "test_update_job",
            "test_update_job_succeeds",
        ),
        replaced("RB502", API, "test_get_job_answers_with_the_row", "test_it_works", "test_it_works", "handler"),
        case(
            "RB503",
            [
                ReplaceAll(SERVICE, "/// Integration:", "/// Happy path:"),
                ReplaceAll(API, "/// Integration:", "/// Happy path:"),
                ReplaceAll(MODELS, "/// Happy path: a response", "/// Edge case: a response"),
            ],
            ROOT,
            "",
            "/// Integration: ..",
        ),
        case(
            "RB503",
            [
                ReplaceAll("tests/health/test_health_api.rs", "/// Edge case:", "/// Error:"),
                ReplaceAll("tests/health/test_health_metrics.rs", "/// Edge case:", "/// Error:"),
                ReplaceAll("tests/health/test_health_service.rs", "/// Edge case:", "/// Error:"),
            ],
            "tests/health/mod.rs",
            "",
            "/// Edge case: ..",
        ),
        case(
            "RB503",
            [
                ReplaceAll("tests/health/test_health_api.rs", "/// Error:", "/// Edge case:"),
                ReplaceAll("tests/health/test_health_metrics.rs", "/// Error:", "/// Edge case:"),
                ReplaceAll("tests/health/test_health_service.rs", "/// Error:", "/// Happy path:"),
            ],
            "tests/health/mod.rs",
            "",
            "/// Error: ..",
        ),
        case(
            "RB504",
            [Append(
                SERVICE,
                "\n/// Edge case: nothing.\n#[test]\nfn test_create_job_runs() {\n    let _ = 1 + 1;\n}\n",
            )],
            SERVICE,
            "test_create_job_runs",
            "assert_eq!",
        ),
        case(
            "RB504",
            [Append(
                API,
                "\n/// Happy path: it answers.\n#[tokio::test]\nasync fn test_list_jobs_runs() {\n    let client = TestApp::start().await.visitor();\n    tell(&client.get(PATH).await);\n}\n\nfn tell(reply: &crate::common::reply::Reply) {\n    println!(\"{reply:?}\");\n}\n",
            )],
            API,
            "test_list_jobs_runs",
            "only runs the code",
        ),
        case(
            "RB504",
            [Append(
                MODELS,
                "\n/// Edge case: nothing.\n#[test]\nfn test_job_response_is() {\n    if false {\n        return;\n    }\n}\n",
            )],
            MODELS,
            "test_job_response_is",
            "assert_eq!",
        ),
        case(
            "RB505",
            [Append(
                "src/services/job_service.rs",
                "\n/// Counts.\n///\n/// # Returns\n///\n/// How many.\npub async fn count_everything() -> i64 {\n    3\n}\n",
            )],
            "src/services/job_service.rs",
            "count_everything",
            "asks a route",
        ),
        case(
            "RB505",
            [Replace(
                "src/services/workspace_service.rs",
                "    /// Creates a workspace, whose first owner is who asks.\n",
                "    /// Tells how many there may be.\n    ///\n    /// # Arguments\n    ///\n    /// * `least` - at least so many\n    ///\n    /// # Returns\n    ///\n    /// How many.\n    pub async fn most_workspaces(&self, least: i64) -> i64 {\n        least\n    }\n\n    /// Creates a workspace, whose first owner is who asks.\n",
            )],
            "src/services/workspace_service.rs",
            "most_workspaces",
            "whose handler does",
        ),
        // The handler calls it, and no test asks the route.
        case(
            "RB505",
            [
                Replace(
                    "src/api/job.rs",
                    "OpenApiRouter::new()",
                    "OpenApiRouter::new()\n        .routes(routes!(archive_job_api))",
                ),
                Append(
                    "src/api/job.rs",
                    "\n/// Put a job away.\n#[utoipa::path(\n    post,\n    path = \"/jobs/{job_id}/archive\",\n    security((\"bearer\" = [])),\n    responses((status = 204, description = \"It is away.\"), ReadErrors)\n)]\n\
                     pub async fn archive_job_api(\n    State(service): State<JobService>,\n    current_user: CurrentUser,\n    ValidPath(job_id): ValidPath<String>,\n) -> Result<StatusCode, ApiError> {\n    service.archive_job(current_user.id, &job_id).await?;\n    Ok(StatusCode::NO_CONTENT)\n}\n",
                ),
                Replace(
                    SERVICE_CODE,
                    "    /// One job.\n",
                    "    /// Puts a job away.\n    ///\n    /// # Arguments\n    ///\n    /// * `user_id` - who asks\n    /// * `job_id` - the public id\n    ///\n    /// # Errors\n    ///\n    /// `NotFound` if there is none.\n    pub async fn archive_job(&self, user_id: i64, job_id: &str) -> ServiceResult<()> {\n        self.get_job(user_id, job_id).await.map(drop)\n    }\n\n    /// One job.\n",
                ),
            ],
            SERVICE_CODE,
            "archive_job",
            "asks a route",
        ),
        replaced("RB506", SERVICE, "/// Happy path: a deletion is committed.\n", "", "test_delete_job_commits", "///"),
        replaced(
            "RB506",
            SERVICE,
            "/// Happy path: a deletion is committed.",
            "// Happy path: a deletion is committed.",
            "test_delete_job_commits",
            "///",
        ),
        replaced(
            "RB506",
            API,
            "/// Happy path: a row is read as it was created, with its version.\n",
            "",
            "test_get_job_answers_with_the_row",
            "///",
        ),
        case(
            "RB507",
            [Append(ROOT, TWIN_OF_JOB), Append("tests/workspace/mod.rs", TWIN_OF_WORKSPACE)],
            "tests/workspace/mod.rs",
            "title",
            "tests/common",
        ),
        case(
            "RB507",
            [Append(SERVICE, TWIN_OF_JOB), Append("tests/user/test_user_service.rs", TWIN_OF_WORKSPACE)],
            "tests/user/test_user_service.rs",
            "title",
            "tests/common",
        ),
        case(
            "RB507",
            [Append("tests/auth/mod.rs", TWIN_OF_JOB), Append("tests/health/mod.rs", TWIN_OF_JOB)],
            "tests/health/mod.rs",
            "name_of",
            "tests/common",
        ),
    ]
}

const TWIN_OF_JOB: &str = "\npub(crate) fn name_of(row: &[String]) -> String {\n    let name = row.first().cloned().unwrap_or_default();\n    name.trim().to_lowercase()\n}\n";
const TWIN_OF_WORKSPACE: &str = "\npub(crate) fn title(line: &[String]) -> String {\n    let text = line.first().cloned().unwrap_or_default();\n    text.trim().to_lowercase()\n}\n";
