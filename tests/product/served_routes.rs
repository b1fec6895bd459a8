// tests/product/served_routes.rs - The table of routes against a router that runs

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::http::Client;
use crate::support::{Sandbox, Served, cargo, generated_target, tree};

/// The table of routes, which is made of the source alone, against the router that runs and the document that it serves.
pub fn assert_serves_its_routes(sandbox: &Sandbox, folder: &str, nobody: &Client) {
    const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
    // Pages and what they load; the example has one of its own.
    const UNDOCUMENTED: [&str; 5] = ["/", "/docs", "/docs/{*rest}", "/home.js", "/openapi.json"];
    let table = sandbox.rulebook(folder, ["routes", "--strict", "--format", "json"]).expect(0);
    let table: Value = serde_json::from_str(&table).unwrap();
    let of = |route: &Value| (route["path"].as_str().unwrap().to_owned(), route["method"].as_str().unwrap().to_owned());
    let routes: BTreeSet<(String, String)> = table["routes"].as_array().unwrap().iter().map(of).collect();

    let document = nobody.send("GET", "/openapi.json", None).expect(200).body;
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = METHODS.iter().filter(|method| item.get(method.to_lowercase()).is_some());
            methods.map(|method| (path.clone(), (*method).to_owned()))
        })
        .collect();
    let listed = routes.iter().filter(|(path, _)| !UNDOCUMENTED.contains(&path.as_str())).cloned().collect();
    assert_eq!(documented, listed, "the document and the table");

    let paths: BTreeSet<&String> = routes.iter().map(|(path, _)| path).collect();
    for path in paths {
        for method in METHODS {
            let asked = path.replace("{*rest}", "index.html").replace(['{', '}'], "");
            let status = nobody.send(method, &asked, None).status;
            let is_route = routes.contains(&(path.clone(), method.to_owned()));
            // Nobody gets 401, or 4xx of a body that is not there, where a handler is reached.
            assert_eq!(status != 405, is_route, "{method} {asked}: {status}");
            assert_ne!(status, 404, "{method} {asked}");
        }
    }
    nobody.send("GET", "/nowhere", None).expect(404);
}

#[test]
fn the_example_serves_its_routes() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"));
    cargo(workspace, &["build", "-p", "example-app"]).expect(0);
    let sandbox = Sandbox::of(tree(&workspace.join("example-app")));
    let served = Served::start(&generated_target().join("debug/example-app"), &sandbox.path(""));
    assert_serves_its_routes(&sandbox, "", &Client::new(&served.address));
    assert_eq!(served.terminate(), Some(0));
}
