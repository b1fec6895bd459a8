// src/engines/backtest.rs - What a portfolio would have become, day by day

use crate::models::backtest_result_models::{EquityPoint, Trade};
use crate::models::market_data_models::DailyBar;

/// A hundredth of a percent.
const BASIS_POINT: f64 = 0.0001;

/// A portfolio of one symbol, which has all its worth either in cash or in the symbol.
#[derive(Debug, Clone)]
pub struct Portfolio {
    cash: f64,
    units: f64,
    fee_rate: f64,
    trades: Vec<Trade>,
}

impl Portfolio {
    /// A portfolio of cash. A fee is a share of what a trade moves.
    pub fn new(cash: f64, fee_basis_points: u32) -> Self {
        let fee_rate = f64::from(fee_basis_points) * BASIS_POINT;
        Self { cash, units: 0.0, fee_rate, trades: Vec::new() }
    }

    /// Follows signals through the bars: a signal of one close is filled at the next open.
    ///
    /// Returns the worth at each close, and the trades.
    pub fn follow(mut self, bars: &[DailyBar], signals: &[bool]) -> (Vec<EquityPoint>, Vec<Trade>) {
        // The first open comes before any close, so it has no signal to follow.
        let wanted = std::iter::once(false).chain(signals.iter().copied());
        let curve = bars
            .iter()
            .zip(wanted)
            .map(|(bar, wants_in)| {
                match (wants_in, self.units > 0.0) {
                    (true, false) if self.cash > 0.0 => self.buy(bar),
                    (false, true) => self.sell(bar),
                    _ => {}
                }
                EquityPoint { date: bar.date, equity: self.cash + self.units * bar.close }
            })
            .collect();
        (curve, self.trades)
    }

    /// Spends all cash at the open: on units, and on the fee for them.
    fn buy(&mut self, bar: &DailyBar) {
        let units = self.cash / (bar.open * (1.0 + self.fee_rate));
        self.record(bar, true, units);
        self.cash = 0.0;
        self.units = units;
    }

    /// Sells all units at the open, less the fee.
    fn sell(&mut self, bar: &DailyBar) {
        let units = self.units;
        self.record(bar, false, units);
        self.cash += units * bar.open * (1.0 - self.fee_rate);
        self.units = 0.0;
    }

    fn record(&mut self, bar: &DailyBar, is_purchase: bool, units: f64) {
        let fee = units * bar.open * self.fee_rate;
        self.trades.push(Trade { date: bar.date, is_purchase, price: bar.open, units, fee });
    }
}
