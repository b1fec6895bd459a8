// src/plan/resource.rs - The plan for resources of a project that is there

//! The plan for resources of a project that is there.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::context::ProjectContext;
use super::draft::Draft;
use super::evolve::Allowed;
use super::making::Making;
use super::migrations::{self, Versions};
use super::render::Templates;
use super::{Plan, team, user};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest};
use crate::spec::gate::{self, Admitted};
use crate::spec::part;
use crate::spec::{ChangeRequest, ResourceRequest};
use rulebook_conventions::inflection::Inflector;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    /// Resources that are new, or that are to be as they are said to be.
    Resources(&'a [ResourceRequest]),
    /// A change of one that is there.
    Change(&'a ChangeRequest),
}

/// What may be done besides making what is new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether files that are in the way are replaced, each kept as a copy.
    pub force: bool,
    /// Whether values and routes may be lost.
    pub allow_destructive: bool,
}

/// Plans resources in the project that `start` lies in.
///
/// What a run that died has left is undone first: a plan must not be made on half of another.
///
/// # Errors
///
/// If there is no project, the request is not possible, or a place for a line can't be found. Nothing is written then.
pub fn generate(start: &Path, request: Request<'_>, inflector: &Inflector, options: Options) -> Result<Plan> {
    // A run that was stopped may have left a project that can't be found, so it is undone before the search.
    let recovered = apply::recover(start, &Disk)?;
    if let Request::Change(change) = request
        && change.is_of_users(inflector)
    {
        return user::change(start, change, inflector, options.allow_destructive, migrations::clock());
    }
    // A resource for a project that is there needs no templates of projects parsed.
    let templates = team::of_project(&find(start)?, &["resource"])?;
    let mut plan = generate_with(start, request, inflector, options, &templates, migrations::clock())?;
    if recovered {
        plan.notes.insert(0, UNDONE.to_owned());
    }
    Ok(plan)
}

pub(super) fn generate_with(
    start: &Path,
    request: Request<'_>,
    inflector: &Inflector,
    options: Options,
    templates: &Templates,
    now: SystemTime,
) -> Result<Plan> {
    let recovered = apply::recover(start, &Disk)?;
    let project = find(start)?;
    let session = Session::open(&project, &Disk)?;
    let mut notes = Vec::new();
    if recovered || session.recovered() {
        notes.push(UNDONE.to_owned());
    }
    let mut draft = Draft::new(&project);
    let text = draft.read(manifest::PATH)?.unwrap_or_default();
    let manifest = Manifest::parse(&text, &project.join(manifest::PATH), inflector)?;
    let mut allowed = Allowed { destructive: options.allow_destructive, renames: Vec::new() };
    let Admitted { resources, notes: chosen } = match request {
        Request::Resources(requests) => gate::admit(requests, &manifest.specs(), inflector)?,
        Request::Change(change) => {
            let (request, renames) = change.resolve(&manifest.specs(), inflector)?;
            allowed.renames = renames;
            gate::admit(&[request], &manifest.specs(), inflector)?
        }
    };
    notes.extend(chosen);
    if let Request::Resources(requests) = request {
        part::refuse_taken(requests, &resources, &manifest.parts)?;
    }

    let mut making = Making {
        project: ProjectContext::new(&manifest.project),
        versions: Versions::after(&project, now)?,
        draft,
        manifest,
        templates,
        force: options.force,
        allowed,
        notes,
        conflicts: Vec::new(),
    };
    making.resources(resources)?;
    let Making { draft, notes, conflicts, .. } = making;
    Ok(Plan {
        root: project.clone(),
        project,
        changes: draft.into_changes(),
        notes,
        conflicts,
        git: false,
        session: Some(session),
    })
}

/// The note on what a stopped run had left.
pub(super) const UNDONE: &str = "a run that was stopped half-way has been undone first";

/// The folder of the project that `start` lies in.
pub(super) fn find(start: &Path) -> Result<PathBuf> {
    let none = || Error::NoProject { start: start.to_owned() };
    let start = start.canonicalize().map_err(|_| none())?;
    start.ancestors().find(|folder| folder.join(manifest::PATH).is_file()).map(Path::to_owned).ok_or_else(none)
}
