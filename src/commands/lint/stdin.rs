// src/commands/lint/stdin.rs - A text from standard input judged as a file of the project

use std::io::Read;
use std::path::Path;

use super::{Job, allowed, print_diff};
use crate::cli::LintArgs;
use crate::commands::project::{self, Scope};
use crate::commands::settings;
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::fix::fix_all;
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::project::overlay::Overlay;
use rulebook_lint::threads::Threads;

/// Judges standard input as what stands, or is to stand, at `path`. With `--fix` the mended text goes to standard output and
/// the findings that are left to standard error. Nothing is written to the disk.
pub fn run(path: &Path, args: &LintArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    let scope = Scope::of_file(path, &here)?;
    let Some(file) = scope.paths.first().cloned() else { return Ok(0) };
    let text = read()?;
    let show = |path: &str| scope.show(path);
    let job = Job { args, scope: &scope, show: &show, terminal, threads: Threads::default() };
    let options = job.options()?;
    let disk = Disk::new(&scope.root);
    let mut files = Overlay::new(&disk);
    files.insert(&file, text.clone());
    let refused = |errors| settings::refusal(errors, &scope.root, &show);

    let Some(allowed) = allowed(args) else {
        let report = scope.lint_in(&files, &options, terminal)?;
        return job.print(&report, &options);
    };
    let fixed = fix_all(&files, &options, allowed).map_err(refused)?;
    if args.diff {
        return print_diff(&fixed, &job.view(), terminal);
    }
    let mended = fixed.changed.iter().find(|changed| changed.path == file);
    terminal.out(mended.map_or(text.as_str(), |changed| changed.after.as_str()))?;
    job.print_aside(&fixed.report)
}

fn read() -> Result<String, Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(|error| {
        Failure::refused(
            format!("can't read standard input: {error}"),
            "give the file's text there, in UTF-8: `rulebook lint --stdin-filename src/api/job.rs < src/api/job.rs`",
        )
    })?;
    Ok(text)
}
