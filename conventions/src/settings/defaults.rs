// src/settings/defaults.rs - The rulebook's own settings

use super::{Access, Layer, Settings, SeveritySetting};

/// Layer, folder, what it may use.
const LAYERS: [(&str, &str, &[&str]); 5] = [
    (
        "api",
        "src/api",
        &[
            "services",
            "models",
            "api::state",
            "api::errors",
            "api::extract",
            "core::security",
            "core::settings",
            "core::logger",
            "core::errors",
        ],
    ),
    ("services", "src/services", &["models", "core"]),
    ("models", "src/models", &["core::errors"]),
    ("core", "src/core", &["models"]),
    ("engines", "src/engines", &["services", "models"]),
];

/// Web frameworks for Rust and the crates that come with them.
const FRAMEWORK_CRATES: [&str; 27] = [
    "actix",
    "actix_http",
    "actix_web",
    "aide",
    "axum",
    "axum_core",
    "axum_extra",
    "axum_macros",
    "axum_prometheus",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "hyper_util",
    "poem",
    "rocket",
    "salvo",
    "tide",
    "tower",
    "tower_governor",
    "tower_http",
    "tower_layer",
    "tower_service",
    "tower_sessions",
    "utoipa_axum",
    "utoipa_swagger_ui",
    "warp",
];

/// Database drivers, mappers and pools.
const DATABASE_CRATES: [&str; 17] = [
    "bb8",
    "deadpool_postgres",
    "diesel",
    "diesel_async",
    "libsql",
    "mongodb",
    "mysql",
    "mysql_async",
    "postgres",
    "r2d2",
    "rusqlite",
    "sea_orm",
    "sea_query",
    "sqlx",
    "sqlx_core",
    "tiberius",
    "tokio_postgres",
];

/// Clients of what others run: HTTP, mail and messages, object storage, queues, payment, caches, search.
const INTEGRATION_CRATES: [&str; 53] = [
    "algoliasearch",
    "amqprs",
    "apalis_redis",
    "async_memcached",
    "async_nats",
    "async_openai",
    "async_stripe",
    "awc",
    "aws_config",
    "aws_sdk_*",
    "azure_*",
    "bb8_redis",
    "cloud_storage",
    "deadpool_lapin",
    "deadpool_redis",
    "elasticsearch",
    "fcm",
    "fred",
    "google_cloud_*",
    "isahc",
    "lapin",
    "lettre",
    "mail_send",
    "mailgun_rs",
    "meilisearch_sdk",
    "memcache",
    "memcached",
    "minio",
    "nats",
    "object_store",
    "octocrab",
    "opendal",
    "opensearch",
    "paho_mqtt",
    "pulsar",
    "qdrant_client",
    "r2d2_redis",
    "rdkafka",
    "redis",
    "reqwest",
    "reqwest_middleware",
    "rskafka",
    "rumqttc",
    "rusoto_*",
    "rust_s3",
    "sendgrid",
    "slack_morphism",
    "stripe_rust",
    "surf",
    "teloxide",
    "twilio",
    "ureq",
    "web_push",
];

/// Rules that a project has to ask for, by code.
const OFF: [&str; 1] = ["RB806"];

/// Types that are made of a token or a session, and refuse who has none.
const AUTH_EXTRACTORS: [&str; 10] = [
    "AdminUser",
    "AuthSession",
    "AuthUser",
    "AuthenticatedUser",
    "Authenticated",
    "BearerAuth",
    "Claims",
    "CurrentUser",
    "RequireAuth",
    "RequireUser",
];

/// What must answer before anyone can have a token.
const PUBLIC_ROUTES: [&str; 7] =
    ["/", "/health/**", "/metrics", "/docs/**", "/openapi.json", "POST /auth/login", "POST /auth/register"];

/// What nobody but its owner may learn.
const SECRET_WORDS: [&str; 20] = [
    "access_key",
    "api_key",
    "apikey",
    "auth_token",
    "authorization",
    "bearer",
    "client_secret",
    "credential",
    "credentials",
    "encryption_key",
    "jwt",
    "passphrase",
    "passwd",
    "password",
    "password_hash",
    "private_key",
    "secret",
    "secret_key",
    "signing_key",
    "token",
];

/// What sets up where logs go.
const LOGGER_CRATES: [&str; 18] = [
    "android_logger",
    "console_subscriber",
    "env_logger",
    "fern",
    "flexi_logger",
    "log4rs",
    "pretty_env_logger",
    "simple_logger",
    "simplelog",
    "slog_async",
    "slog_json",
    "slog_scope",
    "slog_stdlog",
    "slog_term",
    "stderrlog",
    "syslog",
    "tracing_log",
    "tracing_subscriber",
];

pub(super) fn settings() -> Settings {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
    let layer = |(name, folder, may_use): &(&str, &str, &[&str])| Layer {
        folders: vec![(*folder).to_owned()],
        may_use: may_use.iter().map(|access| Access::parse(access)).collect(),
        ..Layer::new(name)
    };
    Settings {
        layers: LAYERS.iter().map(layer).collect(),
        severities: OFF.map(|code| (code, SeveritySetting::Off)).into(),
        layer_order: Vec::new(),
        overrides: Vec::new(),
        words: Default::default(),
        exclude: Vec::new(),
        backend_packages: Vec::new(),
        framework_crates: owned(&FRAMEWORK_CRATES),
        database_crates: owned(&DATABASE_CRATES),
        integration_crates: owned(&INTEGRATION_CRATES),
        logger_crates: owned(&LOGGER_CRATES),
        auth_extractors: owned(&AUTH_EXTRACTORS),
        public_routes: owned(&PUBLIC_ROUTES),
        owner_columns: owned(&["user_id", "owner_id"]),
        system_functions: Vec::new(),
        secret_words: owned(&SECRET_WORDS),
        untyped_names: owned(&["metadata"]),
        service_functions: 40,
        service_lines: 1_000,
        repeated_statements: 6,
        review_link: String::new(),
        test_support: owned(&["tests/common"]),
        test_categories: owned(&["Happy path", "Error", "Edge case", "Integration"]),
        import_headings: false,
        file: Default::default(),
    }
}
