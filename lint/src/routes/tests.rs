// src/routes/tests.rs - Ways in which programs build routers, and the routes that come of them

//! Ways in which programs build routers, and the routes that come of them.

use super::RouteTable;
use crate::project::file_system::Memory;
use crate::run::{Options, lint};

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n\
    axum-extra = \"0.12\"\nutoipa = \"5\"\nutoipa-axum = \"0.2\"\ntokio = \"1\"\naide = \"0.15\"\ntower = \"0.5\"\n";

/// Handlers that every case may name.
const HANDLERS: &str = "
pub async fn list() {}
pub async fn create() {}
pub async fn read() {}
pub async fn remove() {}
pub async fn get() {}
pub async fn post() {}
";

/// The routes of files, a line each, and then what was not followed.
fn routes_of(files: &[(&str, String)]) -> Vec<String> {
    let mut memory = Memory::new([("Cargo.toml", MANIFEST)]);
    for (path, text) in files {
        memory.insert(*path, text.clone());
    }
    let model = lint(&memory, &Options::default()).unwrap().model;
    let failures: Vec<_> = model.files().iter().filter_map(|file| file.facts.failure.as_ref()).collect();
    assert!(failures.is_empty(), "{failures:?}");
    let table = RouteTable::of(&model);
    let routes = table.routes.iter().map(|route| {
        let layers: Vec<&str> = route.layers.iter().map(|layer| layer.text.as_str()).collect();
        let layers = if layers.is_empty() { String::new() } else { format!(" | {}", layers.join(" | ")) };
        let conditional = if route.conditional { "?" } else { "" };
        format!("{}{conditional} {} {}{layers}", route.method, route.path, route.handler.name(&model))
    });
    let unresolved = table.unresolved.iter().map(|one| format!("unresolved: {}", one.reason));
    routes.chain(unresolved).collect()
}

/// The routes of a `main` whose body ends with a router, with more items beside it.
fn routes(body: &str, items: &str) -> Vec<String> {
    let main = format!(
        "mod jobs;\nuse axum::Router;\nuse axum::routing::{{self, any, delete, get, on, patch, post, put}};\n\
         {items}\n#[tokio::main]\nasync fn main() {{\n    let app = {{ {body} }};\n    \
         let listener = tokio::net::TcpListener::bind(\"0.0.0.0:80\").await.unwrap();\n    \
         axum::serve(listener, app).await.unwrap();\n}}\n"
    );
    routes_of(&[("src/main.rs", main), ("src/jobs.rs", HANDLERS.to_owned())])
}

#[test]
fn routers_are_evaluated_however_they_are_built() {
    let cases: &[(&str, &str, &str, &[&str])] = &[
        ("a method", "Router::new().route(\"/jobs\", get(jobs::list))", "", &["GET /jobs list"]),
        (
            "methods in a chain",
            "Router::new().route(\"/jobs\", get(jobs::list).post(jobs::create)).route(\"/x\", put(jobs::read).delete(jobs::remove))",
            "",
            &["GET /jobs list", "POST /jobs create", "PUT /x read", "DELETE /x remove"],
        ),
        ("any", "Router::new().route(\"/a\", any(jobs::list))", "", &["ANY /a list"]),
        (
            "on",
            "use axum::routing::MethodFilter; Router::new().route(\"/a\", on(MethodFilter::GET.or(MethodFilter::PUT), jobs::list))",
            "",
            &["GET /a list", "PUT /a list"],
        ),
        (
            "nest and merge",
            "let jobs = Router::new().route(\"/\", get(jobs::list)).route(\"/{id}\", get(jobs::read)); \
             Router::new().nest(\"/jobs\", jobs.clone()).merge(Router::new().nest(\"/v1/jobs/\", jobs))",
            "",
            &["GET /jobs list", "GET /jobs/{id} read", "GET /v1/jobs/ list", "GET /v1/jobs/{id} read"],
        ),
        (
            "functions",
            "Router::new().nest(\"/api\", api(true)).merge(health())",
            "fn api(_: bool) -> Router { let router = Router::new(); let router = router.route(\"/a\", get(jobs::list)); router }\n\
             fn health() -> Router { return Router::new().route(\"/health\", get(|| async { \"ok\" })); }",
            &["GET /api/a list", "GET /health || async { \"ok\" }"],
        ),
        (
            "handed to a function and back",
            "add(Router::new(), \"/a\").route(\"/b\", post(jobs::create))",
            "fn add(router: Router, path: &str) -> Router { router.route(path, get(jobs::list)) }",
            &["GET /a list", "POST /b create"],
        ),
        (
            "changed in place",
            "let mut app = Router::new(); app = app.route(\"/a\", get(jobs::list)); add(&mut app); app",
            "fn add(router: &mut Router) { *router = std::mem::take(router).route(\"/b\", get(jobs::read)); }",
            &["GET /a list", "GET /b read"],
        ),
        (
            "branches",
            "let mut app = Router::new().route(\"/a\", get(jobs::list)); if cfg!(debug_assertions) { app = app.route(\"/debug\", get(jobs::read)); } \
             app = if x() { app.route(\"/b\", get(jobs::list)) } else { app }; \
             match y() { 1 => app.route(\"/one\", get(jobs::list)), _ => return, }",
            "fn x() -> bool { true } fn y() -> u8 { 1 }",
            &["GET /a list", "GET? /b list", "GET? /debug read", "GET /one list"],
        ),
        (
            "a cfg",
            "let app = Router::new(); #[cfg(feature = \"x\")] let app = app.route(\"/x\", get(jobs::list)); app",
            "",
            &["GET /x list"],
        ),
        (
            "a loop over a list",
            "let mut app = Router::new(); for (path, methods) in vec![(\"/a\", get(jobs::list)), (\"/b\", post(jobs::create))] \
             { app = app.route(path, methods); } app",
            "",
            &["GET /a list", "POST /b create"],
        ),
        (
            "a fold",
            "[(\"/a\", get(jobs::list)), (\"/b\", get(jobs::read))].into_iter().fold(Router::new(), |app, (path, methods)| app.route(path, methods))",
            "",
            &["GET /a list", "GET /b read"],
        ),
        (
            "paths that are put together",
            "let name = \"c\"; Router::new().route(A, get(jobs::list)).route(&format!(\"{A}/{}/{name}/{{id}}\", B::B), get(jobs::read)) \
             .route(concat!(\"/x\", \"/y\"), get(jobs::list)).route(&(String::from(\"/p\") + \"/q\"), get(jobs::list)).route(made(), get(jobs::list))",
            "const A: &str = \"/a\"; struct B; impl B { const B: &'static str = \"b\"; } fn made() -> &'static str { \"/made\" }",
            &["GET /a list", "GET /a/b/c/{id} read", "GET /made list", "GET /p/q list", "GET /x/y list"],
        ),
        (
            "a prefix that is known only at run time",
            "let prefix = std::env::var(\"PREFIX\").unwrap(); Router::new().nest(&prefix, Router::new().route(\"/a\", get(jobs::list))) \
             .route(&format!(\"{prefix}/b\"), get(jobs::read))",
            "",
            &["GET <prefix>/a list", "GET <prefix>/b read"],
        ),
        (
            "a builder that holds a router",
            "App::new().with_jobs().build()",
            "struct App { router: Router } impl App { fn new() -> Self { Self { router: Router::new() } } \
             fn with_jobs(mut self) -> Self { self.router = self.router.route(\"/jobs\", get(jobs::list)); self.add(); self } \
             fn add(&mut self) { self.router = self.router.clone().route(\"/more\", get(jobs::read)); } \
             fn build(self) -> Router { self.router } }",
            &["GET /jobs list", "GET /more read"],
        ),
        (
            "tuples and options",
            "let (app, _state) = pair(); let extra: Option<fn(Router) -> Router> = None; let app = match extra { Some(extra) => extra(app), None => app }; \
             if let Some(more) = more() { app.merge(more) } else { app }",
            "fn pair() -> (Router, u8) { (Router::new().route(\"/a\", get(jobs::list)), 1) } \
             fn more() -> Option<Router> { Some(Router::new().route(\"/b\", get(jobs::read))) }",
            &["GET /a list", "GET? /b read"],
        ),
        (
            "methods of a trait for routers",
            "Router::new().with_jobs().route(\"/a\", get(jobs::list)).layered()",
            "trait Jobs { fn with_jobs(self) -> Self; fn layered(self) -> Self; } impl Jobs for Router { \
             fn with_jobs(self) -> Self { self.route(\"/jobs\", get(jobs::list)) } fn layered(self) -> Self { self } }",
            &["GET /a list", "GET /jobs list"],
        ),
        (
            "functions of types",
            "Router::new().merge(Jobs::router()).merge(<Users as Module>::router())",
            "struct Jobs; impl Jobs { fn router() -> Router { Self::inner().route(\"/jobs\", get(jobs::list)) } fn inner() -> Router { Router::new() } } \
             struct Users; trait Module { fn router() -> Router; } impl Module for Users { fn router() -> Router { Router::new().route(\"/users\", get(jobs::list)) } }",
            &["GET /jobs list", "GET /users list"],
        ),
        (
            "constants and defaults of traits",
            "Router::new().route(Jobs::route(), get(jobs::list)).route(<Users as Route>::PATH, get(jobs::list)).merge(Jobs::router())",
            "trait Route { const PATH: &'static str; fn route() -> &'static str { Self::PATH } \
             fn router() -> Router { Router::new().route(&format!(\"{}/more\", Self::PATH), get(jobs::read)) } } \
             struct Jobs; impl Route for Jobs { const PATH: &'static str = \"/jobs\"; } \
             struct Users; impl Route for Users { const PATH: &'static str = \"/users\"; }",
            &["GET /jobs list", "GET /jobs/more read", "GET /users list"],
        ),
        (
            "method routers in variables and functions",
            "let methods = get(jobs::list); let methods = methods.post(jobs::create); Router::new().route(\"/a\", methods).route(\"/b\", both())",
            "fn both() -> axum::routing::MethodRouter { get(jobs::read).merge(delete(jobs::remove)) }",
            &["GET /a list", "POST /a create", "GET /b read", "DELETE /b remove"],
        ),
        (
            "layers",
            "use axum::middleware::{from_fn, from_extractor}; Router::new().route(\"/a\", get(jobs::list).layer(from_fn(auth))).route_layer(from_fn(auth)) \
             .route(\"/b\", get(jobs::read)).layer(from_extractor::<User>())",
            "async fn auth() {} struct User;",
            &[
                "GET /a list | from_fn(auth) | from_fn(auth) | from_extractor::<User>()",
                "GET /b read | from_extractor::<User>()",
            ],
        ),
        (
            "other names and namesakes",
            "AppRouter::new().route(\"/a\", read_route(jobs::get)).route(\"/b\", routing::post(jobs::post))",
            "use axum::Router as AppRouter; use axum::routing::get as read_route;",
            &["GET /a get", "POST /b post"],
        ),
        (
            "modules that are called as methods are",
            "Router::new().route(\"/a\", get(self::get::a)).route(\"/b\", post(crate::post::b).get(get::a))",
            "mod get { pub async fn a() {} } mod post { pub async fn b() {} }",
            &["GET /a a", "GET /b a", "POST /b b"],
        ),
        (
            "generic handlers",
            "Router::<()>::new().route(\"/a\", get(generic::<u8>))",
            "async fn generic<T>() {}",
            &["GET /a generic"],
        ),
        ("an alias", "Api::new().route(\"/a\", get(jobs::list))", "type Api = axum::Router<()>;", &["GET /a list"]),
        (
            "services",
            "Router::new().nest_service(\"/files\", Files::new(\"x\")).route_service(\"/one\", Files::new(\"y\")).fallback(jobs::list)",
            "use tower::Files;",
            &["ANY /files Files::new(\"x\")", "ANY /files/{*rest} Files::new(\"x\")", "ANY /one Files::new(\"y\")"],
        ),
        (
            "typed paths",
            "use axum_extra::routing::RouterExt; Router::new().nest(\"/api\", Router::new().typed_get(show).typed_post(show)).typed_put(lost)",
            "#[derive(TypedPath)] #[typed_path(\"/jobs/{job_id}\", rejection(Gone))] struct JobPath { job_id: u8 } struct Other; \
             async fn show(JobPath { job_id }: JobPath) {} async fn lost(_: Other) {}",
            &[
                "GET /api/jobs/{job_id} show",
                "POST /api/jobs/{job_id} show",
                "unresolved: the first type that this handler takes has no `#[typed_path(..)]` here",
            ],
        ),
        (
            "what is not followed",
            "Router::new().merge(unknown::router()).nest(\"/x\", unknown::router()).route(\"/y\", unknown::methods())",
            "",
            &[
                "ANY /y unknown::methods()",
                "unresolved: what is merged here can't be followed",
                "unresolved: what is nested here can't be followed (below `/x`)",
                "unresolved: which methods are answered here can't be followed",
            ],
        ),
        (
            "recursion",
            "again(3)",
            "fn again(n: u8) -> Router { if n == 0 { Router::new() } else { again(n - 1).route(\"/a\", get(jobs::list)) } }",
            &[],
        ),
        (
            "a router of another crate",
            "other::Router::new().route(\"/a\", get(jobs::list)); Router::new()",
            "mod other { pub struct Router; impl Router { pub fn new() -> Self { Self } pub fn route<T>(self, _: &str, _: T) -> Self { self } } }",
            &[],
        ),
    ];
    for (name, body, items, expected) in cases {
        assert_eq!(routes(body, items), *expected, "{name}");
    }
}

#[test]
fn documented_handlers_are_routed_by_their_attributes() {
    let handlers = "
#[utoipa::path(get, path = \"/jobs\", responses((status = 200)))]
pub async fn list() {}
#[utoipa::path(post, path = \"/jobs\", context_path = \"/api\")]
pub async fn create() {}
#[utoipa::path(method(get, head), path = \"/{id}\")]
pub async fn read() {}
#[utoipa::path(delete, path = \"\")]
pub async fn remove() {}
pub async fn bare() {}
";
    let main = "
use utoipa_axum::{router::OpenApiRouter, routes};
mod jobs;
fn app() -> axum::Router {
    let (router, api) = OpenApiRouter::with_openapi(Api::openapi())
        .routes(routes!(jobs::list, jobs::create))
        .nest(\"/one\", OpenApiRouter::new().routes(routes!(jobs::read)).routes(routes!(jobs::remove)))
        .routes(routes!(jobs::bare))
        .split_for_parts();
    router.merge(utoipa_swagger_ui::SwaggerUi::new(\"/docs\").url(\"/openapi.json\", api))
}
#[tokio::main]
async fn main() { serve(app()).await }
async fn serve(app: axum::Router) { axum::serve(l, app.into_make_service()).await.unwrap(); }
";
    let found = routes_of(&[("src/main.rs", main.to_owned()), ("src/jobs.rs", handlers.to_owned())]);
    assert_eq!(
        found,
        [
            "GET /docs utoipa_swagger_ui::SwaggerUi::new(\"/docs\")",
            "GET /docs/{*rest} utoipa_swagger_ui::SwaggerUi::new(\"/docs\")",
            "GET /jobs list",
            "POST /jobs create",
            "DELETE /one remove",
            "GET /one/{id} read",
            "HEAD /one/{id} read",
            "GET /openapi.json utoipa_swagger_ui::SwaggerUi::new(\"/docs\").url(\"/openapi.js…",
            "unresolved: `routes!` takes a handler whose `#[utoipa::path(..)]` can't be read",
        ]
    );
}
