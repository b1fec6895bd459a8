// src/core/market_data/http.rs - Daily bars from a server

use std::time::Duration;

use chrono::NaiveDate;
use http_body_util::{BodyExt, Empty, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use hyper::{Request, StatusCode, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use secrecy::ExposeSecret;

use crate::core::market_data::MarketDataError;
use crate::core::settings::MarketDataSettings;

/// A server that answers with bars as CSV.
#[derive(Debug, Clone)]
pub(super) struct Server {
    client: Client<HttpsConnector<HttpConnector>, Empty<Bytes>>,
    base_url: String,
    /// Marked as sensitive, so that it does not print.
    authorization: Option<HeaderValue>,
    timeout_seconds: u64,
    retries: u32,
    retry_delay: Duration,
    max_bytes: usize,
}

impl Server {
    /// The server at a URL.
    pub(super) fn new(
        base_url: &str,
        settings: &MarketDataSettings,
    ) -> Result<Self, MarketDataError> {
        let base_url = base_url.trim_end_matches('/').to_owned();
        base_url
            .parse::<Uri>()
            .map_err(|error| MarketDataError::Settings(format!("base_url: {error}")))?;
        let authorization = settings.token.as_ref().map(|token| {
            let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose_secret()))
                .map_err(|_| MarketDataError::Settings("token: no text for a header".to_owned()))?;
            value.set_sensitive(true);
            Ok(value)
        });
        let connector =
            HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            base_url,
            authorization: authorization.transpose()?,
            timeout_seconds: settings.timeout_seconds,
            retries: settings.retries,
            retry_delay: Duration::from_millis(settings.retry_delay_milliseconds),
            max_bytes: settings.max_bytes,
        })
    }

    /// Asks for the bars of a symbol, more than once where a failure may pass.
    pub(super) async fn fetch(
        &self,
        symbol: &str,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<u8>, MarketDataError> {
        let url = format!("{}/{symbol}.csv?from={from}&to={to}", self.base_url);
        let mut delay = self.retry_delay;
        let mut retries_left = self.retries;
        loop {
            match self.try_once(&url).await {
                Err(error) if error.is_passing() && retries_left > 0 => {
                    tracing::warn!(%error, symbol, retries_left, "market data is asked for again");
                    tokio::time::sleep(delay).await;
                    delay = delay.saturating_mul(2);
                    retries_left -= 1;
                }
                outcome => return outcome,
            }
        }
    }

    /// Asks once, for no longer than the settings admit.
    async fn try_once(&self, url: &str) -> Result<Vec<u8>, MarketDataError> {
        let seconds = self.timeout_seconds;
        tokio::time::timeout(Duration::from_secs(seconds), self.ask(url))
            .await
            .unwrap_or(Err(MarketDataError::TimedOut { seconds }))
    }

    async fn ask(&self, url: &str) -> Result<Vec<u8>, MarketDataError> {
        let mut request = Request::get(url).header(ACCEPT, "text/csv");
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request
            .body(Empty::new())
            .map_err(|error| MarketDataError::Settings(format!("base_url: {error}")))?;
        let unreachable = |error| MarketDataError::Unreachable(Box::new(error));
        let response = self.client.request(request).await.map_err(unreachable)?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Err(MarketDataError::UnknownSymbol),
            status => return Err(MarketDataError::Status(status.as_u16())),
        }
        let body = Limited::new(response.into_body(), self.max_bytes).collect().await;
        match body {
            Ok(body) => Ok(body.to_bytes().to_vec()),
            Err(error) if error.is::<LengthLimitError>() => {
                Err(MarketDataError::TooLarge { max_bytes: self.max_bytes })
            }
            Err(error) => Err(MarketDataError::Unreachable(error)),
        }
    }
}
