// tests/market_data/test_market_data_files.rs - Daily bars from CSV files

use crate::market_data::{THREE_DAYS, day, error_of, folder_settings};
use example_app::core::market_data::{MarketData, MarketDataError};
use example_app::models::market_data_models::DailyBar;

/// Happy path: the lines are bars, those of the days asked for, both ends included.
#[tokio::test]
async fn test_daily_bars_reads_files() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("TEST.csv"), THREE_DAYS).expect("written");
    let source = MarketData::new(&folder_settings(folder.path())).expect("a source");
    let bars = source.daily_bars("TEST", day(3, 1), day(3, 5)).await.expect("bars");
    assert_eq!(bars.len(), 3);
    let second = DailyBar {
        symbol: "TEST".to_owned(),
        date: day(3, 4),
        open: 11.0,
        high: 11.0,
        low: 8.0,
        close: 8.25,
        volume: 0,
    };
    assert_eq!(bars[1], second);
    assert_eq!(source.daily_bars("TEST", day(3, 2), day(3, 4)).await.expect("bars"), [second]);
}

/// Edge case: columns may stand in another order, beside others, with spaces, and lines end as
/// they end anywhere.
#[tokio::test]
async fn test_daily_bars_reads_columns_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "volume, close ,note,low,high,open,date\r\n7, 2 ,\"a, b\",1,3,2,2024-03-01\r\n";
    std::fs::write(folder.path().join("TEST.csv"), text).expect("written");
    let source = MarketData::new(&folder_settings(folder.path())).expect("a source");
    let bars = source.daily_bars("TEST", day(3, 1), day(3, 1)).await.expect("bars");
    assert_eq!((bars[0].open, bars[0].high, bars[0].low, bars[0].close), (2.0, 3.0, 1.0, 2.0));
    assert_eq!(bars[0].volume, 7);
}

/// Error: a line that is no bar is named, with what is wrong with it.
#[tokio::test]
async fn test_daily_bars_names_the_wrong_line() {
    for (line, reason) in [
        ("2024-03-06,1,1,1,1", "found record with 5 fields"),
        ("2024-03-06,1,1,1,one,1", "invalid float"),
        ("2024-02-30,1,1,1,1,1", "input is out of range"),
        ("2024-03-06,1,1,1,1,-1", "invalid digit"),
        ("2024-03-06,0,1,0,1,1", "a price is not above 0"),
        ("2024-03-06,1,inf,1,1,1", "a price is not above 0"),
        ("2024-03-06,1,1,1,NaN,1", "a price is not above 0"),
        ("2024-03-06,5,4,1,2,1", "not between the lowest and the highest"),
        ("2024-03-06,2,4,1,0.5,1", "not between the lowest and the highest"),
        ("2024-03-05,1,1,1,1,1", "the days do not follow each other"),
        ("2024-03-04,1,1,1,1,1", "the days do not follow each other"),
    ] {
        match error_of(&format!("{THREE_DAYS}{line}\n")).await {
            MarketDataError::Line { line: 5, reason: found } => {
                assert!(found.contains(reason), "{line}: {found}");
            }
            other => panic!("{line}: {other:?}"),
        }
    }
    let missing = error_of("date,open,high,low,close\n2024-03-01,1,1,1,1\n").await.to_string();
    assert!(missing.contains("volume"), "{missing}");
}

/// Error: a file that is not there is a symbol that is not known; one that is too large is not read.
#[tokio::test]
async fn test_daily_bars_reads_no_more_than_admitted() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut settings = folder_settings(folder.path());
    settings.max_bytes = THREE_DAYS.len();
    let source = MarketData::new(&settings).expect("a source");
    let ask = || source.daily_bars("TEST", day(1, 1), day(12, 31));
    let unknown = ask().await.expect_err("no file");
    assert!(matches!(unknown, MarketDataError::UnknownSymbol), "{unknown}");
    let path = folder.path().join("TEST.csv");
    std::fs::write(&path, THREE_DAYS).expect("written");
    assert_eq!(ask().await.expect("just small enough").len(), 3);
    std::fs::write(&path, format!("{THREE_DAYS}\n")).expect("written");
    let large = ask().await.expect_err("too large");
    assert!(matches!(large, MarketDataError::TooLarge { .. }), "{large}");
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("made");
    let folder = ask().await.expect_err("a folder");
    assert!(matches!(folder, MarketDataError::File(_)), "{folder}");
}
