// tests/strategy_engine/test_strategy_engine_crossover.rs - When a crossover wants to be in the market

use example_app::engines::crossover::Crossover;

/// Happy path: it is in while the fast average is above the slow one, by hand:
/// fast (2) is 11.5, 12.5, 12.5, 11, 9.5 from the third close on, slow (3) is 11, 12, 12.33, 11.67, 10.33.
#[test]
fn test_signals_follow_the_averages() {
    let crossover = Crossover::new(2, 3).expect("windows");
    let signals = crossover.signals(&[10.0, 11.0, 12.0, 13.0, 12.0, 10.0, 9.0]);
    assert_eq!(signals, [false, false, true, true, true, false, false]);
}

/// Error: a window without a day, and a fast window that is not the shorter, are none.
#[test]
fn test_crossover_refuses_windows() {
    for (fast, slow) in [(0, 1), (0, 0), (2, 2), (3, 2)] {
        assert_eq!(Crossover::new(fast, slow), None, "{fast} {slow}");
    }
    assert!(Crossover::new(1, 2).is_some());
}

/// Edge case: equal averages leave it where it is.
#[test]
fn test_signals_stay_where_the_averages_are_equal() {
    let crossover = Crossover::new(1, 2).expect("windows");
    assert_eq!(crossover.signals(&[5.0, 5.0, 5.0]), [false, false, false]);
    assert_eq!(crossover.signals(&[5.0, 6.0, 6.0, 5.0]), [false, true, true, false]);
}

/// Edge case: without a close there is no signal, and too few say nothing.
#[test]
fn test_signals_wait_for_the_slow_window() {
    let crossover = Crossover::new(1, 3).expect("windows");
    assert_eq!(crossover.warm_up(), 3);
    assert!(crossover.signals(&[]).is_empty());
    assert_eq!(crossover.signals(&[1.0, 2.0]), [false, false]);
    assert_eq!(crossover.signals(&[1.0, 2.0, 3.0]), [false, false, true]);
}
