// src/baseline/tests.rs - What a baseline hides, what makes it shrink, and how it reads

use std::sync::Arc;

use crate::baseline::{Baseline, BaselineFile, FILE_NAME, Stale};
use crate::identity::Identity;
use crate::project::file_system::Memory;
use crate::run::{Options, Report, lint};
use crate::threads::Threads;

const MANIFEST: &str =
    "[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n";
const API: &str = "// src/api/job.rs - Jobs\n\nuse sqlx::PgPool;\n\npub async fn list(pool: PgPool) {\n    sqlx::query(\"a\");\n    sqlx::query(\"b\");\n}\n";

fn project(api: &str) -> Memory {
    Memory::new([
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "// src/lib.rs - Modules\n\npub mod api;\n"),
        ("src/api/mod.rs", "// src/api/mod.rs - Handlers\n\npub mod job;\n"),
        ("src/api/job.rs", api),
    ])
}

/// A run of the rules on layers, with the baseline of this text.
fn run(files: &Memory, baseline: Option<&str>, stale: Stale, paths: &[&str]) -> Report {
    let file = baseline.map(|text| Arc::new(BaselineFile::parse(FILE_NAME, text).unwrap()));
    let options = Options {
        select: crate::rules::ALL.iter().copied().filter(|rule| ["RB005", "RB407"].contains(&rule.code)).collect(),
        baseline: file.map(|file| (file, stale)),
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        threads: Threads::of(1),
        ..Options::default()
    };
    lint(files, &options).unwrap()
}

fn frozen(files: &Memory) -> String {
    let report = run(files, None, Stale::Drop, &[]);
    Baseline::of(&report.findings).to_text()
}

/// Hidden, reported, stale; and what the file would become.
fn outcome(files: &Memory, baseline: &str, stale: Stale, paths: &[&str]) -> ((usize, usize, usize), String) {
    let report = run(files, Some(baseline), stale, paths);
    let held = report.held.unwrap();
    ((held.hidden, report.findings.len(), held.stale), held.next.to_text())
}

#[test]
fn it_reads_well_and_comes_back_as_it_was() {
    let text = frozen(&project(API));
    insta::assert_snapshot!(text);
    let again = BaselineFile::parse(FILE_NAME, &text).unwrap().baseline();
    assert_eq!(again.to_text(), text);
    assert_eq!(again.count(), 3);
}

#[test]
fn lines_may_move_and_change() {
    let baseline = frozen(&project(API));
    let moved = API
        .replace("use sqlx", "use std::fmt;\n\n/// More.\npub struct More;\n\nuse sqlx")
        .replace("(\"b\")", "(\n        \"c\",\n    )");
    for api in [API, &moved] {
        assert_eq!(outcome(&project(api), &baseline, Stale::Report, &[]).0, (3, 0, 0), "{api}");
    }
}

#[test]
fn what_is_new_is_reported_and_what_is_gone_leaves() {
    let baseline = frozen(&project(API));
    let one_more = API.replace("sqlx::query(\"b\");", "sqlx::query(\"b\");\n    sqlx::query(\"c\");");
    let elsewhere = format!("{API}\npub async fn other() {{\n    sqlx::query(\"a\");\n}}\n");
    let one_less = API.replace("    sqlx::query(\"b\");\n", "");
    for (api, expected) in [(&one_more, (3, 1, 0)), (&elsewhere, (3, 1, 0)), (&one_less, (2, 0, 1))] {
        assert_eq!(outcome(&project(api), &baseline, Stale::Drop, &[]).0, expected, "{api}");
    }
    let report = run(&project(&one_more), Some(&baseline), Stale::Drop, &[]);
    assert!(report.findings[0].help.ends_with("(The baseline lists 2 of these; here is one more.)"), "{report:?}");

    let (_, next) = outcome(&project(&one_less), &baseline, Stale::Drop, &[]);
    assert_eq!(outcome(&project(&one_less), &next, Stale::Report, &[]).0, (2, 0, 0));
    assert_eq!(outcome(&project(API), &next, Stale::Report, &[]).0, (2, 1, 0), "it does not grow again");
}

#[test]
fn on_ci_what_is_gone_is_a_finding_at_its_line() {
    let baseline = frozen(&project(API));
    let clean = "// src/api/job.rs - Jobs\n";
    let report = run(&project(clean), Some(&baseline), Stale::Report, &[]);
    let said: Vec<String> = report
        .findings
        .iter()
        .map(|it| format!("{} {} {}", it.rule.code, it.message, &baseline[it.primary.range.clone()]))
        .collect();
    insta::assert_debug_snapshot!(said);
}

#[test]
fn a_run_that_could_not_have_met_an_entry_leaves_it_alone() {
    let baseline = frozen(&project(API));
    let clean = project("// src/api/job.rs - Jobs\n");
    assert_eq!(outcome(&clean, &baseline, Stale::Report, &["src/lib.rs"]).0, (0, 0, 0));
    let broken = project("fn {");
    assert_eq!(outcome(&broken, &baseline, Stale::Report, &[]).0, (0, 0, 0));
    let mut deleted = project(API);
    deleted.remove("src/api/job.rs");
    assert_eq!(outcome(&deleted, &baseline, Stale::Drop, &[]).0.2, 3);
}

#[test]
fn what_merging_leaves_twice_counts_once() {
    let baseline = frozen(&project(API));
    let line = baseline.lines().find(|line| line.contains("count = 2")).unwrap();
    let twice = baseline.replace(line, &format!("{line}\n{line}"));
    assert_eq!(outcome(&project(API), &twice, Stale::Report, &[]).0, (3, 0, 0));
}

#[test]
fn a_file_that_is_none_is_refused_with_its_place() {
    for (text, at, said) in [
        ("version = 2\n", "2", "version 2"),
        ("version = 1\nfindngs = {}\n", "findngs", "unknown field"),
        (
            "version = 1\n[findings.\"a.rs\"]\nRB301 = [\n  { item = \"x\" },\n]\n",
            "{ item = \"x\" }",
            "missing field `says`",
        ),
        ("version = 1\n<<<<<<< HEAD\n", "", "can't be read"),
    ] {
        let error = BaselineFile::parse(FILE_NAME, text).unwrap_err();
        assert!(error.message.contains(said), "{text}: {error:?}");
        assert!(text[error.range.clone()].starts_with(at), "{text}: {error:?}");
        assert!(error.help.contains("rulebook"), "{error:?}");
    }
}

#[test]
fn any_text_can_be_said() {
    let text = "\"quotes\" \\ back\tslash \u{7f} ü `x`";
    let report = run(&project(API), None, Stale::Drop, &[]);
    let mut finding = report.findings[0].clone();
    finding.message = text.to_owned();
    let baseline = Baseline::of(&[finding]);
    assert_eq!(BaselineFile::parse(FILE_NAME, &baseline.to_text()).unwrap().baseline(), baseline);
}

proptest::proptest! {
    #[test]
    fn every_baseline_comes_back_as_it_was(
        entries in proptest::collection::vec(("\\PC{1,12}", "RB[0-9]{3}", ".{0,20}", ".{1,30}", 1_usize..4), 0..8)
    ) {
        let mut baseline = Baseline::default();
        for (path, code, item, says, count) in entries {
            baseline.counts.insert(Identity { path: path.into(), code, item, says }, count);
        }
        let text = baseline.to_text();
        let again = BaselineFile::parse(FILE_NAME, &text).unwrap().baseline();
        proptest::prop_assert_eq!(again.to_text(), text);
        proptest::prop_assert_eq!(again, baseline);
    }
}
