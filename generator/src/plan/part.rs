// src/plan/part.rs - The plan for a service, an engine or an integration of a project that is there

//! The plan for a service, an engine or an integration of a project that is there.

use std::path::Path;

use super::context::{PartContext, ProjectContext};
use super::evolve::Allowed;
use super::making::{Making, Obstacles};
use super::migrations::{self, Versions};
use super::opened::{self, Opened};
use super::render::Templates;
use super::{Plan, team, wiring};
use crate::error::Result;
use crate::spec::part::{self, PartKind, PartRequest, PartSpec};
use rulebook_conventions::inflection::Inflector;

/// A file in the place of the folder of the engines.
const ENGINES_FILE: &str = "src/engines.rs";

/// Plans a part of the project that `start` lies in. With `force`, files that are in the way are replaced, and each is kept
/// as a copy.
///
/// # Errors
///
/// If there is no project, the request is not possible, or a place for a line can't be found. Nothing is written then.
pub fn generate_part(start: &Path, request: &PartRequest, inflector: &Inflector, force: bool) -> Result<Plan> {
    generate_part_with(start, request, inflector, force, |project| team::of_project(project, &[request.kind.word()]))
}

pub(super) fn generate_part_with(
    start: &Path,
    request: &PartRequest,
    inflector: &Inflector,
    force: bool,
    templates: impl FnOnce(&Path) -> Result<Templates>,
) -> Result<Plan> {
    let Opened { root, templates, draft, manifest, mut notes, session } = Opened::at(start, inflector, templates)?;
    let (spec, chosen) = part::admit(request, &manifest.specs(), &manifest.parts, inflector)?;
    notes.extend(chosen);
    let mut making = Making {
        project: ProjectContext::new(&manifest.project),
        // A part has no migrations.
        versions: Versions::after(&root, migrations::clock())?,
        draft,
        manifest,
        templates: &templates,
        force,
        allowed: Allowed::default(),
        notes,
        conflicts: Vec::new(),
    };
    making.part(spec)?;
    let Making { draft, notes, conflicts, .. } = making;
    Ok(opened::plan(root, session, draft, notes, conflicts))
}

impl Making<'_> {
    /// Puts a part into the draft and into the manifest. One that is there gets what services it did not have.
    fn part(&mut self, spec: PartSpec) -> Result<()> {
        let mut obstacles = Obstacles::default();
        let part = match self.manifest.part(spec.kind, &spec.names.snake).cloned() {
            Some(mut there) => {
                let new = spec.services.into_iter().filter(|service| !there.services.contains(service));
                let new: Vec<String> = new.collect();
                there.services.extend(new);
                there
            }
            None => spec,
        };
        self.place_part(&part, &mut obstacles)?;
        self.finish(obstacles)
    }

    /// Puts a part as it is said to be into the draft and into the manifest.
    pub(super) fn place_part(&mut self, part: &PartSpec, obstacles: &mut Obstacles) -> Result<()> {
        let context = PartContext::new(part, &self.manifest.specs());
        for rendered in self.templates.part(&self.project, &context)? {
            // All engines are declared in one file, which others may have been put into already.
            if rendered.path != wiring::ENGINES || self.draft.read(wiring::ENGINES)?.is_none() {
                self.file(rendered, obstacles)?;
            }
        }
        if part.kind == PartKind::Engine && self.draft.read(ENGINES_FILE)?.is_some() {
            obstacles.taken.push(ENGINES_FILE.to_owned());
        }
        wiring::wire(&mut self.draft, &context.lines(), &mut obstacles.missing)?;
        self.manifest.put(part.clone());
        Ok(())
    }
}
