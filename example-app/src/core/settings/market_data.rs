// src/core/settings/market_data.rs - Settings of the source of market data

use std::path::PathBuf;

use secrecy::SecretString;
use serde::Deserialize;

use super::SettingsError;

/// Where daily bars of the market come from: CSV files, or a server if there is a base URL.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MarketDataSettings {
    /// The folder of the CSV files, one for each symbol.
    pub directory: PathBuf,
    /// The server that is asked instead: `GET {base_url}/{symbol}.csv?from=2024-01-02&to=2024-12-31`.
    pub base_url: Option<String>,
    /// Sent to the server as a bearer token. It does not print.
    pub token: Option<SecretString>,
    /// Seconds that one try may take.
    pub timeout_seconds: u64,
    /// Tries after the first one, where a failure may pass.
    pub retries: u32,
    /// Milliseconds before the second try; each further one waits twice as long.
    pub retry_delay_milliseconds: u64,
    /// The largest file or answer that is read, in bytes.
    pub max_bytes: usize,
    /// Days that one question may span.
    pub max_days: u32,
}

impl Default for MarketDataSettings {
    fn default() -> Self {
        Self {
            directory: PathBuf::from("sample-data"),
            base_url: None,
            token: None,
            timeout_seconds: 10,
            retries: 2,
            retry_delay_milliseconds: 200,
            max_bytes: 4 * 1024 * 1024,
            max_days: 3_660,
        }
    }
}

impl MarketDataSettings {
    /// Refuses a URL that is none, and credentials where they could be read by others.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let unusable = |name, reason| Err(SettingsError::Unusable { name, reason });
        let Some(url) = &self.base_url else {
            return Ok(());
        };
        let name = "market_data.base_url";
        let secure = url.strip_prefix("https://");
        let Some(rest) = secure.or_else(|| url.strip_prefix("http://")) else {
            return unusable(name, r#"a URL such as "https://data.example.com/daily" is expected"#);
        };
        let authority = rest.split('/').next().unwrap_or_default();
        if authority.contains('@') {
            return unusable(name, "credentials go into market_data.token, which does not print");
        }
        let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
        let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        if self.token.is_some() && secure.is_none() && !is_local {
            return unusable(name, "https is expected where a token is sent");
        }
        Ok(())
    }
}
