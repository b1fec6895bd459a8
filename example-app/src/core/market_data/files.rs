// src/core/market_data/files.rs - Daily bars from a folder of CSV files

use std::io;
use std::path::PathBuf;

use tokio::fs::File;
use tokio::io::AsyncReadExt;

use crate::core::market_data::MarketDataError;
use crate::core::settings::MarketDataSettings;

/// A folder with a CSV file for each symbol.
#[derive(Debug, Clone)]
pub(super) struct Files {
    directory: PathBuf,
    max_bytes: usize,
}

impl Files {
    /// The folder that the settings name.
    pub(super) fn new(settings: &MarketDataSettings) -> Self {
        Self { directory: settings.directory.clone(), max_bytes: settings.max_bytes }
    }

    /// Reads the file of a symbol.
    pub(super) async fn read(&self, symbol: &str) -> Result<Vec<u8>, MarketDataError> {
        let file = match File::open(self.directory.join(format!("{symbol}.csv"))).await {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(MarketDataError::UnknownSymbol);
            }
            Err(error) => return Err(MarketDataError::File(error)),
        };
        // One byte more than is admitted: then a file that is too large shows as one.
        let limit = (self.max_bytes as u64).saturating_add(1);
        let mut bytes = Vec::new();
        file.take(limit).read_to_end(&mut bytes).await.map_err(MarketDataError::File)?;
        if bytes.len() > self.max_bytes {
            return Err(MarketDataError::TooLarge { max_bytes: self.max_bytes });
        }
        Ok(bytes)
    }
}
