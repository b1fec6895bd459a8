// src/report/junit.rs - Findings as failed tests, for servers that know nothing but tests

use std::fmt::Write;

use super::json::severity;
use super::lines::{lines, place};
use super::sources::Sources;
use super::{Renderer, View};
use crate::finding::Finding;
use crate::run::Report;

/// A suite a file and a failed case a finding; one case that passes when there are none, for a server takes a report
/// without tests for a failure. Only elements and attributes that the schemas of Ant, Jenkins and GitLab share.
pub(super) struct Junit;

impl Renderer for Junit {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let failures = report.findings.len();
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Writing to a string can't fail.
        let _ = writeln!(out, "<testsuites name=\"rulebook\" tests=\"{}\" failures=\"{failures}\">", failures.max(1));
        if report.findings.is_empty() {
            out.push_str("  <testsuite name=\"rulebook\" tests=\"1\" failures=\"0\" errors=\"0\">\n");
            out.push_str("    <testcase classname=\"rulebook\" name=\"no findings\" time=\"0\"/>\n");
            out.push_str("  </testsuite>\n");
        }
        for file in report.findings.chunk_by(|one, next| one.primary.path == next.primary.path) {
            let Some(first) = file.first() else { continue };
            let (path, count) = (escaped(&(view.show)(&first.primary.path)), file.len());
            let _ = writeln!(out, "  <testsuite name=\"{path}\" tests=\"{count}\" failures=\"{count}\" errors=\"0\">");
            for finding in file {
                write_case(&mut out, &path, finding, sources, view);
            }
            out.push_str("  </testsuite>\n");
        }
        out.push_str("</testsuites>\n");
        out
    }
}

fn write_case(out: &mut String, path: &str, finding: &Finding, sources: &Sources<'_>, view: &View<'_>) {
    let (rule, at) = (finding.rule, sources.of(&finding.primary).position(finding.primary.range.start));
    // Servers keep one of the cases with the same name, and several findings may stand at one place.
    let name = escaped(&format!("{} {} at {}:{}: {}", rule.code, rule.name, at.line, at.column, finding.message));
    let message = escaped(&finding.message);
    let text = format!("{}: {}", place(&finding.primary, sources, view), lines(finding, sources, view).join("\n"));
    // Writing to a string can't fail.
    let _ = writeln!(out, "    <testcase classname=\"{path}\" name=\"{name}\" time=\"0\">");
    let _ = write!(out, "      <failure type=\"{}\" message=\"{message}\">", severity(finding.severity));
    let _ = writeln!(out, "{}</failure>", escaped(&text));
    let _ = writeln!(out, "    </testcase>");
}

/// A text as it may stand in an attribute or in an element (<https://www.w3.org/TR/xml/#charsets>, `#AVNormalize`).
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // As they are, a reader would make spaces or other line breaks of them.
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            // XML has no way to write these.
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_escaped() {
        assert_eq!(escaped("a < b && \"c\"]]>"), "a &lt; b &amp;&amp; &quot;c&quot;]]&gt;");
        assert_eq!(escaped("1\t2\r\n3\u{1b}[0m\0\u{ffff}größe"), "1&#9;2&#13;&#10;3\u{fffd}[0m\u{fffd}\u{fffd}größe");
    }
}
