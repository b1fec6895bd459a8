// src/engines/crossover.rs - When a moving-average crossover wants to be in the market

/// The two windows of a moving-average crossover, in days of trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crossover {
    fast: usize,
    slow: usize,
}

impl Crossover {
    /// A crossover, if both windows hold a day and the fast one is the shorter.
    pub fn new(fast: usize, slow: usize) -> Option<Self> {
        (fast > 0 && fast < slow).then_some(Self { fast, slow })
    }

    /// How many closes it takes until both averages exist.
    pub fn warm_up(self) -> usize {
        self.slow
    }

    /// Whether to be in the market, as each close says: while the average of the last `fast` closes
    /// is above that of the last `slow` ones. Where they are equal it stays as it was, and it is out
    /// until both averages exist.
    pub fn signals(self, closes: &[f64]) -> Vec<bool> {
        let mut is_in = false;
        (1..=closes.len())
            .map(|seen| {
                if let (Some(fast), Some(slow)) =
                    (average(closes, seen, self.fast), average(closes, seen, self.slow))
                {
                    is_in = fast > slow || (is_in && fast == slow);
                }
                is_in
            })
            .collect()
    }
}

/// The simple average of the last `window` of the first `seen` values, if there are as many.
fn average(values: &[f64], seen: usize, window: usize) -> Option<f64> {
    let window = values.get(seen.checked_sub(window)?..seen)?;
    Some(window.iter().sum::<f64>() / window.len() as f64)
}
