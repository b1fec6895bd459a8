// src/report/github.rs - Findings as workflow commands, which GitHub draws into the changes

use std::fmt::Write;

use super::json::severity;
use super::lines::{lines, place};
use super::sources::Sources;
use super::{Renderer, View};
use crate::run::Report;

/// `::error title=..,file=..,line=..,endLine=..,col=..,endColumn=..::path:line:column: message`, a line each
/// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
///
/// The log of a run shows the text after the properties alone, so the place is in it again.
pub(super) struct Github;

impl Renderer for Github {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let mut out = String::new();
        for finding in &report.findings {
            let (label, rule) = (&finding.primary, finding.rule);
            let source = sources.of(label);
            let (start, end) = (source.position(label.range.start), source.position(label.range.end));
            // Annotations have columns only within one line:
            // https://docs.github.com/rest/checks/runs#create-a-check-run
            let columns = if start.line == end.line {
                format!(",col={},endColumn={}", start.column, end.column)
            } else {
                String::new()
            };
            let text =
                format!("{}: {} {}", place(label, sources, view), rule.code, lines(finding, sources, view).join("\n"));
            // Writing to a string can't fail.
            let _ = writeln!(
                out,
                "::{} title={},file={},line={},endLine={}{columns}::{}",
                severity(finding.severity),
                property(&format!("{} {}", rule.code, rule.name)),
                property(&(view.show)(&label.path)),
                start.line,
                source.last_line(&label.range),
                data(&text),
            );
        }
        out
    }
}

/// The text of a command: one line, whatever is in it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which besides ends at neither `:` nor `,`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_escaped() {
        assert_eq!(data("100%\r\nas %0A: a, b"), "100%25%0D%0Aas %250A: a, b");
        assert_eq!(property("C:\\a,b%\n::error::"), "C%3A\\a%2Cb%25%0A%3A%3Aerror%3A%3A");
    }
}
