// src/plan/merge/tests.rs - Merges that are clean, and those that a person has to settle

use proptest::prelude::*;

use super::{Merged, has_markers, merge};

const BASE: &str =
    "use a::A;\n\nfn one() {\n    a();\n}\n\nfn two() {\n    b();\n}\n\nfn three(kind: &str, note: Option<&str>) {}\n";

fn clean(now: &str, new: &str) -> String {
    match merge("src/a.rs", BASE, now, new) {
        Merged::Clean(text) => text,
        Merged::Conflict(text) => panic!("a conflict:\n{text}"),
    }
}

fn conflict(now: &str, new: &str) -> String {
    match merge("src/a.rs", BASE, now, new) {
        Merged::Clean(text) => panic!("clean:\n{text}"),
        Merged::Conflict(text) => text,
    }
}

#[test]
fn changes_in_different_places_go_together() {
    let now = BASE.replace("a();", "a(1);");
    let new = BASE.replace("b();", "b(2);").replace("use a::A;", "use a::A;\nuse b::B;");
    let both = new.replace("a();", "a(1);");
    assert_eq!(clean(&now, &new), both);
    assert_eq!(clean(&now, &now), now, "the same change on both sides");
    assert_eq!(clean(&now.replace('\n', "\r\n"), &new), both, "line endings are no edit");
    assert_eq!(clean(&format!("\u{feff}{now}"), &new), format!("\u{feff}{both}"));
}

#[test]
fn changes_of_one_place_are_marked_with_both_texts() {
    let now = BASE.replace("a();", "mine();");
    let new = BASE.replace("a();", "theirs();").replace("b();", "b(2);");
    let text = conflict(&now, &new);
    assert_eq!(
        text,
        new.replace("    theirs();\n", "<<<<<<< edited\n    mine();\n=======\n    theirs();\n>>>>>>> rulebook\n")
    );
    assert!(has_markers(&text) && !has_markers(BASE));
    assert!(!has_markers("title\n=======\n>>>>>>> x\n<<<<<<< y\n"));
}

#[test]
fn two_conflicts_of_one_file_are_two() {
    let now = BASE.replace("a();", "a(1);").replace("b();", "b(1);");
    let new = BASE.replace("a();", "a(2);").replace("b();", "b(2);");
    assert_eq!(conflict(&now, &new).matches("<<<<<<< edited\n").count(), 2);
}

#[test]
fn what_no_longer_parses_is_a_conflict_that_holds_both_texts() {
    // By lines the two go together; the brace that one side opens is closed by a line that the other took away.
    let base = "fn f() {\n    a();\n    b();\n    c();\n    d();\n    e();\n}\n";
    let now = base.replace("    a();\n", "    if x {\n    a();\n").replace("    e();\n", "    e();\n    }\n");
    let new = base.replace("    c();\n", "    c();\n    }\n").replace("fn f() {\n", "fn f() {\n    {\n");
    let Merged::Conflict(text) = merge("src/a.rs", base, &now, &new.replace("    }\n    d", "    d")) else {
        panic!("it is no Rust")
    };
    assert!(has_markers(&text), "{text}");
    assert!(text.contains("    if x {\n"), "{text}");
}

#[test]
fn a_formatter_with_other_settings_makes_no_conflict() {
    let set = "use a::A;\n\nfn one() { a(); }\n\nfn two() { b(); }\n\nfn three(\n  kind: &str,\n  note: Option<&str>,\n) {\n}\n";
    let new = BASE.replace("b();", "b(2);");
    assert_eq!(clean(set, BASE), set);
    assert_eq!(
        clean(&set.replace("a();", "a(1);"), &new),
        set.replace("a();", "a(1);").replace("fn two() { b(); }\n", "fn two() {\n    b(2);\n}\n")
    );
}

#[test]
fn a_file_that_was_no_rust_before_is_merged_by_lines() {
    let now = BASE.replace("fn one() {", "fn one( {");
    assert!(clean(&now, &BASE.replace("b();", "b(2);")).contains("b(2);"));
}

/// A text of few different lines, so that they often meet.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-d]\n", 0..12).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn one_side_alone_wins_and_nothing_added_is_lost(base in text(), now in text(), new in text(), at in 0usize..12) {
        prop_assert_eq!(merge("a.txt", &base, &now, &base), Merged::Clean(crate::plan::meaning::unix(&now)));
        prop_assert_eq!(merge("a.txt", &base, &base, &new), Merged::Clean(crate::plan::meaning::unix(&new)));
        let mut lines: Vec<&str> = now.split_inclusive('\n').collect();
        lines.insert(at.min(lines.len()), "mine\n");
        let (Merged::Clean(text) | Merged::Conflict(text)) = merge("a.txt", &base, &lines.concat(), &new);
        prop_assert!(text.lines().any(|line| line == "mine"), "{}", text);
    }
}
