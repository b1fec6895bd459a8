// src/plan/tests/destroy.rs - Resources taken away again

use std::collections::BTreeMap;
use std::fs;

use super::{Project, new_project_with, now, shown, templates, tree};
use crate::error::{Error, Result};
use crate::plan::Plan;
use crate::plan::destroy::{Target, destroy_with};
use crate::plan::new::NewProject;
use crate::plan::render::Templates;
use crate::spec::ResourceRequest;
use rulebook_conventions::inflection::Inflector;

fn destroy(project: &Project, name: &str, force: bool) -> Result<Plan> {
    destroy_with(&project.path(), Target::Resource, name, &Inflector::default(), force, |_| Ok(templates()), now())
}

/// A tree without migrations and their bases.
fn but_migrations(mut tree: BTreeMap<String, String>) -> BTreeMap<String, String> {
    tree.retain(|path, _| !path.contains("migrations/"));
    tree
}

#[test]
fn what_is_left_is_as_if_it_had_not_been_made_but_for_migrations() {
    let project = Project::new();
    project.make("workspace", &[]);
    let before = but_migrations(project.tree());
    let migrations: Vec<String> = project.tree().into_keys().filter(|path| path.starts_with("migrations/")).collect();
    for name in ["job", "Jobs", "JOB"] {
        project.make("job", &["kind:string"]);
        let mut plan = destroy(&project, name, false).unwrap();
        let gone = shown(&plan);
        assert!(gone.contains(&"delete src/api/job.rs".to_owned()) && gone.contains(&"modify src/lib.rs".to_owned()));
        assert!(!gone.iter().any(|change| change.contains("modify migrations") || change.contains("delete migr")));
        plan.apply().unwrap();
        assert_eq!(but_migrations(project.tree()), before);
        assert!(migrations.iter().all(|path| project.path().join(path).exists()));
        assert!(!project.path().join("tests/job").exists(), "the folder goes with its files");
    }
    let mut plan = destroy(&project, "workspaces", false).unwrap();
    plan.apply().unwrap();
    assert_eq!(but_migrations(project.tree()), but_migrations(Project::new().tree()));
}

#[test]
fn edited_files_are_refused_with_what_was_edited_and_kept_by_force() {
    let project = Project::new();
    project.make("job", &[]);
    project.write("src/api/job.rs", "fn list_jobs() {}\n\nfn mine() {}\n");
    let models = project.read("src/models/db_models.rs");
    project.write("src/models/db_models.rs", &models.replace("Job;", "Job;\n\nimpl Job {}"));
    let before = project.tree();
    match destroy(&project, "job", false).unwrap_err() {
        Error::Edited { paths, diff, .. } => {
            assert_eq!(paths, ["src/api/job.rs", "src/models/db_models.rs"]);
            assert!(diff.contains("+fn mine() {}\n") && diff.contains("+impl Job {}\n"), "{diff}");
        }
        other => panic!("{other}"),
    }
    assert_eq!(project.tree(), before);
    destroy(&project, "job", true).unwrap().apply().unwrap();
    assert!(!project.path().join("src/api/job.rs").exists());
    assert!(project.read("src/api/job.rs.orig").contains("fn mine() {}"));
    assert!(project.read("src/models/db_models.rs.orig").contains("impl Job {}"));
    assert_eq!(project.read("src/models/db_models.rs"), "pub struct User;\n");
}

#[test]
fn what_others_refer_to_stays() {
    let project = Project::new();
    project.make("workspace", &[]);
    project.make("job", &["workspace:ref"]);
    project.make("note", &["workspace:ref"]);
    let error = destroy(&project, "workspace", true).unwrap_err();
    assert_eq!(error.to_string(), "`job`, `note` refer to `workspace`");
    assert!(error.help().contains("`rulebook destroy resource job`"), "{}", error.help());
    destroy(&project, "job", false).unwrap().apply().unwrap();
    destroy(&project, "note", false).unwrap().apply().unwrap();
    destroy(&project, "workspace", false).unwrap().apply().unwrap();
}

#[test]
fn a_name_that_is_none_is_refused() {
    let project = Project::new();
    project.make("strategy", &[]);
    for (name, reason, help) in [
        ("stratgy", "there is no resource `stratgy`", "did you mean `strategy`?"),
        ("zebra", "there is no resource `zebra`", "there are strategy"),
        ("../x", "there is no resource `../x`", "there are strategy"),
        (
            "Users",
            "`user` is no resource that can go: `rulebook new` made it, and who may do what rests on it",
            "generated",
        ),
    ] {
        let error = destroy(&project, name, false).unwrap_err();
        assert_eq!((error.to_string().as_str(), error.exit_code()), (reason, 2));
        assert!(error.help().contains(help), "{}", error.help());
    }
}

#[test]
fn a_deleted_file_and_one_without_a_base_are_no_obstacle_or_kept() {
    let project = Project::new();
    project.make("job", &[]);
    fs::remove_file(project.path().join("tests/job/mod.rs")).unwrap();
    fs::remove_file(project.path().join(".rulebook/base/src/api/job.rs")).unwrap();
    destroy(&project, "job", false).unwrap().apply().unwrap();
    assert!(!project.path().join(".rulebook/base/tests/job").exists());
    project.make("job", &[]);
    fs::remove_file(project.path().join(".rulebook/base/src/api/job.rs")).unwrap();
    project.write("src/api/job.rs", "fn theirs() {}\n");
    assert!(matches!(destroy(&project, "job", false), Err(Error::Edited { .. })));
}

/// With the templates that the command carries, and with lines of a person in every file that others have lines in.
#[test]
fn lines_are_taken_out_of_edited_files_as_if_they_had_not_been_put_in() {
    let folder = tempfile::tempdir().unwrap();
    let requests = |names: &[(&str, &[&str])]| {
        let request = |(name, fields): &(&str, &[&str])| {
            let fields: Vec<String> = fields.iter().map(|field| (*field).to_owned()).collect();
            ResourceRequest::from_arguments(name, None, &fields)
        };
        names.iter().map(request).collect::<Vec<_>>()
    };
    let all: [(&str, &[&str]); 4] = [
        ("workspace", &["name:string:len=1..80:unique"]),
        ("very_long_resource_name_for_backtest_run", &["due_on:date:null", "status:enum=a,b"]),
        ("job", &["due_on:date:null", "status:enum=open,done:default=open", "workspace:ref"]),
        ("empty", &[]),
    ];
    let templates = Templates::embedded().unwrap();
    let make = |name: &str, resources: &[(&str, &[&str])]| {
        let path = folder.path().join(name).join("shop");
        fs::create_dir(folder.path().join(name)).unwrap();
        let new = NewProject { path: path.clone(), resources: requests(resources), git: false };
        new_project_with(&new, &templates, now()).unwrap().apply().unwrap();
        path
    };
    let plain = make("plain", &[]);
    for order in [[3, 2, 1, 0], [2, 0, 1, 3], [1, 2, 3, 0]] {
        let path = make(&format!("{order:?}"), &all);
        let mut expected = but_migrations(tree(&plain));
        for (file, text) in tree(&path) {
            if !file.starts_with(".rulebook/") && file.ends_with(".rs") && expected.contains_key(&file) {
                fs::write(path.join(&file), format!("{text}\n// mine\n")).unwrap();
                let as_new = expected.get_mut(&file).unwrap();
                as_new.push_str("\n// mine\n");
            }
        }
        for at in order {
            let embedded = |_: &std::path::Path| Templates::embedded();
            destroy_with(&path, Target::Resource, all[at].0, &Inflector::default(), false, embedded, now())
                .unwrap()
                .apply()
                .unwrap();
        }
        let left = but_migrations(tree(&path));
        for (file, text) in &expected {
            assert_eq!(left.get(file), Some(text), "{order:?}: {file}");
        }
        assert_eq!(left.len(), expected.len());
    }
}
