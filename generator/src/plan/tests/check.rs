// src/plan/tests/check.rs - What a check finds, each by a project in which it is so

use std::fs;

use super::{Project, templates_but};
use crate::plan::check::{Check, check_with};
use rulebook_conventions::inflection::Inflector;

const API: &str = "resource/src/api/__resource__.rs.tera";

/// Checks a project with one resource that something was done to. Nothing may be written.
fn checked(touch: impl Fn(&Project), others: &[(&str, Option<&str>)]) -> Check {
    let project = Project::new();
    project.make("job", &["kind:string"]);
    touch(&project);
    let before = project.tree();
    let found = check_with(&project.path().join("src"), &Inflector::default(), |_| Ok(templates_but(others))).unwrap();
    assert_eq!(project.tree(), before);
    found
}

fn findings(found: &Check) -> Vec<String> {
    found.findings.iter().map(|found| format!("{} {}", found.kind.word(), found.path)).collect()
}

#[test]
fn a_project_as_it_was_made_is_clean() {
    let found = checked(|_| {}, &[]);
    assert_eq!((findings(&found), &found.edited[..], found.files), (vec![], &[][..], 13));
    let found = checked(
        |project| {
            for (path, text) in project.tree() {
                project.write(&path, &text.replace('\n', "\r\n"));
            }
        },
        &[],
    );
    assert_eq!((findings(&found), &found.edited[..]), (vec![], &[][..]), "line endings are none of it");
}

#[test]
fn each_kind_of_fault_is_found() {
    let remove = |path: &'static str| move |project: &Project| fs::remove_file(project.path().join(path)).unwrap();
    let write = |path: &'static str, text: &'static str| move |project: &Project| project.write(path, text);
    let nothing = |_: &Project| {};
    type Case<'a> = (&'a dyn Fn(&Project), &'a [(&'a str, Option<&'a str>)], &'a [&'a str]);
    let cases: [Case<'_>; 10] = [
        (&nothing, &[(API, Some("fn other() {}\n"))], &["drift src/api/job.rs"]),
        (&nothing, &[(API, None)], &["orphan .rulebook/base/src/api/job.rs"]),
        (&nothing, &[("project/src/new.rs", Some("\n"))], &["missing src/new.rs"]),
        (&nothing, &[("resource/migrations/sqlite/__version___create___table__.up.sql.tera", Some("X;\n"))], &[]),
        (&remove("tests/job/mod.rs"), &[], &["deleted tests/job/mod.rs"]),
        (&write("src/services/mod.rs", "pub mod user_service;\n"), &[], &["unwired src/services/mod.rs"]),
        (&write("tests/main.rs", "mod user;\n"), &[], &["unwired tests/main.rs"]),
        (&write("src/lib.rs", "fn f( {\n"), &[], &["unreadable src/lib.rs"]),
        (&write("src/lib.rs", "<<<<<<< edited\na\n=======\nb\n>>>>>>> rulebook\n"), &[], &["conflict src/lib.rs"]),
        (&write(".rulebook/snippets/gone/db_models.rs", ""), &[], &["orphan .rulebook/snippets/gone/db_models.rs"]),
    ];
    for (touch, others, expected) in cases {
        assert_eq!(findings(&checked(touch, others)), expected);
    }
}

#[test]
fn lines_that_are_gone_are_named() {
    let found = checked(
        |project| {
            let text = project.read("src/api/mod.rs");
            project.write("src/api/mod.rs", &text.replace(".merge(job::router())", ""));
            project.write("src/api/state.rs", "pub type AppState = ();\n");
        },
        &[],
    );
    let said: Vec<&str> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "it lacks `.merge(job::router())`",
            "it has no struct `AppState` with named fields for `pub jobs: JobService,`",
            "it lacks `use crate::services::job_service::JobService;`"
        ]
    );
}

#[test]
fn edits_are_counted_and_no_finding() {
    let found = checked(
        |project| {
            project.write("src/api/job.rs", "fn mine() {}\n\n// mine\n");
            project.write("Cargo.toml", "[package]\nname = \"app\"\nlicense = \"MIT\"\n");
        },
        &[(API, Some("fn other() {}\n"))],
    );
    assert_eq!(findings(&found), Vec::<String>::new());
    let edited: Vec<_> = found.edited.iter().map(|e| (e.path.as_str(), e.added, e.removed, e.outdated)).collect();
    assert_eq!(edited, [("Cargo.toml", 1, 0, false), ("src/api/job.rs", 3, 1, true)]);
}

#[test]
fn a_deletion_that_is_written_down_is_no_finding() {
    let found = checked(
        |project| {
            fs::remove_file(project.path().join("tests/job/mod.rs")).unwrap();
            let text = project.read(".rulebook/manifest.toml");
            project.write(
                ".rulebook/manifest.toml",
                &text.replace("version = 1\n", "version = 1\ndeleted = [\"tests/job/mod.rs\"]\n"),
            );
        },
        &[],
    );
    assert_eq!(findings(&found), Vec::<String>::new());
}

#[test]
fn a_stopped_run_is_found_and_not_undone() {
    let found = checked(|project| project.write(".rulebook-journal/entries.json", "{}"), &[]);
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].kind.word(), "half-done");
    let found = checked(|project| project.write(".rulebook-journal/0.new", ""), &[]);
    assert_eq!(findings(&found), Vec::<String>::new(), "what an ended run left is no harm");
}
