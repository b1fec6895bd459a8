// src/services/market_data_service.rs - Market data business logic

use chrono::NaiveDate;

use crate::core::errors::{ServiceError, ServiceResult};
use crate::core::market_data::{MarketData, MarketDataError};
use crate::models::market_data_models::DailyBar;

/// The longest symbol, in characters.
const SYMBOL_MAX_CHARS: usize = 16;

/// Gives daily bars to whoever may ask: all users, and the engines.
#[derive(Debug, Clone)]
pub struct MarketDataService {
    source: MarketData,
    max_days: u32,
}

impl MarketDataService {
    /// A service over a source, which answers for so many days at once.
    pub fn new(source: MarketData, max_days: u32) -> Self {
        Self { source, max_days }
    }

    /// Lists the daily bars of a symbol, the oldest first.
    ///
    /// # Arguments
    ///
    /// * `symbol` - such as `BRK.B`: letters, digits, `.` and `-`, a letter first
    /// * `from` - the first day
    /// * `to` - the last day
    ///
    /// # Returns
    ///
    /// The bars of the days on which the symbol was traded.
    ///
    /// # Errors
    ///
    /// `Invalid` if the symbol is none, or the days are in the wrong order or too many; `NotFound` if
    /// the source does not know the symbol; `Unavailable` if the source can't be reached; `Internal`
    /// if what it gives is not daily bars.
    pub async fn list_daily_bars(
        &self,
        symbol: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> ServiceResult<Vec<DailyBar>> {
        let symbol = valid_symbol(symbol)?;
        self.validate_range(from, to)?;
        let bars =
            self.source.daily_bars(&symbol, from, to).await.map_err(|error| match error {
                MarketDataError::UnknownSymbol => ServiceError::NotFound("symbol"),
                error if error.is_passing() => ServiceError::unavailable(error),
                error => ServiceError::internal(error),
            })?;
        tracing::debug!(%symbol, %from, %to, bars = bars.len(), "listed daily bars");
        Ok(bars)
    }

    fn validate_range(&self, from: NaiveDate, to: NaiveDate) -> ServiceResult<()> {
        let days = to.signed_duration_since(from).num_days();
        if days < 0 {
            return Err(ServiceError::Invalid("from: after the last day".to_owned()));
        }
        if days >= i64::from(self.max_days) {
            let reason = format!("to: at most {} days at once", self.max_days);
            return Err(ServiceError::Invalid(reason));
        }
        Ok(())
    }
}

/// The symbol in capital letters, if it is one. It becomes a part of a path, so nothing else passes.
fn valid_symbol(text: &str) -> ServiceResult<String> {
    let symbol = text.to_ascii_uppercase();
    let begins_well = symbol.starts_with(|first: char| first.is_ascii_uppercase());
    let is_allowed = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.' || c == '-';
    if !begins_well || symbol.len() > SYMBOL_MAX_CHARS || !symbol.chars().all(is_allowed) {
        let reason = "symbol: 1 to 16 letters, digits, `.` and `-` are expected, a letter first";
        return Err(ServiceError::Invalid(reason.to_owned()));
    }
    Ok(symbol)
}
