// src/rules/s03_headers/header_path.rs - RB302: a header that names another path than the file's

//! RB302: a header that names another path than the file's.

use crate::finding::{Edit, Finding, Fix, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::rules::s03_headers::opening::{Opening, header_safety, opening};
use rulebook_conventions::section::Section;

/// RB302.
pub static RULE: Rule = Rule {
    code: "RB302",
    name: "header-path",
    section: Some(Section::Headers),
    severity: Severity::Error,
    fixable: Fixable::Safe,
    summary: "a header whose path is not the path of its file",
    page: include_str!("header_path.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let facts = context.facts;
    let Opening::Header { header, range } = opening(facts) else { return };
    let path = &facts.package_path;
    if header.path == &**path {
        return;
    }
    let line = facts.text.get(range.clone()).unwrap_or_default();
    let Some(offset) = line.find(header.path) else { return };
    let start = range.start + offset;
    let place = start..start + header.path.len();
    let mut finding = Finding::new(
        &RULE,
        format!("the header names `{}`, but the file is `{path}`", header.path),
        format!("Write `{path}`: the path from the package's root."),
        Label::new(&facts.path, place.clone(), "not the path of this file"),
    );
    finding.fix =
        Some(Fix { safety: header_safety(facts), edits: vec![Edit { range: place, replacement: path.to_string() }] });
    findings.push(finding);
}
