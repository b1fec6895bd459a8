// src/api/backtest_analytics.rs - Backtest analytics API endpoints

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, NestedListErrors};
use crate::api::extract::{CurrentUser, ValidPath, ValidQuery};
use crate::api::state::AppState;
use crate::models::backtest_analytics_models::{BacktestAnalyticsQuery, BacktestAnalyticsResponse};
use crate::services::backtest_analytics_service::BacktestAnalyticsService;

/// The routes of backtest analytics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_backtest_analytics_api))
}

/// Count the backtests of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/backtest-analytics",
    tag = "backtest-analytics",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        BacktestAnalyticsQuery,
    ),
    responses(
        (
            status = 200,
            description = "How many backtests there are.",
            body = BacktestAnalyticsResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn get_backtest_analytics_api(
    State(service): State<BacktestAnalyticsService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<BacktestAnalyticsQuery>,
) -> Result<Json<BacktestAnalyticsResponse>, ApiError> {
    let analytics =
        service.get_backtest_analytics(current_user.id, &workspace_id, query.days()).await?;
    Ok(Json(analytics.into()))
}
