// src/plan/wiring/tests.rs - Wiring on files as generated, edited, reformatted and broken

use super::source::{Source, version_order};
use super::state::{self, Held};
use super::{Outcome, models, modules, router, uses};

/// Runs a step twice: the second run must find everything there.
fn twice(text: &str, step: impl Fn(&Source<'_>) -> Outcome) -> String {
    let Outcome::Done(once) = step(&Source::parse("a.rs", text).unwrap()) else { panic!("nothing done:\n{text}") };
    assert_eq!(step(&Source::parse("a.rs", &once).unwrap()), Outcome::Already, "{once}");
    once
}

fn outcome(text: &str, step: impl Fn(&Source<'_>) -> Outcome) -> Outcome {
    step(&Source::parse("a.rs", text).unwrap())
}

#[test]
fn mod_lines_are_sorted_in() {
    let job = |source: &Source<'_>| modules::declare(source, "job", true);
    for (before, after) in [
        ("// h\n", "// h\n\npub mod job;\n"),
        ("", "pub mod job;\n"),
        ("pub mod a;\npub mod z;\n", "pub mod a;\npub mod job;\npub mod z;\n"),
        ("pub mod z;", "pub mod job;\npub mod z;"),
        ("pub mod a; // first\n\nfn f() {}\n", "pub mod a; // first\npub mod job;\n\nfn f() {}\n"),
        (
            "/// A.\npub mod a;\n/// Z.\n#[cfg(x)]\npub mod z;\n",
            "/// A.\npub mod a;\npub mod job;\n/// Z.\n#[cfg(x)]\npub mod z;\n",
        ),
        ("mod b;\n\npub mod k;\npub mod l;\n", "mod b;\n\npub mod job;\npub mod k;\npub mod l;\n"),
        ("pub mod a;\r\npub mod z;\r\n", "pub mod a;\r\npub mod job;\r\npub mod z;\r\n"),
        ("\u{feff}pub mod a;\n", "\u{feff}pub mod a;\npub mod job;\n"),
        ("use a::b;\n\nfn f() {}\n", "use a::b;\n\npub mod job;\n\nfn f() {}\n"),
        ("//! Doc.\n\nfn f() {}\n", "//! Doc.\n\npub mod job;\n\nfn f() {}\n"),
        ("pub mod a; pub mod z;\n", "pub mod a;\npub mod job; pub mod z;\n"),
    ] {
        assert_eq!(twice(before, job), after);
    }
    for there in ["mod job;", "pub(crate) mod job;", "pub mod job {}", "#[cfg(x)]\npub mod r#job;"] {
        assert_eq!(outcome(there, job), Outcome::Already);
    }
}

#[test]
fn use_lines_are_sorted_into_their_group() {
    let service = ["crate", "services", "job_service", "JobService"];
    let import = |source: &Source<'_>| uses::import(source, &service, &["crate", "api", "state"]);
    for (before, after) in [
        (
            "use std::io;\n\nuse axum::Router;\n\nuse crate::services::a::A;\nuse crate::services::user_service::U;\n\nfn f() {}\n",
            "use std::io;\n\nuse axum::Router;\n\nuse crate::services::a::A;\nuse crate::services::job_service::JobService;\nuse crate::services::user_service::U;\n\nfn f() {}\n",
        ),
        (
            "use axum::Router; // web\n\nfn f() {}\n",
            "use axum::Router; // web\n\nuse crate::services::job_service::JobService;\n\nfn f() {}\n",
        ),
        ("// h\n\nfn f() {}\n", "// h\n\nuse crate::services::job_service::JobService;\n\nfn f() {}\n"),
        (
            "use crate::services::{a::A, z::Z};\n",
            "use crate::services::job_service::JobService;\nuse crate::services::{a::A, z::Z};\n",
        ),
    ] {
        assert_eq!(twice(before, import), after);
    }
    for there in [
        "use crate::services::job_service::JobService;",
        "use crate::services::job_service::JobService as Jobs;",
        "use crate::services::{a::A, job_service::{Error, JobService}};",
        "use crate::services::job_service::*;",
        "use super::super::services::job_service::JobService;",
    ] {
        assert_eq!(outcome(there, import), Outcome::Already, "{there}");
    }
}

#[test]
fn a_router_is_merged_behind_the_last_one() {
    let merge = |source: &Source<'_>| router::merge(source, "job");
    for (before, after) in [
        (
            "fn r() {\n    let r = Router::new()\n        .merge(a::router())\n        // users\n        .merge(user::router()) // last\n        .with_state(s);\n}\n",
            "fn r() {\n    let r = Router::new()\n        .merge(a::router())\n        // users\n        .merge(user::router()) // last\n        .merge(job::router())\n        .with_state(s);\n}\n",
        ),
        (
            "fn r() {\r\n    OpenApiRouter::new()\r\n\t.merge(a::router())\r\n\t.f();\r\n}\r\n",
            "fn r() {\r\n    OpenApiRouter::new()\r\n\t.merge(a::router())\r\n\t.merge(job::router())\r\n\t.f();\r\n}\r\n",
        ),
        (
            "fn r() { Router::new().merge(a::router()).merge(docs()).x() }",
            "fn r() { Router::new().merge(a::router()).merge(job::router()).merge(docs()).x() }",
        ),
        (
            "fn r() {\n    let mut r = Router::new();\n    r = r.merge(a::router());\n    r\n}\n",
            "fn r() {\n    let mut r = Router::new();\n    r = r.merge(a::router()).merge(job::router());\n    r\n}\n",
        ),
        ("fn r() -> Router { Router::new() }", "fn r() -> Router { Router::new().merge(job::router()) }"),
        (
            "fn r() {\n    Router::new()\n        .fallback(f)\n}\n",
            "fn r() {\n    Router::new()\n        .merge(job::router())\n        .fallback(f)\n}\n",
        ),
        ("\u{feff}fn r() { Router::new() }", "\u{feff}fn r() { Router::new().merge(job::router()) }"),
    ] {
        assert_eq!(twice(before, merge), after);
    }
    for there in [
        "fn r() { x.merge(job::router()) }",
        "fn r() { x.nest(\"/v1\", crate::api::job::router()) }",
        "fn r() { x.merge(job::router().layer(l)) }",
    ] {
        assert_eq!(outcome(there, merge), Outcome::Already, "{there}");
    }
    let Outcome::NoPlace { line, .. } = outcome("fn r() {}", merge) else { panic!("there is no router") };
    assert_eq!(line, ".merge(job::router())");
}

const JOBS: Held<'_> = Held { field: "jobs", name: "JobService", description: "Jobs." };

#[test]
fn the_state_gets_a_field() {
    let field = |source: &Source<'_>| state::field(source, &JOBS);
    for (before, after) in [
        (
            "#[derive(Clone)]\npub struct AppState {\n    /// Users.\n    pub users: U, // of us\n}\n",
            "#[derive(Clone)]\npub struct AppState {\n    /// Users.\n    pub users: U, // of us\n    /// Jobs.\n    pub jobs: JobService,\n}\n",
        ),
        (
            "pub struct AppState {\n  pub users: U\n}\n",
            "pub struct AppState {\n  pub users: U,\n  /// Jobs.\n  pub jobs: JobService,\n}\n",
        ),
        ("pub struct AppState {}\n", "pub struct AppState {\n    /// Jobs.\n    pub jobs: JobService,\n}\n"),
    ] {
        assert_eq!(twice(before, field), after);
    }
    assert_eq!(outcome("struct AppState { work: s::JobService }", field), Outcome::Already);
    assert!(
        matches!(outcome("struct AppState(u8);", field), Outcome::NoPlace { line, .. } if line == "pub jobs: JobService,")
    );
}

#[test]
fn the_state_gets_a_value() {
    let value = |source: &Source<'_>| state::value(source, &JOBS);
    for (before, after) in [
        (
            "fn s(database: &Database) -> AppState {\n    AppState {\n        users: U::new(database.clone()), // u\n    }\n}\n",
            "fn s(database: &Database) -> AppState {\n    AppState {\n        users: U::new(database.clone()), // u\n        jobs: JobService::new(database.clone()),\n    }\n}\n",
        ),
        (
            "async fn s() {\n    let database = d().await;\n    Ok(AppState {\n        a,\n        u: U::new()\n    })\n}\n",
            "async fn s() {\n    let database = d().await;\n    Ok(AppState {\n        a,\n        u: U::new(),\n        jobs: JobService::new(database.clone()),\n    })\n}\n",
        ),
        (
            "fn s(database: D) {\n    let s = AppState { a };\n}\n",
            "fn s(database: D) {\n    let s = AppState { a, jobs: JobService::new(database.clone()) };\n}\n",
        ),
        (
            "fn s(database: D) {\n    let s = AppState { a: Another::new(database.clone()), user: UserService::new(database) };\n}\n",
            "fn s(database: D) {\n    let s = AppState {\n        a: Another::new(database.clone()),\n        user: UserService::new(database),\n        jobs: JobService::new(database.clone()),\n    };\n}\n",
        ),
        (
            "fn s(database: D) { AppState {} }",
            "fn s(database: D) { AppState { jobs: JobService::new(database.clone()) } }",
        ),
    ] {
        assert_eq!(twice(before, value), after);
    }
    let name = "x".repeat(60);
    let long = Held { field: &name, name: &name, description: "Long." };
    let before = "fn s(database: D) -> AppState {\n    AppState {\n        a,\n    }\n}\n";
    let after =
        format!("        a,\n        {name}: {name}::new(\n            database.clone(),\n        ),\n    }}\n");
    assert!(twice(before, |source| state::value(source, &long)).contains(&after));
    let after = format!("    pub {name}:\n        {name},\n");
    assert!(twice("struct AppState {}\n", |source| state::field(source, &long)).contains(&after));
    assert_eq!(outcome("fn s(database: D) { AppState { jobs: other() } }", value), Outcome::Already);
    for none in ["fn s() { AppState { a } }", "fn s(database: D) {}"] {
        let Outcome::NoPlace { line, .. } = outcome(none, value) else { panic!("{none}") };
        assert_eq!(line, "jobs: JobService::new(database.clone()),");
    }
}

#[test]
fn models_are_appended_with_the_imports_they_need() {
    let append = |text: &str, snippet: &str| {
        let source = Source::parse("m.rs", text).unwrap();
        match models::append(&source, "m.rs", snippet).unwrap() {
            models::Appended::Done(text) => Ok(text),
            models::Appended::Present(names) => Err(names),
        }
    };
    let snippet = "use chrono::{DateTime, NaiveDate, Utc};\nuse serde::{Deserialize, Serialize};\n\n/// A job.\npub struct Job;\n\npub struct NewJob;\n";
    assert_eq!(
        append("use chrono::{DateTime, Utc};\n\npub struct User;\n", snippet).unwrap(),
        "use chrono::NaiveDate;\nuse chrono::{DateTime, Utc};\nuse serde::{Deserialize, Serialize};\n\npub struct User;\n\n/// A job.\npub struct Job;\n\npub struct NewJob;\n"
    );
    assert!(
        append("pub struct User;\r\n", "pub struct Job;\n")
            .unwrap()
            .ends_with("pub struct User;\r\n\r\npub struct Job;\r\n")
    );
    assert_eq!(append("pub struct NewJob;", snippet), Err(vec!["NewJob".to_owned()]));
}

#[test]
fn a_file_that_is_no_rust_says_where() {
    let error = Source::parse("src/lib.rs", "fn f() {\n    let = 1;\n}\n").err().unwrap();
    assert!(error.to_string().starts_with("src/lib.rs:2:9: "), "{error}");
    assert!(Source::parse("src/lib.rs", "fn f() {").is_err());
}

#[test]
fn names_are_sorted_as_rustfmt_does() {
    let mut names = ["x10", "x9", "job_item", "job", "jobs", "user"];
    names.sort_by(|a, b| version_order(a, b));
    assert_eq!(names, ["job", "job_item", "jobs", "user", "x9", "x10"]);
}

#[test]
fn lines_are_cut_wherever_a_person_put_them() {
    let cut = |path: &str, text: &str, expected: &str| {
        let spec = crate::spec::gate::admit(
            &[crate::spec::ResourceRequest::from_arguments("job", None, &[])],
            &[],
            &rulebook_conventions::inflection::Inflector::default(),
        )
        .unwrap()
        .resources
        .remove(0);
        let context = crate::plan::context::ResourceContext::new(&spec, "1", &[]);
        assert_eq!(super::unwire(path, text, &context.lines()).unwrap(), expected, "{path}: {text}");
    };
    for (before, after) in [
        ("pub mod a;\npub mod job; // ours\npub mod z;\n", "pub mod a;\npub mod z;\n"),
        ("mod a;\n\n/// Jobs.\n#[cfg(x)]\nmod job;\n\nmod z;\n", "mod a;\n\nmod z;\n"),
        ("pub mod a; pub mod job; pub mod z;\n", "pub mod a;  pub mod z;\n"),
        ("pub mod job {}\n", "pub mod job {}\n"),
        ("pub mod a;\r\npub mod job;\r\n", "pub mod a;\r\n"),
    ] {
        cut("tests/main.rs", before, after);
    }
    for (before, after) in [
        (
            "fn r() { Router::new().merge(job::router()).merge(a::router()) }",
            "fn r() { Router::new().merge(a::router()) }",
        ),
        (
            "fn r() {\n    Router::new()\n        .merge(a::router())\n        .merge(job::router().layer(l))\n        .x()\n}\n",
            "fn r() {\n    Router::new()\n        .merge(a::router())\n        .x()\n}\n",
        ),
        (
            "fn r() {\n    Router::new().nest(\"/v1\", crate::api::job::router())\n}\n",
            "fn r() {\n    Router::new()\n}\n",
        ),
    ] {
        cut("src/api/mod.rs", before, after);
    }
    for (before, after) in [
        (
            "use crate::services::{a::A, job_service::JobService};\n\npub struct AppState {\n    pub a: A,\n    /// Jobs.\n    pub jobs: JobService,\n}\n",
            "use crate::services::a::A;\n\npub struct AppState {\n    pub a: A,\n}\n",
        ),
        (
            "use super::super::services::job_service::JobService;\nuse b::B;\n\npub struct AppState { pub a: A, pub work: JobService }\n",
            "use b::B;\n\npub struct AppState { pub a: A }\n",
        ),
        (
            "use crate::services::{a::A, b::{B, C}, job_service::{JobError, JobService}};\n\nstruct AppState { jobs: JobService, b: B }\n",
            "use crate::services::{a::A, b::{B, C}, job_service::JobError};\n\nstruct AppState { b: B }\n",
        ),
        (
            "use crate::services::job_service::JobService;\n\nfn f(jobs: JobService) {}\n",
            "use crate::services::job_service::JobService;\n\nfn f(jobs: JobService) {}\n",
        ),
    ] {
        cut("src/api/state.rs", before, after);
    }
    for (before, after) in [
        ("fn s() { AppState { a, jobs: JobService::new(d), b, } }", "fn s() { AppState { a, b, } }"),
        ("fn s() { AppState { a, jobs } }", "fn s() { AppState { a } }"),
        (
            "fn s() {\n    AppState {\n        a,\n        jobs: JobService::new(\n            d,\n        ),\n    }\n}\n",
            "fn s() {\n    AppState {\n        a,\n    }\n}\n",
        ),
    ] {
        cut("src/lib.rs", before, after);
    }
}

#[test]
fn models_and_the_imports_they_alone_needed_are_cut() {
    let snippet = "use chrono::{DateTime, NaiveDate};\nuse serde::Serialize;\n\n#[derive(Serialize)]\npub struct Job {\n    pub due: NaiveDate,\n    pub at: DateTime,\n}\n\npub struct NewJob;\n";
    let text = "use chrono::NaiveDate;\nuse chrono::{DateTime, Utc};\n\nuse serde::Serialize;\n\npub struct User(DateTime, Utc);\n\n#[derive(Serialize)]\npub struct Job {\n    pub due: NaiveDate,\n    pub at: DateTime,\n}\n\npub struct NewJob;\n\npub struct Last;\n";
    let without = "use chrono::{DateTime, Utc};\n\npub struct User(DateTime, Utc);\n\npub struct Last;\n";
    assert_eq!(super::without_models(text, snippet).unwrap(), without);
    assert!(!super::models_edited(text, snippet).unwrap());
    assert!(!super::models_edited(without, snippet).unwrap());
    for edited in [text.replace("NewJob;", "NewJob(u8);"), format!("{text}\nimpl Job {{}}\n")] {
        assert!(super::models_edited(&edited, snippet).unwrap());
        assert!(!super::without_models(&edited, snippet).unwrap().contains("Job"));
    }
}

/// What an outline leaves out is nothing that a place or a name goes by.
#[test]
fn an_outline_has_the_places_and_names_of_items() {
    let text = "\u{feff}//! Models\n\nuse std::{fmt, io};\npub use a::{b, c::{self, d}};\n\n/// A job.\n#[derive(Debug)]\npub struct Job {\n    \
                pub a: Option<{ u8 }>,\n}\n\npub enum Status { Open, Done { at: u8 } }\nimpl Job {\n    fn f() { use x::y; }\n}\n\
                const A: B = B { c: 1 };\nmacro_rules! m { () => {}; }\nmod inner { use z::{w}; }\nfn g<const N: usize>() -> [u8; { N }] where [(); { N }]: Sized { [0; N] }\n\
                pub struct Last(u8);\n";
    let (whole, outline) = (Source::parse("m.rs", text).unwrap(), Source::outline("m.rs", text).unwrap());
    let seen = |source: &Source<'_>| -> Vec<_> {
        let name = |item: &syn::Item| (super::models::defined(item), source.range(item));
        source.syntax.items.iter().map(name).collect()
    };
    assert_eq!(seen(&whole), seen(&outline));
    assert_eq!(seen(&whole).len(), 10);
    let uses = |source: &Source<'_>| -> Vec<Vec<String>> {
        let items = source.syntax.items.iter();
        items
            .flat_map(|item| if let syn::Item::Use(item) = item { super::uses::paths(&item.tree) } else { Vec::new() })
            .collect()
    };
    assert_eq!(uses(&whole), uses(&outline));
}
