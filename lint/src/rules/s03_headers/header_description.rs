// src/rules/s03_headers/header_description.rs - RB303: a header that does not say what the file is for

//! RB303: a header that does not say what the file is for.

use crate::finding::{Finding, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::opening::{Opening, opening};
use rulebook_conventions::header;
use rulebook_conventions::layout::Layout;
use rulebook_conventions::section::Section;

/// RB303.
pub static RULE: Rule = Rule {
    code: "RB303",
    name: "header-description",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a header without a description, with a placeholder, or with the file's name again",
    page: include_str!("header_description.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let facts = context.facts;
    let Opening::Header { header, range } = opening(facts) else { return };
    let path = &facts.package_path;
    if !header::is_empty_description(path, header.description) {
        return;
    }
    let (message, label) = match header.description {
        "" => ("the header has no description".to_owned(), "a description belongs at its end"),
        said => (format!("the header's description `{said}` says nothing of the file"), "no description"),
    };
    let role = Layout::new(&context.package.settings).role(path);
    let example = header::line(header.opening, path, &header::describe(&role, path));
    let length = header.description.len();
    let place = if length == 0 { range } else { range.end - length..range.end };
    findings.push(Finding::new(
        &RULE,
        message,
        format!("Say in a few words what the file is for, such as `{example}`."),
        Label::new(&facts.path, place, label),
    ));
}
