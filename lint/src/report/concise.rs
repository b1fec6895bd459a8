// src/report/concise.rs - One line a finding, as editors and grep read them

use std::fmt::Write;

use super::sources::Sources;
use super::style::Styles;
use super::{Renderer, View};
use crate::run::Report;

/// `path:line:column: RB301 missing-header message`.
pub(super) struct Concise;

impl Renderer for Concise {
    fn render(&self, report: &Report, sources: &Sources<'_>, view: &View<'_>) -> String {
        let styles = Styles::new(view.color);
        let mut out = String::new();
        for finding in &report.findings {
            let at = sources.of(&finding.primary).position(finding.primary.range.start);
            let path = styles.strong(&(view.show)(&finding.primary.path));
            let code = styles.severity(finding.severity, finding.rule.code);
            // Writing to a string can't fail.
            let _ = writeln!(out, "{path}:{}:{}: {code} {} {}", at.line, at.column, finding.rule.name, finding.message);
        }
        out
    }
}
