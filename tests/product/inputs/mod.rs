// tests/product/inputs/mod.rs - Inputs of the generator and the right answers, one table, all through the command

mod again;
mod files;
mod names;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;

use crate::support::{Ran, Sandbox};

/// A row: what it is about, and steps in a project of its own that has the resource `workspace`.
type Row = (&'static str, Vec<Step>);

enum Step {
    /// The command with these arguments in the project: its exit code and what it says.
    Run(Vec<&'static str>, i32, &'static [&'static str]),
    /// Something that a person or a machine does.
    Do(fn(&Sandbox)),
}

/// `generate resource` with these words does it.
fn made(words: &[&'static str], says: &'static [&'static str]) -> Step {
    Step::Run([&["generate", "resource"], words].concat(), 0, says)
}

/// `generate resource` with these words is refused, and nothing is written.
fn refused(words: &[&'static str], says: &'static [&'static str]) -> Step {
    Step::Run([&["generate", "resource"], words].concat(), 2, says)
}

/// Each of these words is refused for the same reason.
fn all_refused(
    words: &[&'static str],
    input: fn(&'static str) -> Vec<&'static str>,
    says: &'static [&'static str],
) -> Vec<Step> {
    words.iter().map(|word| refused(&input(word), says)).collect()
}

/// The command with these arguments.
fn run(args: &[&'static str], code: i32, says: &'static [&'static str]) -> Step {
    Step::Run(args.to_vec(), code, says)
}

fn act(does: fn(&Sandbox)) -> Step {
    Step::Do(does)
}

/// The field of a job.
fn job(field: &'static str) -> Vec<&'static str> {
    vec!["job", field]
}

/// All that lies under `app` at a path whose end is this, in one text.
#[track_caller]
fn text(sandbox: &Sandbox, folder: &str, end: &str) -> String {
    let files = sandbox.tree(&format!("app/{folder}"));
    let texts = files.into_iter().filter(|(path, _)| path.ends_with(end));
    let text: String = texts.map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(!text.is_empty(), "no {end} in {folder}");
    text
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
}

/// Copies a folder, build output left out.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to)
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn every_input_has_its_right_answer() {
    let base = Sandbox::new();
    let workspace = "workspace name:string:len=1..80";
    base.rulebook("", ["new", "app", "--vcs", "none", "--resource", workspace]).expect(0);
    let rows: Vec<Row> = [names::rows(), again::rows(), files::rows()].into_iter().flatten().collect();
    assert!(rows.len() >= 34, "{} rows", rows.len());
    let (left, wrong) = (Mutex::new(rows), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((name, steps)) = { left.lock().unwrap().pop() } {
                    let sandbox = Sandbox::new();
                    copy(&base.path("app"), &sandbox.path("app"));
                    // All rows that are wrong come out at once; the hook of the test has said how.
                    if catch_unwind(AssertUnwindSafe(|| steps.iter().for_each(|step| take(name, &sandbox, step))))
                        .is_err()
                    {
                        wrong.lock().unwrap().push(name);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "rows that are wrong: {wrong:#?}");
}

fn take(name: &str, sandbox: &Sandbox, step: &Step) {
    match step {
        Step::Do(does) => does(sandbox),
        Step::Run(args, code, says) => {
            let before = (*code == 2).then(|| sandbox.tree("app"));
            let Ran { code: was, out, err } = sandbox.rulebook("app", args);
            let said = out + &err;
            assert_eq!(was, *code, "{name}: {args:?}:\n{said}");
            // A terminal is as wide as it is: messages are broken into lines.
            let flat: String = said.split_whitespace().collect::<Vec<_>>().join(" ").replace(" │ ", " ");
            for part in *says {
                let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(flat.contains(&part), "{name}: {args:?} does not say {part:?}:\n{said}");
            }
            if let Some(before) = before {
                assert!(sandbox.tree("app") == before, "{name}: {args:?} wrote something");
            }
        }
    }
}
