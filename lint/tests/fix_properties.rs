// tests/fix_properties.rs - What holds for every fix: it parses, it moves and adds only what it may, it settles

//! What holds for every fix, whatever the file: the result parses, its code is the same but for the order of the
//! imports, its comments are the same but for the header, a second run changes nothing, and what rustfmt left alone
//! before it leaves alone after.
//!
//! The committed corpus runs always. `cargo test -p rulebook-lint --test fix_properties -- --ignored --nocapture` runs
//! on the sources that cargo has downloaded to this machine, and calls rustfmt.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread;

use proptest::prelude::*;

use rulebook_lint::project::package::Edition;
use rulebook_lint::source::read::STACK_SIZE;
use support::code::{Code, is_rustfmt_clean};
use support::rules::{Outcome, fix, package_of, plain_package};

/// Checks all that holds without rustfmt; says how many findings were mended.
fn check(outcome: &Outcome) -> Result<usize, String> {
    let before = Code::parse(&outcome.before).map_err(|error| format!("the input does not parse: {error}"))?;
    let after = Code::parse(&outcome.after).map_err(|error| format!("the result does not parse: {error}"))?;
    if before.items != after.items {
        return Err("other items changed".to_owned());
    }
    if before.imports != after.imports {
        return Err("the imports are not the same".to_owned());
    }
    let mut comments = after.comments;
    if let Some(header) = &outcome.header {
        let at = comments.iter().position(|comment| comment == header).ok_or("the header is missing")?;
        comments.remove(at);
    }
    if before.comments != comments {
        return Err(format!("the comments are not the same: {:?} and {comments:?}", before.comments));
    }
    if !outcome.settled {
        return Err("a second run changes it again".to_owned());
    }
    Ok(outcome.fixed)
}

#[test]
fn the_committed_corpus_keeps_the_properties() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/imports");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let outcome = fix(&plain_package(), &text);
            check(&outcome).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.display(), outcome.after));
        }
    }
}

/// A line that may stand among imports.
fn line() -> impl Strategy<Value = String> {
    let root = prop::sample::select(vec![
        "std", "core", "axum", "tokio", "crate", "self", "super", "app", "::std", "x9", "r#y",
    ]);
    let rest = prop::sample::select(vec!["a", "B::c", "{b, a}", "{self, c}", "*", "x10 as y", "{a::{c, b}, d}", "b9"]);
    let import = (root, rest).prop_map(|(root, rest)| format!("use {root}::{rest};"));
    prop_oneof![
        8 => import.clone(),
        1 => import.clone().prop_map(|import| format!("pub {import}")),
        1 => import.clone().prop_map(|import| format!("#[cfg(unix)]\n{import}")),
        1 => import.prop_map(|import| format!("{import} // behind")),
        3 => Just(String::new()),
        1 => Just("// above".to_owned()),
        1 => Just("// Standard library imports".to_owned()),
        1 => Just("// Local imports".to_owned()),
        1 => Just("/* block */".to_owned()),
        1 => Just("mod a;".to_owned()),
        1 => Just("fn f() {}".to_owned()),
        1 => Just("macro_rules! m { () => {} }".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_imports_keeps_the_properties(
        lines in prop::collection::vec(line(), 0..14), inline in any::<bool>(), windows in any::<bool>(),
    ) {
        let mut text = lines.join("\n") + "\n";
        if inline {
            text = format!("mod inline {{\n    {}\n}}\n", lines.join("\n    "));
        }
        if windows {
            text = text.replace('\n', "\r\n");
        }
        let outcome = fix(&plain_package(), &text);
        if let Err(error) = check(&outcome) {
            return Err(TestCaseError::fail(format!("{error}\n{text}\n-- became --\n{}", outcome.after)));
        }
    }
}

#[test]
#[ignore = "reads the sources of every crate that cargo has downloaded"]
fn downloaded_crates_keep_the_properties() {
    let Some(home) =
        std::env::var_os("CARGO_HOME").or_else(|| Some(Path::new(&std::env::var_os("HOME")?).join(".cargo").into()))
    else {
        return;
    };
    let registries = std::fs::read_dir(Path::new(&home).join("registry/src")).into_iter().flatten().flatten();
    let mut crates: Vec<PathBuf> = registries
        .flat_map(|registry| std::fs::read_dir(registry.path()).into_iter().flatten().flatten())
        .map(|entry| entry.path())
        .collect();
    crates.sort();
    assert!(!is_rustfmt_clean("fn  a( ) {}\n", Edition::E2024), "rustfmt is asked the wrong way");
    let run = || {
        let mut counts = BTreeMap::new();
        let mut failures = Vec::new();
        for folder in &crates {
            check_crate(folder, &mut counts, &mut failures);
        }
        println!("{} crates: {counts:?}", crates.len());
        assert!(failures.is_empty(), "{} failures:\n{}", failures.len(), failures.join("\n"));
    };
    thread::scope(|scope| {
        let handle = thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, run).unwrap();
        handle.join().unwrap();
    });
}

/// Larger files are tables that a program wrote; they cost minutes and say nothing new.
const MAX_SIZE: usize = 200_000;

fn check_crate(folder: &Path, counts: &mut BTreeMap<&'static str, usize>, failures: &mut Vec<String>) {
    let package = package_of(folder);
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    for file in files.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "rs")) {
        let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
        if text.len() > MAX_SIZE {
            *counts.entry("too large for this test").or_default() += 1;
            continue;
        }
        let outcome = fix(&package, &text);
        *counts.entry("files").or_default() += 1;
        if outcome.unreadable {
            *counts.entry("not parsed").or_default() += 1;
            continue;
        }
        match check(&outcome) {
            Ok(fixed) => *counts.entry("findings mended").or_default() += fixed,
            Err(error) => failures.push(format!("{}: {error}", file.path().display())),
        }
        if outcome.fixed < 2 {
            continue; // Nothing but the header was written: rustfmt has no opinion on that.
        }
        *counts.entry("files with imports changed").or_default() += 1;
        if is_rustfmt_clean(&outcome.before, package.edition) {
            *counts.entry("of them rustfmt left alone before").or_default() += 1;
            if !is_rustfmt_clean(&outcome.after, package.edition) {
                failures.push(format!("{}: rustfmt objects to the result", file.path().display()));
            }
        }
    }
}
