// src/api/mod.rs - The router: routes, documentation, fallbacks and layers

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Level, Span};
use utoipa::openapi::schema::{Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, RefOr};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::api::errors::{ApiError, Problem};
use crate::api::state::AppState;
use crate::core::errors::ServiceError;
use crate::core::settings::ServerSettings;
use crate::services::health_service::HealthService;

pub mod auth;
pub mod backtest;
pub mod backtest_analytics;
pub mod errors;
pub mod extract;
pub mod health;
pub mod home;
pub mod job;
pub mod job_analytics;
pub mod member;
pub mod portfolio;
pub mod portfolio_analytics;
pub mod state;
pub mod strategy;
pub mod strategy_analytics;
pub mod user;
pub mod workspace;

/// The whole application, as a router.
pub fn router(state: AppState) -> Router {
    let server = Arc::clone(&state.server);
    let health = state.health.clone();
    let (routes, mut document) = OpenApiRouter::with_openapi(ApiDocument::openapi())
        .merge(health::router())
        .merge(auth::router())
        .merge(user::router())
        .merge(workspace::router())
        .merge(member::router())
        .merge(strategy::router())
        .merge(strategy_analytics::router())
        .merge(backtest::router())
        .merge(backtest_analytics::router())
        .merge(portfolio::router())
        .merge(portfolio_analytics::router())
        .merge(job::router())
        .merge(job_analytics::router())
        .split_for_parts();
    document_texts(&mut document);
    let routes = routes
        .merge(home::router())
        .merge(SwaggerUi::new("/docs").url("/openapi.json", document))
        .fallback(async || ApiError::NoRoute)
        .method_not_allowed_fallback(async || ApiError::NoMethod)
        .with_state(state);
    layered(routes, &server, health)
}

/// The OpenAPI document, to which the routes add themselves.
#[derive(OpenApi)]
#[openapi(
    info(title = "Example app"),
    components(schemas(Problem)),
    modifiers(&BearerToken)
)]
struct ApiDocument;

/// Makes the token known to the documentation, so that its page can send it.
struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut Document) {
        let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
        document.components.get_or_insert_default().add_security_scheme("bearer", bearer);
    }
}

/// What the document says of a text in a request: no U+0000, which the extractors refuse.
const TEXT_PATTERN: &str = r"^[^\u0000]*$";

/// Tells of every text in a request what it may not hold.
fn document_texts(document: &mut Document) {
    let schemas = document.components.iter_mut().flat_map(|components| &mut components.schemas);
    for (_, schema) in schemas.filter(|(name, _)| name.ends_with("Request")) {
        if let RefOr::T(Schema::Object(request)) = schema {
            request.properties.values_mut().for_each(document_text);
        }
    }
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter
                    && let Some(schema) = &mut parameter.schema
                {
                    document_text(schema);
                }
            }
        }
    }
}

fn document_text(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(text)) = schema else {
        return;
    };
    let is_text = match &text.schema_type {
        SchemaType::Type(kind) => *kind == Type::String,
        SchemaType::Array(kinds) => kinds.contains(&Type::String),
        SchemaType::AnyValue => false,
    };
    // Other formats, such as a date, say by themselves what a text holds.
    let is_free = match &text.format {
        Some(SchemaFormat::Custom(format)) => format == "password",
        Some(SchemaFormat::KnownFormat(_)) => false,
        None => true,
    };
    if is_text && is_free && text.enum_values.is_none() && text.pattern.is_none() {
        text.pattern = Some(TEXT_PATTERN.to_owned());
    }
}

/// Puts the layers round the routes. The last one sees a request first.
fn layered(routes: Router, server: &ServerSettings, health: HealthService) -> Router {
    let permits = Arc::new(Semaphore::new(server.max_concurrent_requests));
    let limits = Limits { permits, timeout: Duration::from_secs(server.request_timeout_seconds) };
    routes
        .layer(DefaultBodyLimit::max(server.body_limit_bytes))
        .layer(from_fn_with_state(limits, limit_work))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(CompressionLayer::new())
        .layer(cors(&server.cors_origins))
        .layer(from_fn(finish_response))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(request_span)
                .on_response(DefaultOnResponse::new().level(Level::INFO)),
        )
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(from_fn_with_state(health, measure_request))
}

#[derive(Clone)]
struct Limits {
    permits: Arc<Semaphore>,
    timeout: Duration,
}

/// Refuses what is too much at once, and gives up what takes too long.
async fn limit_work(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let Ok(_permit) = limits.permits.try_acquire() else {
        return ApiError::Unavailable("too many requests at once").into_response();
    };
    match tokio::time::timeout(limits.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => ApiError::Unavailable("the request took too long").into_response(),
    }
}

/// Counts and times a request, under the pattern of its route.
async fn measure_request(
    State(health): State<HealthService>,
    request: Request,
    next: Next,
) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or(NO_ROUTE, MatchedPath::as_str);
    let at_work = health.metrics().begin_request(method_label(request.method()), route);
    let response = next.run(request).await;
    at_work.finish(response.status().as_u16());
    response
}

/// What requests that no route takes are counted under.
const NO_ROUTE: &str = "none";

/// The method as a label. A client can make up any number of others, and they count as one.
fn method_label(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::PUT => "PUT",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Signs a problem with the id of its request, and adds the headers that protect a browser.
async fn finish_response(request: Request, next: Next) -> Response {
    let request_id = request_id(&request);
    let mut response = next.run(request).await;
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let (mut parts, _) = response.into_parts();
        let signed = Problem { request_id, ..problem }.into_response();
        parts.headers.extend(signed.headers().clone());
        parts.headers.remove(header::CONTENT_ENCODING);
        response = Response::from_parts(parts, signed.into_body());
    }
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SECURITY_POLICY));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// What a page of this origin may do: there are the documentation and the page at `/`.
const SECURITY_POLICY: &str = "default-src 'self'; img-src 'self' data:; \
                               style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

fn request_span(request: &Request<Body>) -> Span {
    tracing::info_span!(
        "request",
        id = request_id(request).unwrap_or_default(),
        method = %request.method(),
        path = request.uri().path(),
    )
}

fn request_id(request: &Request<Body>) -> Option<String> {
    let id = request.extensions().get::<RequestId>()?;
    id.header_value().to_str().ok().map(str::to_owned)
}

fn answer_panic(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or(panic.downcast_ref::<String>().map(String::as_str));
    let cause = text.unwrap_or("a panic without a message").to_owned();
    ApiError::Service(ServiceError::internal(cause)).into_response()
}

fn cors(origins: &[String]) -> CorsLayer {
    let allowed = if origins.iter().any(|origin| origin == "*") {
        AllowOrigin::any()
    } else {
        AllowOrigin::list(origins.iter().filter_map(|origin| origin.parse().ok()))
    };
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_MATCH])
        .expose_headers([header::ETAG, header::LOCATION])
}
