// src/report/mod.rs - Findings and rules as text: for people, for editors, for programs

//! Findings and rules as text: for people, for editors, for programs. One renderer a format.
//!
//! Invariants: nothing here prints, decides or sorts; the same report gives the same bytes. Lines and columns come from
//! one [`LineIndex`](crate::source::lines::LineIndex) a file, made when the first finding in the file is drawn.

mod catalogue;
mod concise;
mod explain;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod lines;
mod markdown;
mod rdjson;
mod sarif;
mod sources;
mod style;
mod summary;
mod timings;

pub use catalogue::{rule_table, rules_json};
pub use explain::explain;
pub use summary::{statistics, summary, unresolved};
pub use timings::timings;

pub(crate) use json::{severity as severity_word, to_text as to_json};
pub(crate) use junit::escaped as escaped_xml;
pub(crate) use style::Styles;

use self::sources::Sources;
use crate::run::Report;

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the source around them and the way on.
    Full,
    /// One line each, as editors and `grep` read them.
    Concise,
    /// One object, described in `docs/schemas/lint.schema.json`.
    Json,
    /// A SARIF 2.1.0 log.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
    /// A test report in which each finding is a failed test.
    Junit,
    /// A `DiagnosticResult` of reviewdog.
    Rdjson,
    /// Tables for a comment on a pull request.
    Markdown,
}

/// For whose eyes a report is written.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Whether to use colour. Only the full and the concise format have any.
    pub color: bool,
    /// How a path, relative to the root of the run, is written for someone who stands elsewhere.
    pub show: &'a (dyn Fn(&str) -> String + Sync),
    /// The number of columns that messages are wrapped at.
    pub width: usize,
}

/// Writes the findings of a report. Without findings the full, concise and github formats are empty; [`summary`] says the
/// rest.
pub fn render(report: &Report, format: Format, view: &View<'_>) -> String {
    let renderer: &dyn Renderer = match format {
        Format::Full => &full::Full,
        Format::Concise => &concise::Concise,
        Format::Json => &json::Json,
        Format::Sarif => &sarif::Sarif,
        Format::Github => &github::Github,
        Format::Gitlab => &gitlab::Gitlab,
        Format::Junit => &junit::Junit,
        Format::Rdjson => &rdjson::Rdjson,
        Format::Markdown => &markdown::Markdown,
    };
    renderer.render(report, &Sources::new(report), view)
}

/// One format.
trait Renderer {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String;
}
