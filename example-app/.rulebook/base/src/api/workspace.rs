// src/api/workspace.rs - Workspace API endpoints

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{
    ApiError, CreateErrors, DeleteErrors, ListErrors, ReadErrors, UpdateErrors,
};
use crate::api::extract::{
    Created, CurrentUser, IfMatch, ValidJson, ValidPath, ValidQuery, Versioned,
};
use crate::api::state::AppState;
use crate::models::workspace_models::{
    WorkspaceCreateRequest, WorkspaceListQuery, WorkspaceListResponse, WorkspaceResponse,
    WorkspaceUpdateRequest,
};
use crate::services::workspace_service::WorkspaceService;

/// The routes of workspaces.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_workspaces_api, create_workspace_api))
        .routes(routes!(get_workspace_api, update_workspace_api))
        .routes(routes!(delete_workspace_api))
}

/// List the workspaces that you may see, a page at a time.
#[utoipa::path(
    get,
    path = "/workspaces",
    tag = "workspaces",
    security(("bearer" = [])),
    params(WorkspaceListQuery),
    responses(
        (
            status = 200,
            description = "A page of workspaces.",
            body = WorkspaceListResponse,
        ),
        ListErrors,
    )
)]
pub async fn list_workspaces_api(
    State(service): State<WorkspaceService>,
    current_user: CurrentUser,
    ValidQuery(query): ValidQuery<WorkspaceListQuery>,
) -> Result<Json<WorkspaceListResponse>, ApiError> {
    let page = service.list_workspaces(current_user.id, &query.into()).await?;
    Ok(Json(page.into()))
}

/// Create a workspace.
#[utoipa::path(
    post,
    path = "/workspaces",
    tag = "workspaces",
    security(("bearer" = [])),
    request_body = WorkspaceCreateRequest,
    responses(
        (
            status = 201,
            description = "The new workspace.",
            body = WorkspaceResponse,
        ),
        CreateErrors,
    )
)]
pub async fn create_workspace_api(
    State(service): State<WorkspaceService>,
    current_user: CurrentUser,
    ValidJson(request): ValidJson<WorkspaceCreateRequest>,
) -> Result<Created<WorkspaceResponse>, ApiError> {
    let row = service.create_workspace(current_user.id, &request.into()).await?;
    let location = format!("/workspaces/{}", row.workspace_id);
    Ok(Created::at(location, row.version, row.into()))
}

/// Read a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}",
    tag = "workspaces",
    security(("bearer" = [])),
    params(("workspace_id" = String, Path, description = "The public id.")),
    responses(
        (
            status = 200,
            description = "The workspace.",
            body = WorkspaceResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_workspace_api(
    State(service): State<WorkspaceService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
) -> Result<Versioned<WorkspaceResponse>, ApiError> {
    let row = service.get_workspace(current_user.id, &workspace_id).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Change a workspace. What is absent stays as it is, null clears what may be null.
#[utoipa::path(
    patch,
    path = "/workspaces/{workspace_id}",
    tag = "workspaces",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = WorkspaceUpdateRequest,
    responses(
        (
            status = 200,
            description = "The workspace as it is now.",
            body = WorkspaceResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_workspace_api(
    State(service): State<WorkspaceService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<WorkspaceUpdateRequest>,
) -> Result<Versioned<WorkspaceResponse>, ApiError> {
    let changes = request.into();
    let row = service.update_workspace(current_user.id, &workspace_id, &changes, version).await?;
    Ok(Versioned::new(row.version, row.into()))
}

/// Delete a workspace.
#[utoipa::path(
    delete,
    path = "/workspaces/{workspace_id}",
    tag = "workspaces",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The workspace is gone."),
        DeleteErrors,
    )
)]
pub async fn delete_workspace_api(
    State(service): State<WorkspaceService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_workspace(current_user.id, &workspace_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
