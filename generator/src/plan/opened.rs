// src/plan/opened.rs - A project opened to be changed

//! A project opened to be changed.

use std::path::{Path, PathBuf};

use super::Plan;
use super::draft::Draft;
use super::render::Templates;
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest};
use rulebook_conventions::inflection::Inflector;

/// The note on what a stopped run had left.
pub(super) const UNDONE: &str = "a run that was stopped half-way has been undone first";

/// A project that no other run changes until its plan is applied or dropped.
pub(super) struct Opened {
    /// The folder of the project.
    pub(super) root: PathBuf,
    /// The templates for it.
    pub(super) templates: Templates,
    pub(super) draft: Draft,
    pub(super) manifest: Manifest,
    /// What was done besides, for the person to see.
    pub(super) notes: Vec<String>,
    pub(super) session: Session,
}

impl Opened {
    /// Opens the project that `start` lies in, with the templates that `templates` has for it.
    ///
    /// What a run that died has left is undone first: a plan must not be made on half of another. That may have left a
    /// project that can't be found, so it is undone before the search.
    ///
    /// # Errors
    ///
    /// If there is no project, another run changes it, or its manifest or a template is wrong.
    pub(super) fn at(
        start: &Path,
        inflector: &Inflector,
        templates: impl FnOnce(&Path) -> Result<Templates>,
    ) -> Result<Self> {
        let recovered = apply::recover(start, &Disk)?;
        let root = find(start)?;
        let session = Session::open(&root, &Disk)?;
        let templates = templates(&root)?;
        let mut draft = Draft::new(&root);
        let text = draft.read(manifest::PATH)?.unwrap_or_default();
        let manifest = Manifest::parse(&text, &root.join(manifest::PATH), inflector)?;
        let notes = if recovered || session.recovered() { vec![UNDONE.to_owned()] } else { Vec::new() };
        Ok(Self { root, templates, draft, manifest, notes, session })
    }
}

/// The plan that a draft of an opened project comes to.
pub(super) fn plan(root: PathBuf, session: Session, draft: Draft, notes: Vec<String>, conflicts: Vec<String>) -> Plan {
    let changes = draft.into_changes();
    Plan { project: root.clone(), root, changes, notes, conflicts, git: false, session: Some(session) }
}

/// The folder of the project that `start` lies in.
pub(crate) fn find(start: &Path) -> Result<PathBuf> {
    let none = || Error::NoProject { start: start.to_owned() };
    let start = start.canonicalize().map_err(|_| none())?;
    start.ancestors().find(|folder| folder.join(manifest::PATH).is_file()).map(Path::to_owned).ok_or_else(none)
}
