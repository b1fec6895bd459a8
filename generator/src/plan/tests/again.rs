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

#[test]
fn what_was_made_by_other_templates_stays_as_it_is() {
    let older = "fn list_jobs() {}\n";
    let (shown, notes) = again(|project| {
        project.write("src/api/job.rs", older);
        project.write(".rulebook/base/src/api/job.rs", older);
    });
    assert_eq!((shown, notes), (vec![], vec![]));
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
