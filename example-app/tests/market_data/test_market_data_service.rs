// tests/market_data/test_market_data_service.rs - The market data service

use chrono::Days;

use crate::market_data::{THREE_DAYS, day, folder_settings, service};
use example_app::core::errors::ServiceError;

/// Happy path: bars of a symbol, whose letters may be small.
#[tokio::test]
async fn test_list_daily_bars_finds_symbols() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(&folder_settings(folder.path()));
    for symbol in ["A", "BRK.B", "X-1", "ABCDEFGHIJKLMNOP"] {
        std::fs::write(folder.path().join(format!("{symbol}.csv")), THREE_DAYS).expect("written");
        let small = symbol.to_lowercase();
        let bars = service.list_daily_bars(&small, day(3, 1), day(3, 4)).await.expect("bars");
        assert_eq!((bars.len(), bars[0].symbol.as_str()), (2, symbol));
    }
}

/// Error: what is no symbol does not reach the files, wherever it points to.
#[tokio::test]
async fn test_list_daily_bars_refuses_symbols() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("X.csv"), THREE_DAYS).expect("written");
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).expect("made");
    let service = service(&folder_settings(&inner));
    let long = "A".repeat(17);
    for symbol in
        ["", ".", "..", "../X", "/X", "A/../../X", "1A", "-A", "A B", "Ä", "A\0", "A%2F", &long]
    {
        match service.list_daily_bars(symbol, day(3, 1), day(3, 4)).await {
            Err(ServiceError::Invalid(reason)) => {
                assert!(reason.starts_with("symbol: "), "{reason}")
            }
            other => panic!("{symbol:?}: {other:?}"),
        }
    }
    let unknown = service.list_daily_bars("X", day(3, 1), day(3, 4)).await;
    assert!(matches!(unknown, Err(ServiceError::NotFound("symbol"))), "{unknown:?}");
}

/// Error: days in the wrong order are refused.
#[tokio::test]
async fn test_list_daily_bars_refuses_an_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(&folder_settings(folder.path()));
    match service.list_daily_bars("A", day(3, 2), day(3, 1)).await {
        Err(ServiceError::Invalid(reason)) => assert!(reason.starts_with("from: "), "{reason}"),
        other => panic!("{other:?}"),
    }
}

/// Edge case: as many days as the settings admit, and one more; a single day; the ends of time.
#[tokio::test]
async fn test_list_daily_bars_holds_the_range() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("A.csv"), THREE_DAYS).expect("written");
    let mut settings = folder_settings(folder.path());
    settings.max_days = 5;
    let service = service(&settings);
    let first = day(3, 1);
    let ask = async |days| service.list_daily_bars("A", first, first + Days::new(days)).await;
    assert_eq!(ask(0).await.expect("one day").len(), 1);
    assert_eq!(ask(4).await.expect("five days").len(), 3);
    match ask(5).await {
        Err(ServiceError::Invalid(reason)) => assert_eq!(reason, "to: at most 5 days at once"),
        other => panic!("{other:?}"),
    }
    let (min, max) = (chrono::NaiveDate::MIN, chrono::NaiveDate::MAX);
    assert!(matches!(service.list_daily_bars("A", min, max).await, Err(ServiceError::Invalid(_))));
}

/// Integration: a file that is no longer good is ours to mend, and what it says stays in the log.
#[tokio::test]
async fn test_list_daily_bars_tells_of_broken_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(&folder_settings(folder.path()));
    let path = folder.path().join("A.csv");
    std::fs::write(&path, THREE_DAYS).expect("written");
    assert!(service.list_daily_bars("A", day(3, 1), day(3, 5)).await.is_ok());
    std::fs::write(&path, format!("{THREE_DAYS}broken\n")).expect("written");
    let error = service.list_daily_bars("A", day(3, 1), day(3, 5)).await.expect_err("broken");
    assert!(matches!(error, ServiceError::Internal(_)), "{error}");
    assert!(error.to_string().contains("line 5"), "{error}");
}
