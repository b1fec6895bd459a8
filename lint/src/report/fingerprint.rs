// src/report/fingerprint.rs - Findings as numbers, by which services tell which are new

use std::collections::HashMap;

use crate::identity::{Identity, hash_on};
use crate::run::Report;

/// A fingerprint for each finding of a report, in its order: 16 hexadecimal digits.
///
/// It is made of the finding's [`Identity`], so it outlives lines that come and go above. Findings that are alike in all of
/// that are counted through, for services drop one of two with the same fingerprint.
pub(super) fn fingerprints(report: &Report) -> Vec<String> {
    let mut seen: HashMap<Identity, u64> = HashMap::new();
    let fingerprint = |finding: &crate::finding::Finding| {
        let identity = Identity::of(finding);
        let hash = identity.hash();
        let earlier = seen.entry(identity).or_default();
        let own = if *earlier == 0 { hash } else { hash_on(hash, &earlier.to_string()) };
        *earlier += 1;
        format!("{own:016x}")
    };
    report.findings.iter().map(fingerprint).collect()
}
