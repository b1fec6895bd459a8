// src/plan/team/tests.rs - Templates of a team's: used, listed, ejected, compared and refused

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::{Origin, eject, template_diffs, templates};
use crate::error::{Error, Result};
use crate::plan::{self, NewProject, Plan};
use crate::spec::ResourceRequest;
use rulebook_conventions::inflection::Inflector;

const API: &str = "resource/src/api/__resource__.rs.tera";

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(".rulebook/templates").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn new(path: PathBuf) -> Result<Plan> {
    plan::new_project(&NewProject { path, resources: Vec::new(), git: false })
}

fn project() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop");
    new(path.clone()).unwrap().apply().unwrap();
    (folder, path)
}

fn generate(project: &Path) -> Result<Plan> {
    let request = [ResourceRequest::from_arguments("job", None, &["title:string".to_owned()])];
    plan::generate(project, plan::Request::Resources(&request), &Inflector::default(), plan::Options::default())
}

#[test]
fn what_is_ejected_makes_the_same_until_it_is_edited() {
    let (_folder, project) = project();
    let mut ejected = eject(&project, &[]).unwrap();
    assert!(ejected.changes().iter().all(|change| !change.internal && change.path.starts_with(".rulebook/templates/")));
    ejected.apply().unwrap();
    drop(ejected);
    assert_eq!(template_diffs(&project).unwrap(), Vec::<String>::new());
    assert_eq!(plan::check(&project, &Inflector::default()).unwrap().findings, []);
    assert!(templates(&project).unwrap().iter().all(|entry| entry.origin == Origin::Override));
    generate(&project).unwrap().apply().unwrap();

    let own = project.join(".rulebook/templates").join(API);
    let text = fs::read_to_string(&own).unwrap();
    fs::write(&own, text.replacen("pub fn router()", "/// By the team.\npub fn router()", 1)).unwrap();
    let again = eject(&project, &[API.to_owned()]).unwrap();
    assert_eq!((again.changes(), again.notes().len()), (&[][..], 1), "nothing is written over");
    drop(again);
    let diffs = template_diffs(&project).unwrap();
    assert!(diffs.len() == 1 && diffs[0].contains("+/// By the team.\n"), "{diffs:?}");
    let found = plan::check(&project, &Inflector::default()).unwrap().findings;
    assert_eq!(
        found.iter().map(|f| (f.kind.word(), f.path.as_str())).collect::<Vec<_>>(),
        [("drift", "src/api/job.rs")]
    );
    plan::upgrade(&project, &Inflector::default()).unwrap().apply().unwrap();
    assert!(fs::read_to_string(project.join("src/api/job.rs")).unwrap().contains("/// By the team.\npub fn router()"));
    assert_eq!(plan::check(&project, &Inflector::default()).unwrap().findings, []);
}

#[test]
fn names_and_folders_can_be_ejected() {
    let (_folder, project) = project();
    for (asked, some) in [(API, API), ("project/src/core/", "project/src/core/db.rs.tera")] {
        let plan = eject(&project, &[asked.to_owned()]).unwrap();
        assert!(plan.changes().iter().any(|change| change.path.ends_with(some)), "{asked}");
        assert!(plan.changes().len() < 15);
    }
    let refused = |name: &str| eject(&project, &[name.to_owned()]).unwrap_err();
    let error = refused("resource/src/api/__resourse__.rs.tera");
    assert_eq!(error.help(), format!("did you mean `{API}`?"));
    for name in ["../x", "resource/../../x", ""] {
        assert_eq!(refused(name).exit_code(), 2);
    }
}

#[test]
fn additional_templates_make_additional_files() {
    let (_folder, project) = project();
    write(&project, "project/_dot_github/owners", "* @team\n");
    write(&project, "resource/src/services/__resource___extra.rs.tera", "// {{ <more /> }}\n");
    write(&project, "resource/components/more.tera", "{% component more() %}Job{% endcomponent more %}\n");
    let entries = templates(&project).unwrap();
    let more: Vec<&str> =
        entries.iter().filter(|e| e.origin == Origin::Additional).filter_map(|e| e.target.as_deref()).collect();
    assert_eq!(more, [".github/owners", "src/services/__resource___extra.rs"]);
    let analytics = "resource/analytics/src/models/__resource___analytics_models.rs.tera";
    let target = |name: &str| entries.iter().find(|e| e.name == name).and_then(|entry| entry.target.clone());
    assert_eq!(target(analytics).as_deref(), Some("src/models/__resource___analytics_models.rs"));
    assert_eq!(target("resource/snippets/db_models.rs.tera").as_deref(), Some("src/models/db_models.rs"));
    assert_eq!(target("resource/components/more.tera"), None);
    plan::upgrade(&project, &Inflector::default()).unwrap().apply().unwrap();
    generate(&project).unwrap().apply().unwrap();
    assert_eq!(fs::read_to_string(project.join(".github/owners")).unwrap(), "* @team\n");
    assert_eq!(fs::read_to_string(project.join("src/services/job_extra.rs")).unwrap(), "// Job\n");
    plan::destroy(&project, plan::Target::Resource, "job", &Inflector::default(), false).unwrap().apply().unwrap();
    assert!(!project.join("src/services/job_extra.rs").exists());
}

#[test]
fn what_can_t_be_used_is_refused_and_nothing_is_written() {
    for (name, text, reason, help) in [
        (API, "{% if %}", "", "mend the template"),
        (API, "fn {{ resource.nothing }}() {}\n", "nothing", "mend the template"),
        (API, "// a\nfn f( {\n", "it renders what is no Rust, at line 2", "mend the template"),
        ("resource/snippets/db_models.rs.tera", "struct;\n", "no Rust", "mend the template"),
        ("resource/src/api/__resourse__.rs.tera", "", "`__resourse__` stands for nothing", API),
        ("resource/src/api/more.rs.tera", "", "all resources would make the same file", "`__resource__`"),
        ("resource/src/api/__resource__.rs", "", "makes the same file as", "to replace that"),
        ("project/Cargo.toml", "", "makes the same file as `project/Cargo.toml.tera`", "did you mean"),
        ("resource/change/migrations/sqlite/__version___more.sql", "", "none can be added there", "templates list"),
        ("resource/snippets/more.rs.tera", "", "none can be added there", "templates list"),
        ("resorce/src/api/__resource__.rs.tera", "", "none can be added there", API),
        ("README.md", "", "none can be added there", "templates list"),
        ("project/_dot_./x", "", "no template makes files in `..`", "another path"),
        ("project/_dot_git/hooks/x", "", "no template makes files in `.git`", "another path"),
        ("project/_dot_rulebook/manifest.toml", "", "no template makes files in `.rulebook`", "another path"),
    ] {
        let (folder, project) = project();
        write(&project, name, text);
        let before = plan::tests::tree(folder.path());
        let error = generate(&project).unwrap_err();
        assert!(
            matches!(&error, Error::TeamTemplate { path, .. } if *path == format!(".rulebook/templates/{name}")),
            "{error}"
        );
        assert!(error.to_string().contains(reason), "{error}");
        assert!(error.help().contains(help), "{name}: {}", error.help());
        assert_eq!(error.exit_code(), 2);
        assert_eq!(plan::tests::tree(folder.path()), before);
    }
}

#[test]
fn a_fault_has_its_line() {
    let (_folder, project) = project();
    write(&project, API, "// one\n// two\n{{ resource.nothing }}\n");
    let error = generate(&project).unwrap_err();
    assert!(error.to_string().starts_with(&format!("template .rulebook/templates/{API}:3: ")), "{error}");
}

#[cfg(unix)]
#[test]
fn links_may_not_leave() {
    use std::os::unix::fs::symlink;

    let (folder, project) = project();
    fs::write(folder.path().join("outside.tera"), "fn outside() {}\n").unwrap();
    fs::write(project.join("inside.tera"), "fn inside() {}\n").unwrap();
    let place = project.join(".rulebook/templates").join(API);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    symlink(folder.path().join("outside.tera"), &place).unwrap();
    assert!(matches!(generate(&project), Err(Error::Outside { .. })));
    fs::remove_file(&place).unwrap();
    symlink(project.join("inside.tera"), &place).unwrap();
    generate(&project).unwrap();
    fs::remove_dir_all(project.join(".rulebook/templates")).unwrap();
    symlink(folder.path(), project.join(".rulebook/templates")).unwrap();
    assert!(matches!(generate(&project), Err(Error::Outside { .. })));
}

#[test]
fn a_repository_has_templates_for_all_its_projects() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    write(folder.path(), "project/rustfmt.toml", "# the repository's\n");
    write(folder.path(), "project/_dot_ci/more", "more\n");
    let path = folder.path().join("apps/shop");
    new(path.clone()).unwrap().apply().unwrap();
    assert_eq!(fs::read_to_string(path.join("rustfmt.toml")).unwrap(), "# the repository's\n");
    write(&path, "project/rustfmt.toml", "# the project's\n");
    plan::upgrade(&path, &Inflector::default()).unwrap().apply().unwrap();
    assert_eq!(fs::read_to_string(path.join("rustfmt.toml")).unwrap(), "# the project's\n");
    assert_eq!(fs::read_to_string(path.join(".ci/more")).unwrap(), "more\n");
    // Without a repository nothing above the project counts.
    fs::remove_dir(folder.path().join(".git")).unwrap();
    let found = plan::check(&path, &Inflector::default()).unwrap().findings;
    assert_eq!(found.iter().map(|f| f.path.as_str()).collect::<Vec<_>>(), [".rulebook/base/.ci/more"]);
}
