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

#[test]
fn values_of_one_machine_are_told_from_paths_of_routes() {
    let cases: &[(&str, bool)] = &[
        ("https://api.company.net/v1", true),
        ("http://localhost:3000", true),
        ("postgres://app@db.internal/app", true),
        ("redis://10.0.0.1", true),
        ("https://api.company.net/users/{id}", true),
        ("https://{region}.company.net/a", true),
        ("localhost:5432", true),
        ("0.0.0.0:8080", true),
        ("smtp.company.net:587", true),
        ("[::1]:80", true),
        ("/var/lib/app/data.db", true),
        ("/etc/app.toml", true),
        ("/tmp/out", true),
        ("C:\\\\data\\\\a.txt", true),
        ("/jobs/{job_id}", false),
        ("/home", false),
        ("/run/{job_id}", false),
        ("/dev/null", false),
        ("about:blank", false),
        ("http://www.w3.org/2000/svg", false),
        ("https://example.com/a", false),
        ("https://{host}/a", false),
        ("sqlite://{path}", false),
        ("see https://company.net/docs", false),
        ("http://", false),
        ("://", false),
        ("127.0.0.1:0", false),
        ("12:30", false),
        ("10.5:30", false),
        ("a::b:8", false),
        ("Mozilla/5.0", false),
        ("application/json", false),
    ];
    for (text, wrong) in cases {
        let code = format!("pub fn f(n: u8) {{ g(\"{text}\"); }}\n");
        assert_eq!(found("RB1201", "src/services/a.rs", &code).len(), usize::from(*wrong), "{text}");
        let code = format!("const A: &str = \"{text}\";\n");
        assert_eq!(found("RB1201", "src/core/a.rs", &code).len(), usize::from(*wrong), "{text}");
        for path in ["src/core/settings.rs", "tests/a/test_a_api.rs"] {
            assert!(found("RB1201", path, &code).is_empty(), "{text}");
        }
        let code = format!("#[cfg(test)] mod tests {{ fn f() {{ g(\"{text}\"); }} }}\n");
        assert!(found("RB1201", "src/core/a.rs", &code).is_empty(), "{text}");
    }
    for code in [
        "u.starts_with(\"https://docs.rs/\")",
        "u == \"https://docs.rs/\"",
        "match u { \"https://docs.rs/\" => 1, _ => 2 }",
    ] {
        assert!(found("RB1201", "src/services/a.rs", &format!("fn f(u: &str) {{ {code}; }}")).is_empty(), "{code}");
    }
    assert!(found("RB1201", "src/services/a.rs", "fn sample() { g(\"https://docs.rs/\"); }").is_empty());
    let macros = "pub fn f() { tracing::info!(\"listening on http://localhost:3000\"); }\n\
                  pub fn g(id: u8) -> String { format!(\"https://api.company.net/{id}\") }\n";
    assert_eq!(found("RB1201", "src/services/a.rs", macros), ["\"https://api.company.net/{id}\""]);
}

#[test]
fn limits_of_one_thing_are_written_once() {
    let cases: &[(&str, &[&str])] = &[
        ("fn f(name: &str) { name.len() > 80 } fn g(name: &str) { name.chars().count() <= 80 }", &["80"]),
        ("fn f(limit: i64) { limit.min(200) } fn g(q: Q) { q.limit.clamp(1, 200) }", &["200"]),
        ("fn f(mut rows: R) { rows.truncate(1_00); } fn g(mut rows: R) { rows.truncate(1_00); }", &["1_00"]),
        ("fn f(name: &str) { name.len() > 80; name.len() > 80 }", &[]),
        ("fn f(name: &str) { name.len() > 80 } fn g(note: &str) { note.len() > 80 }", &[]),
        ("fn f(name: &str) { name.len() > 80 } fn g(name: &str) { name.len() > 81 }", &[]),
        ("fn f(name: &str) { name.len() > 1 } fn g(name: &str) { name.len() > 1 }", &[]),
        ("const M: usize = 80; fn f(name: &str) { name.len() > M } fn g(name: &str) { name.len() > M }", &[]),
        ("fn f(n: u8) { n > 80 } fn g(n: u8) { n > 80 }", &[]),
    ];
    for (text, expected) in cases {
        assert_eq!(found("RB1201", "src/services/a.rs", text), *expected, "{text}");
    }
}
