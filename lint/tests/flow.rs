// tests/flow.rs - The flow of a lint as a whole: what comes out, in which order, for which files

//! The flow of a lint as a whole: what comes out, in which order, for which files.

#![allow(clippy::indexing_slicing, reason = "a test that can't go on has failed")]

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};

use rulebook_lint::adopt;
use rulebook_lint::graph::render::{Format, render};
use rulebook_lint::graph::{Level, build};
use rulebook_lint::project::file_system::{FileSystem, Memory, Walk};
use rulebook_lint::rules;
use rulebook_lint::run::{LintError, Options, Report, lint};
use rulebook_lint::threads::Threads;
use rulebook_lint::why::why;

const MANIFEST: &str =
    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";

/// A backend in which several files are wrong in several ways.
fn project() -> Memory {
    let mut files = Memory::new([("Cargo.toml", MANIFEST)]);
    files.insert("src/lib.rs", "pub mod api;\npub mod core;\npub mod services;\n");
    files.insert("src/core/mod.rs", "pub mod db;\n");
    files.insert("src/core/db.rs", "pub fn pool() {}\n");
    files.insert("src/services/mod.rs", "");
    let modules: String = (0..20).map(|at| format!("pub mod a{at};\n")).collect();
    files.insert("src/api/mod.rs", modules);
    for at in 0..20 {
        files.insert(format!("src/api/a{at}.rs"), "use crate::core::db;\npub fn f() { db::pool() }\n");
    }
    files
}

fn run(files: &Memory, options: &Options) -> Result<Report, Vec<LintError>> {
    lint(files, options)
}

fn lines(report: &Report) -> Vec<String> {
    let line = |finding: &rulebook_lint::finding::Finding| {
        let range = &finding.primary.range;
        format!("{}:{}-{} {} {}", finding.primary.path, range.start, range.end, finding.rule.code, finding.message)
    };
    report.findings.iter().map(line).collect()
}

#[test]
fn the_report_is_the_same_for_any_number_of_threads() {
    let files = project();
    let with = |threads| lines(&run(&files, &Options { threads: Threads::of(threads), ..Options::default() }).unwrap());
    let one = with(1);
    assert!(one.iter().filter(|line| line.contains("RB401")).count() == 20);
    assert_eq!(one, with(4));
    assert_eq!(one, with(7));
}

#[test]
fn a_broken_file_is_one_finding_and_the_rest_is_judged() {
    let mut files = project();
    files.insert("src/api/a3.rs", "pub fn f( {");
    files.insert("src/api/a4.rs", b"// \xff".to_vec());
    let report = run(&files, &Options::default()).unwrap();
    let of = |code: &str| report.findings.iter().filter(|finding| finding.rule.code == code).collect::<Vec<_>>();
    let unreadable: Vec<&str> = of("RB000").iter().map(|finding| &*finding.primary.path).collect();
    assert_eq!(unreadable, ["src/api/a3.rs", "src/api/a4.rs"]);
    assert_eq!(of("RB401").len(), 18);
}

#[test]
fn options_say_which_rules_and_files_are_reported() {
    let files = project();
    let layer = rules::find("layer-dependency").unwrap();
    let only = run(&files, &Options { select: vec![layer], ..Options::default() }).unwrap();
    assert!(only.findings.iter().all(|finding| finding.rule.code == "RB401") && only.findings.len() == 20);
    let without = run(&files, &Options { ignore: vec![layer], ..Options::default() }).unwrap();
    assert!(without.findings.iter().all(|finding| finding.rule.code != "RB401") && !without.findings.is_empty());
    let paths = vec!["src/api/a7.rs".to_owned()];
    let there = run(&files, &Options { paths, select: vec![layer], ..Options::default() }).unwrap();
    assert_eq!(there.findings.len(), 1);
}

#[test]
fn of_what_changed_counts_also_what_leads_through_it() {
    let mut files = project();
    files.insert("src/facade.rs", "pub use crate::core::db::pool;\n");
    files.insert("src/api/a5.rs", "use crate::facade::pool;\npub fn f() { pool() }\n");
    files.insert("src/lib.rs", "pub mod api;\npub mod core;\npub mod services;\npub mod facade;\n");
    let layer = rules::find("layer-dependency").unwrap();
    for (changed, expected) in [
        (vec!["src/api/a7.rs"], vec!["src/api/a7.rs"]),
        (vec!["src/facade.rs"], vec!["src/api/a5.rs"]),
        (vec!["src/services/mod.rs"], vec![]),
        (vec![], vec![]),
    ] {
        let changed = Some(changed.into_iter().map(str::to_owned).collect());
        let report = run(&files, &Options { changed, select: vec![layer], ..Options::default() }).unwrap();
        let found: Vec<&str> = report.findings.iter().map(|finding| &*finding.primary.path).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let paths = vec!["src/apy".to_owned(), "src/api".to_owned()];
    let errors = run(&project(), &Options { paths, ..Options::default() }).unwrap_err();
    assert_eq!(errors.len(), 1);
    assert!(errors[0].message.contains("src/apy"), "{}", errors[0].message);
}

#[test]
fn settings_weigh_rules_and_their_errors_stop_the_run() {
    let mut files = project();
    files.insert("rulebook.toml", "[rules]\nlayer-dependency = \"off\"\n");
    assert!(run(&files, &Options::default()).unwrap().findings.iter().all(|finding| finding.rule.code != "RB401"));
    files.insert("rulebook.toml", "[rules]\nRB401 = \"warning\"\n");
    let report = run(&files, &Options::default()).unwrap();
    let weights = report.findings.iter().filter(|finding| finding.rule.code == "RB401").map(|finding| finding.severity);
    assert!(
        weights.clone().count() == 20
            && weights.into_iter().all(|severity| severity == rulebook_lint::rule::Severity::Warning)
    );
    files.insert("rulebook.toml", "[rules]\nlayer-dependancy = \"off\"\nx = 1\n");
    let errors = run(&files, &Options::default()).unwrap_err();
    assert!(!errors.is_empty() && errors.iter().all(|error| error.path == "rulebook.toml"), "{errors:?}");
}

#[test]
fn an_override_weighs_rules_for_some_paths() {
    let mut files = project();
    files.insert(
        "rulebook.toml",
        "extends = \"base/rulebook.toml\"\n[[overrides]]\npaths = [\"src/api/a1*.rs\"]\nrules = { RB401 = \"off\" }\n\
         [[overrides]]\npaths = [\"src/api/a10.rs\"]\nrules = { layer-dependency = \"warning\" }\n",
    );
    files.insert("base/rulebook.toml", "[rules]\nmissing-header = \"off\"\n");
    let report = run(&files, &Options::default()).unwrap();
    let of = |code: &str| report.findings.iter().filter(|finding| finding.rule.code == code).collect::<Vec<_>>();
    assert_eq!(of("RB301").len(), 0);
    // a0, a2 to a9, and a10 as a warning.
    let warnings: Vec<&str> = of("RB401")
        .iter()
        .filter(|finding| finding.severity == rulebook_lint::rule::Severity::Warning)
        .map(|finding| &*finding.primary.path)
        .collect();
    assert_eq!((of("RB401").len(), warnings), (10, vec!["src/api/a10.rs"]));
}

#[test]
fn a_package_has_the_settings_of_the_nearest_file_upward() {
    let mut files = project();
    let moved: Vec<(String, Vec<u8>)> =
        files.files().iter().map(|(path, bytes)| (format!("inner/{path}"), bytes.clone())).collect();
    moved.into_iter().for_each(|(path, bytes)| files.insert(path, bytes));
    files.insert("inner/rulebook.toml", "[rules]\nlayer-dependency = \"off\"\n");
    let report = run(&files, &Options::default()).unwrap();
    let found = report.findings.iter().filter(|finding| finding.rule.code == "RB401");
    assert!(found.clone().count() == 20 && found.into_iter().all(|finding| finding.primary.path.starts_with("src/")));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]
    #[test]
    fn any_project_is_linted(texts in proptest::collection::vec(proptest::collection::vec(
        proptest::sample::select(vec![
            "mod a;", "mod b;", "pub mod api;", "pub mod core;", "#[path = \"a.rs\"]", "#[path = \"../lib.rs\"]", "include!(\"b.rs\");",
            "pub use a::*;", "pub use b::*;", "pub use super::*;", "use crate::*;", "pub use self::b as a;", "use x::y;", "fn f() { a::b() }",
            "#[cfg(test)]", "macro_rules! m { () => { $crate::a::f() } }", "m!();", "extern crate self as x;", "mod c { pub use super::a; }",
            "impl a::T for b::U {}", "enum E { A }", "use E::*;", "pub(in crate::a)", "fn g() { use super::super::a; }", "{", "}",
        ]), 0..12), 4)
    ) {
        let mut files = Memory::new([("Cargo.toml", MANIFEST)]);
        for (path, words) in ["src/lib.rs", "src/a.rs", "src/b.rs", "src/api/mod.rs"].iter().zip(&texts) {
            files.insert(*path, words.join("\n"));
        }
        let report = run(&files, &Options::default()).unwrap();
        // What else reads the model must bear any project too.
        for level in [Level::Layers, Level::Modules] {
            let graph = build(&report, level);
            for format in [Format::Svg, Format::Html, Format::Mermaid, Format::Dot, Format::Json] {
                render(&graph, format, "any", &str::to_owned);
            }
        }
        for path in ["src/lib.rs", "src/a.rs", "src/api/mod.rs"] {
            why(&report, path).unwrap();
        }
        let mut proposal = adopt::layers(&report).unwrap();
        adopt::refine(&mut proposal, &report);
        if let Some(text) = proposal.to_text() {
            files.insert("rulebook.toml", text);
            run(&files, &Options::default()).unwrap();
        }
    }
}

/// A project whose files are other ones each time that they are read, and gone every third time.
struct Restless {
    files: Memory,
    reads: AtomicUsize,
}

impl FileSystem for Restless {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let count = self.reads.fetch_add(1, Ordering::Relaxed);
        let bytes = self.files.read(path)?;
        match count % 3 {
            _ if !path.ends_with(".rs") => Ok(bytes),
            0 => Err(io::ErrorKind::NotFound.into()),
            1 => Ok(bytes[..bytes.len() / 2].to_vec()),
            _ => Ok([bytes.clone(), bytes].concat()),
        }
    }

    fn walk(&self, folder: &str) -> Walk {
        self.files.walk(folder)
    }

    fn is_file(&self, path: &str) -> bool {
        self.files.is_file(path)
    }
}

/// Each file is read once, so what is reported fits what was read, whatever becomes of it meanwhile.
#[test]
fn files_that_change_while_they_are_read_are_judged_as_they_were_read() {
    for start in 0..3 {
        let files = Restless { files: project(), reads: AtomicUsize::new(start) };
        let report = lint(&files, &Options { threads: Threads::of(1), ..Options::default() }).unwrap();
        for finding in &report.findings {
            if let Some(text) = report.model.text(&finding.primary.path) {
                assert!(text.get(finding.primary.range.clone()).is_some(), "{finding:?}");
            }
        }
        let gone = report.findings.iter().filter(|finding| finding.rule.code == "RB000").count();
        assert!(gone > 0, "what is gone is said");
    }
}
