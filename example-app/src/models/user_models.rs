// src/models/user_models.rs - User request and response models

use chrono::{DateTime, Utc};
use garde::Validate;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::models::db_models::{User, UserChanges};
use crate::models::page_models::not_null;

/// Who registers.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct UserRegisterRequest {
    /// The address to log in with; upper and lower case are the same.
    #[garde(email, length(chars, max = 254))]
    #[schema(format = "email", max_length = 254, example = "ada@example.com")]
    pub email: String,
    /// The password.
    #[garde(custom(password_length))]
    #[schema(value_type = String, format = "password", min_length = 12, max_length = 128)]
    pub password: SecretString,
    /// What the user is called.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(min_length = 1, max_length = 80, example = "Ada")]
    pub name: String,
}

/// Who logs in.
#[derive(Debug, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct UserLoginRequest {
    /// The address that was registered.
    #[garde(length(chars, min = 1, max = 254))]
    #[schema(min_length = 1, max_length = 254, example = "ada@example.com")]
    pub email: String,
    /// The password.
    #[garde(skip)]
    #[schema(value_type = String, format = "password")]
    pub password: SecretString,
}

/// What changes in a user; what is absent stays as it is.
#[derive(Debug, Default, Deserialize, ToSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct UserUpdateRequest {
    /// What the user is called.
    #[garde(length(chars, min = 1, max = 80))]
    #[schema(value_type = String, required = false, min_length = 1, max_length = 80)]
    #[serde(default, deserialize_with = "not_null")]
    pub name: Option<String>,
}

/// A token to call the API with.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserTokenResponse {
    /// Goes into the header `Authorization`, behind `Bearer`.
    pub access_token: String,
    /// Always `bearer`.
    pub token_type: &'static str,
    /// Seconds until the token expires.
    pub expires_in: i64,
}

/// A user, as the API shows one to that user.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserResponse {
    /// The public id.
    pub user_id: String,
    /// The address that the user logs in with.
    pub email: String,
    /// What the user is called.
    pub name: String,
    /// Raised by every change; `ETag` is made of it.
    pub version: i64,
    /// When the user registered.
    pub created_at: DateTime<Utc>,
    /// When the user last changed.
    pub updated_at: DateTime<Utc>,
}

impl From<UserUpdateRequest> for UserChanges {
    fn from(request: UserUpdateRequest) -> Self {
        Self { name: request.name }
    }
}

impl From<User> for UserResponse {
    fn from(user: User) -> Self {
        Self {
            user_id: user.user_id,
            email: user.email,
            name: user.name,
            version: user.version,
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }
}

/// A password long enough to hold and short enough to hash.
fn password_length(password: &SecretString, (): &()) -> garde::Result {
    match password.expose_secret().chars().count() {
        12..=128 => Ok(()),
        _ => Err(garde::Error::new("length must be from 12 to 128 characters")),
    }
}
