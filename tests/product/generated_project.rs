// tests/product/generated_project.rs - From an empty folder to a running, tested, lint-clean application

use serde_json::json;

use crate::existing;
use crate::http::Client;
use crate::served_routes::assert_serves_its_routes;
use crate::support::{Sandbox, Served, cargo, generated_target};

const WORKSPACE: &str = "workspace name:string:len=1..80:unique description:text:null";
const STRATEGY: [&str; 6] = [
    "generate",
    "resource",
    "strategy",
    "title:string:len=1..120",
    "risk:f64:range=0..1:default=0.5",
    "active:bool:default=true",
];
const BACKTEST: [&str; 8] = [
    "generate",
    "resource",
    "backtest",
    "strategy:ref",
    "runs:i32:range=1..1000:default=1",
    "seed:i64:null",
    "status:enum=pending,running,done:default=pending",
    "due_on:date:null",
];

/// A project with three resources, the last of which refers to the one before it, finished by the command alone.
fn finished_project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "tradebook", "--resource", WORKSPACE]).expect(0);
    sandbox.rulebook("tradebook", STRATEGY).expect(0);
    sandbox.rulebook("tradebook", BACKTEST).expect(0);
    sandbox
}

/// One test, not five: each step builds on what the steps before it compiled.
#[test]
fn a_new_project_is_finished_and_serves() {
    let sandbox = finished_project();
    let project = sandbox.path("tradebook");
    let findings = sandbox.rulebook("tradebook", ["lint", "--strict", "--format", "concise"]).expect(0);
    assert!(!findings.contains("RB"), "{findings}");
    cargo(&project, &["fmt", "--check"]).expect(0);
    cargo(&project, &["clippy", "--all-targets", "--", "-D", "warnings"]).expect(0);
    cargo(&project, &["test"]).expect(0);
    cargo(&project, &["build"]).expect(0);
    serves(&sandbox);
}

/// A row's life over HTTP, as its owner and as somebody else.
fn serves(sandbox: &Sandbox) {
    let program = generated_target().join("debug/tradebook");
    let served = Served::start(&program, &sandbox.path("tradebook"));
    let ann = Client::registered(&served.address, "ann@example.com");
    let bob = Client::registered(&served.address, "bob@example.com");
    let nobody = Client::new(&served.address);

    let strategy = ann.send("POST", "/strategies", Some(&json!({"title": "Momentum"}))).expect(201);
    let strategy_id = strategy.body["strategy_id"].as_str().unwrap();
    let new = json!({"strategy_id": strategy_id, "due_on": "2027-01-31"});
    let created = ann.send("POST", "/backtests", Some(&new)).expect(201);
    let path = created.location.clone().unwrap();
    assert_eq!(path, format!("/backtests/{}", created.body["backtest_id"].as_str().unwrap()));
    assert_eq!((&created.body["status"], &created.body["runs"]), (&json!("pending"), &json!(1)));

    assert_eq!(ann.send("GET", &path, None).expect(200).body, created.body);
    let listed = ann.send("GET", "/backtests?limit=10", None).expect(200);
    assert_eq!(listed.body["items"], json!([created.body]));
    let changed = ann.send("PATCH", &path, Some(&json!({"status": "done", "due_on": null}))).expect(200);
    assert_eq!((&changed.body["status"], &changed.body["due_on"]), (&json!("done"), &json!(null)));
    ann.send_with("PATCH", &path, Some(&json!({"runs": 2})), &[("if-match", &created.etag.unwrap())]).expect(412);

    for (method, body) in [("GET", None), ("PATCH", Some(json!({"runs": 2}))), ("DELETE", None)] {
        bob.send(method, &path, body.as_ref()).expect(404);
        nobody.send(method, &path, body.as_ref()).expect(401);
    }
    assert_eq!(bob.send("GET", "/backtests", None).expect(200).body["items"], json!([]));
    bob.send("POST", "/backtests", Some(&new)).expect(400);

    ann.send("DELETE", &format!("/strategies/{strategy_id}"), None).expect(409);
    ann.send("DELETE", &path, None).expect(204);
    ann.send("GET", &path, None).expect(404);
    ann.send("DELETE", &format!("/strategies/{strategy_id}"), None).expect(204);

    let document = nobody.send("GET", "/openapi.json", None).expect(200).body;
    assert!(document["paths"]["/backtests/{backtest_id}"]["patch"].is_object());
    assert!(nobody.send("GET", "/docs/", None).expect(200).text.contains("swagger"));
    assert_serves_its_routes(sandbox, "tradebook", &nobody);
    nobody.send("GET", "/health/ready", None).expect(204);
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn the_same_command_again_changes_nothing() {
    let sandbox = finished_project();
    let before = sandbox.tree("tradebook");
    let said = sandbox.rulebook("tradebook", BACKTEST).expect(0);
    assert!(said.contains("nothing to do"), "{said}");
    assert_eq!(sandbox.tree("tradebook"), before);
}

#[test]
fn a_dry_run_shows_a_diff_for_each_file_and_writes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "tradebook"]).expect(0);
    let before = sandbox.tree("tradebook");
    let args = STRATEGY.iter().chain(&["--dry-run"]);
    let said = sandbox.rulebook("tradebook", args).expect(0);
    for shown in ["+++ b/src/api/strategy.rs", "+pub mod strategy;", "+++ b/src/api/mod.rs", "nothing was written"] {
        assert!(said.contains(shown), "{shown} is missing:\n{said}");
    }
    assert_eq!(sandbox.tree("tradebook"), before);
}

#[test]
fn a_plan_for_programs_holds_to_its_schema() {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "tradebook"]).expect(0);
    let args = STRATEGY.iter().chain(&["--dry-run", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_str(&sandbox.rulebook("tradebook", args).expect(0)).unwrap();
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../docs/schemas/plan.schema.json")).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&plan).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(plan["applied"], json!(false));
}

/// A folder lies where a file of the resource should be, so a write fails half-way.
#[test]
fn a_write_that_fails_leaves_the_tree_as_it_was() {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "tradebook"]).expect(0);
    std::fs::create_dir_all(sandbox.path("tradebook/src/services/strategy_service.rs/x")).unwrap();
    let before = sandbox.tree("tradebook");
    let said = sandbox.rulebook("tradebook", STRATEGY).expect(2);
    assert!(said.contains("strategy_service.rs"), "{said}");
    assert_eq!(sandbox.tree("tradebook"), before);
}

/// A project with resources that between them have every type, modifier and option.
fn varied_project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("resources.toml", include_str!("data/varied_resources.toml"));
    sandbox.rulebook("", ["new", "varied", "--from", "resources.toml"]).expect(0);
    // One more comes from a table that exists.
    existing::database(&sandbox, "old.db", existing::INVOICES);
    sandbox.rulebook("varied", existing::FROM_TABLE).expect(0);
    sandbox
}

#[test]
fn varied_resources_are_formatted_and_lint_clean() {
    let sandbox = varied_project();
    let said = sandbox.rulebook("varied", ["lint", "--strict"]).expect(0);
    assert!(said.contains("no findings"), "{said}");
    cargo(&sandbox.path("varied"), &["fmt", "--check"]).expect(0);
}

#[test]
#[ignore = "deep: builds a project of seventeen resources and runs its tests, on PostgreSQL too where TEST_POSTGRES_URL is set"]
fn varied_resources_work() {
    let sandbox = varied_project();
    let project = sandbox.path("varied");
    cargo(&project, &["clippy", "--all-targets", "--", "-D", "warnings"]).expect(0);
    cargo(&project, &["test"]).expect(0);
    if std::env::var_os("TEST_POSTGRES_URL").is_some() {
        cargo(&project, &["clippy", "--all-targets", "--features", "postgres", "--", "-D", "warnings"]).expect(0);
        cargo(&project, &["test", "--features", "postgres"]).expect(0);
    }
}
