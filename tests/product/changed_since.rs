// tests/product/changed_since.rs - Findings in what changed since a revision

use crate::support::{Sandbox, commit, git};

const WRONG: &str = "fn f() {}\n";

/// A repository whose package lies in a folder, with a finding in each of its files.
fn repository() -> Sandbox {
    let sandbox = Sandbox::new();
    git(&sandbox, &["init", "--quiet"]);
    sandbox.write(".gitignore", "app/ignored.rs\n");
    sandbox.write("app/Cargo.toml", "[package]\nname = \"app\"\nedition = \"2024\"\n");
    sandbox.write("app/src/lib.rs", "pub mod old;\n");
    sandbox.write("app/src/old.rs", WRONG);
    sandbox.write("app/src/gone.rs", WRONG);
    commit(&sandbox, "Begin");
    git(&sandbox, &["tag", "start"]);
    sandbox
}

/// The files with findings.
#[track_caller]
fn found(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let args = [&["lint", "--format", "json", "--select", "RB301"], args].concat();
    let ran = sandbox.rulebook("app", &args);
    assert!(ran.code < 2, "{}", ran.err);
    let report: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(ran.code == 1, report["summary"]["findings"] != 0);
    report["findings"].as_array().unwrap().iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn only_what_changed_is_reported() {
    let sandbox = repository();
    assert_eq!(found(&sandbox, &[]).len(), 3);
    assert_eq!(found(&sandbox, &["--changed-since", "HEAD"]), [""; 0]);

    sandbox.write("app/src/committed.rs", WRONG);
    std::fs::remove_file(sandbox.path("app/src/gone.rs")).unwrap();
    commit(&sandbox, "Change");
    sandbox.write("app/src/lib.rs", "pub mod old;\npub mod committed;\n");
    sandbox.write("app/src/staged.rs", WRONG);
    git(&sandbox, &["add", "app/src/staged.rs"]);
    sandbox.write("app/src/größe new.rs", WRONG);
    sandbox.write("app/ignored.rs", WRONG);
    let all = ["src/committed.rs", "src/größe new.rs", "src/lib.rs", "src/staged.rs"];
    assert_eq!(found(&sandbox, &["--changed-since", "start"]), all);
    assert_eq!(found(&sandbox, &["--changed-since", "HEAD"]), all[1..]);
    assert_eq!(found(&sandbox, &["--changed-since", "start", "src/lib.rs"]), ["src/lib.rs"]);
}

#[test]
fn what_the_other_branch_did_is_not_of_this_one() {
    let sandbox = repository();
    git(&sandbox, &["checkout", "--quiet", "-b", "work"]);
    sandbox.write("app/src/mine.rs", WRONG);
    commit(&sandbox, "Mine");
    git(&sandbox, &["checkout", "--quiet", "main"]);
    sandbox.write("app/src/old.rs", "fn g() {}\n");
    commit(&sandbox, "Theirs");
    git(&sandbox, &["checkout", "--quiet", "work"]);
    assert_eq!(found(&sandbox, &["--changed-since", "main"]), ["src/mine.rs"]);
}

#[test]
fn what_can_not_be_compared_is_said() {
    let sandbox = repository();
    for revision in ["nowhere", "--help", "HEAD~5", ""] {
        let said = sandbox.rulebook("app", ["lint", &format!("--changed-since={revision}")]).expect(2);
        assert!(said.contains(&format!("no revision `{revision}`")) && said.contains("git branch --all"), "{said}");
    }
    let outside = Sandbox::new();
    outside.write("Cargo.toml", "[package]\nname = \"app\"\n");
    outside.write("src/lib.rs", "");
    let said = outside.rulebook("", ["lint", "--changed-since", "HEAD"]).expect(2);
    assert!(said.contains("in no git repository"), "{said}");
    let said = outside.rulebook_with("", &["lint", "--changed-since", "HEAD"], &[("PATH", "")]).expect(2);
    assert!(said.contains("install it, or leave the option out"), "{said}");
}
