// tests/product/templates.rs - A team's own templates, from outside

use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::{Sandbox, cargo};

const API: &str = "resource/src/api/__resource__.rs.tera";
const JOB: [&str; 4] = ["generate", "resource", "job", "title:string"];

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.rulebook("", ["new", "shop", "--vcs", "none"]).expect(0);
    sandbox
}

#[test]
fn templates_are_taken_over_edited_and_used() {
    let sandbox = project();
    let said = sandbox.rulebook("shop", ["templates", "eject", API, "--dry-run"]).expect(0);
    assert!(
        said.contains(&format!("create .rulebook/templates/{API}")) && said.contains("nothing was written"),
        "{said}"
    );
    sandbox.rulebook("shop", ["templates", "eject", API]).expect(0);
    assert!(sandbox.rulebook("shop", ["templates", "eject", API]).expect(0).contains("kept as it is"));
    let place = format!("shop/.rulebook/templates/{API}");
    let text = sandbox.read(&place).replacen("pub fn router()", "/// By the team.\npub fn router()", 1);
    sandbox.write(&place, text);
    sandbox.write("shop/.rulebook/templates/project/_dot_owners", "* @team\n");

    let list = sandbox.rulebook("shop", ["templates", "list"]).expect(0);
    assert!(list.lines().any(|line| line.starts_with("overridden") && line.contains(API)), "{list}");
    assert!(list.contains("additional project/_dot_owners") && list.contains("1 overridden, 1 additional"), "{list}");
    let diff = sandbox.rulebook("shop", ["templates", "diff"]).expect(0);
    assert!(diff.contains("+/// By the team.") && diff.contains("+* @team"), "{diff}");

    sandbox.rulebook("shop", JOB).expect(0);
    assert!(sandbox.read("shop/src/api/job.rs").contains("/// By the team.\npub fn router()"));
    assert!(sandbox.rulebook("shop", ["check"]).expect(1).contains("missing .owners"));
    sandbox.rulebook("shop", ["upgrade"]).expect(0);
    sandbox.rulebook("shop", ["check"]).expect(0);
    sandbox.rulebook("shop", ["lint"]).expect(0);
    cargo(&sandbox.path("shop"), &["fmt", "--check"]).expect(0);
}

#[test]
fn a_wrong_template_stops_everything_before_a_byte_is_written() {
    let sandbox = project();
    sandbox.write(&format!("shop/.rulebook/templates/{API}"), "// one\n{{ resource.plurel }}\n");
    let before = sandbox.tree("shop");
    let said = sandbox.rulebook("shop", JOB).expect(2);
    assert!(said.contains(&format!("{API}:2")) && said.contains("templates diff"), "{said}");
    sandbox.write("shop/.rulebook/templates/resource/src/api/__resourse__.rs.tera", "");
    for args in [&["upgrade"][..], &["check"], &["templates", "list"]] {
        let said = sandbox.rulebook("shop", args).expect(2);
        assert!(said.contains("__resourse__") && said.contains(&format!("did you mean `{API}`?")), "{said}");
    }
    std::fs::remove_file(sandbox.path("shop/.rulebook/templates/resource/src/api/__resourse__.rs.tera")).unwrap();
    assert_eq!(sandbox.tree("shop"), before);
    sandbox.rulebook("shop", ["templates", "eject", "nothing"]).expect(2);
    sandbox.rulebook("", ["templates", "list"]).expect(2);
}

#[test]
fn the_list_for_programs_holds_to_its_schema_and_a_closed_pipe_is_no_error() {
    let sandbox = project();
    let list: Value =
        serde_json::from_str(&sandbox.rulebook("shop", ["templates", "list", "--format", "json"]).expect(0)).unwrap();
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/templates.schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&list));
    let entry = json!({"name": API, "target": "src/api/__resource__.rs", "origin": "built-in"});
    assert!(list["templates"].as_array().unwrap().contains(&entry));
    for command in ["templates list", "check", "upgrade --dry-run"] {
        let line = format!("{} {command} | true; exit ${{PIPESTATUS[0]}}", env!("CARGO_BIN_EXE_rulebook"));
        let mut shell = Command::new("bash");
        shell.args(["-c", &line]).current_dir(sandbox.path("shop")).stdout(Stdio::null());
        assert_eq!(shell.status().unwrap().code(), Some(0), "{command}");
    }
}
