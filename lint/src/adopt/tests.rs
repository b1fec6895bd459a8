// src/adopt/tests.rs - What is proposed for projects of several layouts

use crate::adopt::{First, first_fixes, layers, refine};
use crate::project::file_system::Memory;
use crate::project::overlay::Overlay;
use crate::run::{Options, Report, lint};
use crate::threads::Threads;

const MANIFEST: &str = "[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\nserde = \"1\"\nreqwest = \"0.13\"\n";
/// A file that serves routes.
const HANDLERS: &str = "use axum::{Json, Router, routing::get};\npub fn router() -> Router { Router::new().route(\"/x\", get(list)) }\nasync fn list() -> Json<u8> { Json(1) }\n";
/// A file that runs statements.
const QUERIES: &str =
    "pub async fn load(pool: &sqlx::PgPool) { sqlx::query(\"SELECT 1\").execute(pool).await; }\npub fn more() {}\n";
/// A file of rows.
const ROWS: &str = "#[derive(sqlx::FromRow)]\npub struct Row { pub id: i64 }\n";
/// A file of plain functions.
const PLAIN: &str = "pub fn plain() {}\n";

type Files<'a> = &'a [(&'a str, &'a str)];

fn with(files: Files<'_>) -> Memory {
    let all =
        std::iter::once(("Cargo.toml", MANIFEST)).filter(|_| !files.iter().any(|(path, _)| *path == "Cargo.toml"));
    Memory::new(all.chain(files.iter().copied()))
}

fn report(files: &Memory, settings: Option<&str>) -> Report {
    let mut overlay = Overlay::new(files);
    if let Some(text) = settings {
        overlay.insert("rulebook.toml", text.to_owned());
    }
    lint(&overlay, &Options { threads: Threads::of(1), ..Options::default() }).unwrap()
}

/// The settings that are proposed, and the report under them.
fn proposed(files: Files<'_>) -> (Option<String>, Report) {
    let files = with(files);
    let mut proposal = layers(&report(&files, None)).unwrap();
    let known = report(&files, proposal.to_text().as_deref());
    refine(&mut proposal, &known);
    let text = proposal.to_text();
    let report = report(&files, text.as_deref());
    (text, report)
}

#[test]
fn handlers_services_and_rows_are_told_by_folders() {
    let (text, report) = proposed(&[
        ("src/main.rs", "mod handlers;\nmod services;\nmod db;\nmod models;\nmod config;\nmod error;\nfn main() {}\n"),
        ("src/handlers/mod.rs", "pub mod users;\npub mod orders;\npub mod shared;\n"),
        ("src/handlers/users.rs", &format!("{HANDLERS}use super::shared::page;\nuse crate::config::Config;\n")),
        ("src/handlers/orders.rs", &format!("{HANDLERS}use super::shared::page;\nuse crate::db::users;\n")),
        ("src/handlers/shared.rs", "pub fn page() {}\n"),
        ("src/services/mod.rs", "pub mod users;\n"),
        ("src/services/users.rs", QUERIES),
        ("src/db/mod.rs", "pub mod users;\n"),
        ("src/db/users.rs", QUERIES),
        ("src/models/mod.rs", ROWS),
        ("src/config.rs", "pub struct Config;\n"),
        ("src/error.rs", "pub enum Error {}\n"),
    ]);
    insta::assert_snapshot!(text.unwrap());
    let layer = |code: &str| report.findings.iter().filter(|finding| finding.rule.code == code).count();
    assert_eq!((layer("RB401"), layer("RB201")), (1, 0), "the handler that uses the database, and no name");
}

#[test]
fn routes_repositories_and_domain_are_told_by_folders() {
    let (text, _) = proposed(&[
        (
            "src/lib.rs",
            "pub mod routes;\npub mod repositories;\npub mod domain;\npub mod usecases;\npub mod clients;\n",
        ),
        ("src/routes/mod.rs", "pub mod user;\n"),
        ("src/routes/user.rs", HANDLERS),
        ("src/repositories/mod.rs", QUERIES),
        ("src/domain/mod.rs", "pub mod user;\npub mod price;\n"),
        ("src/domain/user.rs", ROWS),
        ("src/domain/price.rs", "pub struct Price;\n"),
        ("src/usecases/mod.rs", PLAIN),
        ("src/clients/mod.rs", "pub fn get() { reqwest::get(\"x\"); }\n"),
    ]);
    insta::assert_snapshot!(text.unwrap());
}

#[test]
fn folders_by_feature_are_told_by_files() {
    let (text, _) = proposed(&[
        ("src/main.rs", "mod users;\nmod orders;\nmod infra;\nfn main() {}\n"),
        ("src/users/mod.rs", "pub mod controller;\npub mod user_service;\npub mod repository;\npub mod model;\n"),
        ("src/users/controller.rs", HANDLERS),
        ("src/users/user_service.rs", PLAIN),
        ("src/users/repository.rs", QUERIES),
        ("src/users/model.rs", ROWS),
        ("src/orders/mod.rs", "pub mod controller;\npub mod model;\n"),
        ("src/orders/controller.rs", HANDLERS),
        ("src/orders/model.rs", ROWS),
        ("src/infra/mod.rs", "pub mod db;\npub mod http;\n"),
        ("src/infra/db/mod.rs", QUERIES),
        ("src/infra/http/mod.rs", HANDLERS),
    ]);
    insta::assert_snapshot!(text.unwrap());
}

#[test]
fn packages_of_a_workspace_are_layers() {
    let (text, report) = proposed(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"server\", \"shop-db\", \"shop-domain\", \"shop-macros\"]\n"),
        (
            "server/Cargo.toml",
            &format!(
                "{MANIFEST}shop-db = {{ path = \"../shop-db\" }}\nshop-domain = {{ path = \"../shop-domain\" }}\nshop-macros = {{ path = \"../shop-macros\" }}\n"
            ),
        ),
        ("server/src/main.rs", "mod controllers;\nfn main() {}\n"),
        ("server/src/controllers/mod.rs", HANDLERS),
        ("server/src/controllers/user.rs", "use shop_macros::twice;\nuse shop_db::load;\n"),
        ("shop-db/Cargo.toml", "[package]\nname = \"shop-db\"\nedition = \"2024\"\n[dependencies]\nsqlx = \"0.9\"\n"),
        ("shop-db/src/lib.rs", QUERIES),
        ("shop-domain/Cargo.toml", "[package]\nname = \"shop-domain\"\nedition = \"2024\"\n"),
        ("shop-domain/src/lib.rs", "pub struct User;\n"),
        ("shop-macros/Cargo.toml", "[package]\nname = \"shop-macros\"\nedition = \"2024\"\n"),
        ("shop-macros/src/lib.rs", "pub fn twice() {}\n"),
    ]);
    insta::assert_snapshot!(text.unwrap());
    let wrong: Vec<&str> = report.findings.iter().filter(|it| it.rule.code == "RB401").map(|it| &*it.message).collect();
    assert!(wrong.is_empty(), "a library in no layer may be used: {wrong:?}");
}

#[test]
fn a_library_with_folders_of_several_layers_is_told_by_them() {
    let (text, _) = proposed(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"server\", \"shop-infrastructure\"]\n"),
        ("server/Cargo.toml", &format!("{MANIFEST}shop-infrastructure = {{ path = \"../shop-infrastructure\" }}\n")),
        ("server/src/main.rs", "mod endpoints;\nfn main() {}\n"),
        ("server/src/endpoints/mod.rs", HANDLERS),
        ("server/tests/data/broken.rs", "fn ("),
        (
            "shop-infrastructure/Cargo.toml",
            "[package]\nname = \"shop-infrastructure\"\nedition = \"2024\"\n[dependencies]\nsqlx = \"0.9\"\n",
        ),
        ("shop-infrastructure/src/lib.rs", "pub mod services;\npub mod repositories;\n"),
        ("shop-infrastructure/src/services/mod.rs", "pub mod user_service;\n"),
        ("shop-infrastructure/src/services/user_service.rs", PLAIN),
        ("shop-infrastructure/src/repositories/mod.rs", "pub mod user_repository;\n"),
        ("shop-infrastructure/src/repositories/user_repository.rs", QUERIES),
    ]);
    insta::assert_snapshot!(text.unwrap());
}

#[test]
fn what_a_folder_does_weighs_more_than_its_name() {
    let (text, _) = proposed(&[
        ("src/main.rs", "mod web;\nmod routes;\nmod services;\nmod router;\nfn main() {}\n"),
        ("src/web/mod.rs", HANDLERS),
        // Lorries have routes too.
        ("src/routes/mod.rs", PLAIN),
        ("src/routes/planner.rs", PLAIN),
        // Called services, these are handlers.
        ("src/services/mod.rs", "pub mod user;\n"),
        ("src/services/user.rs", HANDLERS),
        ("src/router.rs", "use axum::Router;\npub fn all() -> Router { Router::new() }\n"),
    ]);
    insta::assert_snapshot!(text.unwrap());
}

#[test]
fn the_layout_of_the_rulebook_needs_no_settings() {
    let (text, _) = proposed(&[
        ("src/lib.rs", "pub mod api;\npub mod core;\npub mod models;\npub mod services;\n"),
        ("src/api/mod.rs", "pub mod user;\npub mod state;\n"),
        ("src/api/user.rs", &format!("{HANDLERS}use super::state::State;\n")),
        ("src/api/state.rs", "pub struct State;\n"),
        ("src/core/mod.rs", "pub mod db;\n"),
        ("src/core/db.rs", QUERIES),
        ("src/models/mod.rs", "pub mod db_models;\n"),
        ("src/models/db_models.rs", ROWS),
        ("src/models/user_models.rs", "pub struct UserResponse;\n"),
        ("src/services/mod.rs", "pub mod user_service;\n"),
        ("src/services/user_service.rs", QUERIES),
    ]);
    assert_eq!(text, None);
}

#[test]
fn without_a_backend_nothing_is_proposed() {
    let files = Memory::new([("Cargo.toml", "[package]\nname = \"tool\"\n"), ("src/lib.rs", PLAIN)]);
    assert_eq!(layers(&report(&files, None)), None);
}

#[test]
fn what_weighs_most_is_mended_first() {
    let (_, report) = proposed(&[
        ("src/main.rs", "mod handlers;\nmod db;\nfn main() {}\n"),
        ("src/handlers/mod.rs", "pub mod users;\npub mod orders;\n"),
        (
            "src/handlers/users.rs",
            &format!("{HANDLERS}pub async fn a() {{ sqlx::query(\"x\"); sqlx::query(\"y\"); }}\n"),
        ),
        ("src/handlers/orders.rs", &format!("{HANDLERS}pub async fn a() {{ sqlx::query(\"x\"); }}\n")),
        ("src/db/mod.rs", QUERIES),
    ]);
    let first = first_fixes(&report.findings);
    assert!(matches!(&first[0], First::Automatic { codes, .. } if codes.contains(&"RB301")), "{first:?}");
    let by_hand = first.iter().find_map(|fix| match fix {
        First::ByHand { rule, count, file, .. } if rule.0 == "RB407" => Some((*count, file.clone())),
        _ => None,
    });
    assert_eq!(by_hand, Some((3, ("src/handlers/users.rs".to_owned(), 2))), "{first:?}");
}
