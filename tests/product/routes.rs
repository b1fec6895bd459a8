// tests/product/routes.rs - The table of routes from outside

use serde_json::Value;

use crate::support::Sandbox;

const MANIFEST: &str = "[package]\nname = \"small\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";
const API: &str = "use axum::routing::get;
use axum::{Json, Router};

pub fn router() -> Router {
    Router::new()
        .route(\"/jobs\", get(list_jobs).post(create_job))
        .route(\"/jobs/{job_id}\", get(get_job))
        .merge(elsewhere::router())
}

pub struct CurrentUser;
pub struct Job;

pub async fn list_jobs(_user: CurrentUser) -> Json<Vec<Job>> {
    todo!()
}

pub async fn create_job(_user: CurrentUser, Json(_job): Json<Job>) -> Result<Json<Job>, ()> {
    todo!()
}

pub async fn get_job() {}
";

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", MANIFEST);
    sandbox.write("src/lib.rs", "pub mod api;\n");
    sandbox.write("src/api.rs", API);
    sandbox
}

#[test]
fn people_read_a_table() {
    let sandbox = project();
    let said = sandbox.rulebook("src", ["routes"]).expect(0);
    let expected = "\
GET  /jobs           list_jobs   CurrentUser  - -> Vec<Job>  api.rs:14
POST /jobs           create_job  CurrentUser  Job -> Job     api.rs:18
GET  /jobs/{job_id}  get_job     -                           api.rs:22

Not followed
  api.rs:8: what is merged here can't be followed
3 routes, 1 place not followed
";
    assert_eq!(said, expected);
    let markdown = sandbox.rulebook("", ["routes", "--format", "markdown"]).expect(0);
    assert!(
        markdown.contains("| GET | `/jobs` | `list_jobs` | CurrentUser | - -> Vec<Job> | src/api.rs:14 |"),
        "{markdown}"
    );
}

#[test]
fn routes_are_filtered() {
    let sandbox = project();
    for (args, expected) in [
        (&["--method", "post"][..], &["create_job"][..]),
        (&["--path", "/jobs/"], &["get_job"]),
        (&["--handler", "_job"], &["list_jobs", "create_job", "get_job"]),
        (&["--handler", "list", "--method", "DELETE"], &[]),
    ] {
        let all = ["routes", "--format", "json"].iter().chain(args);
        let table: Value = serde_json::from_str(&sandbox.rulebook("", all).expect(0)).unwrap();
        let handlers: Vec<&str> =
            table["routes"].as_array().unwrap().iter().map(|route| route["handler"].as_str().unwrap()).collect();
        assert_eq!(handlers, expected, "{args:?}");
    }
    let refused = sandbox.rulebook("", ["routes", "--method", "push"]).expect(2);
    assert!(refused.contains("`push` is no method"), "{refused}");
    sandbox.rulebook("", ["routes", "--strict"]).expect(1);
}

#[test]
fn programs_read_what_the_schema_says() {
    let sandbox = project();
    let table: Value = serde_json::from_str(&sandbox.rulebook("", ["routes", "--format", "json"]).expect(0)).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/routes.schema.json")).unwrap();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&table).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(table["unresolved"][0]["file"], "src/api.rs");

    let paths: Value =
        serde_json::from_str(&sandbox.rulebook("", ["routes", "--format", "openapi-paths"]).expect(0)).unwrap();
    let create = &paths["paths"]["/jobs"]["post"];
    assert_eq!(create["operationId"], "create_job");
    assert_eq!(create["requestBody"]["content"]["application/json"]["schema"]["$ref"], "#/components/schemas/Job");
    assert_eq!(paths["paths"]["/jobs/{job_id}"]["get"]["parameters"][0]["name"], "job_id");
}
