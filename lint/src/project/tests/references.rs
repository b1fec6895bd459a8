// src/project/tests/references.rs - Each way that one module reaches another, with the edges it makes

use std::collections::BTreeSet;

use super::{link, spell};

/// What the modules called `api` refer to, hops included: `target`, or `target < module < module`.
fn edges_of_api(text: &str) -> BTreeSet<String> {
    let model = link(text);
    let from_api = model.edges().filter(|edge| {
        let from = model.tree.normal(edge.from);
        let path = model.tree.path(from);
        let leaves = model.defining_module(edge.target) != Some(from);
        leaves && (path == "crate::api" || path.starts_with("crate::api::"))
    });
    from_api
        .map(|edge| {
            let mut line = spell(&model, edge.target);
            for hop in edge.through {
                line.push_str(" < ");
                line.push_str(&model.tree.path(hop.module));
            }
            line
        })
        .collect()
}

/// The usual surroundings: `core::db` with an item of each kind, and whatever `api` says.
fn with_api(api: &str) -> String {
    format!(
        "=== src/lib.rs\npub mod api;\npub mod core;\n\
         === src/core/mod.rs\npub mod db;\n\
         === src/core/db.rs\n\
         pub struct Pool;\nimpl Pool {{ pub fn new() {{}} }}\npub struct Named {{ pub a: u8 }}\npub enum Kind {{ One, Two(u8) }}\n\
         pub trait Query {{ const N: usize; }}\npub const LIMIT: usize = 1;\npub fn pool() {{}}\npub mod inner {{ pub fn deep() {{}} }}\n\
         === src/api.rs\n{api}\n"
    )
}

#[test]
fn every_way_to_reach_a_module_is_an_edge() {
    let pool = "crate::core::db::pool";
    let cases: &[(&str, &[&str])] = &[
        // Paths.
        ("fn f() { crate::core::db::pool() }", &[pool]),
        ("fn f() { super::core::db::pool() }", &[pool]),
        ("fn f() { self::super::core::db::pool() }", &[pool]),
        ("mod a { fn f() { super::super::core::db::pool() } }", &[pool]),
        ("fn f() { crate::r#core::r#db::pool() }", &[pool]),
        ("mod a { mod b { fn f() { crate::core::db::inner::deep() } } }", &["crate::core::db::inner::deep"]),
        // Imports.
        ("use crate::core::db;\nfn f() { db::pool() }", &["crate::core::db", pool]),
        ("use crate::core as k;\nfn f() { k::db::pool() }", &["crate::core", pool]),
        ("use crate::core::*;\nfn f() { db::pool() }", &["crate::core", pool]),
        (
            "use crate::core::{self, db::{pool as p, Pool}};\nfn f() { p() }",
            &["crate::core", pool, "crate::core::db::Pool"],
        ),
        ("fn f() { use crate::core::db::pool; pool() }", &[pool]),
        ("fn f() { { use crate::core::db as d; d::pool() } }", &["crate::core::db", pool]),
        ("use crate::core::db::Query as _;", &["crate::core::db::Query"]),
        ("use super::core::db::pool;", &[pool]),
        ("use crate::core::db::*;\nfn f() { pool() }", &["crate::core::db", pool]),
        ("extern crate self as me;\nuse me::core::db::pool;", &[pool, "crate"]),
        // Places where a path stands.
        ("fn f(p: crate::core::db::Pool) {}", &["crate::core::db::Pool"]),
        ("fn f() -> Vec<crate::core::db::Pool> { vec![] }", &["crate::core::db::Pool"]),
        ("fn f() { crate::core::db::Pool::new() }", &["crate::core::db::Pool"]),
        ("fn f() { crate::core::db::Named { a: 1 }; }", &["crate::core::db::Named"]),
        ("fn f() { match 1 { crate::core::db::LIMIT => {} _ => {} } }", &["crate::core::db::LIMIT"]),
        ("fn f() { if let crate::core::db::Kind::Two(_) = x() {} }", &["crate::core::db::Kind"]),
        ("fn f<T: crate::core::db::Query>() {}", &["crate::core::db::Query"]),
        ("fn f<T>() where T: crate::core::db::Query {}", &["crate::core::db::Query"]),
        ("fn f(x: &dyn crate::core::db::Query) -> impl crate::core::db::Query {}", &["crate::core::db::Query"]),
        ("struct S; impl crate::core::db::Query for S { const N: usize = 1; }", &["crate::core::db::Query"]),
        ("impl From<u8> for crate::core::db::Pool { fn from(_: u8) -> Self { Self } }", &["crate::core::db::Pool"]),
        ("fn f() -> usize { <u8 as crate::core::db::Query>::N }", &["crate::core::db::Query"]),
        ("static A: [u8; crate::core::db::LIMIT] = [0; 1];", &["crate::core::db::LIMIT"]),
        ("use crate::core::db::Kind::*;\nfn f() { Two(1); }", &["crate::core::db::Kind"]),
        ("use crate::core::db::Kind;\nfn f() { Kind::One; }", &["crate::core::db::Kind"]),
        ("type A = crate::core::db::Pool;", &["crate::core::db::Pool"]),
        // Macros and attributes.
        ("fn f() { println!(\"{}\", crate::core::db::LIMIT); }", &["crate::core::db::LIMIT"]),
        ("fn f() { vec![crate::core::db::pool()]; }", &[pool]),
        ("use crate::core::db;\nfn f() { vec![db::pool()]; }", &["crate::core::db", pool]),
        ("fn f() { sqlx::query!(\"SELECT 1\"); }", &["sqlx"]),
        ("#[derive(sqlx::FromRow)] struct S;", &["sqlx"]),
        ("#[cfg_attr(x, derive(sqlx::FromRow))] struct S;", &["sqlx"]),
        ("#[serde(with = \"crate::core::db\")] struct S;", &["crate::core::db"]),
        ("macro_rules! m { () => { $crate::core::db::pool() } }", &[pool]),
        ("cfg_if! { if #[cfg(x)] { use crate::core::db; fn f() { db::pool() } } }", &["crate::core::db", pool]),
        // Other packages.
        ("use sqlx::PgPool;\nfn f(p: PgPool) {}", &["sqlx"]),
        ("use ::sqlx as s;\nfn f() { s::query(\"\"); }", &["sqlx"]),
        // What is none of them.
        ("fn f() { std::mem::drop(1); core::mem::drop(1); ::core::mem::drop(1); }", &[]),
        ("use core::fmt;\nfn f(x: fmt::Result) {}", &[]),
        ("mod core { pub mod db { pub fn pool() {} } }\nfn f() { core::db::pool() }", &["crate::api::core::db::pool"]),
        ("fn f(db: u8) { let pool = db; pool; }", &[]),
        ("mod sqlx { pub fn query() {} }\nfn f() { self::sqlx::query(); }", &["crate::api::sqlx::query"]),
    ];
    for (api, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(edges_of_api(&with_api(api)), expected, "{api}");
    }
}

#[test]
fn re_exports_are_followed_to_the_definition() {
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "pub use crate::core::db;",
            "fn f() { crate::facade::db::pool() }",
            &["crate::core::db::pool < crate::facade"],
        ),
        ("pub use crate::core::db::pool as p;", "use crate::facade::p;", &["crate::core::db::pool < crate::facade"]),
        ("pub use crate::core::*;", "fn f() { crate::facade::db::pool() }", &["crate::core::db::pool < crate::facade"]),
        (
            "pub use crate::core::db::*;",
            "use crate::facade::*;\nfn f() { pool() }",
            &["crate::facade", "crate::core::db::pool < crate::facade"],
        ),
        (
            "pub mod a { pub use super::b::pool; } pub mod b { pub use crate::core::db::pool; }",
            "use crate::facade::a::pool;",
            &["crate::core::db::pool < crate::facade::a < crate::facade::b"],
        ),
        ("pub use sqlx;", "use crate::facade::sqlx::PgPool;", &["sqlx < crate::facade"]),
        ("pub use sqlx::PgPool as P;", "use crate::facade::P;", &["sqlx < crate::facade"]),
        ("pub use sqlx::*;", "use crate::facade::PgPool;", &["sqlx < crate::facade"]),
        ("pub use sqlx::*;", "use crate::facade::*;", &["crate::facade", "sqlx < crate::facade"]),
        // A name of its own hides what a glob brings.
        ("pub use crate::core::db::*; pub fn pool() {}", "use crate::facade::pool;", &["crate::facade::pool"]),
        // What is private is not given on.
        ("use crate::core::db::pool; pub fn other() {}", "use crate::facade::pool;", &["crate::facade"]),
        // Circles end.
        ("pub use self::b::x; pub mod b { pub use super::x; }", "use crate::facade::x;", &["crate::facade"]),
        (
            "pub use self::b::*; pub mod b { pub use super::*; pub fn g() {} }",
            "use crate::facade::g;",
            &["crate::facade::b::g < crate::facade"],
        ),
    ];
    for (facade, api, expected) in cases {
        let text = with_api(api).replace("pub mod core;", "pub mod core;\npub mod facade;");
        let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(edges_of_api(&format!("{text}=== src/facade.rs\n{facade}\n")), expected, "{facade} | {api}");
    }
}

#[test]
fn packages_reach_each_other() {
    let manifest = |name: &str, edition: &str, rest: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"{edition}\"\n{rest}\n")
    };
    let workspace = |dependency: &str, edition: &str, api: &str| {
        format!(
            "=== Cargo.toml\n[workspace]\nmembers = [\"crates/*\"]\n[workspace.dependencies]\n\
             base-core = {{ path = \"crates/base\" }}\n\
             === crates/base/Cargo.toml\n{}\n=== crates/base/src/lib.rs\npub mod db {{ pub fn pool() {{}} }}\npub use sqlx;\n\
             #[macro_export]\nmacro_rules! pooled {{ () => {{ $crate::db::pool() }} }}\n\
             === crates/app/Cargo.toml\n{}\n=== crates/app/src/lib.rs\npub mod api;\n=== crates/app/src/api.rs\n{api}\n",
            manifest("base-core", "2024", "[dependencies]\nsqlx = \"0.9\""),
            manifest("app", edition, dependency),
        )
    };
    let path = "[dependencies]\nbase-core = { path = \"../base\" }";
    let cases: &[(&str, &str, &str, &[&str])] = &[
        (path, "2024", "use base_core::db::pool;", &["base_core::db::pool"]),
        (path, "2024", "fn f() { ::base_core::db::pool() }", &["base_core::db::pool"]),
        (path, "2024", "extern crate base_core as b;\nuse b::db::pool;", &["base_core", "base_core::db::pool"]),
        (path, "2024", "use base_core::sqlx::PgPool;", &["sqlx < crate"]),
        (path, "2024", "fn f() { base_core::pooled!() }", &["base_core::pooled"]),
        (path, "2015", "use base_core::db::pool;", &["base_core::db::pool"]),
        (path, "2015", "use api::x::y;\npub mod x { pub fn y() {} }", &["crate::api::x::y"]),
        (path, "2015", "fn f() { ::api::x::y() }\npub mod x { pub fn y() {} }", &["crate::api::x::y"]),
        (
            "[dependencies]\nkern = { package = \"base-core\", path = \"../base\" }",
            "2021",
            "use kern::db::pool;",
            &["base_core::db::pool"],
        ),
        ("[dependencies]\nbase-core.workspace = true", "2021", "use base_core::db::pool;", &["base_core::db::pool"]),
        ("[dependencies]\ndb = { package = \"sqlx\", version = \"0.9\" }", "2021", "use db::PgPool;", &["sqlx"]),
        ("[target.'cfg(unix)'.dependencies]\nsqlx = \"0.9\"", "2021", "use sqlx::PgPool;", &["sqlx"]),
    ];
    for (dependency, edition, api, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(edges_of_api(&workspace(dependency, edition, api)), expected, "{dependency} | {edition} | {api}");
    }
}

#[test]
fn a_library_is_known_by_its_own_name() {
    let text = "=== app/Cargo.toml\n[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\
                [dependencies]\nbase-core = { path = \"../base\" }\n\
                === app/src/lib.rs\npub mod api;\n=== app/src/api.rs\nuse kernel::pool;\nuse base_core::pool as none;\n\
                === base/Cargo.toml\n[package]\nname = \"base-core\"\nversion = \"0.1.0\"\nedition = \"2021\"\n\
                [lib]\nname = \"kernel\"\n=== base/src/lib.rs\npub fn pool() {}\n";
    assert_eq!(edges_of_api(text), BTreeSet::from(["kernel::pool".to_owned()]));
}

#[test]
fn bodies_have_names_of_their_own() {
    let cases: &[(&str, &[&str])] = &[
        (
            "const _: () = { use crate::core::db; fn f() { db::pool() } };",
            &["crate::core::db", "crate::core::db::pool"],
        ),
        ("fn f() { use crate::core::db; fn g() { db::pool() } }", &["crate::core::db", "crate::core::db::pool"]),
        (
            "fn f() { { use crate::core::db; } db::pool() }\nmod db { pub fn pool() {} }",
            &["crate::core::db", "crate::api::db::pool"],
        ),
        (
            "fn f() { mod db { pub fn pool() {} } db::pool() }\nuse crate::core::db;",
            &["crate::core::db", "crate::api::db::pool"],
        ),
        ("use crate::core::db::*;\nfn pool() {}\nfn f() { pool() }", &["crate::core::db"]),
    ];
    for (api, expected) in cases {
        let expected: BTreeSet<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        assert_eq!(edges_of_api(&with_api(api)), expected, "{api}");
    }
}

#[test]
fn core_is_the_module_in_the_root_and_the_crate_elsewhere() {
    let text = "=== src/lib.rs\nmod core { pub mod db { pub fn pool() {} } }\nmod api;\nuse core::db::pool;\n\
                === src/api.rs\nuse core::fmt;\nfn f() { ::core::mem::drop(1) }\n";
    let model = link(text);
    let edges: Vec<String> = model.edges().map(|edge| spell(&model, edge.target)).collect();
    assert_eq!(edges, ["crate::core::db::pool"]);
}

#[test]
fn binaries_and_tests_reach_their_library() {
    let text = "=== src/lib.rs\npub fn run() {}\n=== src/main.rs\nfn main() { app::run() }\n\
                === tests/it.rs\nuse app::run;\n=== examples/e.rs\nfn main() { app::run() }\n";
    let model = link(text);
    assert_eq!(model.edges().count(), 3);
    assert!(model.edges().all(|edge| spell(&model, edge.target) == "crate::run"));
}

#[test]
fn a_macro_is_seen_below_and_behind_macro_use() {
    let text = "=== src/lib.rs\n#[macro_use]\nmod macros;\nmod quiet;\nmod api;\n\
                === src/macros.rs\nmacro_rules! loud { () => {} }\n#[macro_use]\nmod deep { macro_rules! deep { () => {} } }\n\
                === src/quiet.rs\nmacro_rules! q { () => {} }\nmod below { fn f() { q!() } }\n\
                === src/api.rs\nfn f() { loud!(); deep!(); q!(); vec![|q: u8| q + 1]; }\n";
    assert_eq!(
        edges_of_api(text),
        BTreeSet::from(["crate::macros::loud".to_owned(), "crate::macros::deep::deep".to_owned()])
    );
    let model = link(text);
    let below: Vec<String> = model
        .edges()
        .filter(|edge| model.tree.path(model.tree.normal(edge.from)) == "crate::quiet::below")
        .map(|edge| spell(&model, edge.target))
        .collect();
    assert_eq!(below, ["crate::quiet::q"]);
}
