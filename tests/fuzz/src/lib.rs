// src/lib.rs - What must hold of every input, whatever it is

//! What must hold of every input, whatever it is.

use rulebook_lint::finding::{Label, Safety};
use rulebook_lint::fix::fix_all;
use rulebook_lint::project::file_system::{FileSystem, Memory};
use rulebook_lint::report::{Format, View, render};
use rulebook_lint::run::{Options, Report, lint};
use rulebook_lint::threads::Threads;

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n\
                        axum = \"0.8\"\nsqlx = \"0.9\"\ntracing = \"0.1\"\nserde = \"1\"\n";
const LIB: &str = "// src/lib.rs - An application\n\npub mod api;\npub mod services;\n";
const API: &str = "// src/api/mod.rs - The routes\n\npub mod job;\n";

/// A backend with one file of any text.
pub fn backend(path: &str, text: &[u8]) -> Memory {
    let mut files = Memory::new([("Cargo.toml", MANIFEST), ("src/lib.rs", LIB), ("src/api/mod.rs", API)]);
    files.insert(path, text.to_vec());
    files
}

/// One thread: a run is short.
pub fn options() -> Options {
    Options { threads: Threads::of(1), ..Options::default() }
}

/// Lints; what is reported lies in its files, and every format can show it.
pub fn check(files: &Memory) -> Report {
    let report = lint(files, &options()).expect("no settings are wrong");
    for finding in &report.findings {
        for label in std::iter::once(&finding.primary).chain(&finding.related) {
            in_its_file(&report, label);
        }
    }
    for format in [Format::Full, Format::Json, Format::Sarif, Format::Rdjson, Format::Junit] {
        drop(render(&report, format, &View { color: true, show: &str::to_owned, width: 100 }));
    }
    report
}

fn in_its_file(report: &Report, label: &Label) {
    if let Some(text) = report.model.text(&label.path) {
        assert!(text.get(label.range.clone()).is_some(), "{label:?} is no part of its file");
    }
}

/// Fixes all there is; what parsed before parses after, and a second run has nothing left to do.
pub fn check_fixes(files: &Memory, path: &str) {
    let fixed = fix_all(files, &options(), Safety::Unsafe).expect("no settings are wrong");
    let mut after = files.clone();
    for file in &fixed.changed {
        after.insert(&*file.path, file.after.clone());
    }
    let read = |files: &Memory| files.read(path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let parses = |text: Option<String>| text.is_some_and(|text| syn::parse_file(&text).is_ok());
    if parses(read(files)) {
        assert!(parses(read(&after)), "the result does not parse: {:?}", read(&after));
        let again = fix_all(&after, &options(), Safety::Unsafe).expect("no settings are wrong");
        assert!(again.changed.is_empty(), "a second run changes {:?} again", read(&after));
    }
}
