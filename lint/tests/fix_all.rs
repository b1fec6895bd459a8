// tests/fix_all.rs - Fixing a whole project: rounds, safety, what is left

//! Fixing a whole project: rounds, safety, what is left.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

mod support;

use rulebook_lint::finding::Safety;
use rulebook_lint::fix::{Fixed, fix_all};
use rulebook_lint::run::Options;
use support::project::with_manifest;

const UNORDERED: &str = "use crate::a;\nuse std::fmt;\n\nfn f() {}\n\nuse std::io;\n";

fn fixed(files: &[(&str, &str)], options: &Options, allowed: Safety) -> Fixed {
    let files: Vec<(String, String)> = files.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect();
    let files = with_manifest(&files);
    fix_all(&files, options, allowed).unwrap()
}

fn codes(fixed: &Fixed, path: &str) -> Vec<&'static str> {
    let of_file = fixed.report.findings.iter().filter(|finding| &*finding.primary.path == path);
    of_file.map(|finding| finding.rule.code).collect()
}

#[test]
fn safe_fixes_go_in_round_after_round() {
    let fixed = fixed(&[("src/lib.rs", UNORDERED)], &Options::default(), Safety::Safe);
    let [file] = fixed.changed.as_slice() else { panic!("{:?}", fixed.changed) };
    assert_eq!(file.path, "src/lib.rs");
    assert_eq!(&*file.before, UNORDERED);
    assert_eq!(
        file.after,
        "// src/lib.rs - Modules of the application\n\nuse std::fmt;\n\nuse crate::a;\n\nfn f() {}\n\nuse std::io;\n"
    );
    assert_eq!((file.fixed, fixed.count()), (2, 2));
    assert_eq!(codes(&fixed, "src/lib.rs"), ["RB306"], "an unsafe fix waits to be asked for");
}

#[test]
fn unsafe_fixes_go_in_where_they_are_allowed() {
    let fixed = fixed(&[("src/lib.rs", UNORDERED)], &Options::default(), Safety::Unsafe);
    let after = &fixed.changed.first().unwrap().after;
    assert_eq!(
        after,
        "// src/lib.rs - Modules of the application\n\nuse std::fmt;\nuse std::io;\n\nuse crate::a;\n\nfn f() {}\n"
    );
    assert!(codes(&fixed, "src/lib.rs").is_empty());
}

#[test]
fn what_needs_no_fix_is_not_touched() {
    let good = "// src/lib.rs - Modules of the application\n\nuse std::fmt;\n";
    let allowed =
        "// rulebook: allow-file(missing-header, import-order) - another team's file\nuse crate::a;\nuse std::fmt;\n";
    for text in [good, allowed, "fn broken( {\nuse a;\n"] {
        assert!(fixed(&[("src/lib.rs", text)], &Options::default(), Safety::Unsafe).changed.is_empty(), "{text}");
    }
}

#[test]
fn a_migration_may_have_run() {
    let files = [("migrations/0001_first.sql", "SELECT 1;\n")];
    assert!(fixed(&files, &Options::default(), Safety::Safe).changed.is_empty());
    assert_eq!(fixed(&files, &Options::default(), Safety::Unsafe).changed.len(), 1);
}

#[test]
fn only_the_asked_paths_and_rules_are_fixed() {
    let files =
        [("src/lib.rs", "mod a;\nuse axum::A;\nuse std::fmt;\n"), ("src/a.rs", "use axum::A;\nuse std::fmt;\n")];
    let select = vec![rulebook_lint::rules::find("import-order").unwrap()];
    let options = Options { paths: vec!["src/a.rs".to_owned()], select, ..Options::default() };
    let fixed = fixed(&files, &options, Safety::Safe);
    let [file] = fixed.changed.as_slice() else { panic!("{:?}", fixed.changed) };
    assert_eq!((file.path.as_str(), file.after.as_str()), ("src/a.rs", "use std::fmt;\n\nuse axum::A;\n"));
}
