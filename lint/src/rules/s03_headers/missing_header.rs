// src/rules/s03_headers/missing_header.rs - RB301: a file that does not begin with its header

//! RB301: a file that does not begin with its header.

use crate::finding::{Edit, Finding, Fix, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::gaps;
use crate::rules::s03_headers::opening::{Opening, header_safety, opening};
use rulebook_conventions::header;
use rulebook_conventions::layout::Layout;
use rulebook_conventions::section::Section;

/// RB301.
pub static RULE: Rule = Rule {
    code: "RB301",
    name: "missing-header",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "a file that does not begin with its path and a brief description",
    page: include_str!("missing_header.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let facts = context.facts;
    let Opening::Missing { at, after_licence } = opening(facts) else { return };
    let path = &facts.package_path;
    let role = Layout::new(&context.package.settings).role(path);
    let line = header::line(header::opening(path), path, &header::describe(&role, path));
    let mut finding = Finding::new(
        &RULE,
        format!("`{path}` does not begin with its header"),
        format!("Write `{line}` as the first line: the path from the package's root, and what the file is for."),
        Label::new(&facts.path, at..at, "the header belongs here"),
    );
    let replacement = insertion(&facts.text, at, after_licence, &line);
    finding.fix = Some(Fix { safety: header_safety(facts), edits: vec![Edit { range: at..at, replacement }] });
    findings.push(finding);
}

/// The header with the line breaks that set it off: a blank line follows, and one precedes it under a licence.
fn insertion(text: &str, at: usize, after_licence: bool, line: &str) -> String {
    let newline = gaps::line_ending(text);
    if after_licence {
        // The licence's own line break comes after what is inserted.
        let end = if gaps::is_followed_by_blank_line(text, at) { "" } else { newline };
        return format!("{newline}{newline}{line}{end}");
    }
    let before = if text.get(..at).is_some_and(|before| before.starts_with("#!") && !before.ends_with('\n')) {
        newline
    } else {
        ""
    };
    let next_is_blank = text.get(at..).is_none_or(|rest| rest.lines().next().is_none_or(is_blank));
    format!("{before}{line}{newline}{}", if next_is_blank { "" } else { newline })
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}
