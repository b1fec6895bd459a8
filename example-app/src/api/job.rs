// src/api/job.rs - Job API endpoints

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{
    ActionErrors, ApiError, CreateErrors, DeleteErrors, ListErrors, NestedListErrors, ReadErrors,
    UpdateErrors,
};
use crate::api::extract::{
    Created, CurrentUser, IfMatch, ValidJson, ValidPath, ValidQuery, Versioned,
};
use crate::api::state::AppState;
use crate::models::db_models::JobFilter;
use crate::models::job_models::{
    JobCreateRequest, JobListQuery, JobListResponse, JobResponse, JobStatusResponse,
    JobUpdateRequest,
};
use crate::services::job_service::JobService;

/// The routes of jobs.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_jobs_api, create_job_api))
        .routes(routes!(get_job_api, update_job_api))
        .routes(routes!(delete_job_api))
        .routes(routes!(get_job_status_api))
        .routes(routes!(cancel_job_api))
        .routes(routes!(retry_job_api))
        .routes(routes!(list_workspace_jobs_api))
}

/// List the jobs that you may see, a page at a time.
#[utoipa::path(
    get,
    path = "/jobs",
    tag = "jobs",
    security(("bearer" = [])),
    params(JobListQuery),
    responses(
        (
            status = 200,
            description = "A page of jobs.",
            body = JobListResponse,
        ),
        ListErrors,
    )
)]
pub async fn list_jobs_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidQuery(query): ValidQuery<JobListQuery>,
) -> Result<Json<JobListResponse>, ApiError> {
    let page = service.list_jobs(current_user.id, &query.into()).await?;
    Ok(Json(page.into()))
}

/// Create a job.
#[utoipa::path(
    post,
    path = "/jobs",
    tag = "jobs",
    security(("bearer" = [])),
    request_body = JobCreateRequest,
    responses(
        (
            status = 201,
            description = "The new job.",
            body = JobResponse,
        ),
        CreateErrors,
    )
)]
pub async fn create_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidJson(request): ValidJson<JobCreateRequest>,
) -> Result<Created<JobResponse>, ApiError> {
    let row = service.create_job(current_user.id, &request.into()).await?;
    let location = format!("/jobs/{}", row.job_id);
    Ok(Created::at(location, row.version, row.into()))
}

/// Read a job.
#[utoipa::path(
    get,
    path = "/jobs/{job_id}",
    tag = "jobs",
    security(("bearer" = [])),
    params(("job_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The job.",
            body = JobResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
) -> Result<Versioned<JobResponse>, ApiError> {
    let row = service.get_job(current_user.id, &job_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Change a job. What is absent stays as it is, null clears what may be null.
#[utoipa::path(
    patch,
    path = "/jobs/{job_id}",
    tag = "jobs",
    security(("bearer" = [])),
    params(
        ("job_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = JobUpdateRequest,
    responses(
        (
            status = 200,
            description = "The job as it is now.",
            body = JobResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<JobUpdateRequest>,
) -> Result<Versioned<JobResponse>, ApiError> {
    let changes = request.into();
    let row = service.update_job(current_user.id, &job_id, &changes, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Delete a job.
#[utoipa::path(
    delete,
    path = "/jobs/{job_id}",
    tag = "jobs",
    security(("bearer" = [])),
    params(
        ("job_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The job is gone."),
        DeleteErrors,
    )
)]
pub async fn delete_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_job(current_user.id, &job_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Read the status of a job.
#[utoipa::path(
    get,
    path = "/jobs/{job_id}/status",
    tag = "jobs",
    security(("bearer" = [])),
    params(("job_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The status.",
            body = JobStatusResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_job_status_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
) -> Result<Versioned<JobStatusResponse>, ApiError> {
    let row = service.get_job(current_user.id, &job_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Cancel: the status of a job becomes `cancelled`.
#[utoipa::path(
    post,
    path = "/jobs/{job_id}/cancel",
    tag = "jobs",
    security(("bearer" = [])),
    params(
        ("job_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Act on this version alone."),
    ),
    responses(
        (
            status = 200,
            description = "The job as it is now.",
            body = JobResponse,
        ),
        ActionErrors,
    )
)]
pub async fn cancel_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<JobResponse>, ApiError> {
    let row = service.cancel_job(current_user.id, &job_id, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Retry: the status of a job becomes `pending`.
#[utoipa::path(
    post,
    path = "/jobs/{job_id}/retry",
    tag = "jobs",
    security(("bearer" = [])),
    params(
        ("job_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Act on this version alone."),
    ),
    responses(
        (
            status = 200,
            description = "The job as it is now.",
            body = JobResponse,
        ),
        ActionErrors,
    )
)]
pub async fn retry_job_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(job_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<Versioned<JobResponse>, ApiError> {
    let row = service.retry_job(current_user.id, &job_id, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// List the jobs of one workspace, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/jobs",
    tag = "jobs",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        JobListQuery,
    ),
    responses(
        (
            status = 200,
            description = "A page of jobs.",
            body = JobListResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn list_workspace_jobs_api(
    State(service): State<JobService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<JobListQuery>,
) -> Result<Json<JobListResponse>, ApiError> {
    let filter = JobFilter::from(query);
    let page = service.list_workspace_jobs(current_user.id, &workspace_id, &filter).await?;
    Ok(Json(page.into()))
}
