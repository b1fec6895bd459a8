// tests/rule_pages.rs - The pages of the rules are true: their examples are run, and no rule lacks one

//! The pages of the rules are true: each *bad* example yields findings of its rule, each *good* one none, and a *fixed*
//! one is what the fix makes of the bad one before it. Findings of other rules are not looked at: an example shows the
//! files that its rule needs and no more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use rulebook_lint::baseline::{self, BaselineFile, Stale};
use rulebook_lint::finding::{Finding, Safety};
use rulebook_lint::fix::fix_all;
use rulebook_lint::project::file_system::{FileSystem, Memory};
use rulebook_lint::rule::{Fixable, Rule};
use rulebook_lint::rules::ALL;
use rulebook_lint::run::{Options, lint};
use rulebook_lint::threads::Threads;
use support::page::{Example, Kind, Page};
use support::project::with_manifest;

/// The rules that the catalogue promises, by section.
const CATALOGUE: &[(&str, &[u8])] = &[
    ("RB1", &[1, 2, 3, 4, 5, 6]),
    ("RB2", &[1, 2, 3, 4, 5]),
    ("RB3", &[1, 2, 3, 4, 5, 6]),
    ("RB4", &[1, 2, 3, 4, 5, 6, 7, 8]),
    ("RB5", &[1, 2, 3, 4, 5, 6, 7]),
    ("RB6", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]),
    ("RB7", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("RB8", &[1, 2, 3, 4, 5, 6, 7]),
    ("RB9", &[1, 2, 3, 4, 5, 6]),
    ("RB10", &[1, 2, 3, 4, 5, 6, 7]),
    ("RB11", &[1, 2, 3, 4]),
    ("RB12", &[1, 2]),
    ("RB13", &[1, 2, 3, 4]),
];

#[test]
fn every_rule_of_the_catalogue_is_registered() {
    let codes: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
    let promised =
        CATALOGUE.iter().flat_map(|(section, numbers)| numbers.iter().map(move |n| format!("{section}{n:02}")));
    let missing: Vec<String> = promised.filter(|code| !codes.contains(code.as_str())).collect();
    assert!(missing.is_empty(), "no rule for {missing:?}");
}

#[test]
fn codes_and_names_are_unique_and_sorted() {
    let number = |rule: &Rule| rule.code.strip_prefix("RB").and_then(|digits| digits.parse::<u16>().ok()).unwrap();
    assert!(ALL.is_sorted_by(|a, b| number(a) < number(b)));
    let names: BTreeSet<&str> = ALL.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), ALL.len());
    for rule in ALL {
        let section = rule.code.strip_prefix("RB").and_then(|digits| digits.get(..digits.len() - 2)).unwrap();
        assert_eq!(section.parse::<u8>().unwrap(), rule.section_number(), "{rule:?}");
        assert!(!rule.summary.ends_with('.') && !rule.summary.is_empty(), "{rule:?}");
    }
}

#[test]
fn every_page_has_its_parts() {
    for rule in ALL {
        let page = Page::parse(rule.page);
        assert_eq!(page.title, format!("{} {}", rule.code, rule.name));
        let expected = ["What", "Why", "Bad", "Good", "Options", "Limits"];
        assert_eq!(page.distinct_headings(), expected, "{rule:?}");
        let has = |kind: Kind| page.examples.iter().any(|example| example.kind == kind);
        assert!(has(Kind::Bad) && has(Kind::Good), "{rule:?} has no example");
        assert_eq!(has(Kind::Fixed), rule.fixable != Fixable::No, "{rule:?}: what is fixable shows what a fix makes");
    }
}

#[test]
fn every_example_is_true() {
    let mut wrong = Vec::new();
    for rule in ALL {
        let mut bad: Option<&Example> = None;
        let page = Page::parse(rule.page);
        for (index, example) in page.examples.iter().enumerate() {
            let result = match example.kind {
                Kind::Bad => {
                    bad = Some(example);
                    is_bad(rule, example)
                }
                Kind::Good => is_good(rule, example),
                Kind::Fixed => is_fixed(rule, bad, example),
            };
            if let Err(error) = result {
                wrong.push(format!("{rule:?}, example {} ({:?}): {error}", index + 1, example.kind));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn is_bad(rule: &'static Rule, example: &Example) -> Result<(), String> {
    let found = findings(rule, example);
    if found.is_empty() { Err("yields no finding".to_owned()) } else { found.iter().try_for_each(is_whole) }
}

fn is_good(rule: &'static Rule, example: &Example) -> Result<(), String> {
    let found = findings(rule, example);
    if found.is_empty() { Ok(()) } else { Err(format!("yields {found:#?}")) }
}

/// A message is one phrase, the help says in sentences what to do.
fn is_whole(finding: &Finding) -> Result<(), String> {
    let whole = !finding.message.is_empty() && !finding.message.ends_with('.') && finding.help.ends_with(['.', '?']);
    if whole { Ok(()) } else { Err(format!("not well said: {finding:#?}")) }
}

fn is_fixed(rule: &'static Rule, bad: Option<&Example>, fixed: &Example) -> Result<(), String> {
    let bad = bad.ok_or("stands before any bad example")?;
    let files = with_manifest(&bad.files);
    let allowed = if rule.fixable == Fixable::Unsafe { Safety::Unsafe } else { Safety::Safe };
    let result = fix_all(&files, &options(rule), allowed).map_err(|errors| format!("{errors:?}"))?;
    for (path, expected) in &fixed.files {
        let changed = result.changed.iter().find(|file| file.path == *path);
        let unchanged = || files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let text = changed.map(|file| file.after.clone()).or_else(unchanged).unwrap_or_default();
        if text != *expected {
            return Err(format!("the fix makes this of `{path}`:\n{text}"));
        }
    }
    Ok(())
}

fn findings(rule: &'static Rule, example: &Example) -> Vec<Finding> {
    let files: Memory = with_manifest(&example.files);
    let baseline = files.read(baseline::FILE_NAME).map(|bytes| String::from_utf8(bytes).unwrap());
    let baseline = baseline.map(|text| Arc::new(BaselineFile::parse(baseline::FILE_NAME, &text).unwrap()));
    let options = Options { baseline: baseline.ok().map(|file| (file, Stale::Report)), ..options(rule) };
    let report = lint(&files, &options).unwrap_or_else(|errors| panic!("{rule:?}: {errors:?}"));
    report.findings.into_iter().filter(|finding| finding.rule.code == rule.code).collect()
}

/// The rule alone; what the linter says of its own work needs the others.
fn options(rule: &'static Rule) -> Options {
    let select = if rule.section.is_some() { vec![rule] } else { Vec::new() };
    Options { select, threads: Threads::of(1), ..Options::default() }
}
