// src/api/portfolio.rs - Portfolio API endpoints

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
use crate::models::db_models::PortfolioFilter;
use crate::models::portfolio_models::{
    PortfolioCreateRequest, PortfolioListQuery, PortfolioListResponse, PortfolioResponse,
    PortfolioUpdateRequest,
};
use crate::services::portfolio_service::PortfolioService;

/// The routes of portfolios.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_portfolios_api, create_portfolio_api))
        .routes(routes!(get_portfolio_api, update_portfolio_api))
        .routes(routes!(delete_portfolio_api))
        .routes(routes!(list_workspace_portfolios_api))
}

/// List the portfolios that you may see, a page at a time.
#[utoipa::path(
    get,
    path = "/portfolios",
    tag = "portfolios",
    security(("bearer" = [])),
    params(PortfolioListQuery),
    responses(
        (
            status = 200,
            description = "A page of portfolios.",
            body = PortfolioListResponse,
        ),
        ListErrors,
    )
)]
pub async fn list_portfolios_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidQuery(query): ValidQuery<PortfolioListQuery>,
) -> Result<Json<PortfolioListResponse>, ApiError> {
    let page = service.list_portfolios(current_user.id, &query.into()).await?;
    Ok(Json(page.into()))
}

/// Create a portfolio.
#[utoipa::path(
    post,
    path = "/portfolios",
    tag = "portfolios",
    security(("bearer" = [])),
    request_body = PortfolioCreateRequest,
    responses(
        (
            status = 201,
            description = "The new portfolio.",
            body = PortfolioResponse,
        ),
        CreateErrors,
    )
)]
pub async fn create_portfolio_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidJson(request): ValidJson<PortfolioCreateRequest>,
) -> Result<Created<PortfolioResponse>, ApiError> {
    let row = service.create_portfolio(current_user.id, &request.into()).await?;
    let location = format!("/portfolios/{}", row.portfolio_id);
    Ok(Created::at(location, row.version, row.into()))
}

/// Read a portfolio.
#[utoipa::path(
    get,
    path = "/portfolios/{portfolio_id}",
    tag = "portfolios",
    security(("bearer" = [])),
    params(("portfolio_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The portfolio.",
            body = PortfolioResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_portfolio_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidPath(portfolio_id): ValidPath<String>,
) -> Result<Versioned<PortfolioResponse>, ApiError> {
    let row = service.get_portfolio(current_user.id, &portfolio_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Change a portfolio. What is absent stays as it is, null clears what may be null.
#[utoipa::path(
    patch,
    path = "/portfolios/{portfolio_id}",
    tag = "portfolios",
    security(("bearer" = [])),
    params(
        ("portfolio_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = PortfolioUpdateRequest,
    responses(
        (
            status = 200,
            description = "The portfolio as it is now.",
            body = PortfolioResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_portfolio_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidPath(portfolio_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<PortfolioUpdateRequest>,
) -> Result<Versioned<PortfolioResponse>, ApiError> {
    let changes = request.into();
    let row = service.update_portfolio(current_user.id, &portfolio_id, &changes, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Delete a portfolio.
#[utoipa::path(
    delete,
    path = "/portfolios/{portfolio_id}",
    tag = "portfolios",
    security(("bearer" = [])),
    params(
        ("portfolio_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The portfolio is gone."),
        DeleteErrors,
    )
)]
pub async fn delete_portfolio_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidPath(portfolio_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_portfolio(current_user.id, &portfolio_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// List the portfolios of one workspace, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/portfolios",
    tag = "portfolios",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        PortfolioListQuery,
    ),
    responses(
        (
            status = 200,
            description = "A page of portfolios.",
            body = PortfolioListResponse,
        ),
        NestedListErrors,
    )
)]
pub async fn list_workspace_portfolios_api(
    State(service): State<PortfolioService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidQuery(query): ValidQuery<PortfolioListQuery>,
) -> Result<Json<PortfolioListResponse>, ApiError> {
    let filter = PortfolioFilter::from(query);
    let page = service.list_workspace_portfolios(current_user.id, &workspace_id, &filter).await?;
    Ok(Json(page.into()))
}
