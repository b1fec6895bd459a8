// src/plan/resource.rs - The plan for resources of a project that is there

//! The plan for resources of a project that is there.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::context::ProjectContext;
use super::draft::Draft;
use super::making::Making;
use super::migrations::{self, Versions};
use super::render::Templates;
use super::{Plan, team};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest};
use crate::spec::gate::{self, Admitted};
use crate::spec::{ResourceRequest, ResourceSpec};
use rulebook_conventions::inflection::Inflector;

/// Plans resources in the project that `start` lies in.
///
/// What a run that died has left is undone first: a plan must not be made on half of another. With `force`, files that
/// are in the way are replaced, and each is kept as a copy.
///
/// # Errors
///
/// If there is no project, the request is not possible, or a place for a line can't be found. Nothing is written then.
pub fn generate(start: &Path, requests: &[ResourceRequest], inflector: &Inflector, force: bool) -> Result<Plan> {
    // A run that was stopped may have left a project that can't be found, so it is undone before the search.
    let recovered = apply::recover(start, &Disk)?;
    // A resource for a project that is there needs no templates of projects parsed.
    let templates = team::of_project(&find(start)?, &["resource"])?;
    let mut plan = generate_with(start, requests, inflector, force, &templates, migrations::clock())?;
    if recovered {
        plan.notes.insert(0, UNDONE.to_owned());
    }
    Ok(plan)
}

pub(super) fn generate_with(
    start: &Path,
    requests: &[ResourceRequest],
    inflector: &Inflector,
    force: bool,
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
    let Admitted { resources, notes: chosen } = gate::admit(requests, &manifest.specs(), inflector)?;
    notes.extend(chosen);
    same_specs(&resources, &manifest)?;

    let mut making = Making {
        project: ProjectContext::new(&manifest.project),
        versions: Versions::after(&project, now)?,
        draft,
        manifest,
        templates,
        force,
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

/// A resource that is there must be asked for as it was made; the order of its fields does not matter.
fn same_specs(resources: &[ResourceSpec], manifest: &Manifest) -> Result<()> {
    for spec in resources {
        let differences =
            manifest.find(&spec.names.snake).map(|made| differences(&made.spec, spec)).unwrap_or_default();
        if !differences.is_empty() {
            return Err(Error::SpecDiffers { resource: spec.names.snake.clone(), differences });
        }
    }
    Ok(())
}

fn differences(old: &ResourceSpec, new: &ResourceSpec) -> Vec<String> {
    let mut differences = Vec::new();
    if new.names.plural != old.names.plural {
        differences.push(format!("its plural is `{}`, not `{}`", old.names.plural, new.names.plural));
    }
    for field in &new.fields {
        match old.fields.iter().find(|other| other.name == field.name) {
            Some(other) if other != field => {
                differences.push(format!("`{}` would become `{}`", other.token(), field.token()));
            }
            Some(_) => {}
            None => differences.push(format!("`{}` would be new", field.token())),
        }
    }
    let gone = old.fields.iter().filter(|field| !new.fields.iter().any(|other| other.name == field.name));
    differences.extend(gone.map(|field| format!("`{}` would be gone", field.token())));
    differences
}
