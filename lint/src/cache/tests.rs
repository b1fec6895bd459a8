// src/cache/tests.rs - A run comes to the same with a cache and without

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::{Cache, Part};
use crate::observe::Observer;
use crate::project::file_system::Memory;
use crate::report::{Format, View, render};
use crate::rules;
use crate::run::{Options, Report, lint};

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

    fn save(&self, part: Part, bytes: &[u8]) {
        self.parts.lock().unwrap().insert(part, bytes.to_vec());
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
        ("src/core/mod.rs", "// src/core/mod.rs - Core\n\npub mod db;\n"),
        ("src/core/db.rs", "// src/core/db.rs - Database\n\n// rulebook: allow(print) - not there\npub fn pool() {}\n"),
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
            let options = || Options { threads, ..Options::default() };
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
    assert_eq!(saves(&files), (true, vec![Part::Facts, Part::Judged, Part::Outcomes]));
    assert_eq!(saves(&files), (false, vec![]));
    files.insert("rulebook.toml", "[rules]\nmissing-header = \"off\"\n");
    assert_eq!(saves(&files), (true, vec![Part::Judged, Part::Outcomes]), "no source changed");
    files.insert("src/api/job.rs", "");
    assert_eq!(saves(&files), (true, vec![Part::ChangedFacts, Part::Judged, Part::Outcomes]));
    files.remove("src/api/job.rs");
    assert_eq!(saves(&files), (true, vec![Part::Judged, Part::Outcomes]), "nothing has to be read");
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
            let is_first = matches!(part, Part::Facts | Part::Outcomes);
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
            let kept = run(&files, Some(&cache), Options { threads: 2, ..Options::default() });
            prop_assert_eq!(kept, cold, "after a change of {}", path);
        }
    }
}
