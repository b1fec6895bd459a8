// src/api/portfolio_analytics.rs - Portfolio analytics API endpoints

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, NestedListErrors};
use crate::api::extract::{CurrentUser, ValidPath, ValidQuery};
use crate::api::state::AppState;
use crate::models::portfolio_analytics_models::{
    PortfolioAnalyticsQuery, PortfolioAnalyticsResponse,
};
use crate::services::portfolio_analytics_service::PortfolioAnalyticsService;

/// The routes of portfolio analytics.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_portfolio_analytics_api))
}

/// Count the portfolios of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/portfolio-analytics",
    tag = "portfolio-analytics",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        PortfolioAnalyticsQuery,
    ),
    responses(
        (
            status = 200,
            description = "How many portfolios there are.",
            body = PortfolioAnalyticsResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn get_portfolio_analytics_api(
    State(service): State<PortfolioAnalyticsService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<PortfolioAnalyticsQuery>,
) -> Result<Json<PortfolioAnalyticsResponse>, ApiError> {
    let analytics =
        service.get_portfolio_analytics(current_user.id, &workspace_id, query.days()).await?;
    Ok(Json(analytics.into()))
}
