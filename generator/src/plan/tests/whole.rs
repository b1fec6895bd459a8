// src/plan/tests/whole.rs - New projects and new resources, from the request to the files

use std::fs;

use super::{Project, new_project_with, now, shown, templates, tree};
use crate::error::Error;
use crate::plan::new::NewProject;
use crate::plan::resource::{Options, Request, generate_with};
use crate::spec::{ResourceRequest, file};
use rulebook_conventions::inflection::Inflector;

#[test]
fn a_new_project_has_its_files_its_manifest_and_their_bases() {
    let project = Project::new();
    let tree = project.tree();
    assert_eq!(tree["Cargo.toml"], "[package]\nname = \"app\"\n");
    assert_eq!(tree[".rulebook/base/Cargo.toml"], tree["Cargo.toml"]);
    assert!(tree[".rulebook/manifest.toml"].contains("name = \"app\""), "{tree:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let mode = |path: &str| fs::metadata(project.path().join(path)).unwrap().permissions().mode();
        assert_eq!(mode(".ci/run") & 0o111, 0o111, "a script can be run");
        assert_eq!(mode("Cargo.toml") & 0o111, 0);
    }
}

#[test]
fn a_resource_has_its_files_and_is_wired() {
    let project = Project::new();
    let mut plan = project.plan("jobs", &["kind:string", "order:i32:null"]).unwrap();
    assert_eq!(
        shown(&plan),
        [
            "create migrations/sqlite/20261122204500_create_jobs.up.sql",
            "create src/api/job.rs",
            "modify src/api/mod.rs",
            "modify src/api/state.rs",
            "modify src/lib.rs",
            "modify src/models/db_models.rs",
            "modify src/models/mod.rs",
            "modify src/services/mod.rs",
            "create tests/job/mod.rs",
            "modify tests/main.rs",
        ]
    );
    assert_eq!(
        plan.notes(),
        [
            "`jobs` is a plural: the resource is `job`",
            "`order` is no filter of the list of jobs: every list has a query parameter of that name",
            "`job`: many are `jobs`, type `Job`, table `jobs`, routes under `/jobs`",
        ]
    );
    let before = project.tree();
    assert!(plan.diff("src/services/mod.rs").contains("+pub mod job_service;"), "{}", plan.diff("src/services/mod.rs"));
    assert!(plan.diff("src/api/job.rs").starts_with("--- /dev/null\n+++ b/src/api/job.rs\n"));
    assert_eq!(project.tree(), before, "a plan writes nothing");
    plan.apply().unwrap();
    assert_eq!(project.read("src/api/job.rs"), "fn list_jobs(kind: &str, order: Option<i32>) {}\n");
    assert!(project.read("src/api/mod.rs").contains("pub mod job;\npub mod user;\n"));
    assert!(project.read("src/api/mod.rs").contains(".merge(user::router())\n        .merge(job::router())\n"));
    assert!(project.read("src/lib.rs").contains("jobs: JobService::new(database.clone()),"));
    assert!(project.read("src/lib.rs").contains("use crate::services::job_service::JobService;"));
    assert!(project.read(".rulebook/manifest.toml").contains("\"order:i32:null\""));
    assert!(project.tree().keys().all(|path| !path.contains("journal") && !path.contains("lock")));
}

#[test]
fn a_project_and_its_resources_are_one_plan() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trade-book");
    let text = "[[resource]]\nname='job'\nfields=['workspace:ref']\n[[resource]]\nname='workspace'\n";
    let resources = file::parse(text, "r.toml".as_ref()).unwrap();
    let mut at_once =
        new_project_with(&NewProject { path: path.clone(), resources, git: false }, &templates(), now()).unwrap();
    at_once.apply().unwrap();
    let made = tree(&path);
    let migrations: Vec<&str> =
        made.keys().filter(|path| path.starts_with("migrations/sqlite/2026112")).map(String::as_str).collect();
    assert_eq!(
        migrations,
        [
            "migrations/sqlite/20261122204500_create_workspaces.up.sql",
            "migrations/sqlite/20261122204501_create_jobs.up.sql"
        ]
    );
    let bad = vec![ResourceRequest::from_arguments("job", None, &["a:b".to_owned()])];
    let path = folder.path().join("other");
    let refused = new_project_with(&NewProject { path: path.clone(), resources: bad, git: false }, &templates(), now());
    assert!(matches!(refused, Err(Error::Input(_))));
    assert!(!path.exists());
}

#[test]
fn a_project_joins_the_workspace_around_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = [\"a\"]\n").unwrap();
    let path = folder.path().join("crates/app");
    let resources = vec![ResourceRequest::from_arguments("job", None, &[])];
    let mut plan =
        new_project_with(&NewProject { path: path.clone(), resources, git: false }, &templates(), now()).unwrap();
    assert_eq!((plan.root.as_path(), plan.project.as_path()), (folder.path(), path.as_path()));
    assert!(plan.notes()[0].contains("was added to the members of the workspace"), "{:?}", plan.notes());
    plan.apply().unwrap();
    let made = tree(folder.path());
    assert_eq!(made["Cargo.toml"], "[workspace]\nmembers = [\"a\", \"crates/app\"]\n");
    assert!(made.contains_key("crates/app/src/api/job.rs") && made.contains_key("crates/app/.rulebook/manifest.toml"));
    let request = [ResourceRequest::from_arguments("job", None, &[])];
    let again = {
        let (request, options) = (Request::Resources(&request), Options::default());
        generate_with(&path.join("src"), request, &Inflector::default(), options, |_| Ok(templates()), now()).unwrap()
    };
    assert_eq!(again.changes(), []);
}

#[test]
fn a_path_that_goes_up_first_leads_out_of_the_workspace_it_starts_in() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("clone")).unwrap();
    fs::write(folder.path().join("clone/Cargo.toml"), "[workspace]\nmembers = []\n").unwrap();
    for path in ["clone/../app", "clone/../new/deep/../other"] {
        let new = NewProject { path: folder.path().join(path), resources: Vec::new(), git: false };
        let mut plan = new_project_with(&new, &templates(), now()).unwrap();
        assert!(plan.notes().is_empty(), "{:?}", plan.notes());
        plan.apply().unwrap();
        assert_eq!(plan.root, plan.project);
        assert!(plan.project.join("Cargo.toml").is_file());
        assert!(!plan.project.components().any(|part| part == std::path::Component::ParentDir), "{:?}", plan.project);
    }
    assert!(folder.path().join("app/Cargo.toml").is_file());
    assert!(folder.path().join("new/other/Cargo.toml").is_file());
    assert_eq!(fs::read_to_string(folder.path().join("clone/Cargo.toml")).unwrap(), "[workspace]\nmembers = []\n");
}

#[test]
fn git_is_set_up_unless_the_project_lies_in_a_repository() {
    let folder = tempfile::tempdir().unwrap();
    let new = |name: &str| NewProject { path: folder.path().join(name), resources: Vec::new(), git: true };
    assert_eq!(new_project_with(&new("a"), &templates(), now()).unwrap().apply().unwrap(), Vec::<String>::new());
    assert!(folder.path().join("a/.git").is_dir());
    new_project_with(&new("a/b"), &templates(), now()).unwrap().apply().unwrap();
    assert!(!folder.path().join("a/b/.git").exists());
}
