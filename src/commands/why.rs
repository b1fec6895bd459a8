// src/commands/why.rs - `rulebook why`: what the linter makes of one file

use std::sync::Arc;

use crate::cli::PlanFormat;
use crate::cli::insight::WhyArgs;
use crate::commands::project::{self, Scope};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::run::Options;
use rulebook_lint::why::{json, text, why};

/// Prints what is known of a file.
pub fn run(args: &WhyArgs, terminal: Terminal) -> Result<u8, Failure> {
    let here = project::current_folder()?;
    if !here.join(&args.file).is_file() {
        return Err(Failure::refused(
            format!("there is no file `{}`", args.file.display()),
            "name a source file of the project, such as src/api/job.rs",
        ));
    }
    let scope = Scope::of_file(&args.file, &here)?;
    let path = scope.paths.first().cloned().unwrap_or_default();
    let options = Options { observer: Some(Arc::default()), ..Options::default() };
    let report = scope.lint_in(&Disk::new(&scope.root), &options, terminal)?;
    let known = why(&report, &path).ok_or_else(|| {
        Failure::refused(
            format!("`{}` is no file that is judged", args.file.display()),
            "Rust files and migrations of a package are, unless git ignores them or the settings exclude them",
        )
    })?;
    let show = |path: &str| scope.show(path);
    terminal.out(&match args.format {
        PlanFormat::Text => text(&known, &show, terminal.color),
        PlanFormat::Json => json(&known, &show),
    })?;
    Ok(0)
}
