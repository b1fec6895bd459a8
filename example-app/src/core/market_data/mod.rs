// src/core/market_data/mod.rs - A source of daily bars: files, or a server

use std::sync::Arc;

use chrono::NaiveDate;

pub use self::errors::MarketDataError;
use self::files::Files;
use self::http::Server;
use crate::core::settings::MarketDataSettings;
use crate::models::market_data_models::DailyBar;

mod csv;
mod errors;
mod files;
mod http;

/// A source of daily bars, cheap to clone.
#[derive(Debug, Clone)]
pub struct MarketData {
    source: Source,
}

#[derive(Debug, Clone)]
enum Source {
    Files(Files),
    Server(Arc<Server>),
}

impl MarketData {
    /// The source that the settings name.
    pub fn new(settings: &MarketDataSettings) -> Result<Self, MarketDataError> {
        let source = match &settings.base_url {
            Some(base_url) => Source::Server(Arc::new(Server::new(base_url, settings)?)),
            None => Source::Files(Files::new(settings)),
        };
        Ok(Self { source })
    }

    /// The bars of a symbol from one day to another, both included, the oldest first.
    ///
    /// The symbol becomes a part of a path: whoever calls has checked it.
    pub async fn daily_bars(
        &self,
        symbol: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<DailyBar>, MarketDataError> {
        let bytes = match &self.source {
            Source::Files(files) => files.read(symbol).await?,
            Source::Server(server) => server.fetch(symbol, from, to).await?,
        };
        let mut bars = csv::parse(symbol, &bytes)?;
        bars.retain(|bar| (from..=to).contains(&bar.date));
        Ok(bars)
    }
}
