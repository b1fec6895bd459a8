// src/rules/s10_async/blocking_in_async.rs - RB1001: a call that blocks in async code

//! RB1001: a call that blocks in async code.

use crate::finding::Finding;
use crate::project::model::Model;
use crate::project::tree::LoadId;
use crate::rule::{Check, Fixable, Rule, Severity};
use crate::rules::code::{Code, application_in};
use crate::source::body::{BlockKind, Bodies, ExprId, ExprKind};
use crate::source::written::last_name;
use rulebook_conventions::section::Section;

/// RB1001.
pub static RULE: Rule = Rule {
    code: "RB1001",
    name: "blocking-in-async",
    section: Some(Section::Async),
    severity: Severity::Error,
    fixable: Fixable::No,
    summary: "a call in async code that blocks its thread: files, sleep, processes, blocking clients",
    page: include_str!("blocking_in_async.md"),
    check: Check::Linked(check),
};

/// Modules all of whose functions block, and functions that do, each with what to take in its place.
const BLOCKING: &[(&str, &str)] = &[
    ("std::fs::", "`tokio::fs`"),
    ("std::net::TcpListener::", "`tokio::net`"),
    ("std::net::TcpStream::", "`tokio::net`"),
    ("std::net::UdpSocket::", "`tokio::net`"),
    ("std::thread::sleep", "`tokio::time::sleep(..).await`"),
    ("std::io::stdin", "`tokio::io::stdin`"),
    ("std::io::read_to_string", "`tokio::io`"),
    ("reqwest::blocking::", "the async `reqwest::Client`"),
    ("ureq::", "an async client, such as `reqwest`"),
    ("futures::executor::block_on", "`.await`"),
    ("futures_executor::block_on", "`.await`"),
    ("tokio::task::block_in_place", "`tokio::task::spawn_blocking`"),
    ("pollster::block_on", "`.await`"),
];

/// Functions that run what they are given where it may block.
const MOVED_AWAY: &[&str] =
    &["spawn_blocking", "block_in_place", "unblock", "asyncify", "spawn", "spawn_fifo", "install", "run_blocking"];

/// Methods that wait for a process.
const PROCESS: &[&str] = &["output", "status", "wait", "wait_with_output"];

fn check(model: &Model, load: LoadId, findings: &mut Vec<Finding>) {
    for code in application_in(model, load) {
        // What `main` does before it serves holds nobody up.
        if code.name() == "main" && code.function.asynchronous {
            continue;
        }
        let mut found: Vec<(ExprId, String, &str)> = Vec::new();
        look(&code, code.body.value, code.function.asynchronous, &mut found);
        for (id, what, instead) in found {
            let message = format!("`{what}` blocks the thread that async code runs on");
            let help = format!(
                "Take {instead}, or hand the work to `tokio::task::spawn_blocking`: meanwhile this thread serves nobody else."
            );
            let span = code.bodies().expr(id).span;
            findings.push(Finding::new(&RULE, message, help, code.label(span, "blocks here")));
        }
    }
}

/// Looks for blocking calls in an expression; `asynchronous` says whether it runs as part of a future.
fn look<'m>(code: &Code<'m>, id: ExprId, asynchronous: bool, found: &mut Vec<(ExprId, String, &'static str)>) {
    let bodies = code.bodies();
    bodies.walk(id, &mut |at, expr| {
        match expr.kind {
            ExprKind::Block { kind: BlockKind::Async, .. } if at != id => {
                look(code, at, true, found);
                return false;
            }
            ExprKind::Closure(closure) => {
                let closure = bodies.closure(closure);
                if closure.asynchronous {
                    look(code, closure.value, true, found);
                    return false;
                }
            }
            ExprKind::Call { function, .. } => {
                if is_moved_away(code, bodies, at) {
                    return false;
                }
                if asynchronous
                    && let ExprKind::Path(path) = bodies.kind(function)
                    && let Some(name) = code.outside(path)
                    && let Some((_, instead)) = BLOCKING.iter().find(|(known, _)| is_of(name, known))
                {
                    found.push((at, name.to_owned(), instead));
                }
            }
            ExprKind::MethodCall(call) => {
                let name = code.facts.name(bodies.method_call(call).name);
                if MOVED_AWAY.contains(&name) {
                    return false;
                }
                if asynchronous && let Some((what, instead)) = blocking_method(code, at, name) {
                    found.push((at, what, instead));
                }
            }
            _ => {}
        }
        true
    });
}

/// Whether a path is a function of the list, or of a module of it. Types such as `std::fs::Permissions` are values.
fn is_of(name: &str, known: &str) -> bool {
    let Some(rest) = name.strip_prefix(known) else { return false };
    let last = last_name(name);
    let is_exact = rest.is_empty();
    let is_function =
        last.starts_with(|c: char| c.is_lowercase()) && !["new", "default", "builder", "options"].contains(&last);
    is_exact || (known.ends_with("::") && is_function)
}

fn is_moved_away(code: &Code<'_>, bodies: &Bodies, call: ExprId) -> bool {
    let ExprKind::Call { function, .. } = bodies.kind(call) else { return false };
    let ExprKind::Path(path) = bodies.kind(function) else { return false };
    // `tokio::spawn` takes a future, which blocks as any other does.
    let is_future = |name: &str| ["tokio::spawn", "tokio::task::spawn"].contains(&name);
    MOVED_AWAY.contains(&code.last(path)) && !code.outside(path).is_some_and(is_future)
}

/// A method that waits for a process of the standard library, or runs a future to its end.
fn blocking_method(code: &Code<'_>, call: ExprId, name: &str) -> Option<(String, &'static str)> {
    if name == "block_on" {
        return Some(("block_on".to_owned(), "`.await`"));
    }
    let root = code.called_outside(code.root(call))?;
    (PROCESS.contains(&name) && root == "std::process::Command::new")
        .then(|| (format!("std::process::Command::{name}"), "`tokio::process::Command`"))
}
