// src/api/strategy.rs - Strategy API endpoints

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{
    ApiError, CreateErrors, DeleteErrors, ListErrors, NestedListErrors, ReadErrors, UpdateErrors,
};
use crate::api::extract::{
    Created, CurrentUser, IfMatch, ValidJson, ValidPath, ValidQuery, Versioned,
};
use crate::api::state::AppState;
use crate::models::db_models::StrategyFilter;
use crate::models::strategy_models::{
    StrategyCreateRequest, StrategyListQuery, StrategyListResponse, StrategyResponse,
    StrategyUpdateRequest,
};
use crate::services::strategy_service::StrategyService;

/// The routes of strategies.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_strategies_api, create_strategy_api))
        .routes(routes!(get_strategy_api, update_strategy_api))
        .routes(routes!(delete_strategy_api))
        .routes(routes!(list_workspace_strategies_api))
}

/// List the strategies that you may see, a page at a time.
#[utoipa::path(
    get,
    path = "/strategies",
    tag = "strategies",
    security(("bearer" = [])),
    params(StrategyListQuery),
    responses(
        (
            status = 200,
            description = "A page of strategies.",
            body = StrategyListResponse,
        ),
        ListErrors,
    )
)]
pub async fn list_strategies_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidQuery(query): ValidQuery<StrategyListQuery>,
) -> Result<Json<StrategyListResponse>, ApiError> {
    let page = service.list_strategies(current_user.id, &query.into()).await?;
    Ok(Json(page.into()))
}

/// Create a strategy.
#[utoipa::path(
    post,
    path = "/strategies",
    tag = "strategies",
    security(("bearer" = [])),
    request_body = StrategyCreateRequest,
    responses(
        (
            status = 201,
            description = "The new strategy.",
            body = StrategyResponse,
        ),
        CreateErrors,
    )
)]
pub async fn create_strategy_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidJson(request): ValidJson<StrategyCreateRequest>,
) -> Result<Created<StrategyResponse>, ApiError> {
    let row = service.create_strategy(current_user.id, &request.into()).await?;
    let location = format!("/strategies/{}", row.strategy_id);
    Ok(Created::at(location, row.version, row.into()))
}

/// Read a strategy.
#[utoipa::path(
    get,
    path = "/strategies/{strategy_id}",
    tag = "strategies",
    security(("bearer" = [])),
    params(("strategy_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The strategy.",
            body = StrategyResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_strategy_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidPath(strategy_id): ValidPath<String>,
) -> Result<Versioned<StrategyResponse>, ApiError> {
    let row = service.get_strategy(current_user.id, &strategy_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Change a strategy. What is absent stays as it is, null clears what may be null.
#[utoipa::path(
    patch,
    path = "/strategies/{strategy_id}",
    tag = "strategies",
    security(("bearer" = [])),
    params(
        ("strategy_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = StrategyUpdateRequest,
    responses(
        (
            status = 200,
            description = "The strategy as it is now.",
            body = StrategyResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_strategy_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidPath(strategy_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<StrategyUpdateRequest>,
) -> Result<Versioned<StrategyResponse>, ApiError> {
    let changes = request.into();
    let row = service.update_strategy(current_user.id, &strategy_id, &changes, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Delete a strategy.
#[utoipa::path(
    delete,
    path = "/strategies/{strategy_id}",
    tag = "strategies",
    security(("bearer" = [])),
    params(
        ("strategy_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The strategy is gone."),
        DeleteErrors,
    )
)]
pub async fn delete_strategy_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidPath(strategy_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_strategy(current_user.id, &strategy_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List the strategies of one workspace, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/strategies",
    tag = "strategies",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        StrategyListQuery,
    ),
    responses(
        (
            status = 200,
            description = "A page of strategies.",
            body = StrategyListResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn list_workspace_strategies_api(
    State(service): State<StrategyService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<StrategyListQuery>,
) -> Result<Json<StrategyListResponse>, ApiError> {
    let filter = StrategyFilter::from(query);
    let page = service.list_workspace_strategies(current_user.id, &workspace_id, &filter).await?;
    Ok(Json(page.into()))
}
