// tests/product/init.rs - The rulebook brought to a project that is there

use crate::support::Sandbox;

const HANDLERS: &str = "use axum::Router;\nuse std::fmt;\n\nuse crate::config::Config;\n\npub async fn list() -> axum::Json<u8> {\n    sqlx::query(\"SELECT 1\");\n    axum::Json(1)\n}\n";

/// A backend that was not made by the rulebook.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "Cargo.toml",
        "[package]\nname = \"shop\"\nedition = \"2024\"\n\n[dependencies]\naxum = \"0.8\"\nsqlx = \"0.9\"\n",
    );
    sandbox.write("src/main.rs", "mod config;\nmod handlers;\n\nfn main() {}\n");
    sandbox.write("src/config.rs", "pub struct Config;\n");
    sandbox.write("src/handlers/mod.rs", "pub mod users;\npub mod orders;\n");
    sandbox.write("src/handlers/users.rs", HANDLERS);
    sandbox.write("src/handlers/orders.rs", HANDLERS);
    sandbox
}

#[test]
fn lint_is_silent_right_after_it() {
    let sandbox = project();
    sandbox.rulebook("", ["lint"]).expect(1);
    let said = sandbox.rulebook("", ["init"]).expect(0);
    for part in [
        "[layers.api]",
        "\"src/handlers\"",
        "To freeze",
        "RB407 database-in-api",
        "wrote rulebook.toml and rulebook-baseline.toml",
    ] {
        assert!(said.contains(part), "it does not say {part:?}:\n{said}");
    }
    let said = sandbox.rulebook("", ["lint"]).expect(0);
    assert!(said.contains("more in the baseline"), "{said}");
    // The command that it names does what it says.
    let named = sandbox.rulebook("", ["init", "--dry-run"]).out;
    let named = named.lines().find_map(|line| line.trim().strip_prefix("rulebook lint ")).unwrap().to_owned();
    sandbox.rulebook("", std::iter::once("lint").chain(named.split(' ')));
    assert!(sandbox.read("src/handlers/users.rs").starts_with("// src/handlers/users.rs - "));
    sandbox.rulebook("", ["lint"]).expect(0);
}

#[test]
fn it_can_be_looked_at_before() {
    let sandbox = project();
    let before = sandbox.tree("");
    let said = sandbox.rulebook("", ["init", "--dry-run"]).expect(0);
    assert!(said.contains("[layers.api]") && said.contains("nothing was written"), "{said}");
    assert_eq!(sandbox.tree(""), before);
}

#[test]
fn a_second_time_changes_nothing_and_what_was_edited_is_kept() {
    let sandbox = project();
    sandbox.rulebook("", ["init"]).expect(0);
    let made = sandbox.tree("");
    let said = sandbox.rulebook("", ["init"]).expect(0);
    assert!(said.contains("nothing to do"), "{said}");
    assert_eq!(sandbox.tree(""), made);

    let edited = sandbox.read("rulebook.toml") + "\n[names]\nuncountable = [\"staff\"]\n";
    sandbox.write("rulebook.toml", &edited);
    let said = sandbox.rulebook("", ["init"]).expect(2);
    assert!(said.contains("rulebook.toml is there already") && said.contains("--force"), "{said}");
    assert_eq!(sandbox.read("rulebook.toml"), edited);
    sandbox.rulebook("", ["init", "--force"]).expect(0);
    assert_eq!(sandbox.tree(""), made);

    std::fs::remove_file(sandbox.path("rulebook.toml")).unwrap();
    let said = sandbox.rulebook("", ["init"]).expect(2);
    assert!(said.contains("rulebook-baseline.toml is there already"), "{said}");
}

#[test]
fn what_it_can_not_do_is_said() {
    let sandbox = Sandbox::new();
    let said = sandbox.rulebook("", ["init"]).expect(2);
    assert!(said.contains("Cargo.toml"), "{said}");
    sandbox.write("Cargo.toml", "[package]\nname = \"tool\"\nedition = \"2024\"\n");
    sandbox.write("src/lib.rs", "");
    let said = sandbox.rulebook("", ["init"]).expect(2);
    assert!(said.contains("depends on axum") && said.contains("backend"), "{said}");

    let broken = project();
    broken.write("src/handlers/orders.rs", "fn (\n");
    let said = broken.rulebook("", ["init"]).expect(2);
    assert!(said.contains("src/handlers/orders.rs"), "{said}");
    assert!(!broken.path("rulebook.toml").exists() && !broken.path("rulebook-baseline.toml").exists());
}

#[test]
fn a_generated_project_needs_nothing() {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "shop"]).expect(0);
    sandbox.rulebook("shop", ["init"]).expect(2);
    std::fs::remove_file(sandbox.path("shop/rulebook.toml")).unwrap();
    let before = sandbox.tree("shop");
    let said = sandbox.rulebook("shop", ["init"]).expect(0);
    assert!(said.contains("no rulebook.toml is needed") && said.contains("nothing to do"), "{said}");
    assert_eq!(sandbox.tree("shop"), before);
}
