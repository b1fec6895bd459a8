// src/plan/making.rs - Resources put into a draft of a project: their files, and the lines that wire them

//! Resources put into a draft of a project: their files, and the lines that wire them.

use super::context::{ChangeContext, ProjectContext, ResourceContext};
use super::draft::Draft;
use super::evolve::{Allowed, Evolution};
use super::migrations::Versions;
use super::render::{Rendered, Templates};
use super::settle::{self, Fate};
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
    /// What may become of resources that are there.
    pub(super) allowed: Allowed,
    pub(super) notes: Vec<String>,
    /// The files in which a person has to choose.
    pub(super) conflicts: Vec<String>,
}

/// What stands in the way of a plan: all of it is found before any of it is told.
#[derive(Default)]
pub(super) struct Obstacles {
    pub(super) missing: Vec<MissingPlace>,
    pub(super) taken: Vec<String>,
}

impl Making<'_> {
    /// Puts the resources into the draft, in their order.
    pub(super) fn resources(&mut self, specs: Vec<ResourceSpec>) -> Result<()> {
        let mut obstacles = Obstacles::default();
        for spec in specs {
            self.resource(spec, &mut obstacles)?;
        }
        self.finish(obstacles)
    }

    /// Writes the manifest, unless something stands in the way of the plan.
    pub(super) fn finish(&mut self, obstacles: Obstacles) -> Result<()> {
        if !obstacles.taken.is_empty() {
            return Err(Error::Taken { paths: obstacles.taken });
        }
        if !obstacles.missing.is_empty() {
            return Err(Error::NoPlace(obstacles.missing));
        }
        self.draft.write_manifest(&self.manifest)
    }

    fn resource(&mut self, spec: ResourceSpec, obstacles: &mut Obstacles) -> Result<()> {
        // One that is there is rendered as it was made: its fields in their order, its migration under its version.
        match self.manifest.find(&spec.names.snake).cloned() {
            Some(made) => match Evolution::of(&made.spec, spec, &self.allowed)? {
                Some(evolution) => self.evolve(evolution, obstacles),
                None => self.place(made, false, obstacles),
            },
            None => {
                let migration = self.versions.next();
                self.place(Made { spec, migration }, true, obstacles)
            }
        }
    }

    /// Makes of a resource that is there another one.
    fn evolve(&mut self, evolution: Evolution, obstacles: &mut Obstacles) -> Result<()> {
        let Some(at) = self.manifest.resources.iter().position(|made| made.spec == evolution.before) else {
            return Ok(());
        };
        let migration = self.manifest.resources.get(at).map(|made| made.migration.clone()).unwrap_or_default();
        let types = self.types_before(&evolution.before);
        let before = ResourceContext::new(&evolution.before, &migration, &types);
        let after = ResourceContext::new(&evolution.after, &migration, &types);
        if evolution.changes_table() {
            let version = self.versions.next();
            let change =
                ChangeContext::new(&version, &evolution.slug(), before.clone(), after.clone(), &evolution.names());
            for Rendered { path, text } in self.templates.change(&self.project, &change)? {
                self.draft.write(&path, &text)?;
            }
        }
        let made = Made { spec: evolution.after, migration };
        if let Some(place) = self.manifest.resources.get_mut(at) {
            *place = made.clone();
        }
        self.place(made, false, obstacles)?;
        self.no_longer_made(&before, &after)
    }

    /// Takes away what a resource had and has no more: files that nobody edited, and the lines that wired them.
    fn no_longer_made(&mut self, before: &ResourceContext, after: &ResourceContext) -> Result<()> {
        let (old, made) = (self.templates.resource_paths(before), self.templates.resource_paths(after));
        for path in old.iter().filter(|path| !made.contains(path)) {
            let (base, now) = (self.draft.read(&manifest::base_of(path))?, self.draft.read(path)?);
            self.draft.remove(&manifest::base_of(path))?;
            match (base, now) {
                (Some(base), Some(now)) if meaning::same(path, &base, &now) => self.draft.remove(path)?,
                (_, Some(_)) => self.notes.push(format!("{path} was edited: it is left as it is, and is yours")),
                (_, None) => {}
            }
        }
        let gone: Vec<_> = before.lines().into_iter().filter(|line| !after.lines().contains(line)).collect();
        for path in wiring::WIRED {
            if let (Some(text), false) = (self.draft.read(path)?, gone.is_empty()) {
                self.draft.write(path, &wiring::unwire(path, &text, &gone)?)?;
            }
        }
        Ok(())
    }

    /// Puts one resource into the draft, and into the manifest if it is new.
    pub(super) fn place(&mut self, made: Made, new: bool, obstacles: &mut Obstacles) -> Result<()> {
        let Made { spec, migration } = made;
        let context = ResourceContext::new(&spec, &migration, &self.types_before(&spec));
        for rendered in self.templates.resource(&self.project, &context)? {
            self.file(rendered, obstacles)?;
        }
        if let Some(snippet) = self.snippet(&context)? {
            if new {
                obstacles.taken.extend(wiring::add_models(&mut self.draft, &snippet, &mut obstacles.missing)?);
                self.draft.write(&manifest::snippet_of(&spec.names.snake, wiring::MODELS_SNIPPET), &snippet)?;
            } else {
                self.models(&spec.names.snake, &snippet, obstacles)?;
            }
        }
        wiring::wire(&mut self.draft, &context.lines(), &mut obstacles.missing)?;
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

    fn snippet(&self, context: &ResourceContext) -> Result<Option<String>> {
        self.templates.snippet(wiring::MODELS_SNIPPET, &self.project, context)
    }

    /// Brings what a resource that is there adds to the database models up to date.
    fn models(&mut self, resource: &str, snippet: &str, obstacles: &mut Obstacles) -> Result<()> {
        let path = wiring::DB_MODELS;
        let kept = manifest::snippet_of(resource, wiring::MODELS_SNIPPET);
        let old = self.draft.read(&kept)?;
        let differs = old.as_ref().is_some_and(|old| !meaning::same(path, old, snippet));
        if let (true, Some(base)) = (differs, self.draft.read(&manifest::base_of(path))?) {
            let (mut before, mut after) = (Vec::new(), Vec::new());
            for made in self.manifest.resources.clone() {
                let name = &made.spec.names.snake;
                let own = self.draft.read(&manifest::snippet_of(name, wiring::MODELS_SNIPPET))?;
                let Some(own) = own.map_or_else(|| self.rendered_snippet(&made), |own| Ok(Some(own)))? else {
                    continue;
                };
                after.push(if name == resource { snippet.to_owned() } else { own.clone() });
                before.push(own);
            }
            let (before, after) = (wiring::with_models(&base, &before)?, wiring::with_models(&base, &after)?);
            let now = self.draft.read(path)?;
            let fate = settle::fate(path, Some(&before), now.as_deref(), &after);
            self.settled(path, &fate, &after)?;
            if fate.takes_base() {
                self.draft.write(&kept, snippet)?;
            }
            return Ok(());
        }
        wiring::add_models(&mut self.draft, snippet, &mut obstacles.missing).map(drop)
    }

    fn rendered_snippet(&self, made: &Made) -> Result<Option<String>> {
        self.snippet(&ResourceContext::new(&made.spec, &made.migration, &self.types_before(&made.spec)))
    }

    /// Does to a file what was decided, and says so.
    fn settled(&mut self, path: &str, fate: &Fate, new: &str) -> Result<()> {
        self.notes.extend(fate.note(path));
        if let Some(text) = fate.text(new) {
            self.draft.write(path, text)?;
        }
        if fate.is_conflict() {
            self.conflicts.push(path.to_owned());
        }
        Ok(())
    }

    /// Puts a rendered file in its place, and leaves what a person made of it.
    pub(super) fn file(&mut self, rendered: Rendered, obstacles: &mut Obstacles) -> Result<()> {
        let Rendered { path, text } = rendered;
        let base_path = manifest::base_of(&path);
        let base = self.draft.read(&base_path)?;
        let now = self.draft.read(&path)?;
        let fate = settle::fate(&path, base.as_deref(), now.as_deref(), &text);
        let forced = fate == Fate::NotOurs && self.force;
        match now {
            Some(now) if forced => {
                let copy = self.draft.keep_copy(&path, &now)?;
                self.notes.push(format!("{path} is replaced; as it was, it is kept as {copy}"));
                self.draft.write(&path, &text)?;
            }
            _ if fate == Fate::NotOurs => obstacles.taken.push(path),
            _ => self.settled(&path, &fate, &text)?,
        }
        if forced || fate.takes_base() {
            self.draft.write_if_new(&base_path, &text)?;
        }
        Ok(())
    }
}
