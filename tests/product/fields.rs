// tests/product/fields.rs - Resources that change while their tables have rows

use serde_json::{Value, json};

use crate::http::Client;
use crate::support::{Sandbox, Served, cargo, generated_target};

const RESOURCES: &str = r#"
[[resource]]
name = "workspace"
fields = ["name:string:len=1..80:unique"]

[[resource]]
name = "job"
fields = ["title:string", "workspace:ref:parent", "note:text:null", "status:enum=open,done:default=open"]

[[resource]]
name = "step"
fields = ["job:ref:parent", "label:string"]
"#;

/// A project whose database has a row of each resource, made over HTTP; the body of each as the API shows it.
fn with_rows() -> (Sandbox, Value, Value, Value) {
    let sandbox = Sandbox::new();
    sandbox.write("resources.toml", RESOURCES);
    sandbox.rulebook("", ["new", "grown", "--from", "resources.toml", "--vcs", "none"]).expect(0);
    let (served, ann) = serve(&sandbox, Client::registered);
    let post = |path: &str, body: Value| ann.send("POST", path, Some(&body)).expect(201).body;
    let workspace = post("/workspaces", json!({"name": "Momentum"}));
    let job = post("/jobs", json!({"title": "First", "note": "it's", "workspace_id": workspace["workspace_id"]}));
    let step = post("/steps", json!({"job_id": job["job_id"], "label": "One"}));
    assert_eq!(served.terminate(), Some(0));
    (sandbox, workspace, job, step)
}

/// Builds and serves the project over its database.
fn serve(sandbox: &Sandbox, client: impl Fn(&str, &str) -> Client) -> (Served, Client) {
    let project = sandbox.path("grown");
    cargo(&project, &["build"]).expect(0);
    let served = Served::start(&generated_target().join("debug/grown"), &project);
    let ann = client(&served.address, "ann@example.com");
    (served, ann)
}

#[test]
#[ignore = "deep: builds and serves a generated project three times"]
fn rows_live_through_a_change_of_their_table() {
    let (sandbox, workspace, mut job, step) = with_rows();
    let change = |args: &[&str]| sandbox.rulebook("grown", [&["generate", "field"], args].concat()).expect(0);
    change(&["job", "due_on:date:null", "budget:decimal:range=0..:default=1.5", "rank:string:null:unique"]);
    change(&["job", "--rename", "title=name"]);
    change(&["job", "status:enum=open,done,gone:default=open", "--drop", "note", "--allow-destructive"]);
    change(&["workspace", "color:enum=red,blue:default=blue"]);
    change(&["user", "nickname:string:null", "tier:enum=free,paid:default=free"]);

    let (served, ann) = serve(&sandbox, Client::logged_in);
    let job_path = format!("/jobs/{}", job["job_id"].as_str().unwrap());
    let fields = job.as_object_mut().unwrap();
    let title = fields.remove("title").unwrap();
    fields.remove("note");
    fields.extend([
        ("name".to_owned(), title),
        ("due_on".to_owned(), Value::Null),
        ("budget".to_owned(), json!("1.50")),
        ("rank".to_owned(), Value::Null),
    ]);
    assert_eq!(ann.send("GET", &job_path, None).expect(200).body, job);
    let step_path = format!("/steps/{}", step["step_id"].as_str().unwrap());
    assert_eq!(ann.send("GET", &step_path, None).expect(200).body, step);
    let workspace_path = format!("/workspaces/{}", workspace["workspace_id"].as_str().unwrap());
    assert_eq!(ann.send("GET", &workspace_path, None).expect(200).body["color"], "blue");
    let me = ann.send("GET", "/auth/me", None).expect(200).body;
    assert_eq!((&me["nickname"], &me["tier"]), (&Value::Null, &json!("free")));

    // The table that was made anew still keeps its promises to the others.
    ann.send("DELETE", &job_path, None).expect(409);
    ann.send("PATCH", &job_path, Some(&json!({"budget": "-1"}))).expect(422);
    ann.send("PATCH", &job_path, Some(&json!({"status": "gone", "rank": "a"}))).expect(200);
    ann.send("DELETE", &step_path, None).expect(204);
    ann.send("DELETE", &job_path, None).expect(204);
    assert_eq!(served.terminate(), Some(0));

    let project = sandbox.path("grown");
    assert!(sandbox.rulebook("grown", ["lint", "--strict"]).expect(0).contains("no findings"));
    cargo(&project, &["fmt", "--check"]).expect(0);
    cargo(&project, &["clippy", "--all-targets", "--", "-D", "warnings"]).expect(0);
    cargo(&project, &["test"]).expect(0);
    if std::env::var_os("TEST_POSTGRES_URL").is_some() {
        cargo(&project, &["test", "--features", "postgres"]).expect(0);
    }
}
