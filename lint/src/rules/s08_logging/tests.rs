// src/rules/s08_logging/tests.rs - What the rules on logging report, and their near misses

use crate::project::file_system::Memory;
use crate::rules::testing::found;
use crate::run::{Options, lint};

#[test]
fn only_binaries_and_tests_print() {
    let service = "src/services/a.rs";
    let cases: &[(&str, &str, &[&str])] = &[
        (
            service,
            "fn f() { println!(\"a\"); eprintln!(\"b\"); print!(\"c\"); eprint!(\"d\"); }",
            &["println", "eprintln", "print", "eprint"],
        ),
        (service, "fn f() -> u8 { dbg!(1) }", &["dbg"]),
        (service, "fn f() { std::println!(\"a\"); ::std::dbg!(); }", &["std::println", "std::dbg"]),
        (service, "fn f() { let _ = Some(1).map(|n| { println!(\"{n}\"); vec![dbg!(n)] }); }", &["println", "dbg"]),
        (service, "use std::println;\nfn f() { println!(\"a\"); }", &["println"]),
        (service, "fn f() { println!(\"a\"); }\nfn g() { println!(\"b\"); }", &["println", "println"]),
        ("src/lib.rs", "fn f() { println!(\"a\"); }", &["println"]),
        ("src/helpers.rs", "impl A { fn f() { print!(\"a\"); } }", &["print"]),
        // Binaries, tests, scripts.
        ("src/main.rs", "fn main() { println!(\"a\"); }", &[]),
        ("src/bin/tool.rs", "fn main() { println!(\"a\"); }", &[]),
        ("src/bin/tool/print.rs", "fn f() { println!(\"a\"); }", &[]),
        ("build.rs", "fn main() { println!(\"cargo::rerun-if-changed=a\"); }", &[]),
        ("examples/a.rs", "fn main() { println!(\"a\"); }", &[]),
        ("tests/job/test_job_api.rs", "fn f() { println!(\"a\"); }", &[]),
        (service, "#[cfg(test)] mod tests { fn f() { println!(\"a\"); } }", &[]),
        (service, "#[test] fn f() { dbg!(1); }", &[]),
        // What is only called so.
        (service, "macro_rules! print { () => {} }\nfn f() { print!(); }", &[]),
        (service, "use anyhow::println;\nfn f() { println!(\"a\"); }", &[]),
        (service, "fn f() { console::println!(\"a\"); }", &[]),
        (service, "fn f() { println(); a.println(); writeln!(out, \"a\").ok(); format!(\"println!\"); }", &[]),
        (service, "macro_rules! say { () => { println!(\"a\") } }", &[]),
    ];
    for (path, text, expected) in cases {
        assert_eq!(found("RB801", path, text), *expected, "{path}: {text}");
    }
}

/// The paths of the files that RB801 speaks of in a package that is no backend.
fn printing_files(files: &[(&str, &str)]) -> Vec<String> {
    let manifest = ("Cargo.toml", "[package]\nname = \"tool\"\nedition = \"2024\"\n");
    let memory = Memory::new(files.iter().copied().chain([manifest]));
    let report = lint(&memory, &Options::default()).unwrap();
    let of_rule = report.findings.iter().filter(|finding| finding.rule.code == "RB801");
    of_rule.map(|finding| finding.primary.path.to_string()).collect()
}

#[test]
fn a_command_speaks_to_the_terminal_and_a_library_does_not() {
    let print = "pub fn f() { println!(\"a\"); }";
    assert_eq!(printing_files(&[("src/main.rs", "mod a;\nfn main() {}"), ("src/a.rs", print)]), [""; 0]);
    assert_eq!(printing_files(&[("src/lib.rs", "mod a;"), ("src/a.rs", print)]), ["src/a.rs"]);
    let shared = [("src/main.rs", "mod a;\nfn main() {}"), ("src/lib.rs", "mod a;"), ("src/a.rs", print)];
    assert_eq!(printing_files(&shared), ["src/a.rs"]);
}

#[test]
fn a_backend_of_one_binary_prints_in_its_root_alone() {
    let text = "fn f() { println!(\"a\"); }";
    let root = ("src/main.rs", "mod services;\nfn main() { println!(\"a\"); }");
    let manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";
    let memory = Memory::new([("Cargo.toml", manifest), root, ("src/services.rs", text)]);
    let report = lint(&memory, &Options::default()).unwrap();
    let of_rule = report.findings.iter().filter(|finding| finding.rule.code == "RB801");
    assert_eq!(of_rule.map(|finding| &*finding.primary.path).collect::<Vec<_>>(), ["src/services.rs"]);
}

#[test]
fn logging_is_set_up_in_the_logger_alone() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("src/main.rs", "fn main() { tracing_subscriber::fmt::init(); }", &["tracing_subscriber::fmt::init"]),
        ("src/main.rs", "fn main() { tracing_subscriber::fmt().json().init(); }", &["tracing_subscriber::fmt"]),
        (
            "src/lib.rs",
            "use tracing_subscriber::{fmt, prelude::*, registry};\nfn f() { registry().with(fmt::layer()).init(); }",
            &["registry"],
        ),
        ("src/core/db.rs", "use env_logger as e;\nfn f() { e::Builder::new().init(); }", &["e::Builder::new"]),
        (
            "src/lib.rs",
            "fn f() { tracing_subscriber::FmtSubscriber::builder().finish(); }",
            &["tracing_subscriber::FmtSubscriber::builder"],
        ),
        ("src/api/a.rs", "use tracing::subscriber::set_global_default as set;\nfn f(s: S) { set(s).ok(); }", &["set"]),
        ("src/lib.rs", "fn f() { log::set_boxed_logger(b); }", &["log::set_boxed_logger"]),
        // The crate `log`.
        ("src/services/a.rs", "fn f() { log::info!(\"a\"); log::warn!(\"b\"); }", &["log::info", "log::warn"]),
        (
            "src/services/a.rs",
            "use log::{error, info as say};\nfn f() { say!(\"a\"); error!(\"b\"); }",
            &["error", "info as say"],
        ),
        ("src/services/a.rs", "use log::*;\nfn f() { info!(\"a\"); }", &["log::*"]),
        ("src/lib.rs", "#[macro_use] extern crate log;\nfn f() { info!(\"a\"); }", &["log"]),
        // The logger, values that only take part, tests.
        ("src/core/logger.rs", "fn start() { tracing_subscriber::fmt::init(); }", &[]),
        ("src/core/logger/mod.rs", "fn start() { env_logger::init(); log::set_logger(l); }", &[]),
        ("src/core/settings.rs", "fn f() { tracing_subscriber::EnvFilter::try_new(\"a\").ok(); }", &[]),
        ("src/core/settings.rs", "use tracing_subscriber::filter::LevelFilter;\nfn f() { LevelFilter::INFO; }", &[]),
        ("src/lib.rs", "const L: log::LevelFilter = log::LevelFilter::Warn;", &[]),
        ("src/services/a.rs", "use tracing::{error, info};\nfn f() { info!(\"a\"); error!(\"b\"); }", &[]),
        (
            "src/services/a.rs",
            "mod log { macro_rules! info { () => {} } pub(crate) use info; }\nfn f() { log::info!(); }",
            &[],
        ),
        (
            "src/lib.rs",
            "#[cfg(test)] mod tests { fn f() { tracing_subscriber::fmt::init(); log::info!(\"a\"); } }",
            &[],
        ),
        ("tests/common/mod.rs", "pub fn start() { env_logger::init(); }", &[]),
        ("examples/a.rs", "fn main() { tracing_subscriber::fmt::init(); }", &[]),
    ];
    for (path, text, expected) in cases {
        assert_eq!(found("RB802", path, text), *expected, "{path}: {text}");
    }
}

#[test]
fn a_package_without_tracing_may_use_log() {
    let manifest = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nlog = \"0.4\"\n";
    let memory = Memory::new([("Cargo.toml", manifest), ("src/lib.rs", "fn f() { log::info!(\"a\"); }")]);
    let report = lint(&memory, &Options::default()).unwrap();
    assert!(report.findings.iter().all(|finding| finding.rule.code != "RB802"));
}
