// tests/product/parts.rs - Services, engines and integrations: made, made again, checked, taken away

use serde_json::Value;

use crate::support::{Sandbox, cargo};

const JOB: &str = "job title:string:len=1..80";
const PARTS: [&[&str]; 4] = [
    &["service", "billing"],
    &["engine", "digest", "--service", "job", "--service", "billing"],
    &["engine", "sweep"],
    &["integration", "payment"],
];

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "shop", "--resource", JOB, "--vcs", "none"]).expect(0);
    sandbox
}

fn generate(sandbox: &Sandbox, part: &[&str], options: &[&str]) -> crate::support::Ran {
    sandbox.rulebook("shop", [&["generate"], part, options].concat())
}

/// A project with one of each.
fn project_with_parts() -> Sandbox {
    let sandbox = project();
    for part in PARTS {
        generate(&sandbox, part, &[]).expect(0);
    }
    // The state has the fields in the order in which they came, whatever they are of.
    sandbox.rulebook("shop", ["generate", "resource", "note", "text:text", "job:ref"]).expect(0);
    sandbox
}

#[test]
fn parts_are_finished_and_the_same_again_changes_nothing() {
    let sandbox = project();
    let before = sandbox.tree("shop");
    for part in PARTS {
        let said = generate(&sandbox, part, &["--dry-run"]).expect(if part[1] == "digest" { 2 } else { 0 });
        assert!(part[1] == "digest" || said.contains("nothing was written"), "{said}");
        assert_eq!(sandbox.tree("shop"), before);
    }
    drop(sandbox);
    let sandbox = project_with_parts();
    let made = sandbox.tree("shop");
    for part in PARTS {
        let said = generate(&sandbox, part, &[]).expect(0);
        assert!(said.contains("nothing to do"), "{part:?}: {said}");
    }
    sandbox.rulebook("shop", ["check"]).expect(0);
    assert!(sandbox.rulebook("shop", ["upgrade"]).expect(0).contains("nothing to do"));
    assert_eq!(sandbox.tree("shop"), made);
    let said = sandbox.rulebook("shop", ["lint", "--strict"]).expect(0);
    assert!(said.contains("no findings"), "{said}");
    cargo(&sandbox.path("shop"), &["fmt", "--check"]).expect(0);
}

#[test]
fn parts_go_as_they_came() {
    let sandbox = project();
    let before = sandbox.tree("shop");
    for part in PARTS {
        generate(&sandbox, part, &[]).expect(0);
    }
    let refused = sandbox.rulebook("shop", ["destroy", "service", "billing"]).expect(2);
    assert!(refused.contains("`digest` refers to `billing`"), "{refused}");
    assert!(refused.contains("rulebook destroy engine digest"), "{refused}");
    for (kind, name) in [("resource", "job"), ("service", "job"), ("engine", "digset"), ("integration", "x")] {
        sandbox.rulebook("shop", ["destroy", kind, name]).expect(2);
    }
    for part in [["engine", "digest"], ["service", "BillingService"], ["integration", "payment"], ["engine", "sweep"]] {
        let made = sandbox.tree("shop");
        sandbox.rulebook("shop", [&["destroy"], &part[..], &["--dry-run"]].concat()).expect(0);
        assert_eq!(sandbox.tree("shop"), made);
        sandbox.rulebook("shop", [&["destroy"], &part[..]].concat()).expect(0);
        sandbox.rulebook("shop", ["check"]).expect(0);
    }
    assert_eq!(sandbox.tree("shop"), before);
}

const EDITED: [&str; 6] =
    [".env.example", "Cargo.toml", "src/core/settings.rs", "src/lib.rs", "src/api/state.rs", "src/engines/mod.rs"];

/// Files of all that a person has edited lose the lines of what goes, and keep the rest.
#[test]
fn edits_stay_where_they_are() {
    let sandbox = project_with_parts();
    for path in EDITED {
        let text = sandbox.read(&format!("shop/{path}"));
        let mark = if matches!(path, "Cargo.toml" | ".env.example") { "# mine" } else { "// mine" };
        sandbox.write(&format!("shop/{path}"), format!("{text}{mark}\n"));
    }
    for part in PARTS {
        assert!(generate(&sandbox, part, &[]).expect(0).contains("nothing to do"));
    }
    for part in [["engine", "digest"], ["service", "billing"], ["integration", "payment"]] {
        sandbox.rulebook("shop", [&["destroy"], &part[..]].concat()).expect(0);
    }
    let gone = ["billing", "Billing", "digest", "payment", "Payment", "PAYMENT", "hyper"];
    for path in EDITED {
        let text = sandbox.read(&format!("shop/{path}"));
        assert!(text.ends_with(" mine\n"), "{path}:\n{text}");
        assert!(!gone.iter().any(|word| text.contains(word)), "{path}:\n{text}");
    }
    assert!(sandbox.read("shop/src/lib.rs").contains("pub mod engines;"), "another engine is there");
    let edited = sandbox.read("shop/src/engines/sweep_engine.rs") + "// mine\n";
    sandbox.write("shop/src/engines/sweep_engine.rs", &edited);
    let said = generate(&sandbox, &["engine", "sweep", "--service", "note"], &[]).expect(0);
    assert!(said.contains("src/engines/sweep_engine.rs was edited: the changes are merged"), "{said}");
    let merged = sandbox.read("shop/src/engines/sweep_engine.rs");
    assert!(merged.contains("notes: NoteService") && merged.ends_with("// mine\n"), "{merged}");
    assert!(sandbox.rulebook("shop", ["destroy", "engine", "sweep"]).expect(2).contains("+// mine"));
}

#[test]
fn what_is_wrong_is_said_with_the_way_on_and_nothing_is_written() {
    let sandbox = project_with_parts();
    let before = sandbox.tree("shop");
    for (args, parts) in [
        (&["engine", "x", "--service", "jbo"][..], &["there is no service `jbo`", "did you mean `job`?"][..]),
        (&["service", "job"], &["with the resource `job`", "take another name"]),
        (&["service", "health"], &["every project has for itself", "`health_record`"]),
        (&["integration", "security"], &["src/core/security"]),
        (&["engine", "a b"], &["a space", "`a_b` would do"]),
        (&["resource", "billing"], &["with the service `billing`"]),
    ] {
        let said = generate(&sandbox, args, &[]).expect(2);
        for part in parts {
            assert!(said.contains(part), "{args:?}: {part} is missing:\n{said}");
        }
        assert_eq!(sandbox.tree("shop"), before);
    }
    let settings = sandbox.read("shop/src/core/settings.rs");
    sandbox.write("shop/src/core/settings.rs", settings.replace("pub struct Settings {", "pub struct All {"));
    let before = sandbox.tree("shop");
    let said = generate(&sandbox, &["integration", "mail"], &[]).expect(2);
    assert!(said.contains("struct `Settings`") && said.contains("pub mail: MailSettings,"), "{said}");
    assert_eq!(sandbox.tree("shop"), before);
    let help = sandbox.rulebook("", ["generate", "engine", "--help"]).expect(0);
    assert!(help.contains("rulebook generate engine digest --service job"), "{help}");
}

#[test]
fn a_part_s_plan_for_programs_holds_to_its_schema() {
    let sandbox = project();
    let said = generate(&sandbox, &["integration", "payment"], &["--format", "json"]).expect(0);
    let plan: Value = serde_json::from_str(&said).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/plan.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&plan), "{plan:#}");
    let changed = |path: &str| plan["changes"].as_array().unwrap().iter().any(|change| change["path"] == path);
    assert!(changed("src/core/payment/client.rs") && changed("Cargo.toml") && changed("src/core/settings.rs"));
    assert!(changed(".env.example"));
}

#[test]
#[ignore = "deep: builds a project with services, engines and an integration, and runs its tests, on PostgreSQL too where TEST_POSTGRES_URL is set"]
fn parts_work() {
    let sandbox = project_with_parts();
    let project = sandbox.path("shop");
    cargo(&project, &["clippy", "--all-targets", "--", "-D", "warnings"]).expect(0);
    cargo(&project, &["test"]).expect(0);
    if std::env::var_os("TEST_POSTGRES_URL").is_some() {
        cargo(&project, &["clippy", "--all-targets", "--features", "postgres", "--", "-D", "warnings"]).expect(0);
        cargo(&project, &["test", "--features", "postgres"]).expect(0);
    }
}
