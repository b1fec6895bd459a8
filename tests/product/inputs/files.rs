// tests/product/inputs/files.rs - What lies in the way of a run, and what comes in between

use std::fs;
use std::process::Stdio;

use super::{Row, act, has, made, refused, run};
use crate::support::{Ran, command};

/// The rows about files.
pub fn rows() -> Vec<Row> {
    let mut rows = vec![
        (
            "a file in the way",
            vec![
                act(|sandbox| sandbox.write("app/src/api/job.rs", "// mine\n")),
                refused(&["job"], &["src/api/job.rs", "not made by rulebook", "--force"]),
                made(&["job", "--force"], &["kept as src/api/job.rs.orig"]),
                act(|sandbox| assert_eq!(sandbox.read("app/src/api/job.rs.orig"), "// mine\n")),
            ],
        ),
        (
            "modules wired by hand, a file formatted otherwise, no place for a line",
            vec![
                act(|sandbox| {
                    let services = sandbox.read("app/src/services/mod.rs");
                    sandbox.write("app/src/services/mod.rs", services + "pub mod job_service;\n");
                    let state = sandbox.read("app/src/api/state.rs");
                    sandbox.write(
                        "app/src/api/state.rs",
                        state.replace("pub struct AppState {", "pub struct AppState\n{"),
                    );
                }),
                made(&["job"], &["modify src/api/state.rs"]),
                act(|sandbox| {
                    assert_eq!(sandbox.read("app/src/services/mod.rs").matches("mod job_service;").count(), 1);
                    let router =
                        sandbox.read("app/src/api/mod.rs").replace(".merge(", ".nest(\"/x\", ").replace("Router", "R");
                    sandbox.write("app/src/api/mod.rs", router);
                }),
                refused(&["note"], &["src/api/mod.rs has no", ".merge(note::router())"]),
            ],
        ),
        (
            "output that nobody reads",
            vec![act(|sandbox| {
                let mut child = command(&sandbox.path("app"), ["generate", "resource", "job", "--dry-run"]);
                let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                drop(child.stdout.take());
                let ran = Ran::of(child.wait_with_output().unwrap());
                assert!(ran.code <= 0 && !ran.err.contains("panicked"), "{ran:?}");
            })],
        ),
        (
            "two runs at once, and two migrations in one second",
            vec![act(|sandbox| {
                let start = |name: &str| {
                    let mut child = command(&sandbox.path("app"), ["generate", "resource", name]);
                    child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
                };
                let children = [start("job"), start("note")];
                for child in children {
                    let ran = Ran::of(child.wait_with_output().unwrap());
                    assert!(ran.code == 0 || (ran.code == 2 && ran.err.contains("another run of rulebook")), "{ran:?}");
                }
                for name in ["job", "note"] {
                    sandbox.rulebook("app", ["generate", "resource", name]).expect(0);
                }
                let names = sandbox.tree("app/migrations/sqlite");
                let mut versions: Vec<&str> =
                    names.iter().filter(|(name, _)| name.ends_with(".up.sql")).map(|(name, _)| &name[..14]).collect();
                let count = versions.len();
                versions.dedup();
                assert_eq!(versions.len(), count, "{versions:?}");
                sandbox.rulebook("app", ["check"]).expect(0);
            })],
        ),
        (
            "line endings, the last line, the formatter",
            vec![
                made(&["job", "title:string"], &[]),
                act(|sandbox| {
                    let crlf = sandbox.read("app/src/api/job.rs").replace('\n', "\r\n");
                    sandbox.write("app/src/api/job.rs", crlf);
                    let lib = sandbox.read("app/src/lib.rs").replace('\n', "\r\n");
                    sandbox.write("app/src/lib.rs", lib);
                    let service = sandbox.read("app/src/services/job_service.rs");
                    sandbox.write("app/src/services/job_service.rs", service.trim_end());
                    sandbox.write("app/rustfmt.toml", sandbox.read("app/rustfmt.toml") + "# mine\n");
                    let models = sandbox.read("app/src/models/job_models.rs").replace("    pub title", "  pub title");
                    sandbox.write("app/src/models/job_models.rs", models);
                }),
                made(&["job", "title:string"], &["nothing to do"]),
                made(&["note"], &["modify src/lib.rs"]),
                act(|sandbox| {
                    let lib = sandbox.read("app/src/lib.rs");
                    assert_eq!(lib.matches('\n').count(), lib.matches("\r\n").count());
                }),
            ],
        ),
        (
            "new in another workspace joins it or stands apart, and says which",
            vec![act(|sandbox| {
                sandbox.write("around/Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
                let said = sandbox.rulebook("around", ["new", "crates/inner", "--vcs", "none"]).expect(0);
                has(&said, &["workspace", "member"]);
                sandbox.write("apart/Cargo.toml", "[workspace]\nmembers = []\nexclude = [\"inner\"]\n");
                let said = sandbox.rulebook("apart", ["new", "inner", "--vcs", "none"]).expect(0);
                has(&said, &["stands apart"]);
            })],
        ),
        (
            "no project, and a project that git does not track",
            vec![act(|sandbox| {
                let said = sandbox.rulebook("", ["generate", "resource", "job"]).expect(2);
                has(&said, &["there is no rulebook project", "`rulebook new NAME`"]);
                assert!(!sandbox.path("app/.git").exists());
                sandbox.rulebook("app", ["generate", "resource", "job"]).expect(0);
            })],
        ),
        (
            "a team's template that does not render, or renders no Rust",
            vec![
                act(|sandbox| {
                    sandbox.write(
                        "app/.rulebook/templates/resource/src/api/__resource__.rs.tera",
                        "// x\n{{ resource.nothing }}\n",
                    );
                }),
                refused(&["job"], &[".rulebook/templates/resource/src/api/__resource__.rs.tera:2", "nothing"]),
                act(|sandbox| {
                    sandbox.write("app/.rulebook/templates/resource/src/api/__resource__.rs.tera", "// x\nfn {\n");
                }),
                refused(&["job"], &["__resource__.rs.tera", "is no Rust", "line 2"]),
                run(&["templates", "eject", "../x"], 2, &["../x"]),
            ],
        ),
        (
            "an upgrade with two conflicts in one file, a file that is gone, a base that is gone",
            vec![
                made(&["job", "title:string"], &[]),
                act(|sandbox| {
                    let path = "app/src/api/job.rs";
                    let made = sandbox.read(path);
                    let edited =
                        made.replace("pub fn router()", "pub fn theirs()").replace("list_jobs_api", "their_jobs_api");
                    let older =
                        made.replace("pub fn router()", "pub fn older()").replace("list_jobs_api", "older_jobs_api");
                    sandbox.write(path, edited);
                    sandbox.write("app/.rulebook/base/src/api/job.rs", older);
                    fs::remove_file(sandbox.path("app/tests/job/test_job_models.rs")).unwrap();
                    fs::remove_file(sandbox.path("app/.rulebook/base/src/core/page.rs")).unwrap();
                    sandbox.write("app/src/core/page.rs", "// mine\n");
                }),
                run(
                    &["upgrade"],
                    1,
                    &[
                        "src/api/job.rs has conflicts",
                        "tests/job/test_job_models.rs was deleted: it stays deleted",
                        "src/core/page.rs is left as it is: nothing tells what of it was made",
                    ],
                ),
                act(|sandbox| {
                    assert!(sandbox.read("app/src/api/job.rs").matches("<<<<<<< ").count() >= 2);
                    assert!(!sandbox.path("app/tests/job/test_job_models.rs").exists());
                    assert_eq!(sandbox.read("app/src/core/page.rs"), "// mine\n");
                }),
                run(&["generate", "resource", "job", "title:string"], 1, &["src/api/job.rs", "conflict markers"]),
            ],
        ),
        (
            "an upgrade without a template that was there",
            vec![
                act(|sandbox| {
                    sandbox.write("app/.rulebook/templates/project/src/core/extra.rs", "// src/core/extra.rs - Extra\n")
                }),
                run(&["upgrade"], 0, &["create src/core/extra.rs"]),
                act(|sandbox| fs::remove_dir_all(sandbox.path("app/.rulebook/templates")).unwrap()),
                run(&["upgrade"], 0, &["src/core/extra.rs is made by no template any more: it is left as it is"]),
                act(|sandbox| assert!(sandbox.path("app/src/core/extra.rs").exists())),
            ],
        ),
    ];
    if cfg!(unix) {
        rows.extend(unix());
    }
    rows
}

#[cfg(not(unix))]
fn unix() -> Vec<Row> {
    Vec::new()
}

#[cfg(unix)]
fn unix() -> Vec<Row> {
    use std::os::unix::fs::symlink;
    vec![
        (
            "a folder where a file should be, and a run that was killed in the middle",
            vec![
                act(|sandbox| fs::create_dir_all(sandbox.path("app/tests/job/mod.rs/x")).unwrap()),
                refused(&["job"], &["tests/job/mod.rs", "nothing was changed"]),
                act(|sandbox| fs::remove_dir_all(sandbox.path("app/tests/job")).unwrap()),
                act(|sandbox| {
                    let before = sandbox.tree("app");
                    let mut child = command(&sandbox.path("app"), ["generate", "resource", "job"]).spawn().unwrap();
                    std::thread::sleep(std::time::Duration::from_millis(15));
                    drop(child.kill());
                    drop(child.wait());
                    // Whatever it came to, the next run finds a whole project, as it was or with all of the resource.
                    sandbox.rulebook("app", ["generate", "resource", "job", "--dry-run"]).expect(0);
                    let after = sandbox.tree("app");
                    assert!(after == before || sandbox.rulebook("app", ["check"]).code == 0);
                }),
            ],
        ),
        (
            "a symbolic link that leaves the project",
            vec![
                act(|sandbox| {
                    fs::create_dir_all(sandbox.path("outside")).unwrap();
                    fs::remove_dir_all(sandbox.path("app/src/services")).unwrap();
                    symlink(sandbox.path("outside"), sandbox.path("app/src/services")).unwrap();
                }),
                refused(&["job"], &["leads out of the project"]),
                act(|sandbox| assert_eq!(fs::read_dir(sandbox.path("outside")).unwrap().count(), 0)),
            ],
        ),
    ]
}
