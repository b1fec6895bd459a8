// tests/market_data/test_market_data_settings.rs - Which sources the settings admit

use std::path::PathBuf;

use example_app::core::settings::{MarketDataSettings, Settings};

fn settings(base_url: &str, token: Option<&str>) -> Settings {
    let market_data = MarketDataSettings {
        base_url: Some(base_url.to_owned()),
        token: token.map(Into::into),
        ..MarketDataSettings::default()
    };
    Settings { market_data, ..Settings::default() }
}

/// Happy path: files by default, a server where one is named.
#[test]
fn test_settings_admit_sources() {
    let default = MarketDataSettings::default();
    assert_eq!((default.directory, default.base_url), (PathBuf::from("sample-data"), None));
    for (url, token) in [
        ("https://data.example.com", None),
        ("https://data.example.com/daily/", Some("secret")),
        ("http://data.example.com", None),
        ("http://localhost:8000", Some("secret")),
        ("http://127.0.0.1:8000/x", Some("secret")),
        ("http://[::1]:8000", Some("secret")),
    ] {
        assert!(settings(url, token).check().is_ok(), "{url}");
    }
}

/// Error: what is no URL, and credentials where others could read them, are named.
#[test]
fn test_settings_refuse_sources() {
    for (url, token) in [
        ("data.example.com", None),
        ("ftp://data.example.com", None),
        ("https://user:password@data.example.com", None),
        ("http://data.example.com", Some("secret")),
        ("http://localhost.example.com", Some("secret")),
    ] {
        let error = settings(url, token).check().expect_err(url).to_string();
        assert!(error.starts_with("settings: market_data.base_url: "), "{error}");
        assert!(!error.contains("password") && !error.contains("secret"), "{error}");
    }
}
