// src/api/auth.rs - Registration and log-in API endpoints

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::Json;
use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::request::Parts;
use secrecy::ExposeSecret;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::errors::{ApiError, AttemptErrors, ReadErrors};
use crate::api::extract::{Created, CurrentUser, ValidJson, Versioned};
use crate::api::state::AppState;
use crate::core::errors::ServiceError;
use crate::core::security::TokenKeys;
use crate::models::user_models::{
    UserLoginRequest, UserRegisterRequest, UserResponse, UserTokenResponse,
};
use crate::services::user_service::UserService;

/// The routes of registration and log-in.
pub fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(register_user_api))
        .routes(routes!(authenticate_user_api))
        .routes(routes!(get_current_user_api))
}

/// Register a user.
#[utoipa::path(
    post,
    path = "/auth/register",
    tag = "auth",
    request_body = UserRegisterRequest,
    responses((status = 201, description = "The new user.", body = UserResponse), AttemptErrors)
)]
pub async fn register_user_api(
    _: Attempt,
    State(users): State<UserService>,
    ValidJson(request): ValidJson<UserRegisterRequest>,
) -> Result<Created<UserResponse>, ApiError> {
    let user = users.register_user(&request.email, request.password, &request.name).await?;
    Ok(Created::at(format!("/users/{}", user.user_id), user.version, user.into()))
}

/// Log in: get a token to call the API with.
#[utoipa::path(
    post,
    path = "/auth/login",
    tag = "auth",
    request_body = UserLoginRequest,
    responses((status = 200, description = "A token.", body = UserTokenResponse), AttemptErrors)
)]
pub async fn authenticate_user_api(
    _: Attempt,
    State(users): State<UserService>,
    State(tokens): State<TokenKeys>,
    ValidJson(request): ValidJson<UserLoginRequest>,
) -> Result<Json<UserTokenResponse>, ApiError> {
    let user = users.authenticate_user(&request.email, request.password).await?;
    let issued = tokens.issue(&user.user_id).map_err(ServiceError::internal)?;
    Ok(Json(UserTokenResponse {
        access_token: issued.token.expose_secret().to_owned(),
        token_type: "bearer",
        expires_in: issued.expires_in,
    }))
}

/// Read the user whom the token was issued to.
#[utoipa::path(
    get,
    path = "/auth/me",
    tag = "auth",
    security(("bearer" = [])),
    responses((status = 200, description = "The user.", body = UserResponse), ReadErrors)
)]
pub async fn get_current_user_api(
    State(users): State<UserService>,
    current_user: CurrentUser,
) -> Result<Versioned<UserResponse>, ApiError> {
    let user = users.get_user(current_user.id, &current_user.user_id).await?;
    Ok(Versioned::new(user.version, user.into()))
}

/// An attempt to log in or to register that the settings still admit.
pub struct Attempt;

impl FromRequestParts<AppState> for Attempt {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let address = client_address(parts, state.server.client_ip_header.as_deref());
        state.attempts.admit(address).map_err(ApiError::TooManyAttempts)?;
        Ok(Self)
    }
}

/// Who sends the request: the peer, or whom the proxy names last.
fn client_address(parts: &Parts, proxy_header: Option<&str>) -> IpAddr {
    let named = proxy_header
        .and_then(|name| parts.headers.get(name))
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.rsplit(',').next())
        .and_then(|address| address.trim().parse().ok());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    named.or(peer.map(|peer| peer.0.ip())).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}
