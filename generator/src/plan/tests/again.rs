// src/plan/tests/again.rs - The same request again, on projects that people and tools have touched since

use std::fs;

use super::{Project, shown};

const FIELDS: [&str; 2] = ["kind:string", "note:text:null"];

/// Makes a resource, does something to the project, and plans the same again.
fn again(touch: impl Fn(&Project)) -> (Vec<String>, Vec<String>) {
    let project = Project::new();
    project.make("job", &FIELDS);
    touch(&project);
    let before = project.tree();
    let mut plan = project.plan("job", &FIELDS).unwrap();
    let internal = plan.changes().iter().any(|change| change.internal);
    let shown = shown(&plan);
    plan.apply().unwrap();
    if shown.is_empty() {
        assert!(!internal);
        assert_eq!(project.tree(), before);
    }
    (shown, plan.notes().to_vec())
}

#[test]
fn the_same_again_changes_nothing() {
    assert_eq!(again(|_| {}), (vec![], vec![]));
    let project = Project::new();
    project.make("job", &FIELDS);
    project.make("workspace", &[]);
    for (name, fields) in [("Job", &["note:text:null", "kind:string"][..]), ("jobs", &FIELDS), ("workspaces", &[])] {
        assert_eq!(shown(&project.plan(name, fields).unwrap()), Vec::<String>::new());
    }
}

#[test]
fn formatting_and_line_endings_are_no_change() {
    assert_eq!(
        again(|project| project
            .write("src/api/job.rs", "fn list_jobs(\n    kind: &str,\n    note: Option<&str>,\n) {}\n")),
        (vec![], vec![])
    );
    assert_eq!(
        again(|project| {
            for (path, text) in project.tree() {
                project.write(&path, &text.replace('\n', "\r\n"));
            }
        }),
        (vec![], vec![])
    );
    assert_eq!(again(|project| project.write("tests/main.rs", "mod job;\nmod user;")), (vec![], vec![]));
}

#[test]
fn edits_are_kept_and_deletions_too() {
    assert_eq!(
        again(|project| project.write("src/api/job.rs", "fn mine() {}\n")),
        (vec![], vec!["src/api/job.rs is kept as it is (edited)".to_owned()])
    );
    assert_eq!(
        again(|project| fs::remove_file(project.path().join("tests/job/mod.rs")).unwrap()),
        (vec![], vec!["tests/job/mod.rs was deleted: it stays deleted".to_owned()])
    );
}

#[test]
fn wiring_that_was_lost_is_made_again() {
    let (shown, _) = again(|project| project.write("src/services/mod.rs", "pub mod user_service;\n"));
    assert_eq!(shown, ["modify src/services/mod.rs"]);
}

/// As if templates had made this of the file when it was made.
fn was(project: &Project, path: &str, made: &str, now: &str) {
    project.write(path, now);
    project.write(&format!(".rulebook/base/{path}"), made);
}

#[test]
fn what_was_made_by_other_templates_is_made_anew() {
    let older = "fn list_jobs() {}\n";
    let (shown, notes) = again(|project| was(project, "src/api/job.rs", older, older));
    assert_eq!((shown, notes), (vec!["modify src/api/job.rs".to_owned()], vec![]));
}

#[test]
fn edits_and_new_text_are_merged_and_both_are_kept_apart_where_they_meet() {
    let project = Project::new();
    project.make("job", &FIELDS);
    let now = "fn list_jobs() {}\n\nfn mine() {}\n";
    was(
        &project,
        "src/api/job.rs",
        "fn list_jobs() {}\n\nfn older() {}\n",
        "fn list_jobs() {}\n\nfn older() { mine() }\n",
    );
    was(&project, "tests/job/mod.rs", "// old\n\n// end\n", "// old\n\n// end\n// mine\n");
    let mut plan = project.plan("job", &FIELDS).unwrap();
    assert_eq!(shown(&plan), ["modify src/api/job.rs", "modify tests/job/mod.rs"]);
    assert_eq!(plan.conflicts(), ["src/api/job.rs", "tests/job/mod.rs"]);
    assert_eq!(
        plan.notes(),
        [
            "src/api/job.rs has conflicts: choose between the marked lines",
            "tests/job/mod.rs has conflicts: choose between the marked lines"
        ]
    );
    plan.apply().unwrap();
    let text = project.read("src/api/job.rs");
    assert!(text.contains("<<<<<<< edited\n") && text.contains("fn older() { mine() }\n"), "{text}");
    assert_eq!(project.read(".rulebook/base/src/api/job.rs"), "fn list_jobs(kind: &str, note: Option<&str>) {}\n");

    let plan = project.plan("job", &FIELDS).unwrap();
    assert_eq!((shown(&plan), plan.conflicts().len()), (vec![], 2), "as long as the markers are there");
    assert!(plan.notes()[0].contains("has conflict markers"), "{:?}", plan.notes());
    drop(plan);
    project.write("src/api/job.rs", now);
    project.write("tests/job/mod.rs", "// job\n");
    let plan = project.plan("job", &FIELDS).unwrap();
    assert_eq!((shown(&plan), plan.conflicts().len(), plan.notes().len()), (vec![], 0, 1), "settled");
}

/// A conflict that is not settled is one for every command: exit code 1, and nothing is written.
#[test]
fn a_file_of_all_with_conflicts_takes_no_lines() {
    let project = Project::new();
    project.make("job", &FIELDS);
    let lib = project.read("src/lib.rs");
    project.write("src/lib.rs", &format!("{lib}<<<<<<< edited\nfn a() {{}}\n=======\nfn b() {{}}\n>>>>>>> made\n"));
    let before = project.tree();
    let error = project.plan("workspace", &[]).unwrap_err();
    assert_eq!(error.exit_code(), 1, "{error}");
    assert_eq!(error.to_string(), "src/lib.rs has conflict markers, so that nothing can be put into it");
    assert!(error.help().starts_with("choose between the marked lines"), "{}", error.help());
    assert_eq!(project.tree(), before);
}

/// A manifest names the version that changed it, and only a change makes it name another.
#[test]
fn the_version_of_the_command_is_no_change_by_itself() {
    let project = Project::new();
    project.make("job", &FIELDS);
    let path = ".rulebook/manifest.toml";
    let made = project.read(path);
    let own = format!("rulebook = \"{}\"\n", env!("CARGO_PKG_VERSION"));
    assert!(made.contains(&own), "{made}");
    for other in ["", "rulebook = \"0.0.1\"\n"] {
        project.write(path, &made.replace(&own, other));
        assert!(project.plan("job", &FIELDS).unwrap().changes().is_empty());
    }
    project.make("workspace", &[]);
    assert!(project.read(path).contains(&own));
}

#[test]
fn a_migration_that_may_have_run_is_not_changed() {
    let path = "migrations/sqlite/20261122204500_create_jobs.up.sql";
    let (shown, notes) = again(|project| was(project, path, "CREATE TABLE job;\n", "CREATE TABLE job;\n"));
    assert_eq!((shown, notes), (vec![], vec![]));
}

#[test]
fn database_models_are_merged_resource_by_resource() {
    let project = Project::new();
    project.make("job", &FIELDS);
    project.make("workspace", &[]);
    let models = project.read("src/models/db_models.rs");
    // When they were made, templates wrote another line for the job, and a person has edited the workspace since.
    project.write(".rulebook/snippets/job/db_models.rs", "pub struct Job(u8);\n");
    project.write(
        "src/models/db_models.rs",
        &models.replace("Job;", "Job(u8);").replace("Workspace;", "Workspace { mine: u8 }"),
    );
    let mut plan = project.plan("job", &FIELDS).unwrap();
    assert_eq!(shown(&plan), ["modify src/models/db_models.rs"]);
    plan.apply().unwrap();
    assert_eq!(project.read("src/models/db_models.rs"), models.replace("Workspace;", "Workspace { mine: u8 }"));
    assert_eq!(project.read(".rulebook/snippets/job/db_models.rs"), "pub struct Job;\n");
}

#[test]
fn a_file_with_crlf_keeps_it_when_it_is_wired() {
    let project = Project::new();
    let text = project.read("src/lib.rs").replace('\n', "\r\n");
    project.write("src/lib.rs", &text);
    project.make("job", &[]);
    let wired = project.read("src/lib.rs");
    assert_eq!(wired.matches('\n').count(), wired.matches("\r\n").count());
    assert!(wired.contains("jobs: JobService::new(database.clone()),\r\n"));
}
