// src/rules/s13_future/oversized_service.rs - RB1301: a service that has grown over its size

//! RB1301: a service that has grown over its size.

use crate::finding::{Finding, Label};
use crate::rule::{Check, FileContext, Fixable, Rule, Severity};
use crate::source::facts::{FileFacts, ItemKind, Language};
use rulebook_conventions::layout::Layout;
use rulebook_conventions::section::Section;

/// RB1301.
pub static RULE: Rule = Rule {
    code: "RB1301",
    name: "oversized-service",
    section: Some(Section::Future),
    severity: Severity::Warning,
    fixable: Fixable::No,
    summary: "a service over the size that the settings give",
    page: include_str!("oversized_service.md"),
    check: Check::File(check),
};

fn check(context: &FileContext<'_>, findings: &mut Vec<Finding>) {
    let (facts, settings) = (context.facts, &context.package.settings);
    let is_service = Layout::new(settings).layer(&facts.package_path) == Some("services");
    if !context.package.backend || facts.language != Language::Rust || !is_service {
        return;
    }
    let functions = facts.functions.iter().filter(|function| !function.test && function.body.is_some()).count();
    let lines = lines(facts);
    let (most_functions, most_lines) = (settings.service_functions as usize, settings.service_lines as usize);
    let too_many =
        |what: &str, found: usize, most: usize| (found > most).then(|| format!("{found} {what} (at most {most})"));
    let over: Vec<String> = [too_many("functions", functions, most_functions), too_many("lines", lines, most_lines)]
        .into_iter()
        .flatten()
        .collect();
    if over.is_empty() {
        return;
    }
    let message = format!("this service has {}", over.join(" and "));
    let help = "Part it by what it is about, into services of their own or into modules below it; what several need becomes a helper that \
                they share.";
    findings.push(Finding::new(&RULE, message, help, Label::new(&facts.path, 0..0, "")));
}

/// The lines of a file without those of its tests.
fn lines(facts: &FileFacts) -> usize {
    let count = |text: &str| text.lines().filter(|line| !line.trim().is_empty()).count();
    let tests = facts.items.iter().filter(|item| {
        let is_whole = matches!(item.kind, ItemKind::Module(_))
            && facts.scopes.get(item.scope.index()).is_some_and(|scope| !scope.test);
        item.test && is_whole
    });
    count(&facts.text).saturating_sub(tests.map(|item| count(facts.slice(item.span))).sum())
}
