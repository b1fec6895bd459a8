// src/commands/baseline.rs - `rulebook baseline`: today's findings frozen, and the file kept as small as it can be

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::adoption::{BaselineArgs, BaselineChoice};
use crate::commands::project::{self, Scope};
use crate::commands::settings;
use crate::failure::{FOUND, Failure};
use crate::terminal::{Terminal, things};
use rulebook_generator::apply::{Change, Disk as Writer, FileOps, apply, replace};
use rulebook_lint::baseline::{Baseline, BaselineFile, FILE_NAME, Held, Stale};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::rules::UNREADABLE_SOURCE;
use rulebook_lint::run::{Options, Report};

/// Writes the baseline, or shrinks it.
pub fn run(args: &BaselineArgs, terminal: Terminal) -> Result<u8, Failure> {
    if is_ci() {
        return Err(Failure::refused(
            "a baseline is not written on CI: it would freeze whatever the change brings",
            "run `rulebook baseline` on your machine and commit the file; without CI in the environment this is one",
        ));
    }
    let here = project::current_folder()?;
    let scope = Scope::of(&[], &here)?;
    let path = place(&scope, args.baseline.as_deref());
    let shown = project::relative(&path, &here);
    let file = read(&scope, &path)?;
    let report = judge(&scope, file.clone(), terminal)?;
    check_readable(&report)?;

    let known = file.as_ref().map_or(0, |file| file.baseline().count());
    let new = Baseline::of(&report.findings);
    let takes_new = args.add || file.is_none();
    let mut next = report.held.as_ref().map(|held| held.next.clone()).unwrap_or_default();
    let gone = known - next.count();
    if takes_new {
        next.extend(new.clone());
    }
    let added = if takes_new { new.count() } else { 0 };
    if next.count() > 0 || file.is_some() {
        write(&path, file.as_deref().map(|file| &*file.text), &next)?;
    }
    terminal.out(&match (next.count(), added, gone) {
        (0, ..) => "no findings: no baseline is needed\n".to_owned(),
        (all, 0, 0) => format!("{shown}: {}, as before\n", things(all, "finding")),
        (all, added, gone) => format!("{shown}: {}, {added} new and {gone} gone\n", things(all, "finding")),
    })?;
    let waiting = new.count() - added;
    if waiting > 0 {
        terminal.note(&format!(
            "{} not listed: `rulebook lint` shows them, `rulebook baseline --add` freezes them too\n",
            are(waiting)
        ));
    }
    let own = report.findings.len() - new.count();
    note_own_work(own, terminal);
    Ok(if waiting + own > 0 { FOUND } else { 0 })
}

/// Says that there are findings that no baseline can hold.
pub fn note_own_work(count: usize, terminal: Terminal) {
    if count > 0 {
        terminal
            .note(&format!("{} about settings and comments of rulebook, and can't be listed: mend them\n", are(count)));
    }
}

/// `1 finding is`, `2 findings are`.
fn are(count: usize) -> String {
    format!("{} {}", things(count, "finding"), if count == 1 { "is" } else { "are" })
}

/// The baseline that the options choose, and what becomes of what it lists in vain.
pub fn chosen(choice: &BaselineChoice, scope: &Scope) -> Result<Option<(Arc<BaselineFile>, Stale)>, Failure> {
    if choice.no_baseline {
        return Ok(None);
    }
    let path = place(scope, choice.baseline.as_deref());
    let file = read(scope, &path)?;
    if let (None, Some(given)) = (&file, &choice.baseline) {
        return Err(Failure::refused(
            format!("there is no baseline at `{}`", given.display()),
            format!("make it with `rulebook baseline --baseline {}`", given.display()),
        ));
    }
    let stale = if choice.frozen_baseline || is_ci() { Stale::Report } else { Stale::Drop };
    Ok(file.map(|file| (file, stale)))
}

/// Takes out of the file what a run did not find any more, and says so. That it can't be written stops nobody.
pub fn shrink(held: &Held, scope: &Scope, terminal: Terminal) {
    let path = scope.root.join(&*held.file.path);
    let shown = scope.show(&held.file.path);
    let gone = things(held.stale, "finding");
    terminal.note(&match write(&path, Some(&held.file.text), &held.next) {
        Ok(()) => format!("{shown}: {gone} that it listed are mended, and out of it\n"),
        Err(failure) => {
            let reason = failure.problems.first().map_or("", |problem| &problem.message);
            format!("{shown}: {gone} that it lists are mended; it stays as it is: {reason}\n")
        }
    });
}

/// Whether this runs where nothing is to be written: the services set `CI`.
fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !matches!(value.to_str(), Some("" | "0" | "false")))
}

fn place(scope: &Scope, given: Option<&Path>) -> PathBuf {
    match given {
        Some(path) => scope.here.join(path),
        None => scope.root.join(FILE_NAME),
    }
}

fn read(scope: &Scope, path: &Path) -> Result<Option<Arc<BaselineFile>>, Failure> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(Failure::refused(
                format!("can't read the baseline `{}`: {error}", path.display()),
                "make it readable, or leave it out with --no-baseline",
            ));
        }
    };
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let name = match real.strip_prefix(&scope.root) {
        Ok(_) => project::relative(&real, &scope.root),
        Err(_) => real.display().to_string(),
    };
    let refused = |error| settings::refusal(vec![error], &scope.root, &|path| scope.show(path));
    let file = BaselineFile::parse(&name, &text).map_err(refused)?;
    Ok(Some(Arc::new(file)))
}

/// Everything of the project that the baseline does not list.
fn judge(scope: &Scope, file: Option<Arc<BaselineFile>>, terminal: Terminal) -> Result<Report, Failure> {
    let options = Options {
        baseline: file.map(|file| (file, Stale::Drop)),
        observer: Some(Arc::default()),
        ..Options::default()
    };
    scope.lint_in(&Disk::new(&scope.root), &options, terminal)
}

/// What can't be read may break any rule: frozen without it, the file would be wrong the moment that is mended.
pub fn check_readable(report: &Report) -> Result<(), Failure> {
    let unreadable = report.findings.iter().find(|finding| finding.rule.code == UNREADABLE_SOURCE.code);
    match unreadable {
        None => Ok(()),
        Some(finding) => Err(Failure::refused(
            format!("`{}` can't be judged: {}", finding.primary.path, finding.message),
            "mend it first, or name it under `exclude` in rulebook.toml; `rulebook lint --select RB000` shows the place",
        )),
    }
}

/// Puts a baseline in the place of the file, or makes it; one that lists nothing is no file.
pub fn write(path: &Path, before: Option<&str>, next: &Baseline) -> Result<(), Failure> {
    let text = next.to_text();
    match before {
        Some(before) if before == text => {}
        Some(_) if next.count() == 0 => Writer.remove_file(path).map_err(|error| {
            Failure::refused(format!("can't remove `{}`: {error}", path.display()), "remove it: it lists nothing")
        })?,
        Some(before) => replace(path, before.as_bytes(), text.as_bytes(), &Writer)?,
        None => {
            let folder = path.parent().unwrap_or(Path::new("."));
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let change = Change { path: name, before: None, after: Some(text.into_bytes()), executable: false };
            apply(folder, &[change], &Writer)?;
        }
    }
    Ok(())
}
