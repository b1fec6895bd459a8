// src/spec/decimal.rs - Exact numbers: whole units and how many digits are behind the point

//! Exact numbers: whole units and how many digits are behind the point.

use std::fmt;

/// The most digits behind a point: 10^18 still fits 64 bits.
pub(crate) const MAX_SCALE: u8 = 18;
/// The digits behind the point where none are said, as money has them.
pub(crate) const DEFAULT_SCALE: u8 = 2;

/// `units` divided by ten to the power of `scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The number without its point.
    pub units: i64,
    /// How many of its digits are behind the point.
    pub scale: u8,
}

impl Decimal {
    /// The number in a text, which may have fewer digits behind its point, and no more.
    pub fn parse(text: &str, scale: u8) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let missing = usize::from(scale).checked_sub(fraction.len())?;
        if digits.is_empty() || !all_digits(digits) || !all_digits(fraction) || text.ends_with('.') {
            return None;
        }
        let units = format!("{whole}{fraction}{}", "0".repeat(missing)).parse().ok()?;
        Some(Self { units, scale })
    }
}

/// Numbers of one scale compare; others don't.
impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        (self.scale == other.scale).then(|| self.units.cmp(&other.units))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.scale));
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_are_read_and_written() {
        for (text, scale, expected) in [
            ("0", 2, Some("0.00")),
            ("12.5", 2, Some("12.50")),
            ("-0.05", 2, Some("-0.05")),
            ("7", 0, Some("7")),
            ("92233720368547758.07", 2, Some("92233720368547758.07")),
            ("-92233720368547758.08", 2, Some("-92233720368547758.08")),
            ("92233720368547758.08", 2, None),
            ("1.234", 2, None),
            ("1.", 2, None),
            (".5", 2, None),
            ("-", 2, None),
            ("+1", 2, None),
            ("1e3", 2, None),
            ("", 2, None),
        ] {
            let read = Decimal::parse(text, scale).map(|decimal| decimal.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}
