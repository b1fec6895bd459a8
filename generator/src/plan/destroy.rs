// src/plan/destroy.rs - The plan that takes away what was generated, by its name alone

//! The plan that takes away a resource, a service, an engine or an integration, by its name alone.
//!
//! What belongs to it is the difference between the project with it and the project without it, as both are rendered.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use super::draft::Draft;
use super::drop_migrations::{self, Migration};
use super::migrations::{self, Versions};
use super::opened::{self, Opened};
use super::render::Templates;
use super::whole::{self, Whole};
use super::wiring::Line;
use super::{Plan, meaning, team, unified_diff, wanted, wiring};
use crate::error::{Error, Result};
use crate::manifest::{self, Made};
use crate::spec::part::PartKind;
use rulebook_conventions::inflection::Inflector;

/// What is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A resource.
    Resource,
    /// A service, an engine or an integration.
    Part(PartKind),
}

/// Plans to take what has this name, in any case, singular or plural, out of the project that `start` lies in. With
/// `force`, files that were edited go too, and each is kept as a copy.
///
/// # Errors
///
/// If there is no such thing, another one refers to it, or files of it were edited. Nothing is written then.
pub fn destroy(start: &Path, target: Target, name: &str, inflector: &Inflector, force: bool) -> Result<Plan> {
    destroy_with(start, target, name, inflector, force, |project| team::of_project(project, &[]), migrations::clock())
}

pub(super) fn destroy_with(
    start: &Path,
    target: Target,
    name: &str,
    inflector: &Inflector,
    force: bool,
    templates: impl FnOnce(&Path) -> Result<Templates>,
    now: SystemTime,
) -> Result<Plan> {
    let Opened { root, templates, mut draft, manifest, notes, session } = Opened::at(start, inflector, templates)?;
    let mut rest = manifest.clone();
    let (name, made) = match target {
        Target::Resource => {
            let made = wanted::resource(name, &manifest, inflector)?;
            rest.remove(&made.spec.names.snake);
            (made.spec.names.snake.clone(), Some(made))
        }
        Target::Part(kind) => {
            let part = wanted::part(kind, name, &manifest)?;
            rest.parts.retain(|other| *other != part);
            (part.names.snake, None)
        }
    };
    if !matches!(target, Target::Part(PartKind::Engine | PartKind::Integration)) {
        wanted::unreferred(&name, &rest)?;
    }
    let (with, without) = (whole::rendered(&root, &manifest, &templates)?, whole::rendered(&root, &rest, &templates)?);
    let kept_with = whole::kept(&root, &mut draft, &manifest, &with)?;
    let kept_without = whole::kept(&root, &mut draft, &rest, &with)?;
    let left: Vec<Line> = whole::wired_by(&rest).into_iter().flat_map(|wired| wired.lines).collect();
    let lines = whole::wired_by(&manifest).into_iter().flat_map(|wired| wired.lines);
    let lines = lines.filter(|line| !left.contains(line)).collect();
    let mut destroying = Destroying {
        draft,
        name,
        made,
        lines,
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
    destroying.files_of_all()?;
    destroying.refuse_edited()?;
    let version = Versions::after(&root, now)?.next();
    destroying.drop_table(&version)?;
    let Destroying { mut draft, notes, without, .. } = destroying;
    rest.deleted.retain(|path| without.files.contains_key(path));
    draft.write_manifest(&rest)?;
    Ok(opened::plan(root, session, draft, notes, Vec::new()))
}

struct Destroying {
    draft: Draft,
    name: String,
    /// The resource, if it is one.
    made: Option<Made>,
    /// What is in files of all because of it alone.
    lines: Vec<Line>,
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
    /// Takes away the files that are its alone. Migrations stay.
    fn own_files(&mut self) -> Result<()> {
        let own: Vec<String> =
            self.with.bases.keys().filter(|path| !self.without.bases.contains_key(*path)).cloned().collect();
        for path in own {
            // As it was wired, which the file that declares engines is.
            let new = self.with.files.get(&path).cloned().unwrap_or_default();
            let base = self.kept_with.bases.get(&path).and_then(|_| self.kept_with.files.get(&path)).cloned();
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

    /// Takes its lines out of files that others have lines in too.
    fn files_of_all(&mut self) -> Result<()> {
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
            let snippet = manifest::snippet_of(&self.name, wiring::MODELS_SNIPPET);
            let snippet = self.kept_with.snippets.get(&snippet).or_else(|| self.with.snippets.get(&snippet)).cloned();
            let text = match snippet.filter(|_| path == wiring::DB_MODELS && self.made.is_some()) {
                Some(snippet) => {
                    if wiring::models_edited(&now, &snippet)? {
                        let made = self.kept_with.files.get(&path).cloned().unwrap_or_default();
                        self.edit(&path, &made, &now)?;
                    }
                    wiring::without_models(&now, &snippet)?
                }
                None => wiring::unwire(&path, &now, &self.lines)?,
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
        Err(Error::Edited { resource: self.name.clone(), paths, diff: diffs.concat() })
    }

    fn drop_table(&mut self, version: &str) -> Result<()> {
        let Some(Made { spec, migration }) = &self.made else { return Ok(()) };
        let files = drop_migrations::inverse(&self.migrations, migration, version);
        if !files.is_empty() {
            let table = &spec.names.table;
            self.notes.push(format!("the migration {version} drops the table `{table}`; those that made it stay"));
        }
        for (path, text) in files {
            self.draft.write(&path, &text)?;
        }
        Ok(())
    }
}
