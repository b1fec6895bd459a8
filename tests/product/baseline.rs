// tests/product/baseline.rs - A baseline from its making to its end

use crate::support::{Ran, Sandbox};

const FILE: &str = "rulebook-baseline.toml";
const CLEAN: &str = "// src/main.rs - Small\n\nuse std::fmt;\n\nuse axum::Router;\n\nfn main() {}\n";
const WRONG: &str = "use axum::Router;\nuse std::fmt;\n\nfn main() {}\n";

/// A library with findings of section 3.
fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[package]\nname = \"small\"\nedition = \"2024\"\n");
    sandbox.write("src/main.rs", WRONG);
    sandbox.write("src/bin/other.rs", "fn main() {}\n");
    sandbox
}

fn here(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.rulebook_with("", args, &[])
}

fn on_ci(sandbox: &Sandbox, args: &[&str]) -> Ran {
    sandbox.rulebook_with("", args, &[("CI", "true")])
}

#[test]
fn it_is_made_and_shrinks_and_goes() {
    let sandbox = project();
    here(&sandbox, &["lint"]).expect(1);
    let said = here(&sandbox, &["baseline"]).expect(0);
    assert_eq!(said, format!("{FILE}: 3 findings, 3 new and 0 gone\n"));
    let whole = sandbox.read(FILE);

    let said = here(&sandbox, &["lint"]).expect(0);
    assert!(said.contains("no findings\n3 findings more in the baseline"), "{said}");
    here(&sandbox, &["lint", "--no-baseline"]).expect(1);
    assert_eq!(here(&sandbox, &["baseline"]).expect(0), format!("{FILE}: 3 findings, as before\n"));
    assert_eq!(sandbox.read(FILE), whole);

    sandbox.write("src/main.rs", format!("\n\n{WRONG}"));
    here(&sandbox, &["lint"]).expect(0);
    assert_eq!(sandbox.read(FILE), whole, "lines may move");

    sandbox.write("src/main.rs", CLEAN);
    let said = here(&sandbox, &["lint"]).expect(0);
    assert!(said.contains("2 findings that it listed are mended"), "{said}");
    assert_eq!(sandbox.read(FILE).matches("says").count(), 1);

    sandbox.write("src/bin/other.rs", "// src/bin/other.rs - Another\n\nfn main() {}\n");
    here(&sandbox, &["lint"]).expect(0);
    assert!(!sandbox.path(FILE).exists());
    assert_eq!(here(&sandbox, &["baseline"]).expect(0), "no findings: no baseline is needed\n");
    assert!(!sandbox.path(FILE).exists());
}

#[test]
fn on_ci_nothing_is_written() {
    let sandbox = project();
    let said = on_ci(&sandbox, &["baseline"]).expect(2);
    assert!(said.contains("not written on CI") && said.contains("on your machine"), "{said}");
    assert!(!sandbox.path(FILE).exists());

    here(&sandbox, &["baseline"]).expect(0);
    on_ci(&sandbox, &["lint"]).expect(0);
    sandbox.write("src/main.rs", CLEAN);
    let before = sandbox.read(FILE);
    for ran in [on_ci(&sandbox, &["lint"]), here(&sandbox, &["lint", "--frozen-baseline"])] {
        let said = ran.expect(1);
        assert!(
            said.contains("RB005") && said.contains(&format!("{FILE}:")) && said.contains("2 findings in 1 file"),
            "{said}"
        );
        assert_eq!(sandbox.read(FILE), before);
    }
    sandbox.write("rulebook.toml", "[rules]\nstale-baseline-entry = \"off\"\n");
    on_ci(&sandbox, &["lint"]).expect(0);
}

#[test]
fn what_is_new_waits_to_be_asked_for() {
    let sandbox = project();
    here(&sandbox, &["baseline"]).expect(0);
    sandbox.write("src/bin/third.rs", "fn main() {}\n");
    assert!(here(&sandbox, &["lint", "--format", "concise"]).expect(1).starts_with("src/bin/third.rs:1:1: RB301"));
    let said = here(&sandbox, &["baseline"]).expect(1);
    assert!(said.contains("3 findings, as before") && said.contains("1 finding is not listed"), "{said}");
    assert!(here(&sandbox, &["baseline", "--add"]).expect(0).contains("4 findings, 1 new and 0 gone"));
    here(&sandbox, &["lint"]).expect(0);
}

#[test]
fn runs_that_see_a_part_or_write_nothing_leave_the_file_alone() {
    let sandbox = project();
    here(&sandbox, &["baseline"]).expect(0);
    let before = sandbox.read(FILE);
    sandbox.write("src/main.rs", CLEAN);
    for args in [&["lint", "src/bin"][..], &["lint", "--select", "RB4"], &["lint", "--diff"]] {
        here(&sandbox, args).expect(0);
        assert_eq!(sandbox.read(FILE), before, "{args:?}");
    }
}

#[test]
fn it_may_lie_elsewhere() {
    let sandbox = project();
    here(&sandbox, &["baseline", "--baseline", "ci/known.toml"]).expect(0);
    here(&sandbox, &["lint"]).expect(1);
    here(&sandbox, &["lint", "--baseline", "ci/known.toml"]).expect(0);
    let said = here(&sandbox, &["lint", "--baseline", "nowhere.toml"]).expect(2);
    assert!(said.contains("nowhere.toml") && said.contains("rulebook baseline --baseline nowhere.toml"), "{said}");
}

#[test]
fn what_can_not_be_read_is_said() {
    let sandbox = project();
    sandbox.write(FILE, "version = 1\n<<<<<<< HEAD\n");
    let said = here(&sandbox, &["lint"]).expect(2);
    assert!(said.contains(FILE) && said.contains("rulebook baseline"), "{said}");
    std::fs::remove_file(sandbox.path(FILE)).unwrap();
    sandbox.write("src/main.rs", "fn main( {}\n");
    let said = here(&sandbox, &["baseline"]).expect(2);
    assert!(said.contains("src/main.rs"), "{said}");
}

#[test]
fn what_speaks_of_rulebooks_own_comments_is_mended_not_listed() {
    let sandbox = project();
    sandbox.write("src/main.rs", format!("{CLEAN}\n// rulebook: allow(import-order) - it was so once\nfn f() {{}}\n"));
    let said = here(&sandbox, &["baseline"]).expect(1);
    assert!(said.contains("1 finding, 1 new") && said.contains("1 finding is about settings and comments"), "{said}");
    assert!(here(&sandbox, &["lint"]).expect(1).contains("RB003"));
}
