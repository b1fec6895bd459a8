// src/rules/s01_structure/tests.rs - Near misses of section 1, and what its findings say

use crate::project::file_system::Memory;
use crate::rule::Rule;
use crate::rules::s01_structure::{core_modules, layer_folders, unplaced_file, unreachable_file};
use crate::run::{Options, lint};

const BACKEND: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n";
const LIBRARY: &str = "[package]\nname = \"app\"\nedition = \"2024\"\n[dev-dependencies]\naxum = \"0.8\"\n";

/// `path: message` of each finding of a rule.
fn findings(rule: &'static Rule, files: &[(&str, &str)]) -> Vec<String> {
    let memory = Memory::new(files.iter().copied());
    let options = Options { select: vec![rule], ..Options::default() };
    let report = lint(&memory, &options).unwrap();
    report.findings.iter().map(|finding| format!("{}: {}", finding.primary.path, finding.message)).collect()
}

/// A backend of files without content.
fn of_paths(rule: &'static Rule, manifest: &str, settings: &str, paths: &str) -> Vec<String> {
    let mut files = vec![("Cargo.toml", manifest), ("rulebook.toml", settings)];
    files.extend(paths.split_whitespace().map(|path| (path, "")));
    findings(rule, &files)
}

#[test]
fn layers_have_folders() {
    let all = "src/api/a.rs src/core/db.rs src/models/m.rs src/services/s.rs tests/main.rs";
    let one = |folder: &str| vec![format!("Cargo.toml: the backend `app` has no folder `{folder}`")];
    for (what, manifest, settings, paths, expected) in [
        ("whole", BACKEND, "", all.to_owned(), vec![]),
        ("a layer that is one file", BACKEND, "", all.replace("src/api/a.rs", "src/api.rs"), vec![]),
        ("no tests", BACKEND, "", all.replace("tests/main.rs", ""), one("tests")),
        ("a folder that begins alike", BACKEND, "", all.replace("src/api/", "src/apiary/"), one("src/api")),
        (
            "the api elsewhere",
            BACKEND,
            "[layers.api]\nfolders = [\"src/http\"]\n",
            all.replace("src/api/", "src/http/"),
            vec![],
        ),
        ("the api nowhere", BACKEND, "[layers.api]\nfolders = [\"src/http\"]\n", all.to_owned(), one("src/http")),
        (
            "core as a package",
            BACKEND,
            "[layers.core]\npackages = [\"app-core\"]\n",
            all.replace("src/core/db.rs", ""),
            vec![],
        ),
        ("no backend", LIBRARY, "", String::new(), vec![]),
    ] {
        assert_eq!(of_paths(&layer_folders::RULE, manifest, settings, &paths), expected, "{what}");
    }
    assert_eq!(of_paths(&layer_folders::RULE, BACKEND, "", "src/main.rs").len(), 5);
}

#[test]
fn files_have_places() {
    let placed = "build.rs src/lib.rs src/main.rs src/bin/a.rs src/bin/b/c.rs src/api.rs src/api/v1/a.rs src/core/x/y.rs \
                  src/engines/e.rs examples/a.rs benches/b.rs tests/a/test_a_api.rs tests/common/x/y.rs";
    assert_eq!(of_paths(&unplaced_file::RULE, BACKEND, "", placed), Vec::<String>::new());
    let unplaced = ["src/utils.rs", "src/utils/mod.rs", "src/apiary/a.rs", "scripts/a.rs", "src/testsuite/a.rs"];
    for path in unplaced {
        let expected = format!("{path}: `{path}` lies in no folder that the rulebook knows");
        assert_eq!(of_paths(&unplaced_file::RULE, BACKEND, "", path), [expected]);
        assert_eq!(of_paths(&unplaced_file::RULE, LIBRARY, "", path), Vec::<String>::new());
    }
    let target = format!("{BACKEND}[[bin]]\nname = \"cli\"\npath = \"cli/run.rs\"\n");
    assert_eq!(of_paths(&unplaced_file::RULE, &target, "", "cli/run.rs migrations/1.sql"), Vec::<String>::new());
}

#[test]
fn an_unplaced_file_is_told_where_to_go() {
    let help = |path: &str| {
        let memory = Memory::new([("Cargo.toml", BACKEND), (path, "")]);
        let options = Options { select: vec![&unplaced_file::RULE], ..Options::default() };
        lint(&memory, &options).unwrap().findings.remove(0).help
    };
    assert_eq!(help("src/job_service.rs"), "Move it to `src/services/job_service.rs`.");
    assert_eq!(help("src/web/job_routes.rs"), "Move it to `src/api/job_routes.rs`.");
    assert!(help("src/utils.rs").contains("rulebook.toml"));
}

#[test]
fn a_core_has_its_modules() {
    for (what, files, expected) in [
        (
            "files and folders",
            &[
                ("src/core/db/pool.rs", ""),
                ("src/core/security.rs", ""),
                ("src/core/logger/mod.rs", ""),
                ("src/core/settings.rs", ""),
            ][..],
            vec![],
        ),
        (
            "written out in the root",
            &[("src/core.rs", "mod db {}\nmod security {}\nmod logger {}\nmod settings {}\n")],
            vec![],
        ),
        (
            "elsewhere, by a path",
            &[
                ("src/core/mod.rs", "#[path = \"../pool.rs\"]\nmod db;\nmod security {}\nmod logger {}"),
                ("src/core/settings.rs", ""),
            ],
            vec![],
        ),
        ("no core at all", &[("src/lib.rs", "")], vec![]),
        (
            "a name that begins alike",
            &[
                ("src/core/dbx.rs", ""),
                ("src/core/security.rs", ""),
                ("src/core/logger.rs", ""),
                ("src/core/settings.rs", ""),
            ],
            vec!["Cargo.toml: the core of `app` has no module `db`"],
        ),
        (
            "two missing",
            &[("src/core/mod.rs", "pub mod db {}\npub mod settings {}\npub mod logger;")],
            vec![
                "src/core/mod.rs: the core of `app` has no module `logger`",
                "src/core/mod.rs: the core of `app` has no module `security`",
            ],
        ),
    ] {
        let files: Vec<_> = [("Cargo.toml", BACKEND)].into_iter().chain(files.iter().copied()).collect();
        assert_eq!(findings(&core_modules::RULE, &files), expected, "{what}");
    }
}

#[test]
fn orphans_are_found_and_only_they() {
    let orphan = "src/a/b.rs";
    let found = [format!("{orphan}: no target of `app` reaches `{orphan}`")];
    let none: [String; 0] = [];
    for (what, root, expected) in [
        ("nobody names it", "mod a { mod c {} }", &found[..]),
        ("a comment names it", "// mod b; src/a/b.rs \"quoted\"\nmod a {}", &found),
        ("a `mod` line", "mod a { mod b; }", &none),
        ("under a cfg", "mod a { #[cfg(windows)] mod b; }", &none),
        ("a path", "#[path = \"a/b.rs\"] mod x;", &none),
        ("a path under a cfg", "#[cfg_attr(unix, path = \"a/b.rs\")] mod x;", &none),
        ("an include", "include!(\"a/b.rs\");", &none),
        ("a computed include", "include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/src/a/b.rs\"));", &none),
        ("text of it", "const TEXT: &str = include_str!(\"a/b.rs\");", &none),
        ("its folder in a string", "fn f() { read(\"src/a/\"); }", &none),
        ("a macro that may declare it", "modules! { a::b }", &none),
        ("a macro that does not", "modules! { a, bb }", &found),
        ("a root that does not parse", "mod a {", &none),
    ] {
        let files = [("Cargo.toml", BACKEND), ("src/lib.rs", root), (orphan, "")];
        assert_eq!(findings(&unreachable_file::RULE, &files), expected, "{what}");
    }
    let files = [("Cargo.toml", LIBRARY), ("src/lib.rs", ""), (orphan, "")];
    assert_eq!(findings(&unreachable_file::RULE, &files), none, "no backend");
}

#[test]
fn an_orphan_is_told_who_should_declare_it() {
    for (orphan, parent, expected) in [
        ("src/api/job.rs", "src/api/mod.rs", "in `src/api/mod.rs` (`mod job;`)"),
        ("src/api/job.rs", "src/api.rs", "in `src/api.rs` (`mod job;`)"),
        ("src/api/mod.rs", "src/other.rs", "in `src/lib.rs` (`mod api;`)"),
        ("tests/job/test_job_api.rs", "src/other.rs", "in its parent module (`mod test_job_api;`)"),
    ] {
        let root =
            format!("mod {};", parent.trim_start_matches("src/").trim_end_matches("/mod.rs").trim_end_matches(".rs"));
        let memory = Memory::new([("Cargo.toml", BACKEND), ("src/lib.rs", root.as_str()), (parent, ""), (orphan, "")]);
        let options = Options { select: vec![&unreachable_file::RULE], ..Options::default() };
        let report = lint(&memory, &options).unwrap();
        assert!(report.findings[0].help.contains(expected), "{}", report.findings[0].help);
    }
}
