// src/why/tests.rs - What is said of files of every kind

use serde_json::Value;

use crate::project::file_system::Memory;
use crate::run::{Options, lint};
use crate::threads::Threads;
use crate::why::{Why, json, text, why};

const MANIFEST: &str =
    "[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n";

fn files() -> Memory {
    Memory::new([
        ("Cargo.toml", "[workspace]\nmembers = [\"desk\", \"shop\", \"tool\", \"store\"]\n"),
        (
            "rulebook.toml",
            "[layers.api]\nfolders = [\"src/handlers\"]\n[layers.storage]\npackages = [\"store\"]\nmay-use = []\n[rules]\nRB304 = \"off\"\nRB305 = \"warning\"\n",
        ),
        ("shop/Cargo.toml", MANIFEST),
        ("shop/src/lib.rs", "pub mod handlers;\npub mod services;\npub mod util;\n"),
        ("shop/src/handlers/mod.rs", "pub mod job;\n"),
        (
            "shop/src/handlers/job.rs",
            "// src/handlers/job.rs - Jobs of the shop\n\nuse crate::services::job_service;\nuse axum::Json;\n\npub async fn list() -> Json<u8> {\n    job_service::list()\n}\n\n#[cfg(test)]\nmod tests {\n    use crate::util::twice;\n}\n",
        ),
        ("shop/src/services/mod.rs", "pub mod job_service;\n"),
        ("shop/src/services/job_service.rs", "pub async fn list() {}\n"),
        ("shop/src/util.rs", "pub fn twice() {}\n"),
        ("shop/src/lost.rs", "pub fn lost() {}\n"),
        ("shop/src/made.rs", "// @generated\n"),
        ("shop/migrations/1_jobs.sql", "CREATE TABLE jobs (id INTEGER);\n"),
        ("shop/tests/main.rs", "mod job;\n"),
        ("shop/tests/job/mod.rs", "use shop::services::job_service;\n"),
        ("desk/Cargo.toml", "[package]\nname = \"desk\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n"),
        ("desk/rulebook.toml", "extends = \"team.toml\"\n"),
        ("desk/team.toml", "[layers.api]\nfolders = [\"src/web\"]\n"),
        ("desk/src/lib.rs", "pub mod web;\n"),
        ("desk/src/web/mod.rs", ""),
        ("tool/Cargo.toml", "[package]\nname = \"tool\"\nedition = \"2024\"\n"),
        ("tool/src/lib.rs", ""),
        ("store/Cargo.toml", "[package]\nname = \"store\"\nedition = \"2024\"\n"),
        ("store/src/disk/mod.rs", ""),
        ("store/src/lib.rs", "pub mod disk;\n"),
    ])
}

fn of(path: &str) -> Option<Why> {
    let files = files();
    let report = lint(&files, &Options { threads: Threads::of(1), ..Options::default() }).unwrap();
    why(&report, path)
}

#[test]
fn the_layer_comes_with_its_reason() {
    for (path, layer, reason) in [
        (
            "shop/src/handlers/job.rs",
            Some("api"),
            "`src/handlers` is one of the `folders` of `[layers.api]` in `rulebook.toml`",
        ),
        (
            "shop/src/services/job_service.rs",
            Some("services"),
            "`src/services` is the folder of this layer, as the rulebook has it",
        ),
        (
            "store/src/disk/mod.rs",
            Some("storage"),
            "`store` is one of the `packages` of `[layers.storage]` in `rulebook.toml`",
        ),
        ("shop/src/lib.rs", Some("root"), "`src/lib.rs` is the composition root, which may use all layers"),
        (
            "shop/src/util.rs",
            None,
            "it lies in the folder of no layer; `folders` of a `[layers.NAME]` in the settings would give it one",
        ),
        ("shop/src/lost.rs", None, "no `mod` line leads to this file, so it belongs to no crate"),
        ("shop/tests/job/mod.rs", None, "layers are for what libraries and programs are made of"),
        ("shop/migrations/1_jobs.sql", None, "only Rust modules have layers"),
    ] {
        let why = of(path).unwrap();
        assert_eq!((why.layer.as_deref(), why.reason.as_str()), (layer, reason), "{path}");
    }
    assert!(of("shop/Cargo.toml").is_none());
}

#[test]
fn what_it_uses_and_what_uses_it_is_told_from_what_only_tests_do() {
    let job = of("shop/src/handlers/job.rs").unwrap();
    let seen = |used: &[crate::why::Use]| -> Vec<(String, usize, usize, bool)> {
        used.iter().map(|it| (it.path.to_string(), it.references, it.line, it.test)).collect()
    };
    assert_eq!(
        seen(&job.uses),
        [("shop/src/services/job_service.rs".to_owned(), 2, 3, false), ("shop/src/util.rs".to_owned(), 1, 12, true)]
    );
    assert_eq!(job.crates, [("axum".to_owned(), 2)]);
    let service = of("shop/src/services/job_service.rs").unwrap();
    assert_eq!(
        seen(&service.used_by),
        [("shop/src/handlers/job.rs".to_owned(), 2, 3, false), ("shop/tests/job/mod.rs".to_owned(), 1, 1, true)]
    );
}

#[test]
fn rules_look_at_what_they_are_for() {
    for (path, some, none) in [
        (
            "shop/src/handlers/job.rs",
            &["RB201", "RB305", "RB401", "RB407"][..],
            &["RB202", "RB304", "RB404", "RB106"][..],
        ),
        ("shop/src/services/job_service.rs", &["RB202", "RB402", "RB404", "RB408"], &["RB201", "RB407"]),
        ("shop/src/util.rs", &["RB102", "RB301"], &["RB401", "RB404"]),
        ("shop/tests/job/mod.rs", &["RB301"], &["RB102", "RB401"]),
        ("shop/migrations/1_jobs.sql", &["RB000", "RB301"], &["RB102", "RB401"]),
        ("store/src/disk/mod.rs", &["RB301", "RB401"], &["RB102", "RB402"]),
        ("tool/src/lib.rs", &["RB301"], &["RB102", "RB401"]),
    ] {
        let codes: Vec<&str> = of(path).unwrap().rules.iter().map(|(rule, _)| rule.code).collect();
        assert!(some.iter().all(|code| codes.contains(code)), "{path}: {codes:?}");
        assert!(!none.iter().any(|code| codes.contains(code)), "{path}: {codes:?}");
    }
}

#[test]
fn a_page_reads_well() {
    let page = text(&of("shop/src/handlers/job.rs").unwrap(), &str::to_owned, false);
    let (page, rules) = page.split_once("Rules that look at it\n").unwrap();
    assert!(rules.contains("  RB305 import-groups (warning)\n"), "{rules}");
    insta::assert_snapshot!(page);
}

#[test]
fn json_is_what_the_schema_says() {
    let schema: Value = serde_json::from_str(include_str!("../../../docs/schemas/why.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for path in ["shop/src/handlers/job.rs", "shop/src/made.rs", "shop/src/util.rs", "tool/src/lib.rs"] {
        let json: Value = serde_json::from_str(&json(&of(path).unwrap(), &str::to_owned)).unwrap();
        let errors: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{path}: {errors:#?}");
    }
}
