// src/report/fingerprint.rs - What stays of a finding when lines move

use std::collections::HashMap;

use super::sources::Sources;
use crate::finding::Finding;
use crate::run::Report;

/// A fingerprint for each finding of a report, in its order: 16 hexadecimal digits.
///
/// Services tell by it which findings are new. It is made of the rule, the file, what is said and the text that it is
/// said of, so it outlives lines that come and go above the finding. Findings that are alike in all of it are counted
/// through, for services drop one of two with the same fingerprint.
pub(super) fn fingerprints(report: &Report, sources: &Sources<'_>) -> Vec<String> {
    let mut seen: HashMap<u64, u64> = HashMap::new();
    let fingerprint = |finding| {
        let identity = fnv(BASIS, &identity(finding, sources));
        let earlier = seen.entry(identity).or_default();
        let own = if *earlier == 0 { identity } else { fnv(identity, &earlier.to_string()) };
        *earlier += 1;
        format!("{own:016x}")
    };
    report.findings.iter().map(fingerprint).collect()
}

/// The path is the one from the root of the run, for it is the same wherever the reader stands. Of a text of several
/// lines the first counts: a change somewhere in a long item makes no new finding.
fn identity(finding: &Finding, sources: &Sources<'_>) -> String {
    let source = sources.of(&finding.primary);
    let text = source.text.get(source.clamp(&finding.primary.range)).unwrap_or_default();
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    [finding.rule.code, &finding.primary.path, &finding.message, first].join("\0")
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: the same on every machine and in every version of Rust.
fn fnv(basis: u64, text: &str) -> u64 {
    text.bytes().fold(basis, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
