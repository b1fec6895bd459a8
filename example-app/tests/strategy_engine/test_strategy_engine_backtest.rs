// tests/strategy_engine/test_strategy_engine_backtest.rs - A portfolio that follows signals

use chrono::Days;

use crate::strategy_engine::{assert_near, bars, first_day};
use example_app::engines::backtest::Portfolio;
use example_app::models::backtest_result_models::EquityPoint;

/// Seven days, and what a crossover of 2 and 3 days says of their closes.
const PRICES: [(f64, f64); 7] = [
    (10.0, 10.0),
    (10.5, 11.0),
    (11.5, 12.0),
    (12.5, 13.0),
    (13.0, 12.0),
    (11.5, 10.0),
    (10.0, 9.0),
];
const SIGNALS: [bool; 7] = [false, false, true, true, true, false, false];

fn worth(curve: &[EquityPoint]) -> Vec<f64> {
    curve.iter().map(|point| point.equity).collect()
}

/// Happy path: the signal of the third close is filled at the fourth open, 12.5, which buys 80 units
/// of 1000; that of the sixth close at the seventh open, 10.
#[test]
fn test_follow_fills_at_the_next_open() {
    let (curve, trades) = Portfolio::new(1000.0, 0).follow(&bars(&PRICES), &SIGNALS);
    assert_eq!(worth(&curve), [1000.0, 1000.0, 1000.0, 1040.0, 960.0, 800.0, 800.0]);
    let filled: Vec<_> = trades.iter().map(|t| (t.date, t.is_purchase, t.price, t.units)).collect();
    let day = |n| first_day() + Days::new(n);
    assert_eq!(filled, [(day(3), true, 12.5, 80.0), (day(6), false, 10.0, 80.0)]);
    assert_eq!(curve[3].date, day(3));
}

/// Happy path: a fee of one percent is paid out of the cash of a purchase, and out of the proceeds
/// of a sale: 1000 buy 1000 / (12.5 * 1.01) units, which bring 10 * 0.99 each.
#[test]
fn test_follow_pays_fees() {
    let (curve, trades) = Portfolio::new(1000.0, 100).follow(&bars(&PRICES), &SIGNALS);
    let units = 1000.0 / 12.625;
    assert_near(trades[0].units, units);
    assert_near(trades[0].fee, units * 0.125);
    assert_near(trades[0].units * trades[0].price + trades[0].fee, 1000.0);
    assert_near(trades[1].fee, units * 0.1);
    assert_near(curve[3].equity, units * 13.0);
    assert_near(curve[6].equity, units * 9.9);
}

/// Error: a signal at the last close is never filled.
#[test]
fn test_follow_ignores_the_last_signal() {
    let last_alone = [false, false, false, false, false, false, true];
    let (curve, trades) = Portfolio::new(1000.0, 0).follow(&bars(&PRICES), &last_alone);
    assert!(trades.is_empty());
    assert_eq!(worth(&curve), [1000.0; 7]);
}

/// Edge case: a fee of everything leaves nothing, which can't be spent again.
#[test]
fn test_follow_stops_when_the_fee_took_all() {
    let signals = [true, false, true, false, true, true, true];
    let (curve, trades) = Portfolio::new(1000.0, 10_000).follow(&bars(&PRICES), &signals);
    assert_eq!(trades.len(), 2);
    assert_eq!(worth(&curve)[2..], [0.0; 5]);
}

/// Edge case: no bars, no curve.
#[test]
fn test_follow_takes_no_bars() {
    let (curve, trades) = Portfolio::new(1000.0, 0).follow(&[], &[]);
    assert!(curve.is_empty() && trades.is_empty());
}
