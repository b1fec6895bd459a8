// tests/report.rs - The formats of findings and rules, as users and programs see them

//! The formats of findings and rules, as users and programs see them.

mod support;

use serde_json::Value;

use rulebook_lint::finding::{Finding, Label};
use rulebook_lint::report::{self, Format, View};
use rulebook_lint::rules;
use rulebook_lint::run::Report;
use support::report::{FORMATS, clean, rendered, report, rule};

/// As someone sees it who stands in `src`.
fn from_src(path: &str) -> String {
    path.strip_prefix("src/").map_or_else(|| format!("../{path}"), str::to_owned)
}

#[test]
fn full_draws_the_source() {
    insta::assert_snapshot!(rendered(&report(), Format::Full, false));
}

#[test]
fn full_has_colour_where_it_is_wanted() {
    let report = Report { findings: report().findings.split_off(4), ..report() };
    insta::assert_snapshot!(rendered(&report, Format::Full, true).replace('\u{1b}', "^"));
}

#[test]
fn concise_is_one_line_each() {
    insta::assert_snapshot!(rendered(&report(), Format::Concise, false));
}

#[test]
fn json_is_one_object() {
    insta::assert_snapshot!(rendered(&report(), Format::Json, true));
}

#[test]
fn paths_are_shown_from_where_the_reader_stands() {
    let view = View { color: false, show: &from_src, width: 100 };
    let concise = report::render(&report(), Format::Concise, &view);
    assert!(concise.starts_with("../Cargo.toml:2:8: RB205"), "{concise}");
    let full = report::render(&report(), Format::Full, &view);
    assert!(full.contains("[api/job.rs:1:5]") && full.contains("[facade.rs:3:9]"), "{full}");
    let json: Value = serde_json::from_str(&report::render(&report(), Format::Json, &view)).unwrap();
    assert_eq!(json["findings"][2]["labels"][1]["path"], "core/db.rs");
}

#[test]
fn json_is_what_the_schema_says() {
    let schema = include_str!("../../docs/schemas/lint.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for report in [report(), clean()] {
        let json: Value = serde_json::from_str(&rendered(&report, Format::Json, false)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    let not_so = serde_json::json!({"version": 1, "findings": [{"code": "RB301"}], "summary": {}});
    assert!(!validator.is_valid(&not_so));
}

#[test]
fn a_clean_report_is_empty_for_people() {
    assert_eq!(rendered(&clean(), Format::Full, false), "");
    assert_eq!(rendered(&clean(), Format::Concise, false), "");
}

#[test]
fn every_text_ends_its_last_line() {
    let report = report();
    let view = View { color: true, show: &str::to_owned, width: 100 };
    let formats = FORMATS.map(|format| report::render(&report, format, &view));
    let others = [
        report::summary(&report, true),
        report::summary(&clean(), true),
        report::statistics(&report, true),
        report::unresolved(&report, &view),
        report::rule_table(true),
        report::rules_json(),
    ];
    let pages = rules::ALL.iter().map(|rule| report::explain(rule, true));
    for text in formats.into_iter().chain(others).chain(pages) {
        assert!(text.ends_with('\n') && !text.starts_with('\n'), "{text}");
    }
}

#[test]
fn the_summary_counts() {
    assert_eq!(report::summary(&clean(), false), "4 files, no findings\n");
    let one = Report { findings: report().findings.split_off(6), ..clean() };
    assert_eq!(report::summary(&one, false), "1 finding in 1 file\n");
    insta::assert_snapshot!(report::summary(&report(), false));
}

#[test]
fn statistics_count_by_rule() {
    insta::assert_snapshot!(report::statistics(&report(), false));
}

#[test]
fn what_was_not_followed_has_a_place() {
    insta::assert_snapshot!(report::unresolved(&report(), &View { color: false, show: &str::to_owned, width: 100 }));
}

#[test]
fn a_page_reads_well_on_a_terminal() {
    insta::assert_snapshot!(report::explain(rule("RB000"), false));
    insta::assert_snapshot!(report::explain(rule("RB000"), true).replace('\u{1b}', "^"));
}

#[test]
fn rules_are_listed() {
    let table = report::rule_table(false);
    let json: Value = serde_json::from_str(&report::rules_json()).unwrap();
    let listed = json["rules"].as_array().unwrap();
    assert_eq!(listed.len(), rules::ALL.len());
    for (rule, object) in rules::ALL.iter().zip(listed) {
        let line = table.lines().find(|line| line.trim_start().starts_with(rule.code)).unwrap();
        assert!(line.contains(rule.name) && line.ends_with(rule.summary), "{line}");
        assert_eq!((&object["code"], &object["name"]), (&Value::from(rule.code), &Value::from(rule.name)));
    }
}

#[test]
fn a_place_that_does_not_fit_its_text_is_no_panic() {
    let mut report = clean();
    for (path, range) in
        [("src/empty.rs", 5..9), ("gone.rs", 3..4), ("src/api/job.rs", 67..68), ("src/core/db.rs", 999..9999)]
    {
        report.findings.push(Finding::new(rule("RB301"), "odd", "", Label::new(&path.into(), range, "")));
    }
    for format in FORMATS {
        assert!(!rendered(&report, format, false).is_empty());
    }
}
