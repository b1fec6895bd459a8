// src/rules/s12_checklist/tests.rs - What the rules on values in the code report, and their near misses

use crate::rules::testing::found;

#[test]
fn the_environment_is_read_in_the_settings_alone() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("src/services/a.rs", "fn f() { std::env::var(\"A\").ok(); }", &["std::env::var"]),
        (
            "src/services/a.rs",
            "use std::env;\nfn f() { env::var_os(\"A\"); env::vars(); }",
            &["env::var_os", "env::vars"],
        ),
        ("src/services/a.rs", "use std::env::var as read;\nfn f() { read(\"A\").ok(); }", &["read"]),
        ("src/services/a.rs", "use std::env::*;\nfn f() { set_var(\"A\", \"b\"); }", &["set_var"]),
        ("src/services/a.rs", "fn f() { [\"A\"].map(std::env::var); }", &["std::env::var"]),
        ("src/services/a.rs", "use std as s;\nfn f() { assert!(s::env::var(\"A\").is_ok()); }", &["s::env::var"]),
        ("src/main.rs", "mod services;\nfn main() { dotenvy::dotenv().ok(); }", &["dotenvy::dotenv"]),
        ("src/lib.rs", "fn f() { dotenvy::from_path_iter(\"a\"); }", &["dotenvy::from_path_iter"]),
        ("src/lib.rs", "fn f(e: dotenvy::Error) { match e { dotenvy::Error::Io(_) => {} _ => {} } }", &[]),
        ("src/core/mail/mod.rs", "fn f() { ::std::env::var(\"A\").ok(); }", &["std::env::var"]),
        // Settings, arguments, what the compiler reads, what only looks alike, tests.
        ("src/core/settings.rs", "fn f() { std::env::var(\"A\").ok(); }", &[]),
        ("src/core/settings/mod.rs", "fn f() { std::env::var(\"A\").ok(); }", &[]),
        ("src/services/a.rs", "fn f() { std::env::args(); std::env::temp_dir(); }", &[]),
        ("src/services/a.rs", "const V: &str = env!(\"CARGO_PKG_VERSION\");", &[]),
        ("src/services/a.rs", "mod env { pub fn var(_: &str) {} }\nfn f() { env::var(\"A\"); }", &[]),
        ("src/services/a.rs", "use dotenvy::*;\nfn f(a: u8) { drop(a); }", &[]),
        ("src/services/a.rs", "use std::env::VarError;\nfn f(_: VarError) {}", &[]),
        ("src/services/a.rs", "#[cfg(test)] mod tests { fn f() { std::env::var(\"A\").ok(); } }", &[]),
        ("tests/common/mod.rs", "fn f() { std::env::var(\"A\").ok(); }", &[]),
        ("build.rs", "fn main() { std::env::var(\"OUT_DIR\").ok(); }", &[]),
    ];
    for (path, text, expected) in cases {
        assert_eq!(found("RB1202", path, text), *expected, "{path}: {text}");
    }
}
