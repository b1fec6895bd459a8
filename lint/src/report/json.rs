// src/report/json.rs - Findings for programs, as docs/schemas/lint.schema.json describes them

use serde::Serialize;

use super::sources::Sources;
use super::summary::Counts;
use super::{Renderer, View};
use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::rule::Severity;
use crate::run::Report;

/// One object with all findings. Its shape changes only together with `version`.
pub(super) struct Json;

impl Renderer for Json {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let writer = Writer { sources, view };
        let findings = report.findings.iter().map(|finding| writer.finding(finding)).collect();
        to_text(&Document { version: 1, findings, summary: Summary::of(report) })
    }
}

/// A value as JSON text that ends its line.
pub(crate) fn to_text(value: &impl Serialize) -> String {
    // Only maps with keys that are no strings, and writers, can fail; here is neither.
    serde_json::to_string_pretty(value).map_or_else(|_| String::new(), |text| text + "\n")
}

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    findings: Vec<FindingObject<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct FindingObject<'a> {
    code: &'a str,
    name: &'a str,
    section: u8,
    severity: &'a str,
    message: &'a str,
    help: &'a str,
    #[serde(flatten)]
    place: Place,
    labels: Vec<LabelObject<'a>>,
    fix: Option<FixObject<'a>>,
}

#[derive(Serialize)]
struct LabelObject<'a> {
    #[serde(flatten)]
    place: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Place {
    path: String,
    #[serde(flatten)]
    span: Span,
}

#[derive(Serialize)]
struct Span {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct FixObject<'a> {
    safe: bool,
    edits: Vec<EditObject<'a>>,
}

#[derive(Serialize)]
struct EditObject<'a> {
    #[serde(flatten)]
    span: Span,
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    files_with_findings: usize,
    findings: usize,
    errors: usize,
    warnings: usize,
    fixable: usize,
    unsafe_fixable: usize,
    unresolved: usize,
    in_baseline: usize,
}

impl Summary {
    fn of(report: &Report) -> Self {
        let counts = Counts::of(report);
        Self {
            files: counts.files,
            files_with_findings: counts.files_with_findings,
            findings: counts.findings,
            errors: counts.errors,
            warnings: counts.findings - counts.errors,
            fixable: counts.safe,
            unsafe_fixable: counts.needs_a_look,
            unresolved: counts.unresolved,
            in_baseline: counts.in_baseline,
        }
    }
}

struct Writer<'a> {
    sources: &'a Sources<'a>,
    view: &'a View<'a>,
}

impl Writer<'_> {
    fn finding<'f>(&self, finding: &'f Finding) -> FindingObject<'f> {
        FindingObject {
            code: finding.rule.code,
            name: finding.rule.name,
            section: finding.rule.section_number(),
            severity: severity(finding.severity),
            message: &finding.message,
            help: &finding.help,
            place: self.place(&finding.primary),
            labels: finding.related.iter().map(|label| self.label(label)).collect(),
            fix: finding.fix.as_ref().map(|fix| self.fix(fix, &finding.primary)),
        }
    }

    fn label<'f>(&self, label: &'f Label) -> LabelObject<'f> {
        LabelObject { place: self.place(label), text: &label.text }
    }

    fn fix<'f>(&self, fix: &'f Fix, within: &Label) -> FixObject<'f> {
        let edit = |edit: &'f Edit| EditObject {
            span: self.span(within, edit.range.start, edit.range.end),
            start: edit.range.start,
            end: edit.range.end,
            replacement: &edit.replacement,
        };
        FixObject { safe: fix.safety == Safety::Safe, edits: fix.edits.iter().map(edit).collect() }
    }

    fn place(&self, label: &Label) -> Place {
        let span = self.span(label, label.range.start, label.range.end);
        Place { path: (self.view.show)(&label.path), span }
    }

    fn span(&self, within: &Label, start: usize, end: usize) -> Span {
        let source = self.sources.of(within);
        let (start, end) = (source.position(start), source.position(end));
        Span { line: start.line, column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// The word for a severity in machine-readable output.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
