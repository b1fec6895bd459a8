// src/report/gitlab.rs - Findings as a Code Quality report, which GitLab shows beside the changes

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json::to_text;
use super::sources::Sources;
use super::{Renderer, View};
use crate::finding::Finding;
use crate::rule::Severity;
use crate::run::Report;

/// One array of findings (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>). It has lines
/// but no columns.
pub(super) struct Gitlab;

impl Renderer for Gitlab {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let fingerprints = fingerprints(report);
        let violations: Vec<Violation<'_>> = report
            .findings
            .iter()
            .zip(fingerprints)
            .map(|(finding, fingerprint)| Violation::of(finding, fingerprint, sources, view))
            .collect();
        to_text(&violations)
    }
}

#[derive(Serialize)]
struct Violation<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

impl<'a> Violation<'a> {
    fn of(finding: &'a Finding, fingerprint: String, sources: &Sources<'_>, view: &View<'_>) -> Self {
        let label = &finding.primary;
        let source = sources.of(label);
        Self {
            // The list of a merge request shows nothing else of the rule.
            description: format!("{} {}: {}", finding.rule.code, finding.rule.name, finding.message),
            check_name: finding.rule.name,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            location: Location {
                path: (view.show)(&label.path),
                lines: Lines { begin: source.position(label.range.start).line, end: source.last_line(&label.range) },
            },
        }
    }
}
