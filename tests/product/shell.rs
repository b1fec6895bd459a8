// tests/product/shell.rs - What shells and cargo are given

use std::process::{Command, Stdio};

use crate::support::{Ran, Sandbox, command};

const SUBCOMMANDS: [&str; 6] = ["new", "generate", "lint", "baseline", "explain", "rules"];

#[test]
fn shells_can_complete_every_subcommand() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = sandbox.rulebook("", ["completions", shell]).expect(0);
        for subcommand in SUBCOMMANDS {
            assert!(script.contains(subcommand), "{shell} does not know {subcommand}");
        }
    }
    let said = sandbox.rulebook("", ["completions", "tcsh"]).expect(2);
    assert!(said.contains("tcsh") && said.contains("bash"), "{said}");
}

#[test]
fn every_subcommand_has_a_manual_page() {
    let sandbox = Sandbox::new();
    let page = sandbox.rulebook("", ["man"]).expect(0);
    assert!(page.contains(".TH rulebook 1"), "{page}");
    for subcommand in SUBCOMMANDS {
        let page = sandbox.rulebook("", ["man", subcommand]).expect(0);
        assert!(page.contains(&format!(".TH rulebook-{subcommand} 1")), "{page}");
    }
    let page = sandbox.rulebook("", ["man", "generate", "resource"]).expect(0);
    assert!(page.contains("rulebook generate resource job"), "its examples are in it:\n{page}");
    let said = sandbox.rulebook("", ["man", "lnt"]).expect(2);
    assert!(said.contains("did you mean `lint`?"), "{said}");
}

#[test]
fn cargo_finds_it() {
    let sandbox = Sandbox::new();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-rulebook"));
        Ran::of(command.args(args).current_dir(sandbox.path("")).stdin(Stdio::null()).output().unwrap())
    };
    let said = run(&["rulebook", "explain", "RB401"]).expect(0);
    assert!(said.contains("layer-dependency"), "{said}");
    let said = run(&["rulebook", "explain", "RB4O1"]).expect(2);
    assert!(said.contains("did you mean `RB401`?"), "{said}");
}

#[test]
fn the_rules_are_as_the_schema_says() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../docs/schemas/rules.schema.json")).unwrap();
    let rules = Sandbox::new().rulebook("", ["rules", "--format", "json"]).expect(0);
    let rules: serde_json::Value = serde_json::from_str(&rules).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator.iter_errors(&rules).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let sandbox = Sandbox::new();
    for args in [&["rules"][..], &["completions", "bash"], &["man"], &["explain", "RB401"]] {
        let mut child = command(&sandbox.path(""), args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let ran = Ran::of(child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn pictures_have_the_name_of_the_project() {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[package]\nname = \"shop\"\nedition = \"2024\"\n[dependencies]\naxum = \"0.8\"\n");
    sandbox.write("src/main.rs", "mod api;\nfn main() {}\n");
    sandbox.write("src/api.rs", "pub fn f() {}\n");
    for (format, begin) in [
        ("svg", "<svg"),
        ("html", "<!doctype html>"),
        ("mermaid", "flowchart"),
        ("dot", "digraph \"Modules of shop\""),
        ("json", "{\n  \"version\": 1"),
    ] {
        let picture = sandbox.rulebook("src", ["graph", "--level", "modules", "--format", format]).expect(0);
        assert!(picture.starts_with(begin), "{picture}");
    }
    let layers = sandbox.rulebook("", ["graph"]).expect(0);
    assert!(layers.contains("<title>Layers of shop</title>"), "{layers}");
}
