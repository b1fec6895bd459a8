// tests/product/command_line.rs - What the command answers, to right and wrong input

use crate::support::Sandbox;

const GENERATE: [&str; 3] = ["generate", "resource", "job"];

/// A backend in a sandbox, too small to be right.
fn small_backend() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[package]\nname = \"small\"\nedition = \"2024\"\n\n[dependencies]\naxum = \"0.8\"\n");
    sandbox.write("src/main.rs", "use axum::Router;\nuse std::fmt;\n\nfn main() {}\n");
    sandbox
}

#[test]
fn what_is_wrong_is_named_with_a_way_on_and_exit_code_2() {
    let sandbox = Sandbox::new();
    sandbox.write("bad/rulebook.toml", "[rules]\nlayer-dependancy = \"off\"\n");
    sandbox.write("bad/Cargo.toml", "[package]\nname = \"bad\"\n");
    sandbox.write("file.toml", "[[resource]]\nname = \"job\"\nfields = [\"title:strng\"]\n");
    sandbox.write("taken/file", "");
    sandbox.rulebook("", ["new", "project"]).expect(0);
    for (folder, args, expected) in [
        ("", vec!["generate", "resource", "job"], vec!["no rulebook project", "rulebook new"]),
        ("project", [&GENERATE[..], &["title:strng"]].concat(), vec!["`strng`", "`string`"]),
        (
            "project",
            [&GENERATE[..], &["workspace:ref"]].concat(),
            vec!["workspace", "rulebook generate resource workspace"],
        ),
        (
            "project",
            [&GENERATE[..], &["a:string", "A:string"]].concat(),
            vec!["`a:string`", "`A:string`", "both are `a`"],
        ),
        ("project", vec!["generate", "resource", "user"], vec!["user", "new"]),
        ("project", vec!["generate", "resource", "type"], vec!["keyword", "job_type"]),
        ("project", vec!["generate", "resource", "--from", "../file.toml"], vec!["file.toml", "title:strng"]),
        ("project", vec!["generate", "resource", "--from", "nowhere.toml"], vec!["nowhere.toml"]),
        ("", vec!["new", "taken"], vec!["taken", "not empty"]),
        ("", vec!["new", "2fast"], vec!["2fast"]),
        ("bad", vec!["lint"], vec!["layer-dependancy", "did you mean `layer-dependency`?", "rulebook.toml"]),
        ("project", vec!["lint", "nowhere"], vec!["nowhere"]),
        ("project", vec!["lint", "--select", "layer-dependancy"], vec!["did you mean `layer-dependency`?"]),
        ("", vec!["explain", "RB4O1"], vec!["RB401"]),
        ("project", vec!["why", "nowhere.rs"], vec!["nowhere.rs", "src/api/job.rs"]),
        ("project", vec!["why", "Cargo.toml"], vec!["no file that is judged"]),
        ("", vec!["lnt"], vec!["lint"]),
    ] {
        let said = sandbox.rulebook(folder, &args).expect(2);
        for part in expected {
            assert!(said.contains(part), "{args:?} does not say {part:?}:\n{said}");
        }
    }
}

#[test]
fn findings_give_exit_code_1_in_every_format() {
    let sandbox = small_backend();
    let full = sandbox.rulebook("", ["lint"]).expect(1);
    assert!(full.contains("RB301") && full.contains("help:") && full.contains("src/main.rs"), "{full}");
    let concise = sandbox.rulebook("", ["lint", "--format", "concise"]).expect(1);
    assert!(concise.lines().any(|line| line.starts_with("src/main.rs:1:1: RB301 missing-header")), "{concise}");
    let json = sandbox.rulebook("", ["lint", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &report["version"]), (1, &serde_json::json!(1)));
    let statistics = sandbox.rulebook("", ["lint", "--statistics"]).expect(1);
    assert!(statistics.contains("RB101"), "{statistics}");
}

#[test]
fn every_format_runs_with_findings_and_without() {
    let wrong = small_backend();
    let right = small_backend();
    right.write("src/main.rs", "// src/main.rs - Small\n\nfn main() {}\n");
    let help = wrong.rulebook("", ["lint", "--help"]).expect(0);
    for (format, found, for_people) in [
        ("full", "src/main.rs:1:1", true),
        ("concise", "src/main.rs:1:1: RB301", true),
        ("json", "\"code\": \"RB301\"", false),
        ("sarif", "\"ruleId\": \"RB301\"", false),
        ("github", "::error title=RB301 missing-header,file=src/main.rs,line=1,", false),
        ("gitlab", "\"check_name\": \"missing-header\"", false),
        ("junit", "<testcase classname=\"src/main.rs\" name=\"RB301 missing-header at 1:1: ", false),
        ("rdjson", "\"value\": \"RB301\"", false),
        ("markdown", "| 1:1 | RB301 `missing-header`", true),
    ] {
        assert!(help.contains(&format!("- {format}:")), "--help does not name {format}:\n{help}");
        let ran = wrong.rulebook("", ["lint", "--select", "RB3", "--format", format]);
        assert_eq!(ran.code, 1, "{format}: {}", ran.err);
        assert!(ran.out.contains(found), "{format}: {}", ran.out);
        assert_eq!(ran.err.contains("findings in"), for_people, "{format}: {}", ran.err);
        let ran = right.rulebook("", ["lint", "--select", "RB3", "--format", format]);
        assert_eq!(ran.code, 0, "{format}: {}{}", ran.out, ran.err);
        assert!(!ran.out.contains("RB301"), "{format}: {}", ran.out);
        assert_eq!(ran.err.contains("no findings"), for_people, "{format}: {}", ran.err);
    }
}

#[test]
fn rules_can_be_chosen() {
    let sandbox = small_backend();
    let only = sandbox
        .rulebook("", ["lint", "--select", "RB3", "--ignore", "missing-header", "--format", "concise"])
        .expect(1);
    assert!(only.contains("RB304") && !only.contains("RB301") && !only.contains("RB101"), "{only}");
    sandbox.write("rulebook.toml", "[rules]\nRB304 = \"off\"\n");
    sandbox.rulebook("", ["lint", "--select", "RB304"]).expect(0);
}

#[test]
fn a_finding_can_be_allowed_with_a_reason() {
    let sandbox = small_backend();
    sandbox.write("src/main.rs", "// src/main.rs - Small\n\nuse axum::Router;\n\nuse std::fmt;\n\nfn main() {}\n");
    sandbox.rulebook("", ["lint", "--select", "RB304"]).expect(1);
    sandbox.write(
        "src/main.rs",
        "// src/main.rs - Small\n\nuse axum::Router;\n\n// rulebook: allow(import-order) - shown in this order in the talk\nuse std::fmt;\n\nfn main() {}\n",
    );
    sandbox.rulebook("", ["lint", "--select", "RB304"]).expect(0);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let sandbox = Sandbox::new();
    let listed = sandbox.rulebook("", ["rules", "--format", "json"]).expect(0);
    let rules: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let rules = rules["rules"].as_array().unwrap();
    assert!(rules.len() >= 18, "{listed}");
    for rule in rules {
        for key in ["code", "name"] {
            let said = sandbox.rulebook("", ["explain", rule[key].as_str().unwrap()]).expect(0);
            assert!(said.contains(rule["code"].as_str().unwrap()), "{said}");
        }
    }
}

#[test]
fn colour_is_asked_for_or_left_out() {
    let sandbox = small_backend();
    assert!(!sandbox.rulebook("", ["lint"]).out.contains('\u{1b}'));
    assert!(sandbox.rulebook("", ["lint", "--color", "always"]).out.contains('\u{1b}'));
}

#[test]
fn every_subcommand_has_help_with_an_example() {
    let sandbox = Sandbox::new();
    for command in [
        vec!["new"],
        vec!["generate", "resource"],
        vec!["destroy", "resource"],
        vec!["check"],
        vec!["upgrade"],
        vec!["templates", "list"],
        vec!["templates", "eject"],
        vec!["templates", "diff"],
        vec!["lint"],
        vec!["baseline"],
        vec!["init"],
        vec!["why"],
        vec!["graph"],
        vec!["man"],
        vec!["completions"],
        vec!["explain"],
        vec!["rules"],
    ] {
        let said = sandbox.rulebook("", command.iter().chain(&["--help"])).expect(0);
        assert!(said.contains("Example"), "{command:?}: {said}");
    }
}
