// src/core/settings.rs - Settings from .env, a file and the environment

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

pub use self::market_data::MarketDataSettings;
pub use self::worker::WorkerSettings;

mod market_data;
mod worker;

/// Signs tokens on a developer's machine; production refuses it.
const DEVELOPMENT_SECRET: &str = "development-secret-that-production-refuses";
/// The least length of a secret: as many bytes as an HS256 signature has.
const SECRET_MIN_BYTES: usize = 32;
/// What the names of this application's environment variables begin with.
const ENV_PREFIX: &str = "APP__";

/// All settings of the application.
///
/// `APP__SERVER__PORT` in the environment is `port` in the table `[server]` of `app.toml`. The
/// environment wins over the file, the file over `.env`, and `.env` over the defaults below.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// `development` or `production`; production refuses the development secret.
    pub environment: Environment,
    /// How requests are served.
    pub server: ServerSettings,
    /// Where the rows are.
    pub database: DatabaseSettings,
    /// Tokens, passwords and log-ins.
    pub auth: AuthSettings,
    /// What is logged, and where to.
    pub log: LogSettings,
    /// Where daily bars of the market come from.
    pub market_data: MarketDataSettings,
    /// The workers that run jobs.
    pub worker: WorkerSettings,
}

/// Where the application runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// A developer's machine, or tests.
    #[default]
    Development,
    /// Real users.
    Production,
}

/// How requests are served.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ServerSettings {
    /// The address to listen on.
    pub host: String,
    /// The port to listen on; 0 takes a free one.
    pub port: u16,
    /// Seconds that a request may take before it is answered with 503.
    pub request_timeout_seconds: u64,
    /// The largest body that is read, in bytes; a larger one is answered with 413.
    pub body_limit_bytes: usize,
    /// Requests at work at once; more are answered with 503.
    pub max_concurrent_requests: usize,
    /// Origins whose pages may call this API; `["*"]` admits all, an empty list none.
    pub cors_origins: Vec<String>,
    /// Behind a proxy: the header whose last entry is the client's address.
    pub client_ip_header: Option<String>,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 8080,
            request_timeout_seconds: 30,
            body_limit_bytes: 1024 * 1024,
            max_concurrent_requests: 512,
            cors_origins: Vec::new(),
            client_ip_header: None,
        }
    }
}

/// Where the rows are.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DatabaseSettings {
    /// The database's URL. It may hold a password, so it does not print.
    pub url: SecretString,
    /// Connections that are kept open at most.
    pub max_connections: u32,
    /// Seconds to wait for a free connection, and on SQLite for the lock.
    pub wait_seconds: u64,
}

impl Default for DatabaseSettings {
    fn default() -> Self {
        Self { url: "sqlite://data/app.db".into(), max_connections: 10, wait_seconds: 5 }
    }
}

/// Tokens, passwords and log-ins.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthSettings {
    /// Signs the tokens; at least 32 bytes.
    pub secret: SecretString,
    /// Who issues the tokens.
    pub issuer: String,
    /// Whom the tokens are for.
    pub audience: String,
    /// Minutes that a token is good for.
    pub token_minutes: u32,
    /// Log-ins and registrations that one address may try in a minute.
    pub attempts_per_minute: u32,
    /// Memory that hashing one password takes, in KiB.
    pub argon2_memory_kib: u32,
    /// Passes over that memory.
    pub argon2_iterations: u32,
}

impl Default for AuthSettings {
    fn default() -> Self {
        Self {
            secret: DEVELOPMENT_SECRET.into(),
            issuer: "example-app".to_owned(),
            audience: "example-app".to_owned(),
            token_minutes: 60,
            attempts_per_minute: 20,
            argon2_memory_kib: 19 * 1024,
            argon2_iterations: 2,
        }
    }
}

/// What is logged, and where to.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogSettings {
    /// Which events are logged, as `tracing_subscriber::EnvFilter` reads it.
    pub filter: String,
    /// How a line looks.
    pub format: LogFormat,
    /// The folder of the daily files; empty logs to the console only.
    pub directory: PathBuf,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            filter: "info".to_owned(),
            format: LogFormat::Text,
            directory: PathBuf::from("logs"),
        }
    }
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines, one object a line.
    Json,
}

/// Why the settings can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// A line of `.env` can't be read.
    #[error(".env: {0}")]
    DotEnv(#[from] dotenvy::Error),
    /// A value is unknown or of the wrong type.
    #[error("settings: {0}")]
    Value(#[from] Box<figment::Error>),
    /// A value is of the right type and still of no use.
    #[error("settings: {name}: {reason}")]
    Unusable {
        /// The setting.
        name: &'static str,
        /// What is wrong with it, and what is expected.
        reason: &'static str,
    },
}

impl Settings {
    /// Reads the settings of this process: `.env` and `app.toml` in the working folder, then the
    /// environment.
    pub fn load() -> Result<Self, SettingsError> {
        Self::from_sources(Path::new(".env"), Path::new("app.toml"))
    }

    /// Reads the settings from a `.env` file, a TOML file and the environment.
    ///
    /// Either file may be absent. The last source that names a setting wins.
    pub fn from_sources(dot_env: &Path, file: &Path) -> Result<Self, SettingsError> {
        let mut figment = read_dot_env(dot_env)?;
        if file.is_file() {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment = figment.merge(Env::prefixed(ENV_PREFIX).split("__"));
        let settings: Self = figment.extract().map_err(Box::new)?;
        settings.check()?;
        Ok(settings)
    }

    /// Refuses what the types can't: a weak secret, the development secret in production, and
    /// values that would admit nobody.
    pub fn check(&self) -> Result<(), SettingsError> {
        let secret = self.auth.secret.expose_secret();
        let unusable = |name, reason| Err(SettingsError::Unusable { name, reason });
        if self.environment == Environment::Production && secret == DEVELOPMENT_SECRET {
            let reason = "production needs a secret of its own: set APP__AUTH__SECRET";
            return unusable("auth.secret", reason);
        }
        if secret.len() < SECRET_MIN_BYTES {
            return unusable("auth.secret", "too short: at least 32 bytes are expected");
        }
        if self.auth.attempts_per_minute == 0 {
            return unusable("auth.attempts_per_minute", "at least 1 is expected");
        }
        if self.server.max_concurrent_requests == 0 {
            return unusable("server.max_concurrent_requests", "at least 1 is expected");
        }
        let is_origin = |text: &String| {
            text == "*" || text.starts_with("https://") || text.starts_with("http://")
        };
        if !self.server.cors_origins.iter().all(is_origin) {
            let reason = r#"origins such as "https://app.example.com", or "*", are expected"#;
            return unusable("server.cors_origins", reason);
        }
        self.market_data.check()?;
        self.worker.check()
    }
}

/// The lines of a `.env` file that are settings of this application.
///
/// They are not put into the environment: there they would win over the file.
fn read_dot_env(path: &Path) -> Result<Figment, SettingsError> {
    let lines = match dotenvy::from_path_iter(path) {
        Ok(lines) => lines,
        Err(error) if error.not_found() => return Ok(Figment::new()),
        Err(error) => return Err(error.into()),
    };
    let mut figment = Figment::new();
    for line in lines {
        let (name, text) = line?;
        if let Some(name) = name.strip_prefix(ENV_PREFIX) {
            let key = name.to_lowercase().replace("__", ".");
            let Ok(value) = text.parse::<figment::value::Value>();
            figment = figment.merge(Serialized::global(&key, value));
        }
    }
    Ok(figment)
}
