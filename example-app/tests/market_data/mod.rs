// tests/market_data/mod.rs - Market data tests: the days and files that they share

use std::path::Path;

use chrono::NaiveDate;

use example_app::core::market_data::{MarketData, MarketDataError};
use example_app::core::settings::MarketDataSettings;
use example_app::services::market_data_service::MarketDataService;

mod test_market_data_files;
mod test_market_data_server;
mod test_market_data_service;
mod test_market_data_settings;

/// The heading and three days.
pub(crate) const THREE_DAYS: &str = "date,open,high,low,close,volume
2024-03-01,10,12.5,9,11,100
2024-03-04,11,11,8,8.25,0
2024-03-05,8,9,8,9,300
";

/// A day of 2024.
pub(crate) fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, month, day).expect("a day")
}

/// Settings that read a folder.
pub(crate) fn folder_settings(directory: &Path) -> MarketDataSettings {
    MarketDataSettings { directory: directory.to_path_buf(), ..MarketDataSettings::default() }
}

/// A service with the settings.
pub(crate) fn service(settings: &MarketDataSettings) -> MarketDataService {
    MarketDataService::new(MarketData::new(settings).expect("a source"), settings.max_days)
}

/// What is wrong with a file of this text.
pub(crate) async fn error_of(text: &str) -> MarketDataError {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("TEST.csv"), text).expect("written");
    let source = MarketData::new(&folder_settings(folder.path())).expect("a source");
    source.daily_bars("TEST", day(1, 1), day(12, 31)).await.expect_err("refused")
}
