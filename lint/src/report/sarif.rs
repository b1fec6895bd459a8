// src/report/sarif.rs - Findings as a SARIF log, which code scanning services take

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::json::{severity, to_text};
use super::sources::Sources;
use super::{Renderer, View};
use crate::finding::{Edit, Finding, Fix, Label, Safety};
use crate::rule::Rule;
use crate::run::Report;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// One log of one run, by SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>); `§` in the
/// comments below is a section of it.
pub(super) struct Sarif;

impl Renderer for Sarif {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let mut rules: Vec<&Rule> = report.findings.iter().map(|finding| finding.rule).collect();
        rules.sort_by_key(|rule| rule.code);
        rules.dedup_by_key(|rule| rule.code);
        let writer = Writer { rules: &rules, sources, view };
        let fingerprints = fingerprints(report).into_iter();
        let results =
            report.findings.iter().zip(fingerprints).map(|(finding, own)| writer.result(finding, own)).collect();
        let driver = Driver {
            name: "rulebook",
            version: env!("CARGO_PKG_VERSION"),
            rules: rules.iter().map(|rule| Descriptor::of(rule)).collect(),
        };
        // Columns of this crate are characters (§3.14.27); without a word they would be taken for UTF-16 code units.
        let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
        to_text(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
    }
}

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<ResultObject<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    name: &'a str,
    short_description: Message,
    help: Message,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultObject<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: Fingerprints,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixObject<'a>>,
}

#[derive(Serialize)]
struct Fingerprints {
    /// A name with the version of how it is made (§3.5.4.2).
    #[serde(rename = "rulebook/v1")]
    own: String,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    /// The first column after the region (§3.30.8).
    end_column: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FixObject<'a> {
    description: Message,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

impl<'a> Descriptor<'a> {
    fn of(rule: &'a Rule) -> Self {
        Self {
            id: rule.code,
            name: rule.name,
            short_description: Message::of(rule.summary),
            help: Message::of(&format!("`rulebook explain {}` shows what is right and why.", rule.code)),
            default_configuration: Configuration { level: severity(rule.severity) },
        }
    }
}

impl Message {
    /// Braces are doubled, for single ones hold the place of an argument (§3.11.5).
    fn of(text: &str) -> Self {
        Self { text: text.replace('{', "{{").replace('}', "}}") }
    }
}

struct Writer<'a> {
    /// Sorted by code.
    rules: &'a [&'a Rule],
    sources: &'a Sources<'a>,
    view: &'a View<'a>,
}

impl Writer<'_> {
    fn result<'f>(&self, finding: &'f Finding, fingerprint: String) -> ResultObject<'f> {
        ResultObject {
            rule_id: finding.rule.code,
            rule_index: self.rules.partition_point(|rule| rule.code < finding.rule.code),
            level: severity(finding.severity),
            message: Message::of(format!("{}\n{}", finding.message, finding.help).trim_end()),
            locations: [self.location(&finding.primary)],
            related_locations: finding.related.iter().map(|label| self.location(label)).collect(),
            partial_fingerprints: Fingerprints { own: fingerprint },
            fixes: finding.fix.iter().map(|fix| self.fix(fix, &finding.primary)).collect(),
        }
    }

    fn location(&self, label: &Label) -> Location {
        let region = self.region(label, label.range.start, label.range.end);
        Location {
            physical_location: PhysicalLocation { artifact_location: self.artifact(label), region },
            message: (!label.text.is_empty()).then(|| Message::of(&label.text)),
        }
    }

    fn fix<'f>(&self, fix: &'f Fix, within: &Label) -> FixObject<'f> {
        let replacement = |edit: &'f Edit| Replacement {
            deleted_region: self.region(within, edit.range.start, edit.range.end),
            inserted_content: Content { text: &edit.replacement },
        };
        let description = match fix.safety {
            Safety::Safe => "safe: the code means what it meant",
            Safety::Unsafe => "unsafe: what the code means may change; look at the result",
        };
        FixObject {
            description: Message::of(description),
            artifact_changes: [Change {
                artifact_location: self.artifact(within),
                replacements: fix.edits.iter().map(replacement).collect(),
            }],
        }
    }

    fn artifact(&self, label: &Label) -> ArtifactLocation {
        ArtifactLocation { uri: uri(&(self.view.show)(&label.path)) }
    }

    fn region(&self, within: &Label, start: usize, end: usize) -> Region {
        let source = self.sources.of(within);
        let (start, end) = (source.position(start), source.position(end));
        Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }
}

/// A path as a relative reference (<https://www.rfc-editor.org/rfc/rfc3986#section-4.2>). A colon is escaped too: in the
/// first part it would end a scheme.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out += &format!("%{other:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references_and_braces_stay_braces() {
        for (path, expected) in [
            ("src/api/job.rs", "src/api/job.rs"),
            ("../größe und so.rs", "../gr%C3%B6%C3%9Fe%20und%20so.rs"),
            ("a:b/50%#1?.rs", "a%3Ab/50%25%231%3F.rs"),
        ] {
            assert_eq!(uri(path), expected);
        }
        assert_eq!(Message::of("use a::{b, c}").text, "use a::{{b, c}}");
    }
}
