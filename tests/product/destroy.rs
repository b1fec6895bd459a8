// tests/product/destroy.rs - A resource taken away again, from outside

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{Sandbox, cargo};

const WORKSPACE: &str = "workspace name:string:len=1..80:unique";
const JOB: [&str; 6] =
    ["generate", "resource", "job", "workspace:ref", "due_on:date:null", "status:enum=open,done:default=open"];

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "tradebook", "--resource", WORKSPACE, "--vcs", "none"]).expect(0);
    sandbox
}

fn but_migrations(sandbox: &Sandbox) -> BTreeMap<String, Vec<u8>> {
    let files = sandbox.tree("tradebook").into_iter();
    files.filter(|(path, _)| !path.contains("migrations/") && path != "Cargo.lock").collect()
}

/// As if it had not been made, but for migrations; and what is left holds what every project must.
#[test]
fn a_resource_goes_as_it_came() {
    let sandbox = project();
    let before = but_migrations(&sandbox);
    sandbox.rulebook("tradebook", JOB).expect(0);
    let with = sandbox.tree("tradebook");
    let said = sandbox.rulebook("tradebook", ["destroy", "resource", "Jobs", "--dry-run"]).expect(0);
    for part in ["--- a/src/api/job.rs\n+++ /dev/null", "-pub mod job;", "+DROP TABLE jobs;", "nothing was written"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    assert_eq!(sandbox.tree("tradebook"), with);
    let said = sandbox.rulebook("tradebook", ["destroy", "resource", "Jobs"]).expect(0);
    assert!(said.contains("delete src/api/job.rs") && said.contains("drops the table `jobs`"), "{said}");
    assert_eq!(but_migrations(&sandbox), before);
    let said = sandbox.rulebook("tradebook", ["lint", "--strict"]).expect(0);
    assert!(said.contains("no findings"), "{said}");
    sandbox.rulebook("tradebook", ["check"]).expect(0);
    let project = sandbox.path("tradebook");
    cargo(&project, &["fmt", "--check"]).expect(0);
    cargo(&project, &["clippy", "--all-targets", "--", "-D", "warnings"]).expect(0);
    // The migrations of both run one after the other there, and back.
    cargo(&project, &["test", "health"]).expect(0);
    // Again, with all that a resource can have, and with a column that it got later.
    let more = ["--action", "finish=open:done", "--sub", "status", "--analytics"];
    sandbox.rulebook("tradebook", JOB.iter().chain(&more)).expect(0);
    sandbox.rulebook("tradebook", ["generate", "field", "job", "note:text:null"]).expect(0);
    sandbox.rulebook("tradebook", ["check"]).expect(0);
    sandbox.rulebook("tradebook", ["destroy", "resource", "job"]).expect(0);
    assert_eq!(but_migrations(&sandbox), before);
    let down =
        sandbox.tree("tradebook").into_iter().rev().find(|(path, _)| path.ends_with("drop_jobs.down.sql")).unwrap();
    assert!(String::from_utf8(down.1).unwrap().contains("note TEXT"), "{}", down.0);
    sandbox.rulebook("tradebook", ["lint", "--strict"]).expect(0);
    cargo(&project, &["test", "health"]).expect(0);
}

#[test]
fn refusals_change_nothing_and_say_the_way_on() {
    let sandbox = project();
    sandbox.rulebook("tradebook", JOB).expect(0);
    let service = sandbox.read("tradebook/src/services/job_service.rs");
    sandbox.write("tradebook/src/services/job_service.rs", format!("{service}\n// mine\n"));
    let before = sandbox.tree("tradebook");
    for (name, parts) in [
        ("workspace", vec!["`job` refers to `workspace`", "rulebook destroy resource job"]),
        ("job", vec!["+// mine", "src/services/job_service.rs", "--force"]),
        ("jbo", vec!["did you mean `job`?"]),
        ("user", vec!["rulebook new"]),
    ] {
        let said = sandbox.rulebook("tradebook", ["destroy", "resource", name]).expect(2);
        for part in parts {
            assert!(said.contains(part), "{name}: {part} is missing:\n{said}");
        }
    }
    assert_eq!(sandbox.tree("tradebook"), before);
    let args = ["destroy", "resource", "job", "--force", "--format", "json"];
    let plan: Value = serde_json::from_str(&sandbox.rulebook("tradebook", args).expect(0)).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/plan.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&plan), "{plan:#}");
    let deleted = |change: &&Value| change["action"] == "delete" && change["path"] == "src/services/job_service.rs";
    assert!(plan["changes"].as_array().unwrap().iter().any(|change| deleted(&change)));
    assert!(sandbox.read("tradebook/src/services/job_service.rs.orig").ends_with("// mine\n"));
}
