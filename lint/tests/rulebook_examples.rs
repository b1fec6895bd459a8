// tests/rulebook_examples.rs - The examples of the rulebook itself, carried over to Rust

//! The examples of the rulebook itself, carried over to Rust, under the names that they have there.
//!
//! What the rulebook marks as wrong is `Bad` and every rule of the line `Reported:` speaks of it; what it shows as right is
//! `Good` and no rule of the line `Silent:` does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use rulebook_lint::run::{Options, lint};
use support::page::{Kind, Page};
use support::project::with_manifest;

/// The codes on a line of a page.
fn codes(text: &str, line: &str) -> BTreeSet<String> {
    let found = text.lines().filter_map(|each| each.strip_prefix(line));
    found.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

#[test]
fn what_the_rulebook_marks_is_told_apart() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebook");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() > 3);
    for path in paths {
        let text = std::fs::read_to_string(&path).unwrap();
        let page = Page::parse(&text);
        let (reported, silent) = (codes(&text, "Reported: "), codes(&text, "Silent: "));
        assert!(!page.examples.is_empty() && !silent.is_empty(), "{}", path.display());
        for example in &page.examples {
            let report = lint(&with_manifest(&example.files), &Options::default()).unwrap();
            let broken: Vec<_> = report.model.files().iter().filter(|file| file.facts.failure.is_some()).collect();
            assert!(broken.is_empty(), "{}: {broken:?}", path.display());
            let found: BTreeSet<String> = report.findings.iter().map(|finding| finding.rule.code.to_owned()).collect();
            match example.kind {
                Kind::Bad => assert!(found.is_superset(&reported), "{}: only {found:?}", path.display()),
                Kind::Good => {
                    let wrong: Vec<_> = report.findings.iter().filter(|it| silent.contains(it.rule.code)).collect();
                    assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
                }
                Kind::Fixed => panic!("{}: the rulebook shows no fixes", path.display()),
            }
        }
    }
}
