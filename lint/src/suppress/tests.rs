// src/suppress/tests.rs - Which findings a comment allows, and what is said of the comment

use proptest::prelude::*;

use super::apply;
use crate::finding::{Finding, Label};
use crate::fix::apply::apply as apply_fixes;
use crate::rules;
use crate::source::facts::{FileFacts, Language};
use crate::source::read::read;

fn facts(path: &str, text: &str) -> FileFacts {
    let language = if path.ends_with(".sql") { Language::Sql } else { Language::Rust };
    read(Ok(text.as_bytes().to_vec()), path.into(), path.into(), language)
}

/// A finding of `import-order` at each `X`; what is left after the comments, as codes with the text at their places.
fn left(path: &str, text: &str) -> (Vec<String>, String) {
    let facts = facts(path, text);
    let rule = rules::find("import-order").unwrap();
    let place = |(at, _): (usize, &str)| Label::new(&facts.path, at..at + 1, "");
    let findings = text.match_indices('X').map(place).map(|label| Finding::new(rule, "", "", label)).collect();
    let kept = apply([&facts], findings, &|_, _| true);
    let fixed = apply_fixes(text, kept.iter().filter_map(|finding| finding.fix.as_ref())).text;
    let said = |finding: &Finding| {
        let text = text.get(finding.primary.range.clone()).unwrap_or_default();
        format!("{} {text}", finding.rule.code)
    };
    (kept.iter().map(said).collect(), fixed)
}

#[test]
fn a_comment_allows_what_it_speaks_of() {
    for (text, expected) in [
        ("use X; // rulebook: allow(import-order) - why\nuse X;\n", vec!["RB304 X"]),
        ("use a::{\n    X,\n}; // rulebook: allow(RB304) - why\n", vec!["RB304 X", "RB003 RB304"]),
        ("// rulebook: allow(rb304) - why\nuse X;\nuse X;\n", vec!["RB304 X"]),
        ("// rulebook: allow(RB304) - why\n\n/// Docs.\n#[inline]\nfn a() {\n    X;\n}\nuse X;\n", vec!["RB304 X"]),
        ("/// Docs.\n// rulebook: allow(RB304) - why\nfn a() { X; }\nuse X;\n", vec!["RB304 X"]),
        // Statements, fields, arms, associated functions.
        (
            "fn a() {\n    // rulebook: allow(RB304) - why\n    b(X, \"};\", ';', r#\"}\"#).c();\n    X;\n}\n",
            vec!["RB304 X"],
        ),
        ("fn a() {\n    // rulebook: allow(RB304) - why\n    if X { X } else { X }\n    X\n}\n", vec!["RB304 X"]),
        ("fn a() {\n    // rulebook: allow(RB304) - why\n    A { b: X }.c(X);\n    X\n}\n", vec!["RB304 X"]),
        ("struct A {\n    // rulebook: allow(RB304) - why\n    a: B<'a, (X, X)>,\n    X: b,\n}\n", vec!["RB304 X"]),
        (
            "impl A {\n    // rulebook: allow(RB304) - why\n    fn a() -> [X; 2] { X }\n    fn X() {}\n}\n",
            vec!["RB304 X"],
        ),
        ("// rulebook: allow-file(import-order) - why\nuse X;\nuse X;\n", vec![]),
        // A text that looks like a comment is none.
        ("const A: &str = \"// rulebook: allow-file(import-order) - why\";\nuse X;\n", vec!["RB304 X"]),
    ] {
        assert_eq!(left("src/a.rs", text).0, expected, "{text}");
    }
}

#[test]
fn migrations_have_comments_too() {
    for (text, expected) in [
        ("-- rulebook: allow-file(import-order) - why\nSELECT X;\nSELECT X;\n", vec![]),
        ("SELECT X; -- rulebook: allow(import-order) - why\nSELECT X;\n", vec!["RB304 X"]),
        ("-- rulebook: allow(import-order) - why\nSELECT X;\nSELECT X;\n", vec!["RB304 X"]),
    ] {
        assert_eq!(left("migrations/1.sql", text).0, expected, "{text}");
    }
}

#[test]
fn a_wrong_comment_is_reported() {
    for (text, expected) in [
        ("use X; // rulebook: allow(import-order)\n", vec!["RB002 // rulebook: allow(import-order)"]),
        ("use X; // rulebook: allow(import-ordr) - why\n", vec!["RB304 X", "RB001 import-ordr"]),
        ("use X; // rulebook: allow(RB003) - why\n", vec!["RB304 X", "RB001 RB003"]),
        ("use X; // rulebook: allow import-order\n", vec!["RB304 X", "RB001 // rulebook: allow import-order"]),
        ("fn a() {}\n// rulebook: allow-file(RB304) - why\n", vec!["RB001 // rulebook: allow-file(RB304) - why"]),
    ] {
        assert_eq!(left("src/a.rs", text).0, expected, "{text}");
    }
}

#[test]
fn an_unused_comment_is_deleted_and_a_slip_mended() {
    for (text, fixed) in [
        ("// rulebook: allow(RB304) - why\nuse a;\n", "use a;\n"),
        ("fn a() {\n    // rulebook: allow(RB304) - why\n    b();\n}\n", "fn a() {\n    b();\n}\n"),
        ("use a; // rulebook: allow(RB304) - why\n", "use a;\n"),
        ("use X; // rulebook: allow(import-ordr) - why\n", "use X; // rulebook: allow(import-order) - why\n"),
        ("use X; // rulebook: allow(RB394) - why\n", "use X; // rulebook: allow(RB394) - why\n"),
        ("use X; // rulebook: allow(RB301, RB304) - why\n", "use X; // rulebook: allow(RB304) - why\n"),
        ("use X; // rulebook: allow(RB304, RB301) - why\n", "use X; // rulebook: allow(RB304) - why\n"),
    ] {
        assert_eq!(left("src/a.rs", text).1, fixed, "{text}");
    }
}

#[test]
fn a_rule_that_did_not_run_can_not_be_unused() {
    let facts = facts("src/a.rs", "// rulebook: allow(RB304) - why\nuse a;\n");
    assert!(apply([&facts], Vec::new(), &|_, _| false).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// No text makes it panic, and what the fixes leave has nothing unused.
    #[test]
    fn any_text_is_read(parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..12)) {
        let text = parts.concat();
        for path in ["src/a.rs", "migrations/1.sql"] {
            // A name that was mended may turn out to allow nothing: the second round deletes it.
            let (_, mended) = left(path, &text);
            let (_, fixed) = left(path, &mended);
            let (again, _) = left(path, &fixed);
            prop_assert!(!again.iter().any(|said| said.starts_with("RB003")), "{text:?} became {fixed:?}: {again:?}");
        }
    }
}

const PARTS: [&str; 19] = [
    "// rulebook: allow(",
    "-- rulebook: allow-file(",
    "import-order",
    "RB301",
    ", ",
    ")",
    " - why",
    "\n",
    "use X;",
    "fn a() {",
    "}",
    "\"",
    "'",
    "r#\"",
    "/*",
    "*/",
    "é",
    "\r\n",
    "\t",
];
