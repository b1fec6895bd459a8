// examples/backtest.rs - Runs a moving-average crossover on the sample data

use std::error::Error;

use chrono::NaiveDate;

use example_app::core::settings::Settings;
use example_app::models::backtest_result_models::BacktestPlan;
use example_app::strategy_engine;

/// What to say to somebody who asks in another way.
const USAGE: &str = "usage: backtest SYMBOL FIRST_DAY LAST_DAY FAST SLOW";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [symbol, from, to, fast, slow] = words.as_slice() else {
        return Err(USAGE.into());
    };
    let plan = BacktestPlan {
        symbol: symbol.clone(),
        from: from.parse::<NaiveDate>()?,
        to: to.parse::<NaiveDate>()?,
        fast: fast.parse()?,
        slow: slow.parse()?,
        initial_cash: 10_000.0,
        fee_basis_points: 5,
    };
    let engine = strategy_engine(&Settings::load()?.market_data)?;
    let report = engine.run_crossover(&plan).await?;
    println!("days of trade   {}", report.equity.len());
    println!("trades          {}", report.trades.len());
    println!("total return    {:.2} %", report.total_return * 100.0);
    println!("max drawdown    {:.2} %", report.max_drawdown * 100.0);
    match report.sharpe_ratio {
        Some(ratio) => println!("Sharpe ratio    {ratio:.2}"),
        None => println!("Sharpe ratio    none: the returns do not differ"),
    }
    Ok(())
}
