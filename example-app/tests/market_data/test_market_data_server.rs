// tests/market_data/test_market_data_server.rs - Daily bars from a server

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use tokio::net::TcpListener;

use crate::market_data::{THREE_DAYS, day, service};
use example_app::core::errors::ServiceError;
use example_app::core::market_data::{MarketData, MarketDataError};
use example_app::core::settings::MarketDataSettings;

/// A token that must not be found anywhere else.
const TOKEN: &str = "market-token-of-the-tests";
/// Takes longer than any test waits.
const NEVER: Duration = Duration::from_secs(3600);

/// A status and a body; `None` never comes.
type Answer = Option<(u16, String)>;

/// A server that gives one answer after the other, and keeps what it was asked.
#[derive(Clone)]
struct Vendor {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<(String, String)>>>,
    settings: MarketDataSettings,
}

impl Vendor {
    /// A server with these answers.
    async fn start(answers: impl IntoIterator<Item = Option<(u16, &str)>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base_url = format!("http://{}/daily/", listener.local_addr().expect("an address"));
        let settings = MarketDataSettings {
            base_url: Some(base_url),
            token: Some(TOKEN.into()),
            timeout_seconds: 1,
            retry_delay_milliseconds: 1,
            ..MarketDataSettings::default()
        };
        let answers =
            answers.into_iter().map(|a| a.map(|(status, text)| (status, text.to_owned())));
        let answers = Arc::new(Mutex::new(answers.collect()));
        let vendor = Self { answers, asked: Arc::default(), settings };
        let serving = vendor.clone();
        let router =
            Router::new().fallback(move |request: Request| serving.clone().answer(request));
        tokio::spawn(async move { axum::serve(listener, router).await });
        vendor
    }

    async fn answer(self, request: Request) -> (StatusCode, String) {
        let token = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let asked = (request.uri().to_string(), token.unwrap_or_default().to_owned());
        self.asked.lock().expect("the list").push(asked);
        let answer = self.answers.lock().expect("the list").pop_front();
        match answer.expect("no more questions") {
            Some((status, text)) => (StatusCode::from_u16(status).expect("a status"), text),
            None => {
                tokio::time::sleep(NEVER).await;
                (StatusCode::OK, String::new())
            }
        }
    }

    /// What comes of one question, and how often it was asked.
    async fn ask(&self) -> (Result<usize, MarketDataError>, usize) {
        let source = MarketData::new(&self.settings).expect("a source");
        let bars = source.daily_bars("TEST", day(3, 1), day(3, 4)).await;
        (bars.map(|bars| bars.len()), self.asked.lock().expect("the list").len())
    }
}

/// Happy path: the server is asked for the symbol and the days, with the token; what it sends beyond
/// the days is left out.
#[tokio::test]
async fn test_daily_bars_asks_the_server() {
    let vendor = Vendor::start([Some((200, THREE_DAYS))]).await;
    let (bars, times) = vendor.ask().await;
    assert_eq!((bars.expect("bars"), times), (2, 1));
    let asked = vendor.asked.lock().expect("the list").clone();
    let url = "/daily/TEST.csv?from=2024-03-01&to=2024-03-04".to_owned();
    assert_eq!(asked, [(url, format!("Bearer {TOKEN}"))]);
}

/// Edge case: a failure that may pass is asked again, as often as the settings say.
#[tokio::test]
async fn test_daily_bars_asks_again() {
    for status in [408, 429, 500, 503, 599] {
        let vendor =
            Vendor::start([Some((status, "")), Some((status, "")), Some((200, THREE_DAYS))]).await;
        let (bars, times) = vendor.ask().await;
        assert_eq!((bars.expect("bars"), times), (2, 3), "{status}");
    }
    let vendor = Vendor::start([Some((503, "")), Some((503, "")), Some((503, ""))]).await;
    let (error, times) = vendor.ask().await;
    assert!(matches!(error, Err(MarketDataError::Status(503))), "{error:?}");
    assert_eq!(times, 3);
    let vendor = Vendor::start([None, Some((200, THREE_DAYS))]).await;
    let (bars, times) = vendor.ask().await;
    assert_eq!((bars.expect("bars"), times), (2, 2));
}

/// Error: what will not pass is asked once.
#[tokio::test]
async fn test_daily_bars_does_not_ask_in_vain() {
    for (status, text, reason) in [
        (404, "", "does not know the symbol"),
        (401, TOKEN, "answered 401"),
        (301, "", "answered 301"),
        (200, "<html>", "missing field"),
        (200, "date,open,high,low,close,volume\nnever,1,1,1,1,1\n", "line 2"),
    ] {
        let vendor = Vendor::start([Some((status, text))]).await;
        let (error, times) = vendor.ask().await;
        match error {
            // A heading without lines has no bars, whatever it says.
            Ok(0) if text == "<html>" => {}
            Ok(bars) => panic!("{status}: {bars} bars"),
            Err(error) => assert!(error.to_string().contains(reason), "{status}: {error}"),
        }
        assert_eq!(times, 1, "{status}");
    }
}

/// Error: an answer over the limit is given up, and so is a server that is not there.
#[tokio::test]
async fn test_daily_bars_gives_up() {
    let mut vendor = Vendor::start([Some((200, THREE_DAYS))]).await;
    vendor.settings.max_bytes = THREE_DAYS.len() - 1;
    let (error, times) = vendor.ask().await;
    assert!(matches!(error, Err(MarketDataError::TooLarge { .. })), "{error:?}");
    assert_eq!(times, 1);
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    vendor.settings.base_url = Some(format!("http://{}", free.local_addr().expect("an address")));
    drop(free);
    let (error, _) = vendor.ask().await;
    assert!(matches!(error, Err(MarketDataError::Unreachable(_))), "{error:?}");
}

/// Error: neither the source nor its failures tell the token.
#[tokio::test]
async fn test_daily_bars_keeps_the_token() {
    let vendor = Vendor::start([Some((401, TOKEN))]).await;
    let source = MarketData::new(&vendor.settings).expect("a source");
    let error = source.daily_bars("TEST", day(3, 1), day(3, 4)).await.expect_err("refused");
    for text in [format!("{source:?}"), format!("{error:?}"), format!("{:?}", vendor.settings)] {
        assert!(!text.contains(TOKEN), "{text}");
    }
}

/// Integration: through the service, a server that is down is a failure that passes, and a server that
/// answers nonsense is ours to mend.
#[tokio::test]
async fn test_list_daily_bars_tells_failures_apart() {
    let answers =
        [Some((404, "")), Some((502, "")), Some((502, "")), Some((502, "")), Some((400, ""))];
    let vendor = Vendor::start(answers).await;
    let service = service(&vendor.settings);
    let ask = || service.list_daily_bars("test", day(3, 1), day(3, 4));
    assert!(matches!(ask().await, Err(ServiceError::NotFound("symbol"))));
    assert!(matches!(ask().await, Err(ServiceError::Unavailable(_))));
    assert!(matches!(ask().await, Err(ServiceError::Internal(_))));
}
