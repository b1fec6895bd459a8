// src/plan/tests/upgrade.rs - New templates in projects that people have been at

use std::fs;

use super::{Project, shown, templates_but};
use crate::error::Result;
use crate::plan::Plan;
use crate::plan::upgrade::upgrade_with;
use rulebook_conventions::inflection::Inflector;

const LIB: &str = "project/src/lib.rs.tera";
const MODELS: &str = "resource/snippets/db_models.rs.tera";
const NEW_LIB: &str = "pub mod more;\n\npub fn state(database: &Database) -> AppState {\n    AppState {\n        users: UserService::new(database.clone(), 7),\n    }\n}\n";
const API: &str = "resource/src/api/__resource__.rs.tera";
const TEST: &str = "resource/tests/__resource__/mod.rs.tera";

fn upgrade(project: &Project, others: &[(&str, Option<&str>)]) -> Result<Plan> {
    upgrade_with(&project.path(), &Inflector::default(), |_| Ok(templates_but(others)), |_, _, _, _| Ok(()))
}

/// A project with two resources.
fn project() -> Project {
    let project = Project::new();
    project.make("job", &["kind:string"]);
    project.make("workspace", &[]);
    project
}

#[test]
fn without_new_templates_nothing_happens() {
    let project = project();
    let before = project.tree();
    let mut plan = upgrade(&project, &[]).unwrap();
    assert_eq!((plan.changes(), plan.notes()), (&[][..], &[][..]));
    plan.apply().unwrap();
    assert_eq!(project.tree(), before);
}

/// A project that an older command made is brought to this one; one that names no version is left alone.
#[test]
fn an_upgrade_says_which_version_was_there() {
    let project = project();
    let path = ".rulebook/manifest.toml";
    let made = project.read(path);
    let own = format!("rulebook = \"{}\"\n", env!("CARGO_PKG_VERSION"));
    project.write(path, &made.replace(&own, ""));
    assert!(upgrade(&project, &[]).unwrap().changes().is_empty());
    project.write(path, &made.replace(&own, "rulebook = \"0.0.1\"\n"));
    let mut plan = upgrade(&project, &[]).unwrap();
    let expected = format!("rulebook 0.0.1 made it, and {} brings it up to date", env!("CARGO_PKG_VERSION"));
    assert_eq!((shown(&plan), plan.notes()), (vec![], &[expected][..]));
    plan.apply().unwrap();
    assert_eq!(project.read(path), made);
}

#[test]
fn what_nobody_edited_becomes_what_new_templates_make() {
    let project = project();
    let others = [(LIB, Some(NEW_LIB)), (MODELS, Some("pub struct {{ resource.pascal }}(u8);\n"))];
    let mut plan = upgrade(&project, &others).unwrap();
    assert_eq!(shown(&plan), ["modify src/lib.rs", "modify src/models/db_models.rs"]);
    assert_eq!(plan.notes(), &[] as &[String]);
    plan.apply().unwrap();
    assert_eq!(project.read(".rulebook/base/src/lib.rs"), NEW_LIB);
    let lib = project.read("src/lib.rs");
    for line in ["pub mod more;", "clone(), 7),", "jobs: JobService::new(database.clone()),", "use crate::services"] {
        assert!(lib.contains(line), "{line} is missing:\n{lib}");
    }
    assert_eq!(
        project.read("src/models/db_models.rs"),
        "pub struct User;\n\npub struct Job(u8);\n\npub struct Workspace(u8);\n"
    );
    assert_eq!(upgrade(&project, &others).unwrap().changes(), []);
}

#[test]
fn edits_and_wired_lines_survive() {
    let project = project();
    let lib = project.read("src/lib.rs");
    project.write("src/lib.rs", &format!("{lib}\npub fn mine() {{}}\n").replace('\n', "\r\n"));
    project
        .write("src/models/db_models.rs", "pub struct User;\n\npub struct Job;\n\npub struct Workspace { mine: u8 }\n");
    let others = [(LIB, Some(NEW_LIB)), (MODELS, Some("pub struct {{ resource.pascal }}(u8);\n"))];
    let mut plan = upgrade(&project, &others).unwrap();
    assert_eq!(plan.conflicts(), ["src/models/db_models.rs"]);
    assert!(plan.notes().iter().any(|note| note.starts_with("src/lib.rs was edited")), "{:?}", plan.notes());
    plan.apply().unwrap();
    let lib = project.read("src/lib.rs");
    for line in ["pub mod more;\r\n", "pub fn mine() {}\r\n", "jobs: JobService::new(database.clone()),\r\n"] {
        assert!(lib.contains(line), "{line} is missing:\n{lib}");
    }
    assert_eq!(lib.matches('\n').count(), lib.matches("\r\n").count());
    let models = project.read("src/models/db_models.rs");
    assert!(
        models.contains("pub struct Workspace { mine: u8 }") && models.contains("pub struct Workspace(u8);"),
        "{models}"
    );
}

#[test]
fn two_conflicts_in_one_file_are_marked_both() {
    let project = project();
    project.write("src/api/job.rs", "fn mine() {}\n");
    let base = "fn a() {}\n\n// between\n\nfn b() {}\n";
    project.write(".rulebook/base/src/api/job.rs", base);
    project.write("src/api/job.rs", &base.replace("a()", "a1()").replace("b()", "b1()"));
    let others = [(API, Some("fn a2() {}\n\n// between\n\nfn b2() {}\n"))];
    let mut plan = upgrade(&project, &others).unwrap();
    assert_eq!(plan.conflicts(), ["src/api/job.rs"]);
    plan.apply().unwrap();
    assert_eq!(project.read("src/api/job.rs").matches("<<<<<<< edited\n").count(), 2);
    drop(plan);
    let plan = upgrade(&project, &others).unwrap();
    assert_eq!((shown(&plan), plan.conflicts().len()), (vec![], 1), "until they are settled");
}

#[test]
fn a_file_without_a_base_is_never_written_over() {
    let project = project();
    fs::remove_file(project.path().join(".rulebook/base/src/api/job.rs")).unwrap();
    let before = project.tree();
    let mut plan = upgrade(&project, &[(API, Some("fn other() {}\n"))]).unwrap();
    assert_eq!(shown(&plan), ["modify src/api/workspace.rs"]);
    assert_eq!(plan.notes(), ["src/api/job.rs is left as it is: nothing tells what of it was made"]);
    plan.apply().unwrap();
    assert_eq!(project.read("src/api/job.rs"), before["src/api/job.rs"]);
    assert!(!project.tree().contains_key(".rulebook/base/src/api/job.rs"));
}

#[test]
fn a_file_whose_template_is_gone_is_left_and_said_once() {
    let project = project();
    let mut plan = upgrade(&project, &[(TEST, None), ("project/Cargo.toml.tera", None)]).unwrap();
    assert_eq!(shown(&plan), Vec::<String>::new());
    assert_eq!(plan.notes().len(), 3);
    assert!(plan.notes()[1].starts_with("tests/job/mod.rs is made by no template any more"), "{:?}", plan.notes());
    plan.apply().unwrap();
    assert!(project.path().join("tests/job/mod.rs").exists());
    assert!(!project.path().join(".rulebook/base/tests").join("job").exists());
    let plan = upgrade(&project, &[(TEST, None), ("project/Cargo.toml.tera", None)]).unwrap();
    assert_eq!((plan.changes(), plan.notes()), (&[][..], &[][..]));
}

#[test]
fn a_file_that_was_deleted_stays_deleted() {
    let project = project();
    fs::remove_file(project.path().join("tests/job/mod.rs")).unwrap();
    let others = [(TEST, Some("// new {{ resource.words }}\n"))];
    let mut plan = upgrade(&project, &others).unwrap();
    assert_eq!(shown(&plan), ["modify tests/workspace/mod.rs"]);
    assert_eq!(plan.notes(), ["tests/job/mod.rs was deleted: it stays deleted"]);
    plan.apply().unwrap();
    assert!(project.read(".rulebook/manifest.toml").contains("deleted = [\"tests/job/mod.rs\"]"));
    project.write("tests/job/mod.rs", "// job\n");
    let mut plan = upgrade(&project, &others).unwrap();
    assert_eq!(shown(&plan), ["modify tests/job/mod.rs"], "it is back, as it was made");
    plan.apply().unwrap();
    assert!(!project.read(".rulebook/manifest.toml").contains("deleted"));
}

#[test]
fn a_migration_that_is_there_is_not_changed_and_a_new_file_is_made() {
    let project = project();
    let up = "resource/migrations/sqlite/__version___create___table__.up.sql.tera";
    let others = [
        (up, Some("CREATE TABLE other;\n")),
        ("project/migrations/sqlite/20260101000000_create_users.up.sql", Some("CREATE TABLE other;\n")),
        ("resource/src/services/__resource___extra.rs.tera", Some("fn extra() {}\n")),
    ];
    let plan = upgrade(&project, &others).unwrap();
    assert_eq!(shown(&plan), ["create src/services/job_extra.rs", "create src/services/workspace_extra.rs"]);
}

#[test]
fn wiring_that_is_gone_is_made_again() {
    let project = project();
    project.write("src/services/mod.rs", "pub mod user_service;\npub mod mine;\n");
    let mut plan = upgrade(&project, &[]).unwrap();
    assert_eq!(shown(&plan), ["modify src/services/mod.rs"]);
    plan.apply().unwrap();
    let text = project.read("src/services/mod.rs");
    assert!(text.contains("pub mod job_service;") && text.contains("pub mod mine;"), "{text}");
}
