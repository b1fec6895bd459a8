// src/rules/s06_api/analytics_route.rs - RB601: a summary of a collection that is no resource of its own

//! RB601: a summary of a collection that is no resource of its own.

use crate::finding::Finding;
use crate::routes::path::Segment;
use crate::routes::resource::{Program, label, written};
use crate::routes::served::Served;
use crate::rule::{Check, Fixable, Rule, Severity};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::section::Section;

/// RB601.
pub static RULE: Rule = Rule {
    code: "RB601",
    name: "analytics-route",
    section: Some(Section::Api),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a summary under its collection, or analytics that are not called `{singular-resource}-analytics`",
    page: include_str!("analytics_route.md"),
    check: Check::Routes(check),
};

/// Words for figures about a collection.
pub(crate) const SUMMARIES: &[&str] = &[
    "aggregate",
    "aggregates",
    "aggregation",
    "aggregations",
    "analytic",
    "analytics",
    "count",
    "counts",
    "metric",
    "metrics",
    "overview",
    "overviews",
    "report",
    "reports",
    "stat",
    "statistic",
    "statistics",
    "stats",
    "summaries",
    "summary",
    "totals",
];

fn check(served: &Served<'_>, findings: &mut Vec<Finding>) {
    let model = served.model;
    for program in &served.programs {
        let inflector = Inflector::new(&program.package.settings.words);
        for (route, segments) in &program.routes {
            let wrong = segments.iter().enumerate().find_map(|(at, segment)| {
                let Segment::Literal(word) = segment else { return None };
                let before = segments.get(..at).unwrap_or_default();
                let right = below_collection(program, &inflector, before, word)
                    .or_else(|| misnamed(program, &inflector, word))?;
                Some((at, *word, right))
            });
            let Some((at, word, (right, is_below))) = wrong else { continue };
            let start = if is_below { at - 1 } else { at };
            let mut path = written(segments.get(..start).unwrap_or_default(), program.colon);
            path.push_str(&format!("/{right}"));
            path.push_str(&written(segments.get(at + 1..).unwrap_or_default(), program.colon));
            let message = if is_below {
                format!("`{}` puts `{word}` under the collection that it is about", route.path)
            } else {
                format!("`{}` names analytics `{word}`", route.path)
            };
            let help = format!(
                "Make it a resource of its own: `{path}`. Below the collection it stands where an item's id does."
            );
            findings.push(Finding::new(&RULE, message, help, label(model, route, "")));
        }
    }
}

/// `/backtests/summary` where there is `/backtests/{backtest_id}`: `backtest-analytics`.
fn below_collection(
    program: &Program<'_>,
    inflector: &Inflector,
    before: &[Segment<'_>],
    word: &str,
) -> Option<(String, bool)> {
    let Some(Segment::Literal(collection)) = before.last() else { return None };
    if !SUMMARIES.contains(&word) || !program.has_items(before) || program.is_collection(word) {
        return None;
    }
    // Administration has overviews of everything: what stands between is no collection then.
    Some((format!("{}-analytics", inflector.singular(collection)), true))
}

/// `/backtests-analytics`, `/backtest-stats` where there are `/backtests/{backtest_id}`: `backtest-analytics`.
fn misnamed(program: &Program<'_>, inflector: &Inflector, word: &str) -> Option<(String, bool)> {
    let (of, _) = word.rsplit_once('-').filter(|(_, last)| SUMMARIES.contains(last))?;
    let singular = inflector.singular(of);
    let is_of_collection = program.is_collection(of) || program.is_collection(&inflector.plural(&singular));
    let right = format!("{singular}-analytics");
    (is_of_collection && right != word && !program.is_collection(word)).then_some((right, false))
}
