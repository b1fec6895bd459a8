// src/plan/tests/refused.rs - Plans that are not made: nothing is written, and the answer says why

use std::fs;
use std::path::Path;

use super::{Options, Project, Request, generate_with, new_project_with, now, shown, templates};
use crate::error::Error;
use crate::plan::new::NewProject;
use rulebook_conventions::inflection::Inflector;

/// The refusal of `job` in a project that something was done to, which must change nothing.
fn refusal(touch: impl Fn(&Project), fields: &[&str]) -> Error {
    let project = Project::new();
    touch(&project);
    let before = project.tree();
    let error = project.plan("job", fields).expect_err("it is to be refused");
    assert_eq!(project.tree(), before);
    error
}

#[test]
fn files_that_are_not_ours_are_not_touched() {
    let error = refusal(|project| project.write("src/api/job.rs", "fn theirs() {}\n"), &[]);
    assert_eq!(error.to_string(), "a file is there already, and not made by rulebook: src/api/job.rs");
    assert!(error.help().contains("`--force`"));
    assert_eq!(error.exit_code(), 2);
    let error = refusal(|project| project.write("src/models/db_models.rs", "pub struct Job;\n"), &[]);
    assert!(error.to_string().ends_with("src/models/db_models.rs (`Job`)"), "{error}");
    let error = refusal(|project| fs::create_dir_all(project.path().join("src/api/job.rs")).unwrap(), &[]);
    assert!(error.to_string().contains("can't read"), "{error}");
}

#[test]
fn force_keeps_a_copy_of_what_it_replaces() {
    let project = Project::new();
    project.write("src/api/job.rs", "fn theirs() {}\n");
    project.write("src/api/job.rs.orig", "older\n");
    let mut plan = project.plan_with("job", &[], true).unwrap();
    assert!(shown(&plan).contains(&"create src/api/job.rs.orig2".to_owned()), "{:?}", shown(&plan));
    plan.apply().unwrap();
    assert_eq!(project.read("src/api/job.rs.orig2"), "fn theirs() {}\n");
    assert_eq!(project.read("src/api/job.rs"), "fn list_jobs() {}\n");
}

#[test]
fn a_line_without_a_place_is_shown_exactly() {
    let error = refusal(
        |project| {
            project.write("src/api/state.rs", "pub type AppState = ();\n");
            project.write("src/api/mod.rs", "pub mod user;\n");
            fs::remove_file(project.path().join("src/services/mod.rs")).unwrap();
        },
        &[],
    );
    assert_eq!(
        error.to_string(),
        "src/services/mod.rs has no such file; the line to add is\n    pub mod job_service;\n\
         src/api/mod.rs has no router that merges others; the line to add is\n    .merge(job::router())\n\
         src/api/state.rs has no struct `AppState` with named fields; the line to add is\n    pub jobs: JobService,"
    );
    let error = refusal(|project| project.write("src/lib.rs", "fn f( {\n"), &[]);
    assert!(error.to_string().starts_with("src/lib.rs:1:"), "{error}");
}

#[test]
fn a_project_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    for start in [folder.path(), Path::new("/no/such/folder")] {
        let error = generate_with(
            start,
            Request::Resources(&[]),
            &Inflector::default(),
            Options::default(),
            |_| Ok(templates()),
            now(),
        )
        .unwrap_err();
        assert!(matches!(error, Error::NoProject { .. }) && error.help().contains("rulebook new"), "{error}");
    }
    let error = refusal(|project| project.write(".rulebook/manifest.toml", "version = 1\n"), &[]);
    assert!(error.to_string().contains("missing field `project`"), "{error}");
}

#[cfg(unix)]
#[test]
fn nothing_outside_of_the_project_is_reached() {
    let outside = tempfile::tempdir().unwrap();
    let error = refusal(
        |project| {
            fs::remove_dir_all(project.path().join("tests")).unwrap();
            std::os::unix::fs::symlink(outside.path(), project.path().join("tests")).unwrap();
        },
        &[],
    );
    assert!(matches!(error, Error::Outside { .. }), "{error}");
}

#[test]
fn a_file_that_changed_since_the_plan_stops_it() {
    let project = Project::new();
    let mut plan = project.plan("job", &[]).unwrap();
    project.write("src/services/mod.rs", "pub mod mine;\n");
    let before = project.tree();
    assert!(matches!(plan.apply(), Err(Error::Changed { path }) if path == "src/services/mod.rs"));
    assert_eq!(project.tree(), before);
}

#[test]
fn a_new_project_needs_a_name_and_an_empty_folder() {
    let folder = tempfile::tempdir().unwrap();
    let new = |name: &str| {
        let new = NewProject { path: folder.path().join(name), resources: Vec::new(), git: false };
        new_project_with(&new, &templates(), now())
    };
    for (name, expected) in [
        ("2fast", "does not begin with a letter"),
        ("a b", "has the character ` `"),
        ("café", "has the character"),
        ("match", "is a keyword of Rust"),
        ("test", "is taken by cargo"),
        ("CON", "on Windows"),
        ("com1", "on Windows"),
        ("..", "is empty"),
    ] {
        let error = new(name).unwrap_err();
        assert!(error.to_string().contains(expected), "{name}: {error}");
        assert_eq!(error.exit_code(), 2);
    }
    assert!(new(&"a".repeat(65)).is_err());
    fs::create_dir_all(folder.path().join("full/x")).unwrap();
    assert!(matches!(new("full"), Err(Error::NotEmpty { .. })));
    fs::write(folder.path().join("file"), "").unwrap();
    assert!(matches!(new("file"), Err(Error::NotEmpty { .. })));
    fs::create_dir(folder.path().join("empty")).unwrap();
    new("empty").unwrap().apply().unwrap();
    assert!(folder.path().join("empty/Cargo.toml").is_file());
}
