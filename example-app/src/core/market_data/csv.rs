// src/core/market_data/csv.rs - Daily bars written as CSV

use chrono::NaiveDate;
use serde::Deserialize;

use crate::core::market_data::MarketDataError;
use crate::models::market_data_models::DailyBar;

/// A line below the heading `date,open,high,low,close,volume`, in any order.
#[derive(Debug, Deserialize)]
struct Line {
    date: NaiveDate,
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: u64,
}

/// Reads the bars of a symbol, the oldest first.
pub(super) fn parse(symbol: &str, bytes: &[u8]) -> Result<Vec<DailyBar>, MarketDataError> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
    let headers = reader.headers().map_err(wrong)?.clone();
    let mut bars: Vec<DailyBar> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line: Line = record.deserialize(Some(&headers)).map_err(wrong)?;
        let place = record.position().map_or(0, csv::Position::line);
        let at = |reason: &str| MarketDataError::Line { line: place, reason: reason.to_owned() };
        let Line { date, open, high, low, close, volume } = line;
        if ![open, high, low, close].into_iter().all(|price| price.is_finite() && price > 0.0) {
            return Err(at("a price is not above 0"));
        }
        let within = low..=high;
        if !within.contains(&open) || !within.contains(&close) {
            return Err(at("a price is not between the lowest and the highest"));
        }
        if bars.last().is_some_and(|last| last.date >= date) {
            return Err(at("the days do not follow each other"));
        }
        let symbol = symbol.to_owned();
        bars.push(DailyBar { symbol, date, open, high, low, close, volume });
    }
    Ok(bars)
}

/// A line that the reader refuses.
fn wrong(error: csv::Error) -> MarketDataError {
    let line = error.position().map_or(0, csv::Position::line);
    MarketDataError::Line { line, reason: error.to_string() }
}
