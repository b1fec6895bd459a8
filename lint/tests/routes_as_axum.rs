// tests/routes_as_axum.rs - The table of routes against axum itself, on random routers

//! The table of routes against axum itself: a random router is written as source, for the table, and made as a value, for
//! axum. What the table has is answered by the handler that it names, every other method of its paths is not, and what the
//! rules say would panic panics.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use axum::routing::{MethodFilter, MethodRouter, on};
use proptest::prelude::*;
use tower::ServiceExt;

use rulebook_lint::project::file_system::Memory;
use rulebook_lint::routes::RouteTable;
use rulebook_lint::run::{Options, lint};

const METHODS: [(&str, MethodFilter); 4] = [
    ("get", MethodFilter::GET),
    ("post", MethodFilter::POST),
    ("put", MethodFilter::PUT),
    ("delete", MethodFilter::DELETE),
];

/// A step of building a router, and in which of several ways it is written.
#[derive(Debug, Clone)]
enum Step {
    Route { path: String, answers: Vec<(usize, usize)>, way: usize },
    Nest { prefix: String, inner: Vec<Step>, way: usize },
    Merge { inner: Vec<Step>, way: usize },
    Fallback,
}

fn path() -> impl Strategy<Value = String> {
    let segment = prop::sample::select(vec!["a", "a", "b", "{x}", "{y}", "c-d"]);
    let end = prop::sample::select(vec!["", "", "", "", "/", "/{*rest}", "/:old", "/{x}.json"]);
    (prop::collection::vec(segment, 1..3), end).prop_map(|(segments, end)| format!("/{}{end}", segments.join("/")))
}

fn prefix() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["/p", "/p", "/q/", "/{z}", "/p/q", "/", "/q/{z}"]).prop_map(str::to_owned)
}

/// Handlers are numbered; which of them it is, its answer says.
fn steps(depth: u32) -> BoxedStrategy<Vec<Step>> {
    let answers = prop::collection::vec((0..METHODS.len(), 0..9usize), 1..3);
    let route = (path(), answers, 0..4usize).prop_map(|(path, answers, way)| Step::Route { path, answers, way });
    let step = if depth == 0 {
        route.boxed()
    } else {
        let nest =
            (prefix(), steps(depth - 1), 0..3usize).prop_map(|(prefix, inner, way)| Step::Nest { prefix, inner, way });
        let merge = (steps(depth - 1), 0..3usize).prop_map(|(inner, way)| Step::Merge { inner, way });
        prop_oneof![5 => route, 2 => nest, 2 => merge, 1 => Just(Step::Fallback)].boxed()
    };
    prop::collection::vec(step, 1..4).boxed()
}

/// The steps as a value of axum.
fn value(steps: &[Step]) -> Router {
    steps.iter().fold(Router::new(), |router, step| match step {
        Step::Route { path, answers, .. } => {
            let methods = answers.iter().fold(MethodRouter::new(), |methods, (method, handler)| {
                let answer = handler.to_string();
                methods.merge(on(METHODS[*method].1, move || std::future::ready(answer)))
            });
            router.route(path, methods)
        }
        Step::Nest { prefix, inner, .. } => router.nest(prefix, value(inner)),
        Step::Merge { inner, .. } => router.merge(value(inner)),
        Step::Fallback => router.fallback(|| std::future::ready("fallback")),
    })
}

/// The steps as source: an expression, and the functions that it calls.
fn source(steps: &[Step], functions: &mut Vec<String>) -> String {
    let mut statements = String::from("let mut router = Router::new(); ");
    for step in steps {
        match step {
            Step::Route { path, answers, way } => {
                let methods: Vec<String> = answers
                    .iter()
                    .enumerate()
                    .map(|(at, (method, handler))| {
                        let dot = if at == 0 { "" } else { "." };
                        format!("{dot}{}(h{handler})", METHODS[*method].0)
                    })
                    .collect();
                let methods = methods.concat();
                let escaped = path.replace('{', "{{").replace('}', "}}");
                statements += &match way {
                    0 => format!("router = router.route(\"{path}\", {methods}); "),
                    1 => format!(
                        "let router_ = router.route(&format!(\"{escaped}\"), {methods}); let mut router = router_; "
                    ),
                    2 => format!(
                        "for (path, methods) in [(\"{path}\", {methods})] {{ router = router.route(path, methods); }} "
                    ),
                    _ => format!("let methods = {methods}; router = add(router, \"{path}\", methods); "),
                };
            }
            Step::Nest { prefix, inner, way } => {
                let inner = part(inner, *way, functions);
                statements += &format!("router = router.nest(\"{prefix}\", {inner}); ");
            }
            Step::Merge { inner, way } => {
                let inner = part(inner, *way, functions);
                statements += &format!("router = router.merge({inner}); ");
            }
            Step::Fallback => statements += "router = router.fallback(h0); ",
        }
    }
    format!("{{ {statements} router }}")
}

/// A part of a router: where it is used, in a function, or as what an option holds.
fn part(steps: &[Step], way: usize, functions: &mut Vec<String>) -> String {
    let inner = source(steps, functions);
    match way {
        0 => inner,
        1 => {
            functions.push(format!("fn part_{}() -> Router {inner}", functions.len()));
            format!("part_{}()", functions.len() - 1)
        }
        _ => format!("Some({inner}).unwrap_or_default()"),
    }
}

const MANIFEST: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";

/// What the linter makes of the steps: method, path and handler of each route, and whether the program panics.
fn judged(steps: &[Step]) -> (BTreeSet<(String, String, String)>, bool, String) {
    let mut functions = Vec::new();
    let router = source(steps, &mut functions);
    let handlers: String = (0..9).map(|at| format!("async fn h{at}() {{}}\n")).collect();
    let code = format!(
        "use axum::Router;\nuse axum::routing::{{MethodRouter, delete, get, post, put}};\n{handlers}{}\n\
         fn add(router: Router, path: &str, methods: MethodRouter) -> Router {{ router.route(path, methods) }}\n\
         async fn main() {{ let app = {router}; axum::serve(listener, app).await.unwrap(); }}\n",
        functions.join("\n")
    );
    let files = Memory::new([("Cargo.toml", MANIFEST.to_owned()), ("src/main.rs", code.clone())]);
    let report = lint(&files, &Options::default()).unwrap();
    let table = RouteTable::of(&report.model);
    assert!(table.unresolved.is_empty(), "{:?}\n{code}", table.unresolved);
    let routes = table
        .routes
        .iter()
        .map(|route| (route.method.name().to_owned(), route.path.clone(), route.handler.name(&report.model)));
    let panics = report.findings.iter().any(|finding| ["RB603", "RB604"].contains(&finding.rule.code));
    (routes.collect(), panics, code)
}

/// A path that asks for a route: its parameters have values of their own.
fn asked(path: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { "value".to_owned() } else { part.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn answer(router: &Router, method: &str, path: &str) -> (u16, String) {
    let request = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(path);
    let request = request.body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1024).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_table_is_what_axum_serves(steps in steps(2)) {
        let (routes, panics, code) = judged(&steps);
        let made = catch_unwind(AssertUnwindSafe(|| value(&steps)));
        prop_assert_eq!(made.is_err(), panics, "panics: {}\n{}", made.is_err(), code);
        let Ok(router) = made else { return Ok(()) };
        let paths: BTreeSet<&String> = routes.iter().map(|(_, path, _)| path).collect();
        for path in paths {
            for (method, _) in METHODS {
                let method = method.to_uppercase();
                let listed = routes.iter().find(|(known, at, _)| *known == method && at == path);
                let (status, body) = answer(&router, &method, &asked(path));
                match listed {
                    Some((_, _, handler)) => {
                        prop_assert_eq!((status, format!("h{body}")), (200, handler.clone()), "{} {}\n{}", method, path, &code);
                    }
                    None => prop_assert_eq!(status, 405, "{} {}\n{}", method, path, &code),
                }
            }
        }
    }
}
