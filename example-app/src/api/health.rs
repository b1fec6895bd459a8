// src/api/health.rs - Health and metrics API endpoints

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::ApiError;
use crate::api::state::AppState;
use crate::services::health_service::HealthService;

/// The text format of Prometheus.
const METRICS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The routes of the health checks and of the metrics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(check_live_api))
        .routes(routes!(check_ready_api))
        .routes(routes!(get_metrics_api))
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

/// Read the metrics: requests counted, timed and at work, for Prometheus.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "health",
    responses(
        (
            status = 200,
            description = "The metrics, in the text format of Prometheus.",
            content_type = "text/plain",
            body = String,
        ),
        (status = 500, description = "They can't be written.", body = crate::api::errors::Problem),
    )
)]
pub async fn get_metrics_api(
    State(health): State<HealthService>,
) -> Result<([(HeaderName, &'static str); 1], String), ApiError> {
    Ok(([(CONTENT_TYPE, METRICS_TEXT)], health.render_metrics().await?))
}
