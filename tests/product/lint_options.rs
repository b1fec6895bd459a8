// tests/product/lint_options.rs - Standard input, watching and timings

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::support::{Ran, Sandbox, command};

const RIGHT: &str = "// src/main.rs - Small\n\nuse std::fmt;\n\nuse axum::Router;\n\nfn main() {}\n";
const WRONG: &str = "// src/main.rs - Small\n\nuse axum::Router;\nuse std::fmt;\n\nfn main() {}\n";

fn project() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("Cargo.toml", "[package]\nname = \"small\"\nedition = \"2024\"\n");
    sandbox.write("src/main.rs", RIGHT);
    sandbox
}

fn with_input(sandbox: &Sandbox, folder: &str, args: &[&str], input: &[u8]) -> Ran {
    let mut child = command(&sandbox.path(folder), args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that refuses its arguments reads nothing.
    drop(child.stdin.take().unwrap().write_all(input));
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn standard_input_is_judged_as_the_file_that_it_names() {
    let sandbox = project();
    let lint = |folder: &str, args: &[&str], input: &str| {
        let args: Vec<&str> = ["lint", "--format", "concise", "--stdin-filename"].iter().chain(args).copied().collect();
        with_input(&sandbox, folder, &args, input.as_bytes())
    };
    let ran = lint("", &["src/main.rs"], WRONG);
    assert!(ran.out.starts_with("src/main.rs:3:1: RB305") || ran.out.contains("src/main.rs:4:1: RB304"), "{ran:?}");
    assert_eq!(ran.code, 1);
    assert_eq!(lint("", &["src/main.rs"], RIGHT).code, 0);
    assert!(lint("src", &["main.rs"], WRONG).out.starts_with("main.rs:"), "paths are those of the person");
    let new = lint("", &["src/bin/new.rs"], "fn main() {}\n");
    assert_eq!(new.code, 2, "the folder must be there");
    let new = lint("", &["src/new.rs"], "fn main() {}\n");
    assert!(new.out.contains("src/new.rs:1:1: RB301") && new.code == 1, "{new:?}");
    assert_eq!(sandbox.read("src/main.rs"), RIGHT);

    let said = with_input(&sandbox, "", &["lint", "--stdin-filename", "src/main.rs"], b"\xff").expect(2);
    assert!(said.contains("standard input"), "{said}");
}

#[test]
fn standard_input_comes_back_mended() {
    let sandbox = project();
    let lint = |input: &str, option: &str| {
        with_input(&sandbox, "", &["lint", option, "--stdin-filename", "src/main.rs"], input.as_bytes())
    };
    let ran = lint(WRONG, "--fix");
    assert_eq!((ran.out.as_str(), ran.code), (RIGHT, 0), "{}", ran.err);
    let ran = lint(RIGHT, "--fix");
    assert_eq!((ran.out.as_str(), ran.code), (RIGHT, 0), "what is right comes back as it is");
    let broken = "fn main( {\n";
    let ran = lint(broken, "--fix");
    assert_eq!((ran.out.as_str(), ran.code), (broken, 1), "what can't be read comes back too");
    assert!(ran.err.contains("RB000"), "{}", ran.err);
    let ran = lint(WRONG, "--diff");
    assert!(ran.out.contains("-use axum::Router;") && ran.code == 1, "{ran:?}");
    assert_eq!(sandbox.read("src/main.rs"), RIGHT);
}

#[test]
fn timings_name_stages_and_rules() {
    let sandbox = project();
    let ran = sandbox.rulebook("", ["lint", "--timings", "--select", "RB3", "--format", "json"]);
    assert_eq!(ran.code, 0);
    serde_json::from_str::<serde_json::Value>(&ran.out).unwrap();
    assert!(ran.err.contains("ms  link modules") && ran.err.contains("ms  RB304 import-order"), "{}", ran.err);
    assert!(!ran.err.contains("RB401"), "{}", ran.err);
}

/// A watching command, ended with the test.
struct Watching {
    process: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(sandbox: &Sandbox) -> Self {
        let mut process = command(&sandbox.path(""), ["lint", "--watch", "--format", "concise"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(process.stdout.take().unwrap()), Box::new(process.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
            });
        }
        Self { process, lines }
    }

    #[track_caller]
    fn says(&self, part: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        let mut said = String::new();
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if line.contains(part) {
                return;
            }
            said += &(line + "\n");
        }
        panic!("it does not say {part:?}:\n{said}");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[cfg(unix)]
#[test]
fn watching_runs_again_after_a_change_and_ends_when_asked() {
    let sandbox = project();
    let mut watching = Watching::start(&sandbox);
    watching.says("no findings");
    sandbox.write("src/main.rs", WRONG);
    watching.says("src/main.rs:4:1: RB304");
    sandbox.write("rulebook.toml", "[rules]\nRB3O4 = \"off\"\n");
    watching.says("did you mean `RB304`?");
    std::fs::remove_file(sandbox.path("rulebook.toml")).unwrap();
    watching.says("src/main.rs:4:1: RB304");
    sandbox.write("src/inner/more.rs", "fn f() {}\n");
    watching.says("src/inner/more.rs:1:1: RB301");
    sandbox.write("src/inner/more.rs", "// src/inner/more.rs - More\n\nfn f() {}\n");
    watching.says("src/inner/more.rs:1:24: RB303");

    let id = watching.process.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(watching.process.wait().unwrap().code(), Some(0));
}

#[test]
fn watching_ends_when_nobody_reads() {
    let sandbox = project();
    sandbox.write("src/main.rs", WRONG);
    let mut child = command(&sandbox.path(""), ["lint", "--watch", "--format", "concise"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The first findings go into a pipe that nobody holds the other end of.
    drop(child.stdout.take());
    let until = Instant::now() + Duration::from_secs(20);
    let ended = loop {
        match child.try_wait().unwrap() {
            None if Instant::now() < until => std::thread::sleep(Duration::from_millis(20)),
            ended => break ended,
        }
    };
    drop(child.kill());
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
}

#[test]
fn what_is_found_is_allowed_with_a_reason() {
    let sandbox = project();
    sandbox.write("src/main.rs", WRONG);
    let said = with_input(&sandbox, "", &["lint", "--add-allow", "two\nlines"], b"").expect(2);
    assert!(said.contains("a reason of one line"), "{said}");
    assert_eq!(sandbox.read("src/main.rs"), WRONG);
    assert_eq!(with_input(&sandbox, "", &["lint", "--add-allow", "a macro needs it"], b"").code, 0);
    let text = sandbox.read("src/main.rs");
    assert!(text.contains("// rulebook: allow(") && text.contains(") - a macro needs it\nuse "), "{text}");
    assert_eq!(with_input(&sandbox, "", &["lint"], b"").code, 0);
    assert_eq!(with_input(&sandbox, "", &["lint", "--add-allow", "again"], b"").code, 0);
    assert_eq!(sandbox.read("src/main.rs"), text);
}
