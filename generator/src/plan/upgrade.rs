// src/plan/upgrade.rs - The plan that brings a project to what the templates make by now

//! The plan that brings a project to what the templates make by now.

use std::path::Path;

use super::draft::Draft;
use super::render::Templates;
use super::resource::{UNDONE, find};
use super::settle::{self, Fate};
use super::whole::{self, Whole, Wired};
use super::{Plan, meaning, team, wiring};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest};
use rulebook_conventions::inflection::Inflector;

/// Plans to render anew all that was made in the project that `start` lies in, and to merge it with what people made of it.
///
/// # Errors
///
/// If there is no project, or its manifest or a template is wrong. Nothing is written then.
pub fn upgrade(start: &Path, inflector: &Inflector) -> Result<Plan> {
    upgrade_with(start, inflector, |project| team::of_project(project, &[]), |_, _, _, _| Ok(()))
}

/// As [`upgrade`], with templates of one's own, and after a change of what is to be made.
pub(super) fn upgrade_with(
    start: &Path,
    inflector: &Inflector,
    templates: impl FnOnce(&Path) -> Result<Templates>,
    change: impl FnOnce(&mut Manifest, &Path, &Templates, &mut Draft) -> Result<()>,
) -> Result<Plan> {
    let recovered = apply::recover(start, &Disk)?;
    let project = find(start)?;
    let session = Session::open(&project, &Disk)?;
    let templates = templates(&project)?;
    let mut draft = Draft::new(&project);
    let text = draft.read(manifest::PATH)?.unwrap_or_default();
    let mut manifest = Manifest::parse(&text, &project.join(manifest::PATH), inflector)?;
    change(&mut manifest, &project, &templates, &mut draft)?;
    let rendered = whole::rendered(&project, &manifest, &templates)?;
    let kept = whole::kept(&project, &mut draft, &manifest, &rendered)?;
    let notes = if recovered || session.recovered() { vec![UNDONE.to_owned()] } else { Vec::new() };
    let mut upgrade = Upgrade { draft, manifest, rendered, kept, notes, conflicts: Vec::new() };
    upgrade.files()?;
    upgrade.no_longer_made()?;
    upgrade.wire()?;
    upgrade.write_manifest(&text)?;
    let Upgrade { draft, notes, conflicts, .. } = upgrade;
    let changes = draft.into_changes();
    Ok(Plan { root: project.clone(), project, changes, notes, conflicts, git: false, session: Some(session) })
}

struct Upgrade {
    draft: Draft,
    manifest: Manifest,
    /// As the templates make it now.
    rendered: Whole,
    /// As it was made.
    kept: Whole,
    notes: Vec<String>,
    conflicts: Vec<String>,
}

impl Upgrade {
    /// Merges every file that the templates make.
    fn files(&mut self) -> Result<()> {
        for (path, new) in &self.rendered.files {
            let base = self.kept.bases.get(path).and_then(|_| self.kept.files.get(path));
            let now = self.draft.read(path)?;
            let fate = settle::fate(path, base.map(String::as_str), now.as_deref(), new);
            // Each kept file would be said in every upgrade; that it is edited, its person knows.
            self.notes.extend(fate.note(path).filter(|_| fate != Fate::Kept));
            if let Some(text) = fate.text(new) {
                self.draft.write(path, text)?;
            }
            if fate.is_conflict() {
                self.conflicts.push(path.clone());
            }
            match fate {
                Fate::Deleted => drop(self.manifest.deleted.insert(path.clone())),
                _ => drop(self.manifest.deleted.remove(path)),
            }
            if !fate.takes_base() {
                continue;
            }
            if let Some(base) = self.rendered.bases.get(path) {
                write_if_new(&mut self.draft, &manifest::base_of(path), base)?;
            }
            if path == wiring::DB_MODELS {
                for (place, snippet) in &self.rendered.snippets {
                    write_if_new(&mut self.draft, place, snippet)?;
                }
            }
        }
        Ok(())
    }

    /// Files that no template makes any more are their people's from now on.
    fn no_longer_made(&mut self) -> Result<()> {
        for path in self.kept.bases.keys().filter(|path| !self.rendered.bases.contains_key(*path)) {
            self.draft.remove(&manifest::base_of(path))?;
            self.manifest.deleted.remove(path);
            if self.draft.read(path)?.is_some() {
                self.notes.push(format!("{path} is made by no template any more: it is left as it is, and is yours"));
            }
        }
        for place in self.kept.snippets.keys().filter(|place| !self.rendered.snippets.contains_key(*place)) {
            self.draft.remove(place)?;
        }
        Ok(())
    }

    /// Puts in what lines a file lacks.
    fn wire(&mut self) -> Result<()> {
        let mut missing = Vec::new();
        for Wired { snippet, lines } in whole::wired_by(&self.manifest) {
            let snippet = snippet.and_then(|place| self.rendered.snippets.get(&place));
            let models = snippet.map_or(Ok(Vec::new()), |text| wiring::add_models(&mut self.draft, text, &mut missing));
            for outcome in [models.map(drop), wiring::wire(&mut self.draft, &lines, &mut missing)] {
                match outcome {
                    // With the conflicts in it the file can't be read. Once they are settled, the next run wires it.
                    Err(Error::NotRust { path, .. }) if self.conflicts.contains(&path) => {}
                    other => other?,
                }
            }
        }
        self.notes.extend(
            missing
                .iter()
                .map(|place| format!("{} has no {}; the line to add is `{}`", place.path, place.wanted, place.line)),
        );
        Ok(())
    }

    fn write_manifest(&mut self, now: &str) -> Result<()> {
        let text = self.manifest.text()?;
        if meaning::unix(now) != meaning::unix(&text) { self.draft.write(manifest::PATH, &text) } else { Ok(()) }
    }
}

/// Writes a text unless it is there, in whatever line endings.
fn write_if_new(draft: &mut Draft, path: &str, text: &str) -> Result<()> {
    match draft.read(path)? {
        Some(now) if meaning::unix(&now) == meaning::unix(text) => Ok(()),
        _ => draft.write(path, text),
    }
}
