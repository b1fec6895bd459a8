// src/api/user.rs - User API endpoints

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, ReadErrors, UpdateErrors};
use crate::api::extract::{CurrentUser, IfMatch, ValidJson, ValidPath, Versioned};
use crate::api::state::AppState;
use crate::models::user_models::{UserResponse, UserUpdateRequest};
use crate::services::user_service::UserService;

/// The routes of users. Who wants to be one registers: see `auth`.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(get_user_api, update_user_api))
}

/// Read a user. Users see themselves alone.
#[utoipa::path(
    get,
    path = "/users/{user_id}",
    tag = "users",
    security(("bearer" = [])),
    params(("user_id" = String, Path, description = "The public id of the user.")),
    responses((status = 200, description = "The user.", body = UserResponse), ReadErrors)
)]
pub async fn get_user_api(
    State(users): State<UserService>,
    current_user: CurrentUser,
    ValidPath(user_id): ValidPath<String>,
) -> Result<Versioned<UserResponse>, ApiError> {
    let user = users.get_user(current_user.id, &user_id).await?;
    Ok(Versioned::new(user.version, user.into()))
}

/// Change a user. What is absent stays as it is.
#[utoipa::path(
    patch,
    path = "/users/{user_id}",
    tag = "users",
    security(("bearer" = [])),
    params(
        ("user_id" = String, Path, description = "The public id of the user."),
        ("If-Match" = Option<String>, Header, description = "Change this version alone."),
    ),
    request_body = UserUpdateRequest,
    responses((status = 200, description = "The user as it is now.", body = UserResponse), UpdateErrors)
)]
pub async fn update_user_api(
    State(users): State<UserService>,
    current_user: CurrentUser,
    ValidPath(user_id): ValidPath<String>,
    IfMatch(version): IfMatch,
    ValidJson(request): ValidJson<UserUpdateRequest>,
) -> Result<Versioned<UserResponse>, ApiError> {
    let user = users.update_user(current_user.id, &user_id, &request.into(), version).await?;
    Ok(Versioned::new(user.version, user.into()))
}
