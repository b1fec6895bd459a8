// src/core/market_data/errors.rs - Why there are no bars

use std::io;

/// Why there are no bars.
#[derive(Debug, thiserror::Error)]
pub enum MarketDataError {
    /// The source does not know the symbol.
    #[error("the source does not know the symbol")]
    UnknownSymbol,
    /// The settings name a server that can't be asked.
    #[error("settings: market_data: {0}")]
    Settings(String),
    /// The file can't be read.
    #[error("the file can't be read: {0}")]
    File(#[source] io::Error),
    /// The server can't be reached, or breaks off.
    #[error("the server can't be reached: {0}")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The server takes longer than the settings admit.
    #[error("the server took longer than {seconds} s")]
    TimedOut {
        /// What the settings admit.
        seconds: u64,
    },
    /// The server answers something else than bars.
    #[error("the server answered {0}")]
    Status(u16),
    /// There is more than the settings admit.
    #[error("more than {max_bytes} bytes")]
    TooLarge {
        /// What the settings admit.
        max_bytes: usize,
    },
    /// A line is no bar.
    #[error("line {line}: {reason}")]
    Line {
        /// The number of the line; the first one is 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}

impl MarketDataError {
    /// Whether the same question may be answered later.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::TimedOut { .. } => true,
            Self::Status(status) => matches!(status, 408 | 429 | 500..=599),
            _ => false,
        }
    }
}
