// src/commands/lint/watch.rs - `rulebook lint --watch`: again after each change

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::failure::{FAULT, Failure, Problem};
use crate::terminal::{Terminal, things};
use rulebook_lint::project::file_system::{Disk, FileSystem};

/// An editor that saves makes several events; this long after the last one the files are as they are meant.
const QUIET: Duration = Duration::from_millis(100);
/// A change that never ends, as a download may be, is looked at this often.
const LONGEST: Duration = Duration::from_secs(2);

enum Message {
    Changed(notify::Result<Event>),
    Stop,
}

/// Runs, and again after each change of a file that may matter, until the process is asked to end or nobody reads on.
///
/// # Errors
/// If the folders can't be watched. A run that fails is shown and waits for the next change.
pub fn watch(root: &Path, terminal: Terminal, run: &dyn Fn() -> Result<u8, Failure>) -> Result<u8, Failure> {
    let (sender, messages) = channel();
    let stop = sender.clone();
    // Whoever hears no more has ended.
    ctrlc::set_handler(move || drop(stop.send(Message::Stop))).map_err(|error| fault("listen for signals", &error))?;
    let mut watcher = notify::recommended_watcher(move |event| drop(sender.send(Message::Changed(event))))
        .map_err(|error| fault("watch files", &error))?;
    let mut watched = BTreeSet::new();
    loop {
        // Before the run: what changes during it is met by the next.
        for folder in folders(root).difference(&watched.clone()) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => drop(watched.insert(folder.clone())),
                // It is gone again.
                Err(_) if !folder.exists() => {}
                Err(error) => return Err(fault(&format!("watch `{}`", folder.display()), &error)),
            }
        }
        terminal.clear()?;
        if let Err(failure) = run() {
            terminal.note(&failure.render(terminal.error_color));
        }
        if terminal.is_closed() {
            return Ok(0);
        }
        terminal.note(&format!("watching {}; Ctrl-C ends\n", things(watched.len(), "folder")));
        if !wait(&messages) {
            return Ok(0);
        }
        watched.retain(|folder: &PathBuf| folder.exists());
    }
}

/// The folders that hold something to read: never `target`, nor what git ignores.
fn folders(root: &Path) -> BTreeSet<PathBuf> {
    let files = Disk::new(root).walk("").files;
    let inner = files.iter().flat_map(|file| Path::new(file).ancestors().skip(1));
    inner.map(|folder| root.join(folder)).chain([root.to_owned()]).collect()
}

/// Waits for a change and until it is over; whether to go on.
fn wait(messages: &Receiver<Message>) -> bool {
    loop {
        match messages.recv() {
            Ok(Message::Changed(event)) if matters(&event) => break,
            Ok(Message::Changed(_)) => {}
            Ok(Message::Stop) | Err(_) => return false,
        }
    }
    let began = Instant::now();
    while began.elapsed() < LONGEST {
        match messages.recv_timeout(QUIET) {
            Ok(Message::Changed(_)) => {}
            Ok(Message::Stop) => return false,
            Err(_) => break,
        }
    }
    true
}

/// Whether an event can change what a run says. Hidden files are not linted, but the one that says what git ignores counts.
fn matters(event: &notify::Result<Event>) -> bool {
    let Ok(event) = event else { return true };
    let is_change = !matches!(event.kind, EventKind::Access(_));
    let counts = |path: &PathBuf| {
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let is_read = matches!(path.extension().and_then(OsStr::to_str), Some("rs" | "toml" | "sql"));
        name == ".gitignore" || (!name.starts_with('.') && (is_read || path.extension().is_none()))
    };
    is_change && event.paths.iter().any(counts)
}

fn fault(what: &str, error: &dyn std::fmt::Display) -> Failure {
    let help = "run `rulebook lint` without --watch, or let your editor run it".to_owned();
    Failure {
        exit_code: FAULT,
        problems: vec![Problem { message: format!("can't {what}: {error}"), help, place: None }],
    }
}
