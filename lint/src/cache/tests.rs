// src/cache/tests.rs - A run comes to the same with a cache and without

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::{Cache, Part, Writing};
use crate::finding::Finding;
use crate::observe::Observer;
use crate::project::file_system::Memory;
use crate::report::{Format, View, render};
use crate::rules;
use crate::run::{Options, Report, lint};
use crate::threads::Threads;

/// A cache in memory, which counts what it was asked to save.
#[derive(Debug, Default)]
struct Kept {
    parts: Mutex<BTreeMap<Part, Vec<u8>>>,
    saved: Mutex<Vec<Part>>,
}

impl Cache for Kept {
    fn load(&self, part: Part) -> Option<Vec<u8>> {
        self.parts.lock().unwrap().get(&part).cloned()
    }

    fn save(&self, part: Part, write: &mut Writing<'_>) {
        let mut bytes = Vec::new();
        write(&mut bytes).unwrap();
        self.parts.lock().unwrap().insert(part, bytes);
        self.saved.lock().unwrap().push(part);
    }
}

const MANIFEST: &str =
    "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n";

/// A backend with findings of files, of the project, of comments and of the baseline's kind, and with what can't be judged.
fn project() -> Memory {
    Memory::new([
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", "pub mod api;\npub mod core;\nmod gone;\n"),
        ("src/api/mod.rs", "// src/api/mod.rs - Routes\n\npub mod job;\n"),
        ("src/api/job.rs", "use crate::core::db;\nuse std::fmt;\npub fn f() -> fmt::Result { db::pool() }\n"),
        ("src/core/mod.rs", "// src/core/mod.rs - Core\n\npub mod db;\npub mod text;\n"),
        ("src/core/db.rs", "// src/core/db.rs - Database\n\n// rulebook: allow(print) - not there\npub fn pool() {}\n"),
        (
            "src/core/text.rs",
            "// src/core/text.rs - Text\n\nuse super::db;\nuse std::{env, fmt, fs, io, mem};\n\n\
             pub fn a(f: fmt::Arguments) -> io::Result<()> { db::pool(); fs::read(\"a\"); mem::drop(f); Ok(()) }\n\
             pub fn b() -> Option<io::Error> { db::pool(); env::args(); mem::take(&mut None) }\n\
             pub fn c(f: fmt::Error) -> io::ErrorKind { a(format_args!(\"\")); b(); io::Error::other(f).kind() }\n",
        ),
        ("src/broken.rs", "fn f( {"),
        ("migrations/1_jobs.sql", "CREATE TABLE jobs (id INTEGER);"),
    ])
}

/// A report as everyone sees it, in the formats that show all of it.
fn seen(report: &Report) -> String {
    let view = View { color: false, show: &str::to_owned, width: 100 };
    let formats = [Format::Full, Format::Json, Format::Sarif, Format::Rdjson];
    let texts = formats.map(|format| render(report, format, &view));
    format!("{}\n{:?}\n{}", texts.join("\n"), report.unresolved, report.files)
}

fn run(files: &Memory, cache: Option<&Arc<Kept>>, options: Options) -> String {
    let cache = cache.map(|cache| Arc::clone(cache) as Arc<dyn Cache>);
    seen(&lint(files, &Options { cache, ..options }).unwrap())
}

#[test]
fn the_report_is_the_same_cold_cached_and_for_any_number_of_threads() {
    let mut files = project();
    let cache = Arc::new(Kept::default());
    let mut last = String::new();
    // As it is, then with each of these in turn: another text, a file more, one less, other settings, another manifest.
    let changes: [(&str, Option<&str>); 8] = [
        ("src/api/job.rs", Some("pub fn f() {}\n")),
        ("src/api/user.rs", Some("use crate::core::db::pool;\n")),
        ("src/api/job.rs", None),
        ("rulebook.toml", Some("[rules]\nmissing-header = \"off\"\n")),
        ("rulebook.toml", Some("exclude = [\"src/broken.rs\"]\n")),
        ("Cargo.toml", Some("[package]\nname = \"app\"\nedition = \"2024\"\n")),
        (".gitignore", Some("logs\n")),
        ("src/core/db.rs", Some("// \u{fffd}\n")),
    ];
    for (path, text) in std::iter::once(("src/none.rs", None)).chain(changes) {
        match text {
            Some(text) => files.insert(path, text),
            None => drop(files.remove(path)),
        }
        let cold = run(&files, None, Options::default());
        for threads in [1, 3] {
            let options = || Options { threads: Threads::of(threads), ..Options::default() };
            assert_eq!(run(&files, None, options()), cold, "{path}");
            assert_eq!(run(&files, Some(&cache), options()), cold, "{path}, first or cached");
        }
        if path != ".gitignore" && path != "src/none.rs" {
            assert_ne!(cold, last, "{path} makes no difference");
        }
        last = cold;
    }
}

#[test]
fn options_that_change_what_is_reported_are_told_apart() {
    let files = project();
    let cache = Arc::new(Kept::default());
    let headers = rules::find("RB301").unwrap();
    let choices = [
        Options::default(),
        Options { select: vec![headers], ..Options::default() },
        Options { ignore: vec![headers], ..Options::default() },
        Options { paths: vec!["src/api".to_owned()], ..Options::default() },
        Options { changed: Some(["src/lib.rs".to_owned()].into()), ..Options::default() },
    ];
    for _ in 0..2 {
        for options in &choices {
            assert_eq!(run(&files, Some(&cache), options.clone()), run(&files, None, options.clone()), "{options:?}");
        }
    }
}

#[test]
fn what_did_not_change_is_not_done_again() {
    let mut files = project();
    let cache = Arc::new(Kept::default());
    let saves = |files: &Memory| {
        let observer = Arc::new(Observer::default());
        run(files, Some(&cache), Options { observer: Some(Arc::clone(&observer)), ..Options::default() });
        let judged = observer.rules().count() > 0;
        let mut saved = std::mem::take(&mut *cache.saved.lock().unwrap());
        saved.sort_unstable();
        (judged, saved)
    };
    assert_eq!(
        saves(&files),
        (true, vec![Part::Facts, Part::Judged, Part::Links, Part::Bodies, Part::Linked, Part::Outcomes])
    );
    assert_eq!(saves(&files), (false, vec![]));
    files.insert("rulebook.toml", "[rules]\nmissing-header = \"off\"\n");
    assert_eq!(
        saves(&files),
        (true, vec![Part::Judged, Part::Links, Part::Bodies, Part::Linked, Part::Outcomes]),
        "no source changed"
    );
    files.insert("src/api/job.rs", "");
    assert_eq!(
        saves(&files),
        (true, vec![Part::ChangedFacts, Part::Judged, Part::ChangedLinks, Part::Bodies, Part::Linked, Part::Outcomes])
    );
    files.remove("src/api/job.rs");
    assert_eq!(
        saves(&files),
        (true, vec![Part::Judged, Part::Links, Part::ChangedLinks, Part::Bodies, Part::Linked, Part::Outcomes]),
        "nothing has to be read"
    );
}

#[test]
fn what_is_kept_of_changed_files_does_not_grow_for_ever() {
    let mut files = project();
    let cache = Arc::new(Kept::default());
    let mut largest = 0;
    for round in 0..40 {
        files.insert("src/api/job.rs", format!("pub fn f() {{ {} }}\n", format!("g({round});").repeat(2_000)));
        run(&files, Some(&cache), Options::default());
        largest = largest.max(cache.parts.lock().unwrap().values().map(Vec::len).sum());
    }
    let cold = Arc::new(Kept::default());
    run(&files, Some(&cold), Options::default());
    let all: usize = cold.parts.lock().unwrap().values().map(Vec::len).sum();
    assert!(largest < 4 * all, "{largest} bytes at most, where a run keeps {all}");
}

#[test]
fn a_damaged_cache_is_noticed_and_made_anew() {
    let mut files = project();
    let cache = Arc::new(Kept::default());
    run(&files, Some(&cache), Options::default());
    files.insert("src/api/job.rs", "use crate::core::db;\npub fn f() { db::pool() }\n");
    let cold = run(&files, None, Options::default());
    run(&files, Some(&cache), Options::default());
    let whole = cache.parts.lock().unwrap().clone();
    let fresh = Arc::new(Kept::default());
    run(&files, Some(&fresh), Options::default());
    for part in Part::ALL {
        let bytes = &whole[&part];
        for damage in 0..bytes.len() + 3 {
            let mut parts = whole.clone();
            // The rest is looked at only where the outcome is not known.
            if part != Part::Outcomes {
                parts.remove(&Part::Outcomes);
            }
            let damaged = parts.get_mut(&part).unwrap();
            match damage.checked_sub(bytes.len()) {
                None if damage % 97 != 0 => continue,
                None => damaged[damage] ^= 0x41,
                Some(0) => damaged.clear(),
                Some(1) => damaged.truncate(bytes.len() / 2),
                Some(_) => damaged.push(0),
            }
            *cache.parts.lock().unwrap() = parts;
            assert_eq!(run(&files, Some(&cache), Options::default()), cold, "{part:?}, byte {damage}");
            // What is made anew is what a first run keeps.
            let is_first = matches!(part, Part::Facts | Part::Links | Part::Outcomes);
            let expected = if is_first { &fresh.parts.lock().unwrap()[&part] } else { bytes };
            assert_eq!(cache.parts.lock().unwrap()[&part], *expected, "{part:?} is made anew");
        }
    }
}

/// A change of a project: a file that says one of these texts from now on, or is gone.
fn change() -> impl Strategy<Value = (&'static str, Option<String>)> {
    let name = prop::sample::select(vec!["f", "list_jobs", "create", "Job", "db", "test_job"]);
    let line = (0..LINES.len(), name).prop_map(|(line, name)| LINES[line].replace("NAME", name));
    let source = prop::collection::vec(line, 0..8).prop_map(|lines| lines.concat());
    let file = prop::sample::select(vec![
        "src/lib.rs",
        "src/main.rs",
        "src/api/mod.rs",
        "src/api/job.rs",
        "src/api/user.rs",
        "src/services/mod.rs",
        "src/services/job_service.rs",
        "src/models/job.rs",
        "src/core/db.rs",
        "tests/api/job_test.rs",
        "tests/job.rs",
    ]);
    let other = prop::sample::select(OTHERS.to_vec());
    prop_oneof![
        6 => (file.clone(), source).prop_map(|(file, source)| (file, Some(source))),
        1 => file.prop_map(|file| (file, None)),
        3 => other.prop_map(|(path, text)| (path, text.map(str::to_owned))),
    ]
}

/// Lines of sources, good and bad: modules, imports that lead here and there, items, routes, statements, tests, comments.
const LINES: &[&str] = &[
    "pub mod api;\npub mod services;\npub mod core;\npub mod models;\n",
    "pub mod job;\npub mod user;\n",
    "pub mod job_service;\n",
    "mod db;\n",
    "pub use crate::services::job_service::*;\n",
    "use crate::core::db::NAME;\n",
    "use super::NAME as other;\n",
    "use app::api::job;\n",
    "use axum::{Json, Router, routing::get};\n",
    "pub async fn NAME(Json(job): Json<Job>) -> Json<Job> { services::job_service::create(job).await.unwrap(); todo!() }\n",
    "pub fn router() -> axum::Router { axum::Router::new().route(\"/jobs/{id}\", axum::routing::get(NAME)) }\n",
    "pub async fn NAME(pool: &sqlx::SqlitePool) { sqlx::query(\"SELECT * FROM jobs\").fetch_all(pool).await.ok(); }\n",
    "pub fn NAME() { crate::api::job::list_jobs(); println!(\"{}\", 1); }\n",
    "#[derive(sqlx::FromRow)]\npub struct NAME { pub id: i64, pub name: String }\n",
    "impl Job { pub fn NAME(&self) -> i64 { self.id } }\n",
    "#[test]\nfn NAME() { app::api::job::list_jobs(); }\n",
    "#[tokio::test]\nasync fn NAME() { let answer = get(\"/jobs/1\").await; assert!(answer); }\n",
    "const NAME: &str = \"password=hunter2\";\n",
    "// src/api/job.rs - Jobs\n\n",
    "// rulebook: allow(print) - not there\n",
    "// a comment\n\n",
    "fn broken( {\n",
];

/// What is no source: settings, manifests, migrations, ignore files.
const OTHERS: &[(&str, Option<&str>)] = &[
    ("rulebook.toml", Some("[rules]\nmissing-header = \"off\"\n")),
    ("rulebook.toml", Some("exclude = [\"src/api\"]\n")),
    ("rulebook.toml", None),
    ("Cargo.toml", Some(MANIFEST)),
    ("Cargo.toml", Some("[package]\nname = \"app\"\nedition = \"2015\"\n")),
    ("inner/Cargo.toml", Some("[package]\nname = \"inner\"\n[dependencies]\naxum = \"0.8\"\n")),
    ("inner/Cargo.toml", None),
    ("inner/src/lib.rs", Some("pub fn f() { println!(\"\"); }\n")),
    ("migrations/1_jobs.sql", Some("CREATE TABLE jobs (id INTEGER PRIMARY KEY, name TEXT);")),
    ("migrations/2_more.sql", Some("ALTER TABLE jobs ADD COLUMN owner TEXT; CREATE INDEX a ON jobs (owner);")),
    ("migrations/2_more.sql", None),
    (".gitignore", Some("tests\n")),
    (".gitignore", None),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_changes_a_run_with_what_is_kept_says_what_one_without_does(changes in prop::collection::vec(change(), 1..16)) {
        let mut files = project();
        let cache = Arc::new(Kept::default());
        for (path, text) in changes {
            match text {
                Some(text) => files.insert(path, text),
                None => drop(files.remove(path)),
            }
            let cold = run(&files, None, Options::default());
            let kept = run(&files, Some(&cache), Options { threads: Threads::of(2), ..Options::default() });
            prop_assert_eq!(kept, cold, "after a change of {}", path);
        }
    }
}

/// Files whose functions call each other; what stands in a body is put in for `BODY`, at first what stands beside it.
const CALLING: &[(&str, &str, &[&str])] = &[
    ("src/lib.rs", "pub mod api;\npub mod core;\npub mod services;\n", &[]),
    (
        "src/api/mod.rs",
        "pub mod job;\npub fn router() -> axum::Router { BODY }\n",
        &["axum::Router::new().route(\"/jobs\", axum::routing::post(job::create_job))"],
    ),
    (
        "src/api/job.rs",
        "use crate::services::job_service;\nuse axum::Json;\n\
         pub async fn create_job(Json(job): Json<i64>) -> Json<i64> { BODY }\n",
        &["job_service::create(1).await;"],
    ),
    ("src/core/mod.rs", "pub mod text;\n", &[]),
    (
        "src/core/text.rs",
        "pub const TABLE: &str = \"jobs\";\npub fn text() -> String { BODY }\npub fn more() -> String { BODY }\n",
        &["format!(\"UPDATE {TABLE} SET id = 1\")", "String::new()"],
    ),
    ("src/services/mod.rs", "pub mod job_service;\npub mod user_service;\n", &[]),
    (
        "src/services/job_service.rs",
        "use crate::core::text::{TABLE, more, text};\nuse crate::services::user_service;\n\
         pub async fn create(pool: &sqlx::SqlitePool) -> Result<i64, sqlx::Error> { BODY }\nfn helper(id: i64) { BODY }\n",
        &["sqlx::query(&text()).execute(pool).await?;\nuser_service::find(pool, \"\").await", ""],
    ),
    (
        "src/services/user_service.rs",
        "use crate::core::text::text;\n\
         pub async fn find(pool: &sqlx::SqlitePool, password: &str) -> Result<i64, sqlx::Error> { BODY }\n",
        &["tracing::info!(\"looked for\");\nOk(1)"],
    ),
    ("tests/common/mod.rs", "pub async fn look(id: i64) { BODY }\n", &["assert!(id > 0);"]),
    (
        "tests/api/main.rs",
        "#[path = \"../common/mod.rs\"]\nmod common;\n#[tokio::test]\nasync fn test_create() { BODY }\n",
        &["common::look(1).await;"],
    ),
    ("migrations/1_jobs.sql", "CREATE TABLE jobs (id INTEGER, user_id INTEGER);", &[]),
];

/// The text of a file with these bodies.
fn with_bodies(template: &str, bodies: &[String]) -> String {
    bodies.iter().fold(template.to_owned(), |text, body| text.replacen("BODY", body, 1))
}

/// The bodies that files have at first.
fn first_bodies() -> Vec<Vec<String>> {
    CALLING.iter().map(|(_, _, bodies)| bodies.iter().map(|body| (*body).to_owned()).collect()).collect()
}

/// A project of these files.
fn calling() -> Memory {
    let mut files = Memory::new([("Cargo.toml", MANIFEST)]);
    for ((path, template, _), bodies) in CALLING.iter().zip(first_bodies()) {
        files.insert(*path, with_bodies(template, &bodies));
    }
    files
}

/// What stands in bodies.
const STATEMENTS: &[&str] = &[
    "job_service::create(1).await;\n",
    "user_service::find(pool, \"\").await.ok();\n",
    "helper(1);\n",
    "common::look(1).await;\n",
    "println!(\"{}\", 1);\n",
    "assert!(true);\n",
    "panic!();\n",
    "tracing::info!(\"{password}\");\n",
    "std::fs::read(\"a\");\n",
    "let rows = sqlx::query(&text()).fetch_all(pool).await?;\n",
    "sqlx::query(&format!(\"DELETE FROM {TABLE} WHERE {}\", more())).execute(pool).await.unwrap();\n",
    "let mut t = pool.begin().await?;\nsqlx::query(\"INSERT INTO jobs (id) VALUES (1)\").execute(&mut *t).await?;\n",
    "t.commit().await?;\n",
    "return axum::Router::new().route(\"/jobs\", axum::routing::post(job::create_job));\n",
    "let secret = \"hunter2hunter2\";\n",
    "// a comment\n",
    "// rulebook: allow(print) - the terminal is what it is for\n",
    "fn inner() -> String { println!(\"\"); String::new() }\n",
    "use std::fmt;\n",
    "Ok(1)\n",
    "\"SELECT * FROM jobs\".to_owned()\n",
    "String::from(\"UPDATE jobs SET id = 1\")\n",
];

/// What stands beside functions: what others may mean from then on.
const ITEMS: &[&str] = &[
    "",
    "pub const TABLE: &str = \"users\";\n",
    "pub const LIMIT: u8 = 1;\n",
    "pub struct Pool;\nimpl Pool { pub async fn begin(&self) -> Result<i64, i64> { Ok(1) } }\n",
    "pub trait Looks { fn look(&self) { assert!(true); } }\nimpl Looks for i64 {}\n",
    "pub use crate::services::user_service::*;\n",
    "pub use crate::core::text::text as helper;\n",
    "use std::fmt;\n",
    "mod inner { pub fn text() -> String { String::new() } }\n",
    "#[cfg(test)]\nmod tests { #[test]\nfn works() { super::helper(1); } }\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_changes_in_bodies_a_run_with_what_is_kept_says_what_one_without_does(
        changes in prop::collection::vec(
            (
                any::<prop::sample::Index>(),
                any::<bool>(),
                prop::collection::vec(0..STATEMENTS.len(), 0..3),
                prop::option::weighted(0.3, (0..ITEMS.len(), any::<bool>())),
            ),
            1..20,
        )
    ) {
        let mut files = calling();
        let mut bodies = first_bodies();
        let mut items = vec![(String::new(), String::new()); bodies.len()];
        let places: Vec<(usize, usize)> =
            bodies.iter().enumerate().flat_map(|(file, bodies)| (0..bodies.len()).map(move |at| (file, at))).collect();
        let cache = Arc::new(Kept::default());
        run(&files, Some(&cache), Options::default());
        for (place, adds, statements, item) in changes {
            let (file, at) = *place.get(&places);
            if let Some((item, is_above)) = item {
                let (above, below) = &mut items[file];
                *(if is_above { above } else { below }) = ITEMS[item].to_owned();
            } else {
                let said: String = statements.iter().map(|at| STATEMENTS[*at]).collect();
                let before = if adds { bodies[file][at].as_str() } else { "" };
                bodies[file][at] = said + before;
            }
            let (path, template, _) = CALLING[file];
            let (above, below) = &items[file];
            files.insert(path, format!("{above}{}{below}", with_bodies(template, &bodies[file])));
            let cold = run(&files, None, Options::default());
            let kept = run(&files, Some(&cache), Options { threads: Threads::of(2), ..Options::default() });
            prop_assert_eq!(kept, cold, "after a change of {}", path);
        }
    }
}

#[test]
fn what_changes_in_a_body_changes_what_is_found_where_it_is_called() {
    let mut files = calling();
    let cache = Arc::new(Kept::default());
    run(&files, Some(&cache), Options::default());
    // What a test calls asserts or not, what a service calls logs or not, what is put together elsewhere writes or not.
    let changes = [
        ("tests/common/mod.rs", "drop(id);", "RB504", true),
        ("tests/common/mod.rs", "assert!(id > 0);", "RB504", false),
        ("src/services/user_service.rs", "Ok(1)", "RB807", true),
        ("src/core/text.rs", "String::from(\"SELECT id FROM jobs\")", "RB807", false),
        ("src/core/text.rs", "String::from(\"DELETE FROM jobs\")", "RB807", true),
        ("src/services/user_service.rs", "tracing::info!(\"found\");\nOk(1)", "RB807", false),
    ];
    for (path, body, code, is_found) in changes {
        let (_, template, bodies) = CALLING.iter().find(|(it, ..)| *it == path).unwrap();
        let texts: Vec<String> = std::iter::once(body).chain(bodies[1..].iter().copied()).map(str::to_owned).collect();
        files.insert(path, with_bodies(template, &texts));
        let cache = Some(Arc::clone(&cache) as Arc<dyn Cache>);
        let report = lint(&files, &Options { cache, ..Options::default() }).unwrap();
        let is_it = |finding: &Finding| finding.rule.code == code && *finding.primary.path != *path;
        assert_eq!(report.findings.iter().any(is_it), is_found, "{path}: {body}");
    }
}

#[test]
fn a_constant_is_asked_for_wherever_it_stands() {
    let mut files = calling();
    files.insert("src/lib.rs", "pub mod api;\npub mod core;\npub mod models;\npub mod services;\n");
    files.insert("src/models/mod.rs", "pub mod job_models;\n");
    let model = "#[derive(serde::Deserialize, garde::Validate, utoipa::ToSchema)]\npub struct JobCreateRequest {\n    \
                 #[garde(length(chars, max = TITLE))]\n    #[schema(max_length = 10)]\n    pub title: String,\n}\n";
    files.insert("src/models/job_models.rs", model);
    let cache = Arc::new(Kept::default());
    for (constants, is_found) in [
        ("pub const TITLE: usize = 10;\n", false),
        ("pub const TITLE: usize = 20;\n", true),
        ("pub const OTHER: usize = 1;\npub const TITLE: usize = 20;\n", true),
        ("pub const TITLE: usize = 10;\n", false),
    ] {
        files.insert("src/core/mod.rs", format!("pub mod text;\n{constants}"));
        let cache = Some(Arc::clone(&cache) as Arc<dyn Cache>);
        let report = lint(&files, &Options { cache, ..Options::default() }).unwrap();
        assert_eq!(report.findings.iter().any(|finding| finding.rule.code == "RB708"), is_found, "{constants}");
    }
}

#[test]
fn of_other_files_those_that_were_looked_at_are_noted() {
    let cache = Arc::new(Kept::default());
    run(&calling(), Some(&cache), Options::default());
    let looked_at = super::linked::looked_at(&cache.parts.lock().unwrap()[&Part::Linked]);
    let mut paths: Vec<&str> = CALLING.iter().map(|(path, ..)| *path).collect();
    paths.sort_unstable();
    let of = |path: &str| {
        let at = paths.iter().position(|it| *it == path).unwrap();
        let places = looked_at[at].as_ref().unwrap_or_else(|| panic!("{path} looks at all files"));
        places.iter().map(|place| paths[*place as usize]).collect::<Vec<_>>()
    };
    let services = ["src/core/text.rs", "src/services/job_service.rs", "src/services/user_service.rs"];
    assert_eq!(of("src/services/job_service.rs"), services);
    assert_eq!(of("src/services/user_service.rs"), ["src/core/text.rs", "src/services/user_service.rs"]);
    assert_eq!(of("tests/common/mod.rs"), ["tests/common/mod.rs"]);
    assert_eq!(of("tests/api/main.rs"), ["tests/api/main.rs", "tests/common/mod.rs"]);
    assert!(looked_at.iter().all(Option::is_some), "{looked_at:?}");
}

/// Files that name each other, in the order of their loads.
const NAMING: &[(&str, &str)] = &[
    ("src/lib.rs", "pub mod api;\npub mod core;\npub mod services;\nmod large;\n"),
    ("src/api.rs", "use crate::services::job_service;\npub fn f() { job_service::create(); }\n"),
    ("src/core.rs", "pub enum Kind { One }\npub fn text() {}\nmod tests { use super::*; fn works() { text() } }\n"),
    ("src/services/mod.rs", "pub mod job_service;\npub mod user_service;\npub use job_service::create as make;\n"),
    ("src/services/job_service.rs", "use crate::core::Kind;\npub fn create() { Kind::One; }\n"),
    ("src/services/user_service.rs", "use crate::core::*;\npub fn find() { text(); super::make(); }\n"),
];

#[test]
fn what_is_followed_again_is_what_looked_names_up_where_they_changed() {
    // A text in place of another, and the files that are followed again besides the one that it is of.
    let changes: &[(&str, &str, &str, &[&str])] = &[
        ("src/services/job_service.rs", "{ Kind::One; }", "{ Kind::One; Kind::One; }", &[]),
        ("src/core.rs", "text() {}", "text() { 1; }", &[]),
        ("src/services/user_service.rs", "text(); ", "", &[]),
        // An item more: of those who look there.
        ("src/services/job_service.rs", "Kind::One; }", "Kind::One; }\nfn more() {}", &["src/api.rs"]),
        ("src/core.rs", "text() } }", "text() } }\npub fn more() {}", &["src/services/user_service.rs"]),
        // Items that are counted otherwise: of those who name one, wherever they look.
        (
            "src/services/job_service.rs",
            "pub fn",
            "fn more() {}\npub fn",
            &["src/api.rs", "src/services/mod.rs", "src/services/user_service.rs"],
        ),
        // What an import means is asked of the module that it stands in, wherever the change was.
        ("src/services/mod.rs", "create as make", "create as made", &["src/services/user_service.rs"]),
        // The variants of an enum, of those who look where it is meant: a glob makes names of them.
        ("src/core.rs", "One", "Two", &["src/api.rs", "src/services/job_service.rs", "src/services/user_service.rs"]),
        // Who may see an item.
        (
            "src/services/job_service.rs",
            "pub fn",
            "fn",
            &["src/api.rs", "src/services/mod.rs", "src/services/user_service.rs"],
        ),
    ];
    let mut wrong = Vec::new();
    for (path, before, after, expected) in changes {
        let mut files = Memory::new(NAMING.iter().copied().chain([("Cargo.toml", MANIFEST)]));
        // Of all that is kept, most stays.
        files.insert("src/large.rs", "fn f() { drop(std::mem::take(&mut 1)); }\n".repeat(500));
        let cache = Arc::new(Kept::default());
        let keys = |part| {
            let store = super::store::Store::load(&*cache, part);
            store.pieces.iter().flat_map(|piece| piece.keys.clone()).collect::<Vec<_>>()
        };
        run(&files, Some(&cache), Options::default());
        let (_, text) = NAMING.iter().find(|(it, _)| it == path).unwrap();
        assert!(text.contains(before), "{path}: {before}");
        files.insert(*path, text.replacen(before, after, 1));
        assert_eq!(
            run(&files, Some(&cache), Options::default()),
            run(&files, None, Options::default()),
            "{path}: {after}"
        );
        let (all, changed) = (keys(Part::Links), keys(Part::ChangedLinks));
        // What changed itself has another key.
        let again = NAMING.iter().zip(&all).filter(|(_, key)| changed.contains(key)).map(|((it, _), _)| *it);
        let again: Vec<&str> = again.collect();
        assert_eq!((all.len(), changed.len()), (NAMING.len() + 1, again.len() + 1));
        if again != *expected {
            wrong.push(format!("{path}: {after}: {again:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
