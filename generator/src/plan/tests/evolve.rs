// src/plan/tests/evolve.rs - Resources that are there and become others

use super::{Options, Project, Request, shown};
use crate::error::Result;
use crate::plan::Plan;
use crate::spec::{ChangeRequest, ResourceRequest};

const JOB: &[&str] = &["title:string:len=1..80", "count:i32:range=0..9", "state:enum=open,closed:default=open"];

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The plan for a job of these fields and actions, where there is one of `JOB`.
fn again(project: &Project, fields: &[&str], actions: &[&str], destructive: bool) -> Result<Plan> {
    let request = ResourceRequest::from_arguments("job", None, &words(fields));
    let request = [request.with_options(&words(actions), &[], false)];
    project.ask(Request::Resources(&request), Options { allow_destructive: destructive, ..Options::default() })
}

/// The migration of a plan: its name without the version, and its text.
fn migration(plan: &Plan) -> (String, String) {
    let mut changes = plan.changes().iter().filter(|change| change.path.starts_with("migrations/"));
    let Some(change) = changes.next() else { return Default::default() };
    let name = change.path.rsplit('/').next().unwrap_or_default();
    let name = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    (name.trim_end_matches(".up.sql").to_owned(), change.after.clone().unwrap_or_default())
}

#[test]
fn columns_stay_come_and_go() {
    for (fields, destructive, name, columns) in [
        (&[JOB[0], JOB[1], JOB[2], "note:text:null"][..], false, "add_note_to_jobs", "note:NULL"),
        (&["a:bool:default=true", JOB[0], JOB[1], JOB[2]], false, "add_a_to_jobs", "a:1"),
        (&[JOB[0], JOB[1], JOB[2], "note:text:null", "on:date:null"], false, "change_jobs", "note:NULL\n>\"on\":NULL"),
        (&["title:string:len=1..90:null", JOB[1], JOB[2]], false, "change_jobs", "title>title:NULL"),
        (&[JOB[0], "count:i64:range=0..", JOB[2]], false, "change_jobs", "count>count:1"),
        (&[JOB[0], JOB[1], "state:enum=open,closed,gone:default=open"], false, "change_jobs", "state>state:'open'"),
        (&["title:string:len=1..80:index", JOB[1], JOB[2]], false, "change_jobs", "title>title:"),
        (&[JOB[0], JOB[1]], true, "drop_state_from_jobs", "state>\n"),
        (&["title:i32:null", JOB[1], JOB[2]], true, "change_jobs", "title>\n>title:NULL"),
        (&[JOB[0], JOB[1], "state:enum=open,shut:default=open"], true, "change_jobs", "state>\n>state:'open'"),
    ] {
        let project = Project::new();
        project.make("job", JOB);
        let mut plan = again(&project, fields, &[], destructive).unwrap();
        let found = migration(&plan);
        assert_eq!(found.0, name, "{fields:?}");
        assert!(found.1.contains(columns), "{fields:?}: {}", found.1);
        plan.apply().unwrap();
        assert_eq!(shown(&again(&project, fields, &[], false).unwrap()), [""; 0], "{fields:?}: again");
    }
}

#[test]
fn what_would_be_lost_is_said() {
    let project = Project::new();
    project.make("job", JOB);
    for (fields, expected) in [
        (&[JOB[0], JOB[1]][..], "`state:enum=open,closed:default=open` would be gone, with its values"),
        (&["title:text:null:len=1..10", JOB[1], JOB[2]], "and lose its values"),
        (&["title:bool:default=true", JOB[1], JOB[2]], "would become `title:bool:default=true`"),
        (&[JOB[0], "count:i32:range=0..8:null", JOB[2]], "would become `count:i32:null:range=0..8`"),
        (&["title:string:len=1..80:null:unique", JOB[1], JOB[2]], "lose its values"),
        (&[JOB[0], JOB[1], JOB[2], "more:string"], "could not get a value of more:string"),
        (&[JOB[0], "count:string", JOB[2]], "could not get a value of count:string"),
    ] {
        let error = again(&project, fields, &[], false).unwrap_err();
        assert!(error.to_string().contains(expected), "{fields:?}: {error}");
        assert_eq!(error.exit_code(), 2);
    }
    let request = [ResourceRequest::from_arguments("job", Some("works"), &words(JOB))];
    let error = project.ask(Request::Resources(&request), Options::default()).unwrap_err();
    assert!(error.to_string().contains("its plural is `jobs`, not `works`"), "{error}");
}

#[test]
fn a_parent_stays() {
    let project = Project::new();
    project.make("workspace", &[]);
    project.make("job", &["workspace:ref:parent", "other:ref=workspace:null"]);
    for fields in [&["workspace:ref"][..], &["workspace:ref", "other:ref=workspace:parent"]] {
        let error = again(&project, fields, &[], true).unwrap_err();
        assert!(error.to_string().contains("its parent is `workspace_id`"), "{fields:?}: {error}");
    }
}

#[test]
fn actions_need_no_migration_and_go_with_their_files() {
    let project = Project::new();
    project.make("job", JOB);
    let actions = ["close=open:closed"];
    let mut plan = again(&project, JOB, &actions, false).unwrap();
    assert_eq!(migration(&plan).0, "");
    assert!(shown(&plan).contains(&"create tests/job/test_job_actions.rs".to_owned()), "{:?}", shown(&plan));
    plan.apply().unwrap();
    let error = again(&project, JOB, &[], false).unwrap_err();
    assert!(error.to_string().contains("the action `close` would be gone"), "{error}");
    let plan = again(&project, JOB, &[], true).unwrap();
    assert!(shown(&plan).contains(&"delete tests/job/test_job_actions.rs".to_owned()), "{:?}", shown(&plan));
}

#[test]
fn analytics_come_wired_and_go_unwired() {
    let project = Project::new();
    project.make("job", JOB);
    let before = project.tree();
    let change = ChangeRequest { analytics: true, ..ChangeRequest::of("Jobs") };
    project.ask(Request::Change(&change), Options::default()).unwrap().apply().unwrap();
    assert!(project.read("src/api/mod.rs").contains("job_analytics::router()"));
    assert!(project.read("src/api/state.rs").contains("pub job_analytics: JobAnalyticsService"));
    again(&project, JOB, &[], true).unwrap().apply().unwrap();
    assert_eq!(project.tree(), before);
}

#[test]
fn a_change_adds_drops_and_renames_by_name() {
    let project = Project::new();
    project.make("workspace", &[]);
    project.make("job", &[JOB[0], JOB[1], JOB[2], "workspace:ref"]);
    let change = |add: &[&str], drop: &[&str], rename: &[&str]| ChangeRequest {
        add: ChangeRequest::tokens(&words(add)),
        drop: ChangeRequest::tokens(&words(drop)),
        rename: ChangeRequest::tokens(&words(rename)),
        ..ChangeRequest::of("job")
    };
    let ask = |change: &ChangeRequest, allow_destructive| {
        project.ask(Request::Change(change), Options { allow_destructive, ..Options::default() })
    };
    let plan = ask(&change(&["note:text:null"], &[], &["title=name"]), false).unwrap();
    assert!(migration(&plan).1.contains("title>name:"), "{}", migration(&plan).1);
    drop(plan);
    let plan = ask(&change(&[], &[], &["workspace=home"]), false).unwrap();
    assert!(migration(&plan).1.contains("workspace_id>home_id:"), "{}", migration(&plan).1);
    drop(plan);
    let plan = ask(&change(&["title:string:len=1..90"], &["count"], &[]), true).unwrap();
    assert!(migration(&plan).1.starts_with("title>title:") && migration(&plan).1.contains("count>\n"));
    drop(plan);
    for (asked, expected) in [
        (change(&[], &["count"], &[]), "would be gone, with its values"),
        (change(&[], &["cuont"], &[]), "there is no field `cuont`"),
        (change(&[], &[], &["title"]), "says no new name"),
        (change(&[], &[], &["title=id"]), "is a column that every resource has"),
        (change(&[], &[], &["title=count"]), "are one field"),
        (change(&["note:txt"], &[], &[]), "did you mean `text`?"),
        (ChangeRequest::of("jbo"), "there is no resource `jbo`"),
    ] {
        let error = ask(&asked, false).unwrap_err();
        let said = format!(
            "{error} {} {}",
            error.help(),
            error.problems().iter().map(|p| p.help.as_str()).collect::<String>()
        );
        assert!(said.contains(expected), "{asked:?}: {said}");
    }
}

/// An edit next to a line that the change touches too stays, as does the change: a person chooses.
#[test]
fn no_edit_is_lost_to_a_change() {
    let project = Project::new();
    project.make("job", JOB);
    let path = "src/api/job.rs";
    let edited = format!("// theirs\n{}", project.read(path));
    project.write(path, &edited);
    again(&project, &[JOB[0], JOB[1], JOB[2], "note:text:null"], &[], false).unwrap().apply().unwrap();
    let text = project.read(path);
    assert!(text.contains("// theirs\n") && text.contains("note: Option<&str>"), "{text}");
}
