// src/calls/tests.rs - Ways to call a function, and what is known of each

//! Ways to call a function, and what is known of each.

use crate::project::bodies::FunctionRef;
use crate::project::file_system::Memory;
use crate::run::{Options, lint};

const MANIFEST: &str =
    "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";

/// What every case may call.
const SERVICES: &str = "
pub type Outcome<T> = Result<T, Fault>;
pub struct Fault;
impl Fault { pub fn log(&self) {} }
pub struct Repository;
impl Repository { pub fn save(&self) {} }
#[derive(Clone)]
pub struct Jobs { db: std::sync::Arc<Repository>, }
pub struct Job { pub owner: Owner }
pub struct Owner;
impl Owner { pub fn check(&self) {} }
pub struct Wrapper<T>(pub T);
impl Jobs {
    pub fn new() -> Self { Self { db: std::sync::Arc::new(Repository) } }
    pub async fn create(&self) -> Outcome<Job> { helper(); self.db.save(); Self::inner(); Ok(Job { owner: Owner }) }
    pub async fn find(&self) -> Result<Option<Job>, Fault> { Err(Fault) }
    pub async fn all(&self) -> Vec<Job> { Vec::new() }
    fn inner() {}
}
pub trait Store { fn put(&self); fn both(&self) { self.put() } }
pub struct Disk;
impl Store for Disk { fn put(&self) { helper() } }
fn helper() {}
";

/// What the function `f` of a case calls, by name.
fn called(code: &str) -> Vec<String> {
    let text = format!(
        "use crate::services::*;\nuse axum::extract::{{State, Path}};\nuse std::sync::Arc;\n\
         pub struct App {{ pub jobs: Arc<Jobs>, pub pair: (u8, Jobs), pub store: Box<dyn Store> }}\n{code}\n"
    );
    let files = [
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "mod api;\nmod services;\n"),
        ("src/services.rs", SERVICES),
        ("src/api.rs", &text),
    ];
    let model = lint(&Memory::new(files), &Options::default()).unwrap().model;
    let failures: Vec<_> = model.files().iter().filter_map(|file| file.facts.failure.as_ref()).collect();
    assert!(failures.is_empty(), "{failures:?} {code}");
    let name = |id: FunctionRef| model.facts(id.load).name(model.function(id).unwrap().name);
    let loads = model.tree.load_ids();
    let all = loads.flat_map(|load| {
        (0..model.facts(load).functions.len() as u32).map(move |function| FunctionRef { load, function })
    });
    let all: Vec<FunctionRef> = all.collect();
    let f = all.iter().find(|id| name(**id) == "f").unwrap();
    model.calls.called_by(*f).map(|id| name(id).to_owned()).collect()
}

#[test]
fn calls_are_known_by_paths_and_by_the_types_of_receivers() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("a path", "fn f() { Jobs::new(); }", &["new"]),
        ("a local", "async fn f() { let jobs = Jobs::new(); jobs.create().await; }", &["new", "create"]),
        ("a parameter", "async fn f(jobs: &Jobs) { jobs.create().await; }", &["create"]),
        ("a pattern", "async fn f(State(jobs): State<Jobs>) { jobs.create().await; }", &["create"]),
        ("a pointer", "async fn f(State(jobs): State<Arc<Jobs>>) { jobs.clone().create().await; }", &["create"]),
        ("a field", "async fn f(State(app): State<App>) { app.jobs.create().await; }", &["create"]),
        ("a field of a tuple", "async fn f(app: App) { let (_, jobs) = app.pair; jobs.create().await; }", &["create"]),
        (
            "a tuple taken apart",
            "async fn f() { let (n, jobs) = (1, Jobs::new()); jobs.create().await; }",
            &["new", "create"],
        ),
        ("a field of a pattern", "async fn f(App { jobs: j, .. }: App) { j.create().await; }", &["create"]),
        ("a newtype", "async fn f(Wrapper(jobs): Wrapper<Jobs>) { jobs.create().await; }", &["create"]),
        ("a struct literal", "fn f() { let x = Owner; x.check(); }", &["check"]),
        (
            "an outcome",
            "async fn f(jobs: Jobs) -> Outcome<()> { jobs.create().await?.owner.check(); Ok(()) }",
            &["create", "check"],
        ),
        (
            "what an option in a result holds",
            "async fn f(jobs: Jobs) { if let Some(job) = jobs.find().await.unwrap() { job.owner.check(); } }",
            &["find", "check"],
        ),
        (
            "an error",
            "async fn f(jobs: Jobs) { match jobs.create().await { Ok(job) => job.owner.check(), Err(e) => e.log() } }",
            &["create", "check", "log"],
        ),
        (
            "an element",
            "async fn f(jobs: Jobs) { for job in jobs.all().await { job.owner.check(); } }",
            &["all", "check"],
        ),
        (
            "an element of a reference",
            "async fn f(jobs: &[Job]) { for job in jobs { job.owner.check(); } }",
            &["check"],
        ),
        ("a trait object", "fn f(app: App) { app.store.put(); }", &["put", "put"]),
        ("a bound", "fn f(store: &impl Store) { store.put(); }", &["put", "put"]),
        ("a function that is handed on", "fn f() { run(Jobs::new); } fn run<T>(_: fn() -> T) {}", &["run", "new"]),
        ("a closure", "async fn f(jobs: Jobs) { let go = async || jobs.create().await; go().await; }", &["create"]),
        (
            "arguments of a macro",
            "async fn f(jobs: Jobs) { tokio::join!(jobs.create(), jobs.all()); }",
            &["create", "all"],
        ),
        ("an alias of a type", "type J = Arc<Jobs>; async fn f(j: J) { j.create().await; }", &["create"]),
        ("a name that shadows", "fn f(jobs: Jobs) { let jobs = 3; jobs.create(); }", &[]),
        ("what is not known", "fn f(x: T) { x.create(); y().create(); }", &[]),
        ("a type of another package", "fn f(x: Path<String>) { x.create(); }", &[]),
    ];
    for (name, code, expected) in cases {
        assert_eq!(called(code), *expected, "{name}");
    }
}
