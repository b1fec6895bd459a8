// src/engines/performance.rs - How well a portfolio did

/// Days of trade in a year, by which a ratio of daily returns becomes one of a year.
pub const TRADING_DAYS: f64 = 252.0;

/// What was won of what there was at first: 0.1 is ten percent, a loss is below 0.
///
/// `None` if there is nothing to compare.
pub fn total_return(equity: &[f64]) -> Option<f64> {
    let (first, last) = (equity.first()?, equity.last()?);
    (*first > 0.0).then(|| last / first - 1.0)
}

/// The deepest fall from a peak to a later low, as a share of the peak: 0 without a fall, 1 at most.
pub fn max_drawdown(equity: &[f64]) -> f64 {
    let mut peak = 0.0_f64;
    equity.iter().fold(0.0, |deepest, &worth| {
        peak = peak.max(worth);
        if peak > 0.0 { deepest.max((peak - worth) / peak) } else { deepest }
    })
}

/// The Sharpe ratio of the daily returns, for a year.
///
/// The ex post ratio of W. F. Sharpe, "The Sharpe Ratio", The Journal of Portfolio Management 21
/// (1), 1994, pages 49-58: the average of the differential returns over their standard deviation,
/// with T - 1 in its divisor. The benchmark is a return of 0, so that the differential return is the
/// return. It is multiplied by the root of 252, as if the returns of the days did not depend on each
/// other. Days without a position count, with a return of 0.
///
/// `None` with fewer than two returns, or if they do not differ.
pub fn sharpe_ratio(equity: &[f64]) -> Option<f64> {
    let returns: Vec<f64> = equity
        .windows(2)
        .map(|pair| match pair {
            [before, after] if *before > 0.0 => after / before - 1.0,
            _ => 0.0,
        })
        .collect();
    let count = returns.len() as f64;
    if returns.len() < 2 {
        return None;
    }
    let mean = returns.iter().sum::<f64>() / count;
    let squares: f64 = returns.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / (count - 1.0)).sqrt();
    // Returns that are all the same differ by what rounding leaves.
    (deviation > f64::EPSILON).then(|| mean / deviation * TRADING_DAYS.sqrt())
}
