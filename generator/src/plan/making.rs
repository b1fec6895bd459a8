// src/plan/making.rs - Resources put into a draft of a project: their files, and the lines that wire them

//! Resources put into a draft of a project: their files, and the lines that wire them.

use super::context::{ProjectContext, ResourceContext};
use super::draft::Draft;
use super::migrations::Versions;
use super::render::{Rendered, Templates};
use super::{meaning, wiring};
use crate::error::{Error, MissingPlace, Result};
use crate::manifest::{self, Made, Manifest};
use crate::spec::ResourceSpec;

/// A plan for resources while it is made.
pub(super) struct Making<'a> {
    pub(super) draft: Draft,
    pub(super) manifest: Manifest,
    pub(super) templates: &'a Templates,
    pub(super) project: ProjectContext,
    pub(super) versions: Versions,
    /// Whether files in the way are replaced, each kept as a copy.
    pub(super) force: bool,
    pub(super) notes: Vec<String>,
}

/// What stands in the way of a plan: all of it is found before any of it is told.
#[derive(Default)]
struct Obstacles {
    missing: Vec<MissingPlace>,
    taken: Vec<String>,
}

impl Making<'_> {
    /// Puts the resources into the draft, in their order.
    pub(super) fn resources(&mut self, specs: Vec<ResourceSpec>) -> Result<()> {
        let mut obstacles = Obstacles::default();
        for spec in specs {
            self.resource(spec, &mut obstacles)?;
        }
        if !obstacles.taken.is_empty() {
            return Err(Error::Taken { paths: obstacles.taken });
        }
        if !obstacles.missing.is_empty() {
            return Err(Error::NoPlace(obstacles.missing));
        }
        let text = self.manifest.text()?;
        let now = self.draft.read(manifest::PATH)?.unwrap_or_default();
        if meaning::unix(&now) != meaning::unix(&text) {
            self.draft.write(manifest::PATH, &text)?;
        }
        Ok(())
    }

    fn resource(&mut self, spec: ResourceSpec, obstacles: &mut Obstacles) -> Result<()> {
        // One that is there is rendered as it was made: its fields in their order, its migration under its version.
        let made = self.manifest.find(&spec.names.snake).cloned();
        let new = made.is_none();
        let Made { spec, migration } = match made {
            Some(made) => made,
            None => Made { spec, migration: self.versions.next() },
        };
        let context = ResourceContext::new(&spec, &migration, &self.types_before(&spec));
        for rendered in self.templates.resource(&self.project, &context)? {
            self.file(rendered, obstacles)?;
        }
        if let Some(snippet) = self.templates.snippet("db_models.rs", &self.project, &context)? {
            let present = wiring::add_models(&mut self.draft, &snippet, &mut obstacles.missing)?;
            if new {
                obstacles.taken.extend(present);
            }
        }
        for component in context.components() {
            wiring::wire(&mut self.draft, &component, &mut obstacles.missing)?;
        }
        if new {
            let names = &spec.names;
            self.notes.push(format!(
                "`{}`: many are `{}`, type `{}`, table `{}`, routes under `/{}`",
                names.snake, names.plural, names.pascal, names.table, names.path
            ));
            self.manifest.resources.push(Made { spec, migration });
        }
        Ok(())
    }

    /// The types of the resources that were made before this one. Those made after it had to keep clear of its own.
    fn types_before(&self, spec: &ResourceSpec) -> Vec<String> {
        let mut types = Vec::new();
        for made in self.manifest.resources.iter().take_while(|made| made.spec.names.snake != spec.names.snake) {
            types.extend(ResourceContext::new(&made.spec, &made.migration, &types).types());
        }
        types
    }

    /// Puts a rendered file in its place, unless a person has been there.
    fn file(&mut self, rendered: Rendered, obstacles: &mut Obstacles) -> Result<()> {
        let Rendered { path, text } = rendered;
        let base_path = manifest::base_of(&path);
        let base = self.draft.read(&base_path)?;
        let now = self.draft.read(&path)?;
        match (now, &base) {
            (None, None) => self.draft.write(&path, &text)?,
            (None, Some(_)) => {
                self.notes.push(format!("{path} was deleted: it stays deleted"));
                return Ok(());
            }
            (Some(now), _) if meaning::same(&path, &now, &text) => {}
            // As it was made, by templates that have changed since: that is for an upgrade to bring.
            (Some(now), Some(base)) if meaning::same(&path, &now, base) => return Ok(()),
            (Some(_), Some(_)) => {
                self.notes.push(format!("{path} is kept as it is (edited)"));
                return Ok(());
            }
            (Some(now), None) if self.force => {
                let copy = self.free_name(&path)?;
                self.notes.push(format!("{path} is replaced; as it was, it is kept as {copy}"));
                self.draft.write(&copy, &now)?;
                self.draft.write(&path, &text)?;
            }
            (Some(_), None) => {
                obstacles.taken.push(path);
                return Ok(());
            }
        }
        if base.is_none() {
            self.draft.write(&base_path, &text)?;
        }
        Ok(())
    }

    /// A name for the copy of a file that no file has.
    fn free_name(&mut self, path: &str) -> Result<String> {
        let mut copy = format!("{path}.orig");
        let mut number = 1;
        while self.draft.read(&copy)?.is_some() {
            number += 1;
            copy = format!("{path}.orig{number}");
        }
        Ok(copy)
    }
}
