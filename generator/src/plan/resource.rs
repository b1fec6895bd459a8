// src/plan/resource.rs - The plan for resources of a project that is there

//! The plan for resources of a project that is there.

use std::path::Path;
use std::time::SystemTime;

use super::context::ProjectContext;
use super::evolve::Allowed;
use super::making::Making;
use super::migrations::{self, Versions};
use super::opened::{self, Opened};
use super::render::Templates;
use super::{Plan, team, user};
use crate::error::Result;
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
/// # Errors
///
/// If there is no project, the request is not possible, or a place for a line can't be found. Nothing is written then.
pub fn generate(start: &Path, request: Request<'_>, inflector: &Inflector, options: Options) -> Result<Plan> {
    if let Request::Change(change) = request
        && change.is_of_users(inflector)
    {
        return user::change(start, change, inflector, options.allow_destructive, migrations::clock());
    }
    // A resource for a project that is there needs no templates of projects parsed.
    let templates = |project: &Path| team::of_project(project, &["resource"]);
    generate_with(start, request, inflector, options, templates, migrations::clock())
}

pub(super) fn generate_with(
    start: &Path,
    request: Request<'_>,
    inflector: &Inflector,
    options: Options,
    templates: impl FnOnce(&Path) -> Result<Templates>,
    now: SystemTime,
) -> Result<Plan> {
    let Opened { root, templates, draft, manifest, mut notes, session } = Opened::at(start, inflector, templates)?;
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
        versions: Versions::after(&root, now)?,
        draft,
        manifest,
        templates: &templates,
        force: options.force,
        allowed,
        notes,
        conflicts: Vec::new(),
    };
    making.resources(resources)?;
    let Making { draft, notes, conflicts, .. } = making;
    Ok(opened::plan(root, session, draft, notes, conflicts))
}
