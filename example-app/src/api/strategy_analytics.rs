// src/api/strategy_analytics.rs - Strategy analytics API endpoints

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, NestedListErrors};
use crate::api::extract::{CurrentUser, ValidPath, ValidQuery};
use crate::api::state::AppState;
use crate::models::strategy_analytics_models::{StrategyAnalyticsQuery, StrategyAnalyticsResponse};
use crate::services::strategy_analytics_service::StrategyAnalyticsService;

/// The routes of strategy analytics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_strategy_analytics_api))
}

/// Count the strategies of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/strategy-analytics",
    tag = "strategy-analytics",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        StrategyAnalyticsQuery,
    ),
    responses(
        (
            status = 200,
            description = "How many strategies there are.",
            body = StrategyAnalyticsResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn get_strategy_analytics_api(
    State(service): State<StrategyAnalyticsService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<StrategyAnalyticsQuery>,
) -> Result<Json<StrategyAnalyticsResponse>, ApiError> {
    let analytics =
        service.get_strategy_analytics(current_user.id, &workspace_id, query.days()).await?;
    Ok(Json(analytics.into()))
}
