// src/commands/settings.rs - The settings of a project, and what is said when they are wrong

use std::path::Path;
use std::sync::Arc;

use crate::failure::{Failure, Place, Problem, REFUSED};
use rulebook_conventions::settings::{FILE_NAME, Settings};
use rulebook_lint::project::file_system::Disk;
use rulebook_lint::run::LintError;
use rulebook_lint::settings_files;

/// The settings of the nearest `rulebook.toml` upward from a folder; the rulebook's own where there is none.
pub fn nearest(folder: &Path) -> Result<Arc<Settings>, Failure> {
    let Some(root) = folder.ancestors().find(|folder| folder.join(FILE_NAME).is_file()) else {
        return Ok(Arc::default());
    };
    let files = Disk::new(root);
    let settings = settings_files::read(&files, "");
    let show = |path: &str| root.join(path).display().to_string();
    Ok(settings.map_err(|errors| refusal(errors, root, &show))?.unwrap_or_default())
}

/// What the linter refuses to begin with. `show` writes a path, relative to `root`, for the person.
pub fn refusal(errors: Vec<LintError>, root: &Path, show: &(dyn Fn(&str) -> String + Sync)) -> Failure {
    let problem =
        |error: LintError| Problem { place: place(&error, root, show), message: error.message, help: error.help };
    Failure { exit_code: REFUSED, problems: errors.into_iter().map(problem).collect() }
}

fn place(error: &LintError, root: &Path, show: &(dyn Fn(&str) -> String + Sync)) -> Option<Place> {
    if error.path.is_empty() {
        return None;
    }
    let text = std::fs::read_to_string(root.join(&error.path)).ok()?;
    Some(Place { path: show(&error.path), text, range: error.range.clone() })
}
