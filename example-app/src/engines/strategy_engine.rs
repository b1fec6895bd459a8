// src/engines/strategy_engine.rs - Runs strategies on the market's past

use crate::engines::backtest::Portfolio;
use crate::engines::crossover::Crossover;
use crate::engines::performance;
use crate::models::backtest_result_models::{BacktestPlan, BacktestReport};
use crate::models::market_data_models::DailyBar;
use crate::services::market_data_service::MarketDataService;

/// All of what a trade moves.
const FEE_MAX_BASIS_POINTS: u32 = 10_000;

/// Runs strategies. It stands on services, and knows neither files nor servers.
#[derive(Debug, Clone)]
pub struct StrategyEngine {
    market_data: MarketDataService,
}

/// Why a strategy was not run.
#[derive(Debug, thiserror::Error)]
pub enum StrategyError {
    /// A value of the plan is of no use.
    #[error("{name}: {reason}")]
    Plan {
        /// The value.
        name: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The market was open on too few of the days.
    #[error("{found} days of trade are too few: at least {needed} are needed")]
    TooFewBars {
        /// How many are needed: the slow window, and a day on which to trade.
        needed: usize,
        /// How many there are.
        found: usize,
    },
    /// The market's data can't be had; the cause is what the service says.
    #[error("market data: {cause}")]
    MarketData {
        /// Whether it may be had later.
        is_passing: bool,
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl StrategyError {
    /// Whether the same plan may go well later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::MarketData { is_passing: true, .. })
    }
}

impl StrategyEngine {
    /// An engine over services.
    pub fn new(market_data: MarketDataService) -> Self {
        Self { market_data }
    }

    /// Runs a moving-average crossover through the past of a symbol.
    ///
    /// At each close it looks whether the fast average is above the slow one. At the next open it
    /// puts all cash into the symbol, or gets all out of it.
    ///
    /// # Arguments
    ///
    /// * `plan` - what to run
    ///
    /// # Returns
    ///
    /// What came of it.
    ///
    /// # Errors
    ///
    /// [`StrategyError::Plan`] if a value of the plan is of no use; [`StrategyError::MarketData`] if the
    /// bars can't be had; [`StrategyError::TooFewBars`] if there are not enough to trade once.
    pub async fn run_crossover(
        &self,
        plan: &BacktestPlan,
    ) -> Result<BacktestReport, StrategyError> {
        let crossover = valid_crossover(plan)?;
        let bars =
            self.market_data.list_daily_bars(&plan.symbol, plan.from, plan.to).await.map_err(
                |error| StrategyError::MarketData {
                    is_passing: error.is_passing(),
                    cause: error.told().into(),
                },
            )?;
        let needed = crossover.warm_up() + 1;
        if bars.len() < needed {
            return Err(StrategyError::TooFewBars { needed, found: bars.len() });
        }
        let report = report(crossover, plan, &bars);
        tracing::info!(
            symbol = plan.symbol,
            fast = plan.fast,
            slow = plan.slow,
            bars = bars.len(),
            trades = report.trades.len(),
            total_return = report.total_return,
            "ran a crossover"
        );
        Ok(report)
    }
}

/// The crossover of a plan all of whose values are of use.
fn valid_crossover(plan: &BacktestPlan) -> Result<Crossover, StrategyError> {
    let useless = |name, reason| StrategyError::Plan { name, reason };
    if !(plan.initial_cash.is_finite() && plan.initial_cash > 0.0) {
        return Err(useless("initial_cash", "an amount above 0 is expected"));
    }
    if plan.fee_basis_points > FEE_MAX_BASIS_POINTS {
        return Err(useless("fee_basis_points", "at most 10000, which is all, is expected"));
    }
    Crossover::new(plan.fast, plan.slow)
        .ok_or(useless("fast", "at least 1, and less than the slow window, is expected"))
}

fn report(crossover: Crossover, plan: &BacktestPlan, bars: &[DailyBar]) -> BacktestReport {
    let closes: Vec<f64> = bars.iter().map(|bar| bar.close).collect();
    let portfolio = Portfolio::new(plan.initial_cash, plan.fee_basis_points);
    let (equity, trades) = portfolio.follow(bars, &crossover.signals(&closes));
    let worth: Vec<f64> = equity.iter().map(|point| point.equity).collect();
    BacktestReport {
        equity,
        trades,
        total_return: performance::total_return(&worth).unwrap_or_default(),
        max_drawdown: performance::max_drawdown(&worth),
        sharpe_ratio: performance::sharpe_ratio(&worth),
    }
}
