// src/report/catalogue.rs - The rules as a table and as JSON

use std::fmt::Write;

use serde::Serialize;

use super::json::{severity, to_text};
use super::style::Styles;
use crate::rule::{Fixable, Rule};
use crate::rules;

/// Every rule with its severity, whether it can be fixed and what it is about, by section.
pub fn rule_table(color: bool) -> String {
    let styles = Styles::new(color);
    let width = rules::ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for section in rules::ALL.chunk_by(|one, next| one.section == next.section) {
        let Some(first) = section.first() else { continue };
        if !out.is_empty() {
            out.push('\n');
        }
        // Writing to a string can't fail.
        let _ = writeln!(out, "{}", styles.strong(&section_title(first)));
        for rule in section {
            let code = styles.severity(rule.severity, rule.code);
            let fix = match rule.fixable {
                Fixable::No => "          ".to_owned(),
                Fixable::Safe => styles.good("fix       "),
                Fixable::Unsafe => styles.good("unsafe fix"),
            };
            let (name, weight) = (rule.name, severity(rule.severity));
            let _ = writeln!(out, "  {code}  {name:width$}  {weight:7}  {fix}  {}", rule.summary);
        }
    }
    out
}

/// Every rule as JSON: `{"version": 1, "rules": [..]}`.
pub fn rules_json() -> String {
    to_text(&Catalogue { version: 1, rules: rules::ALL.iter().map(|rule| RuleObject::of(rule)).collect() })
}

/// The number and the title of a rule's section.
pub(super) fn section_title(rule: &Rule) -> String {
    match rule.section {
        Some(section) => format!("{} {}", section.number(), section.title()),
        None => "0 The linter's own work".to_owned(),
    }
}

#[derive(Serialize)]
struct Catalogue {
    version: u8,
    rules: Vec<RuleObject>,
}

#[derive(Serialize)]
struct RuleObject {
    code: &'static str,
    name: &'static str,
    section: u8,
    section_title: Option<&'static str>,
    severity: &'static str,
    fix: Option<&'static str>,
    summary: &'static str,
}

impl RuleObject {
    fn of(rule: &Rule) -> Self {
        Self {
            code: rule.code,
            name: rule.name,
            section: rule.section_number(),
            section_title: rule.section.map(|section| section.title()),
            severity: severity(rule.severity),
            fix: match rule.fixable {
                Fixable::No => None,
                Fixable::Safe => Some("safe"),
                Fixable::Unsafe => Some("unsafe"),
            },
            summary: rule.summary,
        }
    }
}
