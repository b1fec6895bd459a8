// src/api/member.rs - Member API endpoints

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, DeleteErrors, NestedCreateErrors, ReadErrors, UpdateErrors};
use crate::api::extract::{Created, CurrentUser, IfMatch, ValidJson, ValidPath, Versioned};
use crate::api::state::AppState;
use crate::models::member_models::{
    MemberCreateRequest, MemberListResponse, MemberResponse, MemberUpdateRequest,
};
use crate::services::member_service::MemberService;

/// The routes of the members of workspaces.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_members_api, create_member_api))
        .routes(routes!(get_member_api, update_member_api))
        .routes(routes!(delete_member_api))
}

/// List the members of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/members",
    tag = "members",
    security(("bearer" = [])),
    params(("workspace_id" = String, Path, description = "The public id of the workspace.")),
    responses(
        (
            status = 200,
            description = "All members.",
            body = MemberListResponse,
        ),
        ReadErrors,
    )
)]
pub async fn list_members_api(
    State(service): State<MemberService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
) -> Result<Json<MemberListResponse>, ApiError> {
    let profiles = service.list_members(current_user.id, &workspace_id).await?;
    Ok(Json(profiles.into()))
}

/// Make a user a member of a workspace, which its owners may.
#[utoipa::path(
    post,
    path = "/workspaces/{workspace_id}/members",
    tag = "members",
    security(("bearer" = [])),
    params(("workspace_id" = String, Path, description = "The public id of the workspace.")),
    request_body = MemberCreateRequest,
    responses(
        (
            status = 201,
            description = "The new member.",
            body = MemberResponse,
        ),
        NestedCreateErrors,
    )
)]
pub async fn create_member_api(
    State(service): State<MemberService>,
    current_user: CurrentUser,
    ValidPath(workspace_id): ValidPath<String>,
    ValidJson(request): ValidJson<MemberCreateRequest>,
) -> Result<Created<MemberResponse>, ApiError> {
    let profile = service.create_member(current_user.id, &workspace_id, &request.into()).await?;
    let member = &profile.member;
    let location = format!("/workspaces/{workspace_id}/members/{}", member.member_id);
    Ok(Created::at(location, member.version, profile.into()))
}

/// Read a member of a workspace.
#[utoipa::path(
    get,
    path = "/workspaces/{workspace_id}/members/{member_id}",
    tag = "members",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id of the workspace."),
        ("member_id" = String, Path, description = "The public id."),
    ),
    responses(
        (
            status = 200,
            description = "The member.",
            body = MemberResponse,
        ),
        ReadErrors,
    )
)]
pub async fn get_member_api(
    State(service): State<MemberService>,
    current_user: CurrentUser,
    ValidPath((workspace_id, member_id)): ValidPath<(String, String)>,
) -> Result<Versioned<MemberResponse>, ApiError> {
    let profile = service.get_member(current_user.id, &workspace_id, &member_id).await?;
    Ok(Versioned::new(profile.member.version, profile.into()))
}

/// Change what a member may do, which owners may. A workspace always has an owner.
#[utoipa::path(
    patch,
    path = "/workspaces/{workspace_id}/members/{member_id}",
    tag = "members",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id of the workspace."),
        ("member_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = MemberUpdateRequest,
    responses(
        (
            status = 200,
            description = "The member as it is now.",
            body = MemberResponse,
        ),
        UpdateErrors,
    )
)]
pub async fn update_member_api(
    State(service): State<MemberService>,
    current_user: CurrentUser,
    ValidPath((workspace_id, member_id)): ValidPath<(String, String)>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<MemberUpdateRequest>,
) -> Result<Versioned<MemberResponse>, ApiError> {
    let role = request.role;
    let profile =
        service.update_member(current_user.id, &workspace_id, &member_id, role, version).await?;
    Ok(Versioned::new(profile.member.version, profile.into()))
}

/// Take a member out of a workspace: owners may that, and each member may leave.
#[utoipa::path(
    delete,
    path = "/workspaces/{workspace_id}/members/{member_id}",
    tag = "members",
    security(("bearer" = [])),
    params(
        ("workspace_id" = String, Path, description = "The public id of the workspace."),
        ("member_id" = String, Path, description = "The public id."),
        ("If-Match" = Option<String>, Header, description = "Delete this version alone."),
    ),
    responses(
        (status = 204, description = "The user is no member any more."),
        DeleteErrors,
    )
)]
pub async fn delete_member_api(
    State(service): State<MemberService>,
    current_user: CurrentUser,
    ValidPath((workspace_id, member_id)): ValidPath<(String, String)>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, ApiError> {
    service.delete_member(current_user.id, &workspace_id, &member_id, version).await?;
    Ok(StatusCode::NO_CONTENT)
}
