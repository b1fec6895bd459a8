// src/cache/tests.rs - A run comes to the same with a cache and without

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

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
        (judged, std::mem::take(&mut *cache.saved.lock().unwrap()))
    };
    assert_eq!(saves(&files), (true, vec![Part::Facts, Part::Outcomes]));
    assert_eq!(saves(&files), (false, vec![]));
    files.insert("rulebook.toml", "[rules]\nmissing-header = \"off\"\n");
    assert_eq!(saves(&files), (true, vec![Part::Outcomes]), "no source changed");
    files.insert("src/api/job.rs", "");
    assert_eq!(saves(&files), (true, vec![Part::Facts, Part::Outcomes]));
}

#[test]
fn a_damaged_cache_is_noticed_and_made_anew() {
    let files = project();
    let cold = run(&files, None, Options::default());
    let cache = Arc::new(Kept::default());
    run(&files, Some(&cache), Options::default());
    let whole = cache.parts.lock().unwrap().clone();
    for part in Part::ALL {
        let bytes = &whole[&part];
        for damage in 0..bytes.len() + 3 {
            let mut parts = whole.clone();
            // The facts are looked at only where the outcome is not known.
            parts.remove(&Part::Outcomes).filter(|_| part == Part::Outcomes).map(|bytes| parts.insert(part, bytes));
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
            assert_eq!(cache.parts.lock().unwrap()[&part], *bytes, "{part:?} is made anew");
        }
    }
}
