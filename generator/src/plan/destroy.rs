// src/plan/destroy.rs - The plan that takes a resource away, by its name alone

//! The plan that takes a resource away, by its name alone.
//!
//! What belongs to it is the difference between the project with it and the project without it, as both are rendered.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use super::context::ResourceContext;
use super::draft::Draft;
use super::drop_migrations::{self, Migration};
use super::migrations::{self, Versions};
use super::render::Templates;
use super::resource::{UNDONE, find};
use super::whole::{self, Whole};
use super::{Plan, meaning, team, unified_diff, wiring};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Place, Problem, Result};
use crate::manifest::{self, Made, Manifest};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::names::ResourceNames;
use rulebook_conventions::{case, reserved, suggest};

/// Plans to take the resource of this name, in any case, singular or plural, out of the project that `start` lies in. With
/// `force`, files that were edited go too, and each is kept as a copy.
///
/// # Errors
///
/// If there is no such resource, another one refers to it, or files of it were edited. Nothing is written then.
pub fn destroy(start: &Path, name: &str, inflector: &Inflector, force: bool) -> Result<Plan> {
    destroy_with(start, name, inflector, force, |project| team::of_project(project, &[]), migrations::clock())
}

pub(super) fn destroy_with(
    start: &Path,
    name: &str,
    inflector: &Inflector,
    force: bool,
    templates: impl FnOnce(&Path) -> Result<Templates>,
    now: SystemTime,
) -> Result<Plan> {
    let recovered = apply::recover(start, &Disk)?;
    let project = find(start)?;
    let session = Session::open(&project, &Disk)?;
    let templates = templates(&project)?;
    let mut draft = Draft::new(&project);
    let text = draft.read(manifest::PATH)?.unwrap_or_default();
    let manifest = Manifest::parse(&text, &project.join(manifest::PATH), inflector)?;
    let made = wanted(name, &manifest, inflector)?;
    let mut rest = manifest.clone();
    rest.resources.retain(|other| *other != made);
    unreferred(&made, &rest)?;

    let (with, without) =
        (whole::rendered(&project, &manifest, &templates)?, whole::rendered(&project, &rest, &templates)?);
    let kept_with = whole::kept(&project, &mut draft, &manifest, &with)?;
    let kept_without = whole::kept(&project, &mut draft, &rest, &with)?;
    let context = whole::contexts(&manifest).into_iter().find(|(name, _)| *name == made.spec.names.snake);
    let notes = if recovered || session.recovered() { vec![UNDONE.to_owned()] } else { Vec::new() };
    let mut destroying = Destroying {
        draft,
        made,
        with,
        without,
        kept_with,
        kept_without,
        force,
        notes,
        edited: Vec::new(),
        migrations: BTreeMap::new(),
    };
    destroying.own_files()?;
    if let Some((_, context)) = context {
        destroying.files_of_all(&context)?;
    }
    destroying.refuse_edited()?;
    let version = Versions::after(&project, now)?.next();
    destroying.drop_table(&version)?;
    let Destroying { mut draft, notes, without, .. } = destroying;
    rest.deleted.retain(|path| without.files.contains_key(path));
    draft.write(manifest::PATH, &rest.text()?)?;
    let changes = draft.into_changes();
    let conflicts = Vec::new();
    Ok(Plan { root: project.clone(), project, changes, notes, conflicts, git: false, session: Some(session) })
}

/// The resource that is meant.
fn wanted(name: &str, manifest: &Manifest, inflector: &Inflector) -> Result<Made> {
    let given = case::snake(name);
    let singular = ResourceNames::parse(name, inflector, None).map_or_else(|_| given.clone(), |(names, _)| names.snake);
    let by_name = manifest.resources.iter().find(|made| made.spec.names.snake == given);
    let meant = by_name.or_else(|| {
        let names = |made: &&Made| made.spec.names.plural == given || made.spec.names.snake == singular;
        manifest.resources.iter().find(names)
    });
    if let Some(made) = meant {
        return Ok(made.clone());
    }
    let (reason, help) = if singular == reserved::USER {
        let reason = "`user` is no resource that can go: `rulebook new` made it, and who may do what rests on it";
        (reason.to_owned(), "resources that were generated can be destroyed".to_owned())
    } else {
        let known: Vec<&str> = manifest.resources.iter().map(|made| made.spec.names.snake.as_str()).collect();
        let help = match suggest(&singular, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "this project has none".to_owned(),
            None => format!("there are {}", known.join(", ")),
        };
        (format!("there is no resource `{name}`"), help)
    };
    Err(Error::Input(vec![Problem { token: name.to_owned(), place: Place::Argument(0), reason, help }]))
}

/// No other resource refers to it.
fn unreferred(made: &Made, rest: &Manifest) -> Result<()> {
    let resource = &made.spec.names.snake;
    let refers = |other: &&Made| other.spec.references().contains(&resource.as_str());
    let by: Vec<String> = rest.resources.iter().filter(refers).map(|other| other.spec.names.snake.clone()).collect();
    if by.is_empty() { Ok(()) } else { Err(Error::Referred { resource: resource.clone(), by }) }
}

struct Destroying {
    draft: Draft,
    made: Made,
    with: Whole,
    without: Whole,
    kept_with: Whole,
    kept_without: Whole,
    force: bool,
    notes: Vec<String>,
    /// The files that were edited, each with what was.
    edited: Vec<(String, String)>,
    migrations: BTreeMap<String, Migration>,
}

impl Destroying {
    /// Takes away the files that are the resource's alone. Migrations stay.
    fn own_files(&mut self) -> Result<()> {
        let own: Vec<String> =
            self.with.bases.keys().filter(|path| !self.without.bases.contains_key(*path)).cloned().collect();
        for path in own {
            let new = self.with.bases.get(&path).cloned().unwrap_or_default();
            let base = self.kept_with.bases.get(&path).cloned();
            let now = self.draft.read(&path)?;
            self.draft.remove(&manifest::base_of(&path))?;
            if path.starts_with("migrations/") {
                self.migrations.insert(path, Migration { base, now, new });
                continue;
            }
            let Some(now) = now else { continue };
            let as_made = |made: &str| meaning::same(&path, &now, made);
            if !as_made(&new) && !base.as_deref().is_some_and(as_made) {
                self.edit(&path, base.as_deref().unwrap_or(&new), &now)?;
            }
            self.draft.remove(&path)?;
        }
        for place in self.with.snippets.keys().filter(|place| !self.without.snippets.contains_key(*place)) {
            self.draft.remove(place)?;
        }
        Ok(())
    }

    /// Takes the resource's lines out of files that others have lines in too.
    fn files_of_all(&mut self, resource: &ResourceContext) -> Result<()> {
        let shared: Vec<String> = self
            .with
            .files
            .iter()
            .filter(|(path, text)| self.without.files.get(*path).is_some_and(|without| without != *text))
            .map(|(path, _)| path.clone())
            .collect();
        for path in shared {
            let Some(now) = self.draft.read(&path)? else { continue };
            if let (Some(with), Some(without)) = (self.kept_with.files.get(&path), self.kept_without.files.get(&path))
                && meaning::same(&path, &now, with)
            {
                self.draft.write(&path, without)?;
                continue;
            }
            let snippet = manifest::snippet_of(&self.made.spec.names.snake, wiring::MODELS_SNIPPET);
            let snippet = self.kept_with.snippets.get(&snippet).or_else(|| self.with.snippets.get(&snippet)).cloned();
            let text = match snippet.filter(|_| path == wiring::DB_MODELS) {
                Some(snippet) => {
                    if wiring::models_edited(&now, &snippet)? {
                        let made = self.kept_with.files.get(&path).cloned().unwrap_or_default();
                        self.edit(&path, &made, &now)?;
                    }
                    wiring::without_models(&now, &snippet)?
                }
                None => wiring::unwire(&path, &now, &resource.components())?,
            };
            self.draft.write(&path, &text)?;
        }
        Ok(())
    }

    /// Notes an edit, and keeps it if it is to go all the same.
    fn edit(&mut self, path: &str, made: &str, now: &str) -> Result<()> {
        if self.force {
            let copy = self.draft.keep_copy(path, now)?;
            self.notes.push(format!("{path} was edited; as it was, it is kept as {copy}"));
        } else {
            self.edited
                .push((path.to_owned(), unified_diff(path, Some(&meaning::unix(made)), Some(&meaning::unix(now)))));
        }
        Ok(())
    }

    fn refuse_edited(&mut self) -> Result<()> {
        if self.edited.is_empty() {
            return Ok(());
        }
        let (paths, diffs): (Vec<String>, Vec<String>) = self.edited.drain(..).unzip();
        Err(Error::Edited { resource: self.made.spec.names.snake.clone(), paths, diff: diffs.concat() })
    }

    fn drop_table(&mut self, version: &str) -> Result<()> {
        let files = drop_migrations::inverse(&self.migrations, &self.made.migration, version);
        if !files.is_empty() {
            let table = &self.made.spec.names.table;
            self.notes.push(format!("the migration {version} drops the table `{table}`; those that made it stay"));
        }
        for (path, text) in files {
            self.draft.write(&path, &text)?;
        }
        Ok(())
    }
}
