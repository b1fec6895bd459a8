// tests/strategy_engine/test_strategy_engine_properties.rs - What holds for all bars

use proptest::prelude::*;

use crate::strategy_engine::{assert_near, bars, closes};
use example_app::engines::backtest::Portfolio;
use example_app::engines::crossover::Crossover;
use example_app::engines::performance::{max_drawdown, total_return};
use example_app::models::backtest_result_models::EquityPoint;
use example_app::models::market_data_models::DailyBar;

const CASH: f64 = 1000.0;

fn any_prices() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.01..1e4_f64, 0.01..1e4_f64), 0..60)
}

/// Days whose prices rise, from open to close and from day to day.
fn rising_prices() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((0.001..0.1_f64, 0.001..0.1_f64), 5..60).prop_map(|rises| {
        let mut price = 10.0;
        let mut rise = |by: f64| {
            price *= 1.0 + by;
            price
        };
        rises.into_iter().map(|(night, day)| (rise(night), rise(day))).collect()
    })
}

fn any_crossover() -> impl Strategy<Value = Crossover> {
    (1..5_usize, 1..6_usize)
        .prop_map(|(fast, more)| Crossover::new(fast, fast + more).expect("windows"))
}

fn worth(bars: &[DailyBar], crossover: Crossover, fee: u32) -> Vec<f64> {
    let (curve, _) = Portfolio::new(CASH, fee).follow(bars, &crossover.signals(&closes(bars)));
    curve.iter().map(|EquityPoint { equity, .. }| *equity).collect()
}

proptest! {
    /// Edge case: nobody owes, whatever the prices and the fee, and no fall is deeper than all.
    #[test]
    fn test_follow_never_owes(
        prices in any_prices(), crossover in any_crossover(), fee in 0..=10_000_u32,
    ) {
        let worth = worth(&bars(&prices), crossover, fee);
        prop_assert_eq!(worth.len(), prices.len());
        prop_assert!(worth.iter().all(|equity| equity.is_finite() && *equity >= 0.0), "{:?}", worth);
        prop_assert!((0.0..=1.0).contains(&max_drawdown(&worth)));
    }

    /// Edge case: in a market that only rises a crossover buys once, and holds.
    #[test]
    fn test_follow_buys_and_holds_in_a_rising_market(
        prices in rising_prices(), fast in 1..3_usize, fee in 0..500_u32,
    ) {
        let slow = fast + 2;
        let worth = worth(&bars(&prices), Crossover::new(fast, slow).expect("windows"), fee);
        let (open, _) = prices[slow];
        let (_, close) = prices[prices.len() - 1];
        let held = CASH / (open * (1.0 + f64::from(fee) / 10_000.0)) * close;
        assert_near(worth[worth.len() - 1], held);
        prop_assert!(fee > 0 || max_drawdown(&worth) == 0.0);
    }

    /// Edge case: no day knows what comes after it.
    #[test]
    fn test_follow_does_not_look_ahead(
        prices in any_prices(), crossover in any_crossover(), share in 0.0..1.0_f64,
    ) {
        let bars = bars(&prices);
        let known = (bars.len() as f64 * share) as usize;
        let early = worth(&bars[..known], crossover, 10);
        let late = worth(&bars, crossover, 10);
        prop_assert_eq!(&early[..], &late[..known]);
    }

    /// Edge case: fees take, and never give.
    #[test]
    fn test_follow_is_worth_less_with_fees(
        prices in any_prices(), crossover in any_crossover(), fee in 1..=10_000_u32,
    ) {
        let bars = bars(&prices);
        let pairs = worth(&bars, crossover, fee).into_iter().zip(worth(&bars, crossover, 0));
        for (with, without) in pairs {
            prop_assert!(with <= without * (1.0 + 1e-12), "{} {}", with, without);
        }
    }

    /// Edge case: what a unit is called does not matter: prices in cents win as much.
    #[test]
    fn test_total_return_does_not_depend_on_the_unit(
        prices in any_prices(), crossover in any_crossover(),
    ) {
        let cents: Vec<_> = prices.iter().map(|(open, close)| (open * 128.0, close * 128.0)).collect();
        let (whole, cents) = (worth(&bars(&prices), crossover, 5), worth(&bars(&cents), crossover, 5));
        match (total_return(&whole), total_return(&cents)) {
            (Some(whole), Some(cents)) => assert_near(whole, cents),
            (whole, cents) => prop_assert_eq!(whole, cents),
        }
    }
}
