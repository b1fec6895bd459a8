// src/rules/s03_headers/imports/tests.rs - What the rules on imports say of a text, and what their fixes make of it

use crate::rule::Rule;
use crate::rules::s03_headers::testing::judge;
use crate::rules::s03_headers::{import_groups, import_order, import_position};
use rulebook_conventions::settings::Settings;

const SAFE: [&Rule; 2] = [&import_order::RULE, &import_groups::RULE];

#[test]
fn well_kept_imports_are_left_alone() {
    for text in [
        "",
        "use std::fmt;\n",
        "use std::fmt;\n\nuse axum::Json;\n\nuse crate::a;\nuse super::b;\n",
        // No class can be told: a glob may bring `hidden`.
        "use crate::a::*;\nuse hidden::b;\nuse std::fmt;\n",
        // A module of that name makes it local, in this module only.
        "mod core;\n\nuse axum::Json;\n\nuse core::db;\n",
        "use core::fmt;\n\nuse axum::Json;\n",
        // Names of the workspace, of the package, of a local enum, of an import.
        "use axum::Json;\n\nuse app::a;\nuse member::b;\n",
        "use axum::Json;\n\nuse Kind::*;\n\nenum Kind { A }\n",
        "use axum::Json;\n\nuse crate::a;\n\nfn axum() {}\n",
        "use std::sync;\nuse sync::Arc;\n\nuse tokio::sync as tsync;\nuse tsync::Mutex;\n",
        "use ::std::fmt;\nuse std::io;\n\nuse ::axum::Json;\nuse r#tokio::io;\n",
        // `mod` and `extern crate` lines, re-exports and conditional imports stand apart.
        "extern crate alloc;\n\nuse crate::a;\n\nmod b;\n\nuse std::fmt;\n",
        "pub use crate::a;\n\nuse std::fmt;\n",
        "use crate::a;\n\n#[cfg(unix)]\nuse std::os;\n",
        "use std::fmt;\n\n#[cfg(unix)]\nuse std::os;\n\nuse axum::Json;\n",
        "#[cfg(unix)]\npub use self::a;\n\npub use self::b;\n\n#[cfg(unix)]\nuse self::a;\n\n#[cfg(windows)]\nuse self::b;\n",
        // Headings, and comments that begin a part of a group.
        "// Std\nuse std::fmt;\n\n// Third-party imports\nuse axum::Json;\n",
        "use std::fmt;\n// for the clock\nuse std::time;\n\n// more\nuse std::sync;\n\nuse std::io;\n",
        // Functions and the opening of a module for tests.
        "fn a() {\n    use crate::a;\n    use std::fmt;\n}\n",
        "const A: () = {\n    mod b {\n        use crate::a;\n        use std::fmt;\n    }\n};\n",
        "mod tests {\n    use super::*;\n    use std::fmt;\n}\n",
        "#[rustfmt::skip]\nuse crate::a;\nuse std::fmt;\n",
    ] {
        assert_eq!(judge(&SAFE, text, &Settings::default()), (vec![], text.to_owned()), "{text}");
    }
}

#[test]
fn imports_are_organised() {
    let cases: &[(&str, &[&str], &str)] = &[
        ("use axum::Json;\nuse std::fmt;\n", &["RB304"], "use std::fmt;\n\nuse axum::Json;\n"),
        ("use std::fmt;\nuse axum::Json;\n", &["RB305"], "use std::fmt;\n\nuse axum::Json;\n"),
        ("use std::io;\n\nuse std::fmt;\n", &["RB305"], "use std::fmt;\nuse std::io;\n"),
        ("use axum::Json;use std::fmt;", &["RB304"], "use std::fmt;\n\nuse axum::Json;"),
        (
            "use {axum::Json, axum::Router};\nuse {std::fmt, std::io};\n",
            &["RB304"],
            "use {std::fmt, std::io};\n\nuse {axum::Json, axum::Router};\n",
        ),
        // Comments and attributes travel; a comment that goes on below belongs to the line it began on.
        (
            "use crate::a; // local\n              // and loved\n// above\n#[cfg(unix)]\nuse std::os; /* b */ // c\n",
            &["RB304"],
            "// above\n#[cfg(unix)]\nuse std::os; /* b */ // c\n\nuse crate::a; // local\n              // and loved\n",
        ),
        // The comment that opens the file stays.
        (
            "// src/a.rs - A\nuse crate::a;\nuse std::fmt;\n",
            &["RB304"],
            "// src/a.rs - A\nuse std::fmt;\n\nuse crate::a;\n",
        ),
        (
            "//! Docs.\n// free\n\n// of a\nuse crate::a;\nuse std::fmt;\n",
            &["RB304"],
            "//! Docs.\n// free\n\nuse std::fmt;\n\n// of a\nuse crate::a;\n",
        ),
        // Headings stay above their group; a second one is a comment.
        (
            "// local\nuse crate::a;\n\n// std\nuse std::fmt;\n\n// std\nuse std::io;\nuse std::env;\n",
            &["RB304"],
            "// std\nuse std::fmt;\n\n// std\nuse std::io;\nuse std::env;\n\n// local\nuse crate::a;\n",
        ),
        // A part with a comment keeps its lines, but for those of another group.
        (
            "//! A.\n\n// The web.\nuse axum::Json;\nuse std::fmt;\nuse tokio::io;\n\nuse axum::Router;\n",
            &["RB304", "RB305"],
            "//! A.\n\nuse std::fmt;\n\n// The web.\nuse axum::Json;\nuse tokio::io;\n\nuse axum::Router;\n",
        ),
        // Line endings and indentation.
        ("use crate::a;\r\nuse std::fmt;\r\n", &["RB304"], "use std::fmt;\r\n\r\nuse crate::a;\r\n"),
        (
            "mod b {\n    use crate::a;\n    use std::{\n        fmt,\n        io,\n    };\n}\n",
            &["RB304"],
            "mod b {\n    use std::{\n        fmt,\n        io,\n    };\n\n    use crate::a;\n}\n",
        ),
    ];
    for (text, codes, expected) in cases {
        let (found, fixed) = judge(&SAFE, text, &Settings::default());
        assert_eq!(fixed, *expected, "{text}");
        assert_eq!(found, *codes, "{text}");
    }
}

#[test]
fn parts_that_are_joined_are_sorted() {
    let text = "use tokio::io;\n\nuse crate::b;\n\nuse axum::b9;\nuse axum::b10;\nuse axum::{Json};\n";
    let expected = "use axum::{Json};\nuse axum::b9;\nuse axum::b10;\nuse tokio::io;\n\nuse crate::b;\n";
    assert_eq!(judge(&SAFE, text, &Settings::default()).1, expected);
    let by_case = "use tokio::io;\n\nuse crate::b;\n\nuse axum::b10;\nuse axum::b9;\nuse axum::{Json};\n";
    let expected = "use axum::b10;\nuse axum::b9;\nuse axum::{Json};\nuse tokio::io;\n\nuse crate::b;\n";
    assert_eq!(judge(&SAFE, by_case, &Settings::default()).1, expected);
}

#[test]
fn headings_are_written_where_the_settings_ask() {
    let settings = Settings { import_headings: true, ..Settings::default() };
    let headed = "// std\nuse std::fmt;\n\n// Local imports\nuse crate::a;\n\npub use crate::b;\n";
    assert_eq!(judge(&SAFE, headed, &settings), (vec![], headed.to_owned()));
    let text = "// src/a.rs - A\n\n// of fmt\nuse std::fmt;\nuse crate::a;\n";
    let expected =
        "// src/a.rs - A\n\n// Standard library imports\n// of fmt\nuse std::fmt;\n\n// Local imports\nuse crate::a;\n";
    assert_eq!(judge(&SAFE, text, &settings), (vec!["RB305", "RB305", "RB305"], expected.to_owned()));
}

#[test]
fn late_imports_are_moved_up() {
    for (text, expected) in [
        // `hidden` may come from the glob: nobody knows its group, and the moved line must not be sorted into it.
        (
            "use crate::a::*;\nuse hidden::b;\nfn a() {}\nuse std::io;\n",
            "use crate::a::*;\n\nuse std::io;\n\nuse hidden::b;\nfn a() {}\n",
        ),
        (
            "use std::fmt;\n\nfn a() {}\n\nuse std::io;\n\nfn b() {}\n",
            "use std::fmt;\n\nuse std::io;\n\nfn a() {}\n\nfn b() {}\n",
        ),
        (
            "// head\n\n/// Docs.\nfn a() {}\nuse std::io; // io\nuse std::fmt;\n",
            "// head\n\nuse std::io; // io\nuse std::fmt;\n\n/// Docs.\nfn a() {}\n",
        ),
        (
            "mod x;\n\n// why\nfn a() {}\n\n// io\nuse std::io;\n",
            "mod x;\n\n// io\nuse std::io;\n\n// why\nfn a() {}\n",
        ),
        ("mod x {\n    fn a() {}\n\n    use std::io;\n}\n", "mod x {\n    use std::io;\n\n    fn a() {}\n}\n"),
    ] {
        let (codes, fixed) = judge(&[&import_position::RULE], text, &Settings::default());
        assert_eq!(fixed, expected, "{text}");
        assert!(codes.iter().all(|code| *code == "RB306") && !codes.is_empty(), "{text}");
    }
}

#[test]
fn imports_that_may_stand_below_are_left_alone() {
    for text in [
        "mod a;\nextern crate alloc;\nuse std::io;\n",
        "fn a() {}\npub use crate::b;\n",
        "macro_rules! m { () => {} }\nuse m;\nuse m as n;\n",
        "fn a() { use std::io; }\n",
        "enum Kind {\n    A,\n}\nuse Kind::*;\n",
        "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() {}\n    use std::io;\n}\n",
    ] {
        let found = judge(&[&import_position::RULE], text, &Settings::default());
        assert_eq!(found, (vec![], text.to_owned()), "{text}");
    }
}
