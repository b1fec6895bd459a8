// src/api/job_analytics.rs - Job analytics API endpoints

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, NestedListErrors};
use crate::api::extract::{CurrentUser, ValidPath, ValidQuery};
use crate::api::state::AppState;
use crate::models::job_analytics_models::{JobAnalyticsQuery, JobAnalyticsResponse};
use crate::services::job_analytics_service::JobAnalyticsService;

/// The routes of job analytics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_job_analytics_api))
}

/// Count the jobs of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/job-analytics",
    tag = "job-analytics",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        JobAnalyticsQuery,
    ),
    responses(
        (
            status = 200,
            description = "How many jobs there are.",
            body = JobAnalyticsResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn get_job_analytics_api(
    State(service): State<JobAnalyticsService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<JobAnalyticsQuery>,
) -> Result<Json<JobAnalyticsResponse>, ApiError> {
    let analytics = service.get_job_analytics(current_user.id, &workspace_id, query.days()).await?;
    Ok(Json(analytics.into()))
}
