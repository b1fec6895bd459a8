// tests/strategy_engine/test_strategy_engine_performance.rs - Figures that can be checked by hand

use crate::strategy_engine::assert_near;
use example_app::engines::performance::{max_drawdown, sharpe_ratio, total_return};

/// Happy path: the last worth over the first.
#[test]
fn test_total_return_compares_the_ends() {
    assert_near(total_return(&[100.0, 50.0, 120.0]).expect("a return"), 0.2);
    assert_near(total_return(&[100.0, 250.0, 80.0]).expect("a return"), -0.2);
}

/// Happy path: the deepest fall is from 120 to 60, though 50 is lower than 60 to begin with.
#[test]
fn test_max_drawdown_finds_the_deepest_fall() {
    assert_near(max_drawdown(&[50.0, 100.0, 80.0, 120.0, 60.0, 110.0]), 0.5);
    assert_near(max_drawdown(&[1000.0, 1040.0, 960.0, 800.0, 800.0]), 240.0 / 1040.0);
}

/// Happy path: returns of 0.1, -0.1, 0.1 average 1/30; their deviations from it are 2/30, -4/30, 2/30,
/// the squares add up to 24/900, half of that is 12/900, so that the ratio is (1/30) / (sqrt(12)/30) =
/// 1/sqrt(12), and sqrt(252/12) = sqrt(21) for a year.
#[test]
fn test_sharpe_ratio_divides_the_average_by_the_deviation() {
    let ratio = sharpe_ratio(&[100.0, 110.0, 99.0, 108.9]).expect("a ratio");
    assert_near(ratio, 21.0_f64.sqrt());
    let ratio = sharpe_ratio(&[100.0, 90.0, 99.0, 89.1]).expect("a ratio");
    assert_near(ratio, -(21.0_f64.sqrt()));
}

/// Error: what can't be compared has no figure.
#[test]
fn test_sharpe_ratio_is_none_without_two_returns() {
    assert_eq!(sharpe_ratio(&[]), None);
    assert_eq!(sharpe_ratio(&[100.0, 110.0]), None);
    assert_eq!(total_return(&[]), None);
    assert_eq!(total_return(&[0.0, 1.0]), None);
}

/// Edge case: returns that do not differ have no deviation to divide by, rounding or not.
#[test]
fn test_sharpe_ratio_is_none_where_returns_are_equal() {
    assert_eq!(sharpe_ratio(&[100.0; 10]), None);
    let steady: Vec<f64> = (0..50).map(|day| 100.0 * 1.01_f64.powi(day)).collect();
    assert_eq!(sharpe_ratio(&steady), None);
}

/// Edge case: a rise has no fall, and all can be lost.
#[test]
fn test_max_drawdown_is_between_nothing_and_all() {
    assert_near(max_drawdown(&[]), 0.0);
    assert_near(max_drawdown(&[1.0, 2.0, 2.0, 3.0]), 0.0);
    assert_near(max_drawdown(&[10.0, 0.0, 0.0]), 1.0);
}

/// Edge case: what is lost stays lost: returns of -0.5, -1 and 0 average -0.5, and deviate by 0.5.
#[test]
fn test_sharpe_ratio_takes_a_loss_of_all() {
    let ratio = sharpe_ratio(&[10.0, 5.0, 0.0, 0.0]).expect("a ratio");
    assert_near(ratio, -(252.0_f64.sqrt()));
}
