// src/rules/s03_headers/imports/version.rs - The order of names that edition 2024 sorts by

//! The order of names that edition 2024 sorts by: `u8` before `u16`.

use std::cmp::Ordering;

/// Runs of digits by value, `_` before everything, the rest by bytes; of equal numbers the one with more leading zeros
/// comes first, if nothing later decides.
pub fn compare_versions(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    let mut zeros = Ordering::Equal;
    loop {
        let (left, right) = match (chunk(&mut a), chunk(&mut b)) {
            (None, None) => return zeros,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(left), Some(right)) => (left, right),
        };
        let order = match (number(left), number(right)) {
            (Some((value_a, zeros_a)), Some((value_b, zeros_b))) => {
                zeros = zeros.then(zeros_b.cmp(&zeros_a));
                value_a.cmp(&value_b)
            }
            _ => (left != "_").cmp(&(right != "_")).then_with(|| left.cmp(right)),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// The next run of digits, single `_`, or run of neither.
fn chunk<'a>(text: &mut &'a str) -> Option<&'a str> {
    let kind = |c: char| if c.is_ascii_digit() { 1 } else { 2 };
    let first = text.chars().next()?;
    let length = if first == '_' { 1 } else { text.find(|c| c == '_' || kind(c) != kind(first)).unwrap_or(text.len()) };
    let (chunk, rest) = text.split_at(length);
    *text = rest;
    Some(chunk)
}

/// The value and the count of leading zeros of a run of digits; none for what is too long to be a number.
fn number(chunk: &str) -> Option<(usize, usize)> {
    if !chunk.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let zeros = chunk.bytes().take_while(|byte| *byte == b'0').count();
    Some((chunk.parse().ok()?, zeros))
}

#[cfg(test)]
mod tests {
    use super::compare_versions;

    #[test]
    fn versions_are_ordered_by_value() {
        let sorted = [
            "_a", "A2", "ABC", "Z_Y", "ZY_", "a1", "u8", "u16", "u128", "usize", "v00", "v0", "v09", "v9", "x86_32",
            "x86_128",
        ];
        for pair in sorted.windows(2) {
            let [a, b] = pair else { continue };
            assert!(compare_versions(a, b).is_lt(), "{a} before {b}");
            assert!(compare_versions(b, a).is_gt(), "{b} after {a}");
        }
    }
}
