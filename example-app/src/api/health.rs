// src/api/health.rs - Health API endpoints

use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::ApiError;
use crate::api::state::AppState;
use crate::services::health_service::HealthService;

/// The routes of the health checks.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(check_live_api)).routes(routes!(check_ready_api))
}

/// Tell whether the process is alive.
#[utoipa::path(
    get,
    path = "/health/live",
    tag = "health",
    responses((status = 204, description = "The process is alive."))
)]
pub async fn check_live_api() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Tell whether the application can do its work: whether the database answers.
#[utoipa::path(
    get,
    path = "/health/ready",
    tag = "health",
    responses(
        (status = 204, description = "The application can do its work."),
        (status = 503, description = "It can't.", body = crate::api::errors::Problem),
    )
)]
pub async fn check_ready_api(State(health): State<HealthService>) -> Result<StatusCode, ApiError> {
    match health.check_ready().await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => {
            tracing::error!(%error, "not ready");
            Err(ApiError::Unavailable("the database does not answer"))
        }
    }
}
