// src/api/errors.rs - How a failure looks to a client: problem+json

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::openapi::{Content, Ref, RefOr, Response as OpenApiResponse, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::core::errors::ServiceError;

/// The content type of every failure.
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// Why a request is not answered as it wished.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// A service could not do what it was asked.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The body is no JSON.
    #[error("{0}")]
    Malformed(String),
    /// There is no token, or a bad one.
    #[error("{0}")]
    Unauthenticated(&'static str),
    /// There is no such route.
    #[error("there is nothing at this path")]
    NoRoute,
    /// The route does not know the method.
    #[error("the method is not known at this path")]
    NoMethod,
    /// The body is larger than the settings admit.
    #[error("the body is too large")]
    TooLarge,
    /// The body is of another type than JSON.
    #[error("the body must be application/json")]
    NotJson,
    /// Fields do not fit their type or their validation.
    #[error("some fields are wrong: see errors")]
    Unprocessable(Vec<FieldError>),
    /// The client has tried too often.
    #[error("too many attempts: try again later")]
    TooManyAttempts(Duration),
    /// The server has too much to do, or took too long.
    #[error("{0}")]
    Unavailable(&'static str),
}

/// A failure, as RFC 9457 has it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The status in words.
    pub title: &'static str,
    /// The status.
    pub status: u16,
    /// What went wrong this time.
    pub detail: String,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The id of the request, by which the log knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldError {
    /// Where the field is: `body`, `path`, `query` or `header`, then its name.
    pub loc: Vec<String>,
    /// What is wrong.
    pub msg: String,
}

impl FieldError {
    /// An error of a field in a part of the request.
    pub fn new(part: &str, field: &str, msg: impl Into<String>) -> Self {
        Self { loc: vec![part.to_owned(), field.to_owned()], msg: msg.into() }
    }
}

impl ApiError {
    /// The status that a client gets.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Service(ServiceError::Invalid(_)) | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::Service(ServiceError::Unauthenticated(_)) | Self::Unauthenticated(_) => {
                StatusCode::UNAUTHORIZED
            }
            Self::Service(ServiceError::Permission(_)) => StatusCode::FORBIDDEN,
            Self::Service(ServiceError::NotFound(_)) | Self::NoRoute => StatusCode::NOT_FOUND,
            Self::Service(ServiceError::Conflict(_)) => StatusCode::CONFLICT,
            Self::Service(ServiceError::Stale(_)) => StatusCode::PRECONDITION_FAILED,
            Self::Service(ServiceError::Internal(_)) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Service(ServiceError::Unavailable(_)) | Self::Unavailable(_) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
        }
    }

    /// What a client is told. The cause of a failure that is not the client's stays in the log.
    fn detail(&self) -> String {
        match self {
            Self::Service(ServiceError::Internal(_)) => "Internal server error".to_owned(),
            Self::Service(ServiceError::Unavailable(_)) => "try again later".to_owned(),
            other => other.to_string(),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Self::Service(ServiceError::Internal(cause) | ServiceError::Unavailable(cause)) =
            &self
        {
            tracing::error!(error = %cause, "unexpected error");
        }
        let status = self.status();
        let detail = self.detail();
        let (errors, retry_after) = match self {
            Self::Unprocessable(errors) => (errors, None),
            Self::TooManyAttempts(wait) => (Vec::new(), Some(wait.as_secs() + 1)),
            _ => (Vec::new(), None),
        };
        let mut response = Problem::new(status, detail, errors).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
        }
        response
    }
}

impl Problem {
    /// A problem of a status. The id of the request is filled in by a layer, which knows it.
    pub fn new(status: StatusCode, detail: String, errors: Vec<FieldError>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            detail,
            errors,
            request_id: None,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(&self)).into_response();
        response.headers_mut().insert(CONTENT_TYPE, PROBLEM_JSON);
        response.extensions_mut().insert(self);
        response
    }
}

/// The failures of a route that reads one row, for the OpenAPI document.
pub struct ReadErrors;

/// The failures of a route that lists rows.
pub struct ListErrors;

/// The failures of a route that lists what belongs to a row.
pub struct NestedListErrors;

/// The failures of a route that creates a row.
pub struct CreateErrors;

/// The failures of a route that creates a row below another one.
pub struct NestedCreateErrors;

/// The failures of a route that changes a row.
pub struct UpdateErrors;

/// The failures of a route that deletes a row.
pub struct DeleteErrors;

/// The failures of a route that does something to a row which its state may not allow.
pub struct ActionErrors;

/// The failures of a route that limits attempts.
pub struct AttemptErrors;

impl IntoResponses for ReadErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[401, 404, 422, 500, 503])
    }
}

impl IntoResponses for ListErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 422, 500, 503])
    }
}

impl IntoResponses for NestedListErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 404, 422, 500, 503])
    }
}

impl IntoResponses for CreateErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 403, 409, 413, 415, 422, 500, 503])
    }
}

impl IntoResponses for NestedCreateErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 403, 404, 409, 413, 415, 422, 500, 503])
    }
}

impl IntoResponses for UpdateErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503])
    }
}

impl IntoResponses for DeleteErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[401, 403, 404, 409, 412, 422, 500, 503])
    }
}

impl IntoResponses for ActionErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[401, 403, 404, 409, 412, 500, 503])
    }
}

impl IntoResponses for AttemptErrors {
    fn responses() -> BTreeMap<String, RefOr<OpenApiResponse>> {
        problems(&[400, 401, 409, 413, 415, 422, 429, 500, 503])
    }
}

/// A documented problem for each status.
fn problems(statuses: &[u16]) -> BTreeMap<String, RefOr<OpenApiResponse>> {
    let documented = |status: &u16| {
        let title = StatusCode::from_u16(*status).ok().and_then(|code| code.canonical_reason());
        let content = Content::new(Some(Ref::from_schema_name("Problem")));
        let response = ResponseBuilder::new()
            .description(title.unwrap_or("Error"))
            .content("application/problem+json", content)
            .build();
        (status.to_string(), RefOr::T(response))
    };
    statuses.iter().map(documented).collect()
}
