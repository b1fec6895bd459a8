// tests/product/upkeep.rs - A generated project looked after: checked, edited, brought up to new templates

use std::fs;

use serde_json::{Value, json};

use crate::support::{Sandbox, cargo};

const JOB: &str = "job title:string:len=1..80 status:enum=open,done:default=open due_on:date:null";

/// A project with one resource.
pub fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "shop", "--resource", JOB, "--vcs", "none"]).expect(0);
    sandbox
}

/// Makes a file look as if older templates had made it, with `old` where `new` is now.
fn outdate(sandbox: &Sandbox, path: &str, old: &str, new: &str) {
    for place in [format!("shop/{path}"), format!("shop/.rulebook/base/{path}")] {
        let text = sandbox.read(&place);
        assert!(text.contains(new), "{place} has no {new}");
        sandbox.write(&place, text.replacen(new, old, 1));
    }
}

fn edit(sandbox: &Sandbox, path: &str, from: &str, to: &str) {
    let text = sandbox.read(&format!("shop/{path}"));
    assert!(text.contains(from), "{path} has no {from}");
    sandbox.write(&format!("shop/{path}"), text.replacen(from, to, 1));
}

fn assert_schema(said: &str, schema: &str) -> Value {
    let (said, schema): (Value, Value) = (serde_json::from_str(said).unwrap(), serde_json::from_str(schema).unwrap());
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&said).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}\n{said:#}");
    said
}

#[test]
fn a_new_project_is_checked_and_needs_no_upgrade() {
    let sandbox = project();
    let before = sandbox.tree("shop");
    let said = sandbox.rulebook("shop", ["check"]).expect(0);
    assert!(said.starts_with("everything is as it would be made: "), "{said}");
    let said = sandbox.rulebook("shop/src", ["upgrade"]).expect(0);
    assert!(said.contains("nothing to do"), "{said}");
    cargo(&sandbox.path("shop"), &["fmt"]).expect(0);
    fs::remove_file(sandbox.path("shop/Cargo.lock")).unwrap();
    assert_eq!(sandbox.tree("shop"), before);
}

/// That another version changed a project last is said, and is no finding.
#[test]
fn another_version_is_said() {
    let sandbox = project();
    let own = format!("rulebook = \"{}\"", env!("CARGO_PKG_VERSION"));
    edit(&sandbox, ".rulebook/manifest.toml", &own, "rulebook = \"0.0.1\"");
    let said = sandbox.rulebook("shop", ["check"]).expect(0);
    assert!(said.contains("rulebook 0.0.1 changed it last"), "{said}");
    let said = sandbox.rulebook("shop", ["check", "--format", "json"]).expect(0);
    let said = assert_schema(&said, include_str!("../../docs/schemas/check.schema.json"));
    assert_eq!(said["made_by"], "0.0.1");
    let said = sandbox.rulebook("shop", ["upgrade"]).expect(0);
    assert!(said.contains("rulebook 0.0.1 made it"), "{said}");
    assert!(!sandbox.rulebook("shop", ["check"]).expect(0).contains("0.0.1"));
}

#[test]
fn what_is_found_is_said_with_the_way_on_and_written_nowhere() {
    let sandbox = project();
    outdate(&sandbox, "src/core/page.rs", "// older\n", "\n");
    edit(&sandbox, "src/api/job.rs", "pub fn router()", "// mine\npub fn router()");
    edit(&sandbox, "src/services/mod.rs", "pub mod job_service;\n", "");
    fs::remove_file(sandbox.path("shop/tests/job/test_job_models.rs")).unwrap();
    let before = sandbox.tree("shop");
    let said = sandbox.rulebook("shop", ["check"]).expect(1);
    for part in [
        "drift src/core/page.rs",
        "deleted tests/job/test_job_models.rs",
        "unwired src/services/mod.rs: it lacks `pub mod job_service;`",
        "edited src/api/job.rs +1 -0",
        "`rulebook upgrade` brings it up to date",
    ] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    let json = sandbox.rulebook("shop", ["check", "--format", "json"]);
    assert_eq!(json.code, 1);
    let found = assert_schema(&json.out, include_str!("../../docs/schemas/check.schema.json"));
    assert_eq!(found["findings"].as_array().unwrap().len(), 3);
    assert_eq!(sandbox.tree("shop"), before);
    sandbox.rulebook("", ["check"]).expect(2);
}

#[test]
fn new_templates_are_merged_with_edits() {
    let sandbox = project();
    let as_made = sandbox.tree("shop");
    outdate(&sandbox, "src/api/job.rs", "/// An older line.\npub fn router()", "pub fn router()");
    outdate(&sandbox, "src/lib.rs", "pub mod older;\npub mod services;", "pub mod services;");
    edit(&sandbox, "src/lib.rs", "use std::io;", "// mine\nuse std::io;");
    let before = sandbox.tree("shop");
    let said = sandbox.rulebook("shop", ["upgrade", "--dry-run"]).expect(0);
    for part in ["--- a/src/api/job.rs", "-/// An older line.", "-pub mod older;", "nothing was written"] {
        assert!(said.contains(part), "{part} is missing:\n{said}");
    }
    assert_eq!(sandbox.tree("shop"), before);
    let said = sandbox.rulebook("shop", ["upgrade"]).expect(0);
    assert!(said.contains("2 files modified") && said.contains("src/lib.rs was edited"), "{said}");
    edit(&sandbox, "src/lib.rs", "// mine\n", "");
    assert_eq!(sandbox.tree("shop"), as_made);
}

#[test]
fn conflicts_are_marked_and_exit_1_until_they_are_settled() {
    let sandbox = project();
    outdate(&sandbox, "src/api/job.rs", "pub fn router_of_old()", "pub fn router()");
    edit(&sandbox, "src/api/job.rs", "pub fn router_of_old()", "pub fn router_of_mine()");
    let ran = sandbox.rulebook("shop", ["upgrade", "--format", "json", "--dry-run"]);
    assert_eq!(ran.code, 1);
    let plan = assert_schema(&ran.out, include_str!("../../docs/schemas/plan.schema.json"));
    assert_eq!((&plan["conflicts"], &plan["applied"]), (&json!(["src/api/job.rs"]), &json!(false)));
    let said = sandbox.rulebook("shop", ["upgrade"]).expect(1);
    assert!(said.contains("1 file modified; 1 file with conflicts"), "{said}");
    let text = sandbox.read("shop/src/api/job.rs");
    assert!(text.contains("<<<<<<< edited\npub fn router_of_mine()"), "{text}");
    assert!(sandbox.rulebook("shop", ["check"]).expect(1).contains("conflict src/api/job.rs"));
    sandbox.rulebook("shop", ["upgrade"]).expect(1);
    let settled: String = text
        .lines()
        .filter(|line| !line.contains("<<<<") && !line.contains("router_of_mine"))
        .map(|line| format!("{line}\n"))
        .collect();
    sandbox.write("shop/src/api/job.rs", settled.replace("=======\n", "").replace(">>>>>>> rulebook\n", ""));
    sandbox.rulebook("shop", ["check"]).expect(0);
}
