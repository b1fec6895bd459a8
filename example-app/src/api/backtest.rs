// src/api/backtest.rs - Backtest API endpoints

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
use crate::models::backtest_models::{
    BacktestCreateRequest, BacktestListQuery, BacktestListResponse, BacktestResponse,
    BacktestUpdateRequest,
};
use crate::models::backtest_result_models::BacktestResultResponse;
use crate::models::db_models::BacktestFilter;
use crate::services::backtest_result_service::BacktestResultService;
use crate::services::backtest_service::BacktestService;

/// The routes of backtests.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_backtests_api, create_backtest_api))
        .routes(routes!(get_backtest_api, update_backtest_api))
        .routes(routes!(delete_backtest_api))
        .routes(routes!(list_workspace_backtests_api))
        .routes(routes!(get_workspace_backtest_api))
        .routes(routes!(get_backtest_result_api))
}

/// List the backtests that you may see, a page at a time.
#[utoipa::path(
    get,
    path = "/backtests",
    tag = "backtests",
    security(("bearer" = [])),
    params(BacktestListQuery),
    responses(
        (
            status = 200,
            description = "A page of backtests.",
            body = BacktestListResponse,
        ),
        ListErrors,
    )
)]
pub async fn list_backtests_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidQuery(query): ValidQuery<BacktestListQuery>,
) -> Result<Json<BacktestListResponse>, ApiError> {
    let page = service.list_backtests(current_user.id, &query.into()).await?;
    Ok(Json(page.into()))
}

/// Create a backtest.
#[utoipa::path(
    post,
    path = "/backtests",
    tag = "backtests",
    security(("bearer" = [])),
    request_body = BacktestCreateRequest,
    responses(
        (
            status = 201,
            description = "The new backtest.",
            body = BacktestResponse,
        ),
        CreateErrors,
    )
)]
pub async fn create_backtest_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidJson(request): ValidJson<BacktestCreateRequest>,
) -> Result<Created<BacktestResponse>, ApiError> {
    let row = service.create_backtest(current_user.id, &request.into()).await?;
    let location = format!("/backtests/{}", row.backtest_id);
    Ok(Created::at(location, row.version, row.into()))
}

/// Read a backtest.
#[utoipa::path(
    get,
    path = "/backtests/{backtest_id}",
    tag = "backtests",
    security(("bearer" = [])),
    params(("backtest_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The backtest.",
            body = BacktestResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_backtest_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidPath(backtest_id): ValidPath<String>,
) -> Result<Versioned<BacktestResponse>, ApiError> {
    let row = service.get_backtest(current_user.id, &backtest_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Change a backtest. What is absent stays as it is, null clears what may be null.
#[utoipa::path(
    patch,
    path = "/backtests/{backtest_id}",
    tag = "backtests",
    security(("bearer" = [])),
    params(
        ("backtest_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = BacktestUpdateRequest,
    responses(
        (
            status = 200,
            description = "The backtest as it is now.",
            body = BacktestResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_backtest_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidPath(backtest_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<BacktestUpdateRequest>,
) -> Result<Versioned<BacktestResponse>, ApiError> {
    let changes = request.into();
    let row = service.update_backtest(current_user.id, &backtest_id, &changes, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Delete a backtest.
#[utoipa::path(
    delete,
    path = "/backtests/{backtest_id}",
    tag = "backtests",
    security(("bearer" = [])),
    params(
        ("backtest_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The backtest is gone."),
        DeleteErrors,
    )
)]
pub async fn delete_backtest_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidPath(backtest_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_backtest(current_user.id, &backtest_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List the backtests of one workspace, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/backtests",
    tag = "backtests",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        BacktestListQuery,
    ),
    responses(
        (
            status = 200,
            description = "A page of backtests.",
            body = BacktestListResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn list_workspace_backtests_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<BacktestListQuery>,
) -> Result<Json<BacktestListResponse>, ApiError> {
    let filter = BacktestFilter::from(query);
    let page = service.list_workspace_backtests(current_user.id, &workspace_id, &filter).await?;
    Ok(Json(page.into()))
}

/// Read a backtest of one workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/backtests/{backtest_id}",
    tag = "backtests",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id of the workspace."),
        ("backtest_id" = String, Path, description = "The public id."),
    ),
    responses(
        (
            status = 200,
            description = "The backtest.",
            body = BacktestResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_workspace_backtest_api(
    State(service): State<BacktestService>,
    current_user: CurrentUser,
    ValidPath((workspace_id, backtest_id)): ValidPath<(String, String)>,
) -> Result<Versioned<BacktestResponse>, ApiError> {
    let row = service.get_workspace_backtest(current_user.id, &workspace_id, &backtest_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Read what a backtest came to when it last ran. A job of the type `run_backtest` runs it.
#[utoipa::path(
    get,
    path = "/backtests/{backtest_id}/result",
    tag = "backtests",
    security(("bearer" = [])),
    params(("backtest_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The result.",
            body = BacktestResultResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_backtest_result_api(
    State(service): State<BacktestResultService>,
    current_user: CurrentUser,
    ValidPath(backtest_id): ValidPath<String>,
) -> Result<Versioned<BacktestResultResponse>, ApiError> {
    let row = service.get_backtest_result(current_user.id, &backtest_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}
