// tests/strategy_engine/test_strategy_engine_run.rs - The strategy engine over the market data service

use std::path::Path;

use chrono::{Days, NaiveDate};

use crate::strategy_engine::assert_near;
use example_app::core::settings::MarketDataSettings;
use example_app::engines::strategy_engine::{StrategyEngine, StrategyError};
use example_app::models::backtest_result_models::BacktestPlan;
use example_app::strategy_engine;

/// The folder of the files that are committed.
const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");

fn engine(directory: impl AsRef<Path>) -> StrategyEngine {
    let directory = directory.as_ref().to_path_buf();
    let settings = MarketDataSettings { directory, ..MarketDataSettings::default() };
    strategy_engine(&settings).expect("the engine is made")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

/// A plan for the committed files.
fn plan() -> BacktestPlan {
    BacktestPlan {
        symbol: "ACME".to_owned(),
        from: day(2024, 1, 1),
        to: day(2025, 12, 31),
        fast: 10,
        slow: 40,
        initial_cash: 10_000.0,
        fee_basis_points: 5,
    }
}

/// Happy path: the example that is worked out by hand in the tests of the portfolio.
#[tokio::test]
async fn test_run_crossover_gives_the_figures_of_a_known_example() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "date,open,high,low,close,volume
2024-01-01,10,10,10,10,1
2024-01-02,10.5,11,10.5,11,1
2024-01-03,11.5,12,11.5,12,1
2024-01-04,12.5,13,12.5,13,1
2024-01-05,13,13,12,12,1
2024-01-08,11.5,11.5,10,10,1
2024-01-09,10,10,9,9,1
";
    std::fs::write(folder.path().join("HAND.csv"), text).expect("written");
    let plan = BacktestPlan {
        symbol: "HAND".to_owned(),
        fast: 2,
        slow: 3,
        initial_cash: 1000.0,
        fee_basis_points: 0,
        ..plan()
    };
    let report = engine(&folder).run_crossover(&plan).await.expect("a report");
    let worth: Vec<f64> = report.equity.iter().map(|point| point.equity).collect();
    assert_eq!(worth, [1000.0, 1000.0, 1000.0, 1040.0, 960.0, 800.0, 800.0]);
    assert_eq!(report.trades.len(), 2);
    assert_near(report.total_return, -0.2);
    assert_near(report.max_drawdown, 240.0 / 1040.0);
    // Returns of 0, 0, 1/25, -1/13, -1/6 and 0.
    let deviations = SQUARES_BY_HAND / 5.0;
    let expected = MEAN_BY_HAND / deviations.sqrt() * 252.0_f64.sqrt();
    assert_near(report.sharpe_ratio.expect("a ratio"), expected);
}

/// (1/25 - 1/13 - 1/6) / 6 = (78 - 150 - 325) / 11700 = -397/11700.
const MEAN_BY_HAND: f64 = -397.0 / 11_700.0;
/// The returns of 11700ths are 0, 0, 468, -900, -1950, 0; their deviations from -397 are 397 three times,
/// 865, -503 and -1553.
const SQUARES_BY_HAND: f64 =
    (3.0 * 397.0 * 397.0 + 865.0 * 865.0 + 503.0 * 503.0 + 1553.0 * 1553.0) / (11_700.0 * 11_700.0);

/// Error: each value of a plan that is of no use is named, before any data is asked for.
#[tokio::test]
async fn test_run_crossover_refuses_plans() {
    let engine = engine("no/such/folder");
    for (name, wrong) in [
        ("fast", BacktestPlan { fast: 0, ..plan() }),
        ("fast", BacktestPlan { fast: 40, ..plan() }),
        ("initial_cash", BacktestPlan { initial_cash: 0.0, ..plan() }),
        ("initial_cash", BacktestPlan { initial_cash: -1.0, ..plan() }),
        ("initial_cash", BacktestPlan { initial_cash: f64::NAN, ..plan() }),
        ("initial_cash", BacktestPlan { initial_cash: f64::INFINITY, ..plan() }),
        ("fee_basis_points", BacktestPlan { fee_basis_points: 10_001, ..plan() }),
    ] {
        match engine.run_crossover(&wrong).await {
            Err(StrategyError::Plan { name: found, .. }) => assert_eq!(found, name, "{wrong:?}"),
            other => panic!("{wrong:?}: {other:?}"),
        }
    }
}

/// Error: what the service refuses, the engine can't run.
#[tokio::test]
async fn test_run_crossover_tells_of_missing_data() {
    let engine = engine(SAMPLES);
    for (symbol, reason) in
        [("NOPE", "market data: symbol not found"), ("../x", "market data: symbol: ")]
    {
        let plan = BacktestPlan { symbol: symbol.to_owned(), ..plan() };
        let error = engine.run_crossover(&plan).await.expect_err("refused").to_string();
        assert!(error.starts_with(reason), "{error}");
    }
}

/// Edge case: the slow window and one day on which to trade are enough, and less is not.
#[tokio::test]
async fn test_run_crossover_needs_a_day_to_trade_on() {
    let engine = engine(SAMPLES);
    let year = engine.run_crossover(&plan()).await.expect("a report").equity;
    let enough = BacktestPlan { to: year[40].date, ..plan() };
    let report = engine.run_crossover(&enough).await.expect("a report");
    assert_eq!(report.equity.len(), 41);
    let short = BacktestPlan { to: year[40].date - Days::new(1), ..plan() };
    match engine.run_crossover(&short).await {
        Err(StrategyError::TooFewBars { needed: 41, found: 40 }) => {}
        other => panic!("{other:?}"),
    }
}

/// Integration: settings, files, service and engine give a report on each committed symbol.
#[tokio::test]
async fn test_run_crossover_reports_on_the_committed_files() {
    for symbol in ["ACME", "ZINC"] {
        let plan = BacktestPlan { symbol: symbol.to_owned(), ..plan() };
        let report = engine(SAMPLES).run_crossover(&plan).await.expect("a report");
        assert!(report.equity.len() > 250, "{symbol}: {}", report.equity.len());
        assert!(!report.trades.is_empty(), "{symbol}");
        assert!(report.trades.windows(2).all(|pair| pair[0].is_purchase != pair[1].is_purchase));
        let last = report.equity[report.equity.len() - 1].equity;
        assert_near(report.total_return, last / plan.initial_cash - 1.0);
        assert!(report.sharpe_ratio.is_some_and(f64::is_finite), "{symbol}");
    }
}
