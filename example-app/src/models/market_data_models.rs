// src/models/market_data_models.rs - Bars of the market

use chrono::NaiveDate;

/// What one symbol did on one day of trade.
#[derive(Debug, Clone, PartialEq)]
pub struct DailyBar {
    /// The symbol.
    pub symbol: String,
    /// The day.
    pub date: NaiveDate,
    /// The first price.
    pub open: f64,
    /// The highest price.
    pub high: f64,
    /// The lowest price.
    pub low: f64,
    /// The last price.
    pub close: f64,
    /// How many units were traded.
    pub volume: u64,
}
