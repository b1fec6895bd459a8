// src/api/extract.rs - What handlers take from a request, and what they make of an answer

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::api::errors::{ApiError, FieldError};
use crate::api::state::AppState;
use crate::core::errors::ServiceError;

/// Why U+0000 is refused: PostgreSQL can't store it, and SQLite takes it for the end of a text.
const NUL_REFUSED: &str = "the character U+0000 is not allowed";
/// Above it, not every integer is a number of JSON.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;
/// The character in a URL.
const ENCODED_NUL: &str = "%00";

/// The user who sends the request, as the bearer token says.
#[derive(Debug)]
pub struct CurrentUser {
    /// The key inside the database, for the services.
    pub id: i64,
    /// The public id.
    pub user_id: String,
}

impl FromRequestParts<AppState> for CurrentUser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some((scheme, token)) = header.and_then(|value| value.split_once(' ')) else {
            return Err(ApiError::Unauthenticated("a bearer token is needed: POST /auth/login"));
        };
        let bad = || ApiError::Unauthenticated("the token is not good, or no longer");
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(bad());
        }
        let user_id = state.tokens.verify(token.trim()).map_err(|_| bad())?;
        match state.users.identify_user(&user_id).await {
            Ok(user) => Ok(Self { id: user.id, user_id: user.user_id }),
            Err(ServiceError::NotFound(_)) => Err(bad()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The parameters of a path.
#[derive(Debug)]
pub struct ValidPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for ValidPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let wrong =
            |msg: String| ApiError::Unprocessable(vec![FieldError::new("path", "parameters", msg)]);
        if parts.uri.path().contains(ENCODED_NUL) {
            return Err(wrong(NUL_REFUSED.to_owned()));
        }
        match Path::from_request_parts(parts, state).await {
            Ok(Path(values)) => Ok(Self(values)),
            Err(rejection) => Err(wrong(rejection.body_text())),
        }
    }
}

/// The version that a client expects a row to have; none where any version will do.
#[derive(Debug)]
pub struct IfMatch(pub Option<i64>);

impl FromRequestParts<AppState> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let Some(header) = parts.headers.get(IF_MATCH) else {
            return Ok(Self(None));
        };
        let tag = header.to_str().unwrap_or_default().trim();
        if tag == "*" {
            return Ok(Self(None));
        }
        // Versions begin at 1, so that a tag which is none of ours is one that no row has.
        let version = tag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Ok(Self(Some(version.and_then(|digits| digits.parse().ok()).unwrap_or(0))))
    }
}

/// A query that fits its type and its validation. Otherwise every wrong parameter is named.
#[derive(Debug)]
pub struct ValidQuery<T>(pub T);

impl<T: DeserializeOwned + Validate<Context = ()>> FromRequestParts<AppState> for ValidQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let text = parts.uri.query().unwrap_or_default();
        // A parameter that does not fit is named and left out, so that the others are judged too.
        let mut errors = Vec::new();
        let mut fitting = Vec::new();
        for pair in text.split('&') {
            let name = pair.split('=').next().unwrap_or_default();
            match serde_urlencoded::from_str::<T>(pair) {
                Ok(_) if pair.contains(ENCODED_NUL) => {
                    errors.push(FieldError::new("query", name, NUL_REFUSED));
                }
                Ok(_) => fitting.push(pair),
                Err(error) => errors.push(FieldError::new("query", name, error.to_string())),
            }
        }
        match serde_urlencoded::from_str::<T>(&fitting.join("&")) {
            Ok(query) => judge("query", query, errors).map(Self),
            Err(error) => {
                errors.push(FieldError::new("query", "parameters", error.to_string()));
                Err(ApiError::Unprocessable(errors))
            }
        }
    }
}

/// A JSON body that fits its type and its validation. Otherwise every wrong field is named.
#[derive(Debug)]
pub struct ValidJson<T>(pub T);

impl<T> FromRequest<AppState> for ValidJson<T>
where
    T: DeserializeOwned + ToSchema + Validate<Context = ()>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, ApiError> {
        if !is_json(request.headers()) {
            return Err(ApiError::NotJson);
        }
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
                    _ => ApiError::Malformed("the body could not be read".to_owned()),
                }
            })?;
        let body: Value = serde_json::from_slice(&bytes)
            .map_err(|error| ApiError::Malformed(format!("the body is no JSON: {error}")))?;
        match body {
            Value::Object(mut fields) => {
                fields.values_mut().for_each(make_whole);
                judge_body(fields).map(Self)
            }
            // A sequence is refused here: serde would take its elements for the fields in order.
            _ => {
                let error = FieldError::new("body", "", "a JSON object is expected");
                Err(ApiError::Unprocessable(vec![error]))
            }
        }
    }
}

/// 201 with the row, its place and its version.
#[derive(Debug)]
pub struct Created<T> {
    location: String,
    version: i64,
    body: T,
}

impl<T> Created<T> {
    /// A new row at a path.
    pub fn at(location: String, version: i64, body: T) -> Self {
        Self { location, version, body }
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let headers = [(LOCATION, self.location), (ETAG, entity_tag(self.version))];
        (StatusCode::CREATED, headers, Json(self.body)).into_response()
    }
}

/// 200 with the row and its version.
#[derive(Debug)]
pub struct Versioned<T> {
    version: i64,
    body: T,
}

impl<T> Versioned<T> {
    /// A row of a version.
    pub fn new(version: i64, body: T) -> Self {
        Self { version, body }
    }
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        ([(ETAG, entity_tag(self.version))], Json(self.body)).into_response()
    }
}

fn entity_tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// Gives a value back if it is valid and nothing was wrong with it before.
fn judge<T>(part: &str, value: T, mut errors: Vec<FieldError>) -> Result<T, ApiError>
where
    T: Validate<Context = ()>,
{
    if let Err(report) = value.validate() {
        for (path, error) in report.iter() {
            // A field whose name is a keyword of Rust bears its prefix here, and no other does.
            let path = path.to_string();
            let name = path.trim_start_matches("r#");
            let found = FieldError::new(part, name, error.message());
            // A field that did not fit its type is judged by a stand-in, which says nothing.
            if !errors.iter().any(|known| known.loc == found.loc) {
                errors.push(found);
            }
        }
    }
    if errors.is_empty() { Ok(value) } else { Err(ApiError::Unprocessable(errors)) }
}

/// Writes a whole number as one. To JSON Schema 1.0 is an integer, to serde it is not.
fn make_whole(value: &mut Value) {
    if value.is_f64()
        && let Some(number) = value.as_f64()
        && number.fract() == 0.0
        && number.abs() < MAX_WHOLE
    {
        *value = json!(number as i64);
    }
}

/// Judges a body as a whole, or each field by itself where the whole does not fit its type.
fn judge_body<T>(fields: Map<String, Value>) -> Result<T, ApiError>
where
    T: DeserializeOwned + ToSchema + Validate<Context = ()>,
{
    let errors = fields
        .iter()
        .filter(|(_, value)| has_nul(value))
        .map(|(name, _)| FieldError::new("body", name, NUL_REFUSED))
        .collect();
    match T::deserialize(Value::Object(fields.clone())) {
        Ok(value) => judge("body", value, errors),
        Err(_) => judge_fields(fields, errors),
    }
}

/// Whether a text in a value has the character that no database keeps.
fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(values) => values.iter().any(has_nul),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
        }
        _ => false,
    }
}

/// Judges each field of a body by itself.
///
/// A field that does not fit, or is missing, is named and gives way to a stand-in of the right
/// type: so the validation judges the others in the same answer.
fn judge_fields<T>(fields: Map<String, Value>, mut errors: Vec<FieldError>) -> Result<T, ApiError>
where
    T: DeserializeOwned + ToSchema + Validate<Context = ()>,
{
    let stand_ins = stand_ins::<T>();
    for name in stand_ins.keys().filter(|name| !fields.contains_key(*name)) {
        errors.push(FieldError::new("body", name, "the field is required"));
    }
    let mut body = stand_ins.clone();
    for (name, value) in fields {
        let mut probe = stand_ins.clone();
        probe.insert(name.clone(), value.clone());
        match T::deserialize(Value::Object(probe)) {
            Ok(_) => drop(body.insert(name, value)),
            Err(error) => errors.push(FieldError::new("body", &name, error.to_string())),
        }
    }
    match T::deserialize(Value::Object(body)) {
        Ok(value) => judge("body", value, errors),
        Err(_) => Err(ApiError::Unprocessable(errors)),
    }
}

/// A value of the right type for each field that a body must have, as its documentation says.
fn stand_ins<T: ToSchema>() -> Map<String, Value> {
    let mut components = Vec::new();
    T::schemas(&mut components);
    let components: Map<String, Value> =
        components.into_iter().map(|(name, schema)| (name, json!(schema))).collect();
    let schema = json!(T::schema());
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    required
        .filter_map(Value::as_str)
        .map(|name| {
            let field = schema.get("properties").and_then(|fields| fields.get(name));
            (name.to_owned(), field.map_or(Value::Null, |field| stand_in(field, &components)))
        })
        .collect()
}

fn stand_in(schema: &Value, components: &Map<String, Value>) -> Value {
    let text = |key| schema.get(key).and_then(Value::as_str);
    if let Some(component) = text("$ref").and_then(|path| path.rsplit('/').next()) {
        return components
            .get(component)
            .map_or(Value::Null, |schema| stand_in(schema, components));
    }
    if let Some(label) = schema.pointer("/enum/0") {
        return label.clone();
    }
    match (text("type"), text("format")) {
        (Some("string"), Some("date")) => json!("1970-01-01"),
        (Some("string"), Some("date-time")) => json!("1970-01-01T00:00:00Z"),
        (Some("string"), Some("decimal")) => json!("0"),
        (Some("string"), Some("uuid")) => json!("00000000-0000-0000-0000-000000000000"),
        (Some("string"), _) => json!(""),
        (Some("integer" | "number"), _) => json!(0),
        (Some("boolean"), _) => json!(false),
        // A field of any JSON, which is not null.
        _ => json!({}),
    }
}

/// Whether the body calls itself JSON, with any suffix or parameter.
fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}
