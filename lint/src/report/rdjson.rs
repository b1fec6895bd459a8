// src/report/rdjson.rs - Findings as reviewdog reads them, with its suggestions

use serde::Serialize;

use super::json::to_text;
use super::lines::lines;
use super::sources::{Source, Sources};
use super::{Renderer, View};
use crate::finding::{Finding, Fix};
use crate::rule::Severity;
use crate::run::Report;

/// A `DiagnosticResult` (<https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto>).
///
/// Only fields that its first version has: reviewdog refuses a text with a field that it doesn't know.
pub(super) struct Rdjson;

impl Renderer for Rdjson {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let diagnostics = report.findings.iter().map(|finding| Diagnostic::of(finding, sources, view)).collect();
        to_text(&DiagnosticResult { source: Origin { name: "rulebook" }, diagnostics })
    }
}

#[derive(Serialize)]
struct DiagnosticResult<'a> {
    source: Origin,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Origin {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    suggestions: Vec<Suggestion>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    /// The first place after the range.
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

impl<'a> Diagnostic<'a> {
    fn of(finding: &'a Finding, sources: &Sources<'_>, view: &View<'_>) -> Self {
        let label = &finding.primary;
        let source = sources.of(label);
        Self {
            message: lines(finding, sources, view).join("\n"),
            location: Location { path: (view.show)(&label.path), range: Range::of(&label.range, source) },
            severity: match finding.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
            },
            code: Code { value: finding.rule.code },
            suggestions: finding.fix.iter().filter_map(|fix| Suggestion::of(fix, source)).collect(),
        }
    }
}

impl Suggestion {
    /// One suggestion from the first edit to the last: several would be taken or left each by itself.
    fn of(fix: &Fix, source: &Source<'_>) -> Option<Self> {
        let (start, end) = (fix.edits.first()?.range.start, fix.edits.last()?.range.end);
        let mut text = String::new();
        let mut at = start;
        for edit in &fix.edits {
            text.push_str(source.text.get(at..edit.range.start)?);
            text.push_str(&edit.replacement);
            at = edit.range.end;
        }
        Some(Self { range: Range::of(&(start..end), source), text })
    }
}

impl Range {
    fn of(range: &std::ops::Range<usize>, source: &Source<'_>) -> Self {
        let range = source.clamp(range);
        Self { start: Position::of(range.start, source), end: Position::of(range.end, source) }
    }
}

impl Position {
    /// Columns count bytes from 1, as the comment at `Position` in `reviewdog.proto` says; a byte order mark is three.
    fn of(offset: usize, source: &Source<'_>) -> Self {
        let line = source.lines().line_of(offset);
        let start = source.lines().line_range(source.text, line).map_or(0, |range| range.start);
        Self { line: line + 1, column: offset - start + 1 }
    }
}
