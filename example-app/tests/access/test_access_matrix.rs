// tests/access/test_access_matrix.rs - Every route, asked by everybody

use std::collections::BTreeSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::common::app::{PASSWORD, TestApp};
use crate::common::client::Client;
use crate::common::desk::{Desk, fresh};
use crate::common::reply::Reply;
use crate::common::tokens::refused_clients;

/// What nobody gets, somebody with a token that has expired, another user, and a viewer, an editor
/// and an owner of the workspace.
type Answers = [u16; 6];

const CALLERS: [&str; 6] =
    ["nobody", "an expired token", "another user", "a viewer", "an editor", "an owner"];

/// Anybody.
const PUBLIC: Answers = [200; 6];
/// All who are logged in, each for their own.
const OWN: Answers = [401, 401, 200, 200, 200, 200];
/// What is in the workspace: to see.
const SEE: Answers = [401, 401, 404, 200, 200, 200];
/// To make, in a workspace that the body names.
const MAKE: Answers = [401, 401, 400, 403, 201, 201];
/// To change.
const CHANGE: Answers = [401, 401, 404, 403, 200, 200];
/// To delete.
const DELETE: Answers = [401, 401, 404, 403, 204, 204];
/// The workspace itself, and its members.
const GOVERN: Answers = [401, 401, 404, 403, 403, 200];

/// The routes, and what comes of asking for them with a body that [`body`] makes.
const ROUTES: &[(&str, &str, Answers)] = &[
    ("get", "/health/live", [204; 6]),
    ("get", "/health/ready", [204; 6]),
    ("get", "/metrics", PUBLIC),
    ("post", "/auth/register", [201; 6]),
    ("post", "/auth/login", PUBLIC),
    ("get", "/auth/me", OWN),
    // The owner is the user whom the path names.
    ("get", "/users/{user_id}", [401, 401, 404, 404, 404, 200]),
    ("patch", "/users/{user_id}", [401, 401, 404, 404, 404, 200]),
    ("get", "/workspaces", OWN),
    ("post", "/workspaces", [401, 401, 201, 201, 201, 201]),
    ("get", "/workspaces/{workspace_id}", SEE),
    ("patch", "/workspaces/{workspace_id}", GOVERN),
    // There is something in it.
    ("delete", "/workspaces/{workspace_id}", [401, 401, 404, 403, 403, 409]),
    ("get", "/workspaces/{workspace_id}/members", SEE),
    ("post", "/workspaces/{workspace_id}/members", [401, 401, 404, 403, 403, 201]),
    ("get", "/workspaces/{workspace_id}/members/{member_id}", SEE),
    ("patch", "/workspaces/{workspace_id}/members/{member_id}", GOVERN),
    // The viewer is the member whom the path names, and may leave.
    ("delete", "/workspaces/{workspace_id}/members/{member_id}", [401, 401, 404, 204, 403, 204]),
    ("get", "/strategies", OWN),
    ("post", "/strategies", MAKE),
    ("get", "/strategies/{strategy_id}", SEE),
    ("patch", "/strategies/{strategy_id}", CHANGE),
    // Its backtest refers to it.
    ("delete", "/strategies/{strategy_id}", [401, 401, 404, 403, 409, 409]),
    ("get", "/workspaces/{workspace_id}/strategies", SEE),
    ("get", "/workspaces/{workspace_id}/strategy-analytics", SEE),
    ("get", "/backtests", OWN),
    ("post", "/backtests", MAKE),
    ("get", "/backtests/{backtest_id}", SEE),
    ("patch", "/backtests/{backtest_id}", CHANGE),
    // Its job refers to it.
    ("delete", "/backtests/{backtest_id}", [401, 401, 404, 403, 409, 409]),
    // It has not run.
    ("get", "/backtests/{backtest_id}/result", [401, 401, 404, 404, 404, 404]),
    ("get", "/workspaces/{workspace_id}/backtests", SEE),
    ("get", "/workspaces/{workspace_id}/backtests/{backtest_id}", SEE),
    ("get", "/workspaces/{workspace_id}/backtest-analytics", SEE),
    ("get", "/portfolios", OWN),
    ("post", "/portfolios", MAKE),
    ("get", "/portfolios/{portfolio_id}", SEE),
    ("patch", "/portfolios/{portfolio_id}", CHANGE),
    ("delete", "/portfolios/{portfolio_id}", DELETE),
    ("get", "/workspaces/{workspace_id}/portfolios", SEE),
    ("get", "/workspaces/{workspace_id}/portfolio-analytics", SEE),
    ("get", "/jobs", OWN),
    ("post", "/jobs", MAKE),
    ("get", "/jobs/{job_id}", SEE),
    ("patch", "/jobs/{job_id}", CHANGE),
    ("delete", "/jobs/{job_id}", DELETE),
    ("get", "/jobs/{job_id}/status", SEE),
    ("post", "/jobs/{job_id}/cancel", CHANGE),
    // It waits, so that there is nothing to do again.
    ("post", "/jobs/{job_id}/retry", [401, 401, 404, 403, 409, 409]),
    ("get", "/workspaces/{workspace_id}/jobs", SEE),
    ("get", "/workspaces/{workspace_id}/job-analytics", SEE),
];

/// A workspace, and all that a path can name.
struct Office {
    desk: Desk,
    member_id: String,
    portfolio_id: String,
    job_id: String,
}

impl Office {
    /// A new one of Ada's, with Ed for an editor and Vi for a viewer.
    async fn of(ada: &Client) -> Self {
        let desk = Desk::of(ada, "ACME").await;
        desk.admit("ed", "editor").await;
        let member_id = desk.admit("vi", "viewer").await;
        let (portfolio_id, job_id) = (desk.portfolio().await, desk.ask(desk.job()).await);
        Self { desk, member_id, portfolio_id, job_id }
    }

    /// The path with the ids of this office.
    fn path(&self, route: &str) -> String {
        [
            ("{user_id}", &self.desk.owner.user_id),
            ("{workspace_id}", &self.desk.workspace_id),
            ("{member_id}", &self.member_id),
            ("{strategy_id}", &self.desk.strategy_id),
            ("{backtest_id}", &self.desk.backtest_id),
            ("{portfolio_id}", &self.portfolio_id),
            ("{job_id}", &self.job_id),
        ]
        .into_iter()
        .fold(route.to_owned(), |path, (name, id)| path.replace(name, id))
    }

    /// A body that would be taken of who may send it; nothing where the route takes none.
    fn body(&self, method: &str, route: &str) -> Option<Value> {
        let workspace_id = &self.desk.workspace_id;
        let body = match (method, route) {
            ("post", "/auth/register") => {
                let email = format!("{}@example.com", fresh("new").replace(' ', "-"));
                json!({ "email": email, "password": PASSWORD, "name": "New" })
            }
            ("post", "/auth/login") => json!({ "email": "ada@example.com", "password": PASSWORD }),
            ("post", "/workspaces") => json!({ "name": fresh("Workspace") }),
            ("post", "/workspaces/{workspace_id}/members") => {
                json!({ "email": "new@example.com", "role": "viewer" })
            }
            ("patch", "/workspaces/{workspace_id}/members/{member_id}") => {
                json!({ "role": "viewer" })
            }
            ("post", "/strategies") => json!({
                "workspace_id": workspace_id,
                "name": fresh("Strategy"),
                "symbol": "ACME",
                "fast_days": 5,
                "slow_days": 20,
            }),
            ("post", "/backtests") => json!({
                "workspace_id": workspace_id,
                "strategy_id": self.desk.strategy_id,
                "from_day": "2024-01-01",
                "to_day": "2024-12-31",
                "initial_cash": "100",
            }),
            ("post", "/portfolios") => json!({
                "workspace_id": workspace_id,
                "name": fresh("Portfolio"),
                "currency": "eur",
                "cash": "1",
            }),
            ("post", "/jobs") => self.desk.job(),
            ("patch", "/backtests/{backtest_id}") => json!({ "fee_basis_points": 7 }),
            ("patch", "/jobs/{job_id}") => json!({ "priority": 7 }),
            ("patch", _) => json!({ "name": fresh("Renamed") }),
            _ => return None,
        };
        Some(body)
    }
}

/// The application with Ada, who owns the offices, and all callers in their order.
async fn callers() -> (TestApp, Client, [Client; 6]) {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let (bob, vi, ed) = (app.user("bob").await, app.user("vi").await, app.user("ed").await);
    app.user("new").await;
    let visitor = app.visitor();
    let refused = refused_clients(&visitor, &ada.user_id);
    let expired = refused.into_iter().find(|(why, _)| *why == "expired").expect("such a token").1;
    let callers = [visitor, expired, bob, vi, ed, ada.clone()];
    (app, ada, callers)
}

/// Asks for a route with what would be taken of who may ask.
async fn ask(caller: &Client, office: &Office, method: &str, route: &str) -> Reply {
    let path = office.path(route);
    match (method, office.body(method, route)) {
        ("get", _) => caller.get(&path).await,
        ("delete", _) => caller.delete(&path).await,
        ("patch", Some(body)) => caller.patch(&path, &body).await,
        ("post", body) => caller.post(&path, &body.unwrap_or_default()).await,
        other => panic!("{other:?} {route}: no such request"),
    }
}

/// Happy path: each route answers each caller as the table says.
#[tokio::test]
async fn test_router_answers_each_caller() {
    let (_app, ada, callers) = callers().await;
    let mut office = Office::of(&ada).await;
    let mut wrong = Vec::new();
    for (method, route, answers) in ROUTES {
        for ((name, caller), expected) in CALLERS.iter().zip(&callers).zip(answers) {
            let reply = ask(caller, &office, method, route).await;
            if reply.status.as_u16() != *expected {
                let Reply { status, body, .. } = &reply;
                wrong.push(format!(
                    "{method} {route}: {name} gets {status}, not {expected}: {body}"
                ));
            }
            if *method != "get" && reply.status.is_success() {
                office = Office::of(&ada).await;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Error: what is refused is not done: all that the owner sees is as it was.
#[tokio::test]
async fn test_router_changes_nothing_for_the_refused() {
    let (_app, ada, callers) = callers().await;
    let office = Office::of(&ada).await;
    let before = seen(&ada, &office).await;
    for (method, route, answers) in ROUTES {
        for (caller, _) in callers.iter().zip(answers).filter(|(_, answer)| **answer >= 400) {
            ask(caller, &office, method, route).await;
        }
    }
    let after = seen(&ada, &office).await;
    assert!(before.len() > 15);
    assert_eq!(after, before);
}

/// What the owner sees of an office.
async fn seen(ada: &Client, office: &Office) -> Vec<(&'static str, Value)> {
    let mut seen = Vec::new();
    for (method, route, answers) in ROUTES {
        if *method == "get" && (*answers == SEE || *answers == OWN) {
            seen.push((*route, ask(ada, office, method, route).await.body));
        }
    }
    seen
}

/// Edge case: who owns one workspace does not reach into another through a path that names both.
#[tokio::test]
async fn test_router_keeps_workspaces_apart() {
    let (_app, ada, [_, _, bob, ..]) = callers().await;
    let office = Office::of(&ada).await;
    let own = Desk::of(&bob, "ACME").await.workspace_id;
    for route in ["backtests/{backtest_id}", "members/{member_id}"] {
        let path = office.path(&format!("/workspaces/{own}/{route}"));
        bob.get(&path).await.problem(StatusCode::NOT_FOUND);
        ada.get(&path).await.problem(StatusCode::NOT_FOUND);
    }
    let path = office.path(&format!("/workspaces/{own}/members/{{member_id}}"));
    bob.patch(&path, &json!({ "role": "viewer" })).await.problem(StatusCode::NOT_FOUND);
    bob.delete(&path).await.problem(StatusCode::NOT_FOUND);
    // A strategy of another's workspace can't be tested in one's own.
    let mut backtest = office.body("post", "/backtests").expect("a body");
    backtest["workspace_id"] = json!(own);
    let refused = bob.post("/backtests", &backtest).await.problem(StatusCode::BAD_REQUEST);
    assert_eq!(refused.detail, "strategy_id: strategy not found");
}

/// Integration: the table has every route that the application documents, and no other.
#[tokio::test]
async fn test_router_has_what_the_table_has() {
    let document = TestApp::start().await.visitor().get("/openapi.json").await;
    let document = document.expect(StatusCode::OK).body;
    let paths = document["paths"].as_object().expect("paths");
    let is_method = |name: &str| name.to_uppercase().parse::<Method>().is_ok();
    let documented: BTreeSet<(&str, &str)> = paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().expect("operations").keys();
            let methods = methods.map(String::as_str);
            methods.filter(|name| is_method(name)).map(|method| (method, path.as_str()))
        })
        .collect();
    let table = ROUTES.iter().map(|(method, route, _)| (*method, *route)).collect();
    assert_eq!(documented, table);
}
