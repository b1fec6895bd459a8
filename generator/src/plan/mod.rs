// src/plan/mod.rs - What would be created and changed, computed before anything is written

//! What would be created and changed, computed before anything is written.

mod check;
mod context;
mod destroy;
mod draft;
mod drop_migrations;
mod evolve;
mod layout;
mod making;
mod meaning;
mod merge;
mod migrations;
mod new;
mod opened;
mod part;
mod render;
mod resource;
mod rust_text;
mod settle;
mod team;
#[cfg(test)]
mod tests;
mod upgrade;
mod user;
mod wanted;
mod whole;
mod wiring;
mod workspace;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::apply::{self, Disk, FileOps, Session};
use crate::error::Result;

pub use check::{Check, CheckFinding, CheckKind, Edited, check};
pub use destroy::{Target, destroy};
pub use new::{NewProject, new_project};
pub(crate) use opened::find as project_of;
pub use part::generate_part;
pub use resource::{Options, Request, generate};
pub use team::{Origin, TemplateEntry, eject, template_diffs, templates};
pub use upgrade::upgrade;

/// What a run would do. Until it is applied or dropped, no other run changes the project that it was made for.
#[derive(Debug)]
pub struct Plan {
    /// What the paths of the changes are relative to.
    pub root: PathBuf,
    /// The folder of the project: the root, or a folder in it where the project joins a workspace.
    pub project: PathBuf,
    changes: Vec<PlannedChange>,
    notes: Vec<String>,
    /// The files in which a person has to choose between two texts.
    conflicts: Vec<String>,
    /// Whether git is to look after the project, once it is there.
    git: bool,
    /// The right to change the root; gone once the plan is applied.
    session: Option<Session>,
}

/// One file of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// Relative to the root of the plan, with `/`.
    pub path: String,
    /// What happens to it.
    pub action: Action,
    /// Its text now; nothing if it is not there.
    pub before: Option<String>,
    /// Its text afterwards; nothing if it is gone then.
    pub after: Option<String>,
    /// Whether the file is one that the generator keeps for itself.
    pub internal: bool,
}

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed.
    Modify,
    /// It is taken away.
    Delete,
}

impl Plan {
    /// The files that differ from what is there, in the order of their paths.
    pub fn changes(&self) -> &[PlannedChange] {
        &self.changes
    }

    /// What was chosen or left alone, for the person to see.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Adds what was found out before the plan was made; it comes before all other notes.
    pub fn note_first(&mut self, notes: impl IntoIterator<Item = String>) {
        self.notes.splice(0..0, notes);
    }

    /// The files that have conflict markers once the plan is applied, in the order of their paths.
    pub fn conflicts(&self) -> &[String] {
        &self.conflicts
    }

    /// The unified diff of a file; empty if the plan leaves it as it is.
    pub fn diff(&self, path: &str) -> String {
        let change = self.changes.iter().find(|change| change.path == path);
        change.map(|c| unified_diff(path, c.before.as_deref(), c.after.as_deref())).unwrap_or_default()
    }

    /// Writes all of the plan, or nothing. Gives what could not be done besides, though the project is complete.
    ///
    /// A plan that was applied is there to be shown; applied again, it does nothing.
    ///
    /// # Errors
    ///
    /// If a file changed since the plan was made, or the file system refuses; the project is then as it was.
    pub fn apply(&mut self) -> Result<Vec<String>> {
        self.apply_by(&Disk)
    }

    /// As [`Plan::apply`], by other means.
    fn apply_by(&mut self, ops: &dyn FileOps) -> Result<Vec<String>> {
        let Some(session) = self.session.take() else { return Ok(Vec::new()) };
        let changes: Vec<apply::Change> = self.changes.iter().map(PlannedChange::to_write).collect();
        session.apply(&changes, ops)?;
        Ok(if self.git { git_init(&self.project).into_iter().collect() } else { Vec::new() })
    }
}

impl PlannedChange {
    fn to_write(&self) -> apply::Change {
        let bytes = |text: &Option<String>| text.as_ref().map(|text| text.clone().into_bytes());
        apply::Change {
            path: self.path.clone(),
            before: bytes(&self.before),
            after: bytes(&self.after),
            executable: self.after.as_ref().is_some_and(|after| after.starts_with("#!")),
        }
    }
}

/// The difference between two texts of a file as git shows it; empty if there is none.
pub fn unified_diff(path: &str, before: Option<&str>, after: Option<&str>) -> String {
    if before == after {
        return String::new();
    }
    let name =
        |side: &str, text: Option<&str>| if text.is_some() { format!("{side}/{path}") } else { "/dev/null".to_owned() };
    similar::TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default())
        .unified_diff()
        .header(&name("a", before), &name("b", after))
        .to_string()
}

/// Makes a repository of the folder; what went wrong, if something did. The project is complete without one.
fn git_init(project: &Path) -> Option<String> {
    let failed = |why: String| Some(format!("no git repository was made: {why}"));
    match Command::new("git").args(["init", "--quiet"]).current_dir(project).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        Err(error) => failed(format!("git can't be started: {error}")),
    }
}
