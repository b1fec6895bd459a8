// src/source/lexer_tests.rs - What the lexer sees in texts that are easy to get wrong

use super::lex;
use crate::source::facts::{CommentStyle, Doc};

/// The comments of a text, as they stand in it.
fn comments(text: &str) -> Vec<&str> {
    lex(text).comments.iter().map(|comment| &text[comment.span.range()]).collect()
}

#[test]
fn comments_are_found_and_only_they() {
    let cases: &[(&str, &[&str])] = &[
        ("", &[]),
        ("// a\nfn f() {} // b", &["// a", "// b"]),
        ("// a\r\nfn f() {}", &["// a"]),
        ("/* a /* b */ c */ x", &["/* a /* b */ c */"]),
        ("/* not closed", &["/* not closed"]),
        (r#"let a = "// no"; // yes"#, &["// yes"]),
        (r#"let a = "\"// no"; // yes"#, &["// yes"]),
        (r##"let a = r"\"; // yes"##, &["// yes"]),
        (r###"let a = r#"" // no "#; // yes"###, &["// yes"]),
        (r####"let a = br##""# // no "##; // yes"####, &["// yes"]),
        (r###"let a = cr#" // no "#; // yes"###, &["// yes"]),
        (r#"let a = b"// no"; let b = c"// no"; // yes"#, &["// yes"]),
        ("let a = '\"'; // yes", &["// yes"]),
        ("let a = b'\"'; // yes", &["// yes"]),
        ("let a = '\\''; // yes", &["// yes"]),
        ("let a = b'\\''; // yes", &["// yes"]),
        ("let a = '\u{e4}'; let b = '/'; // yes", &["// yes"]),
        ("fn f<'a>(a: &'a str) {} // yes", &["// yes"]),
        ("'outer: loop { break 'outer; } // yes", &["// yes"]),
        ("let r#type = 1; // yes", &["// yes"]),
        ("let a = 1.0e-5 / 2.; // yes", &["// yes"]),
        ("macro!(r # \"a\" // yes\n)", &["// yes"]),
        ("\u{feff}// yes", &["// yes"]),
        ("#!/usr/bin/env run // no\n// yes", &["// yes"]),
        ("#![allow(x)] // yes", &["// yes"]),
        ("#! // yes\n[allow(x)]", &["// yes"]),
        ("\"not closed // no", &[]),
        ("r#\"not closed // no", &[]),
        ("'", &[]),
        ("/", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(&comments(text), expected, "{text:?}");
    }
}

#[test]
fn comments_say_what_they_are() {
    use CommentStyle::{Block, Line};
    let cases = [
        ("// a", Line, Doc::None, true),
        ("//// a", Line, Doc::None, true),
        ("  /// a", Line, Doc::Outer, true),
        ("//! a", Line, Doc::Inner, true),
        ("/* a */", Block, Doc::None, true),
        ("/**/", Block, Doc::None, true),
        ("/*** a */", Block, Doc::None, true),
        ("/** a */", Block, Doc::Outer, true),
        ("/*! a */", Block, Doc::Inner, true),
        ("x // a", Line, Doc::None, false),
        ("x\n// a", Line, Doc::None, true),
        ("\u{feff}// a", Line, Doc::None, true),
    ];
    for (text, style, doc, own_line) in cases {
        let comment = lex(text).comments[0];
        assert_eq!((comment.style, comment.doc, comment.own_line), (style, doc, own_line), "{text:?}");
    }
}

#[test]
fn shebang_and_byte_order_mark() {
    let shebang = |text: &'static str| lex(text).shebang.map(|span| &text[span.range()]);
    assert_eq!(shebang("#!/bin/run\r\nfn main() {}"), Some("#!/bin/run"));
    assert_eq!(shebang("\u{feff}#!/bin/run"), Some("#!/bin/run"));
    assert_eq!(shebang("#![no_std]"), None);
    assert_eq!(shebang("#! /* a */ [no_std]"), None);
    assert_eq!(shebang("#!"), Some("#!"));
    assert!(lex("\u{feff}").byte_order_mark);
    assert!(!lex("x\u{feff}").byte_order_mark);
}

#[test]
fn depth_counts_what_a_parser_recurses_on() {
    let deep = |open: &str, close: &str| format!("fn f() {{ {}x{} }}", open.repeat(500), close.repeat(500));
    for (open, close) in [("(", ")"), ("!", ""), ("- ", ""), ("&", ""), ("return ", ""), ("a + ", ""), ("A<", ">")] {
        assert!(lex(&deep(open, close)).depth >= 500, "{open}");
    }
    let chain = format!("fn f() {{ {} {{}} }}", "if a {} else ".repeat(500));
    assert!(lex(&chain).depth >= 500);
}

#[test]
fn depth_stays_low_where_code_is_long_and_flat() {
    let statements = "fn f() { if a { b(); } let x = &y; x.z(1, 2); match x { A => {} B => {} } }\n".repeat(2_000);
    let table = format!("const T: &[(i32, i32)] = &[{}];", "(1, -2),".repeat(5_000));
    for text in [statements, table] {
        assert!(lex(&text).depth < 30, "{}", lex(&text).depth);
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read(text in ".{0,200}") {
        let lexed = lex(&text);
        for comment in &lexed.comments {
            proptest::prop_assert!(text.get(comment.span.range()).is_some());
        }
    }

    #[test]
    fn any_mix_of_what_matters_is_read(parts in proptest::collection::vec(
        proptest::sample::select(vec![
            "//", "/*", "*/", "\"", "'", "r#", "#", "!", "b", "c", "\\", "\n", "\r", "{", "}", "(", ")", "a", "\u{e4}", "1", ".",
            "\u{feff}", " ", "else", ",", ";",
        ]), 0..60)
    ) {
        let text = parts.concat();
        let lexed = lex(&text);
        let mut end = 0;
        for comment in &lexed.comments {
            proptest::prop_assert!(text.get(comment.span.range()).is_some());
            proptest::prop_assert!(comment.span.start >= end);
            end = comment.span.end;
        }
    }
}
