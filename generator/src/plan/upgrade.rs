// src/plan/upgrade.rs - The plan that brings a project to what the templates make by now

//! The plan that brings a project to what the templates make by now.

use std::path::Path;

use super::draft::Draft;
use super::opened::{self, Opened};
use super::render::Templates;
use super::settle::{self, Fate};
use super::whole::{self, Whole};
use super::{Plan, team, wiring};
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
    let Opened { root, templates, mut draft, mut manifest, notes, session } = Opened::at(start, inflector, templates)?;
    change(&mut manifest, &root, &templates, &mut draft)?;
    let rendered = whole::rendered(&root, &manifest, &templates)?;
    let kept = whole::kept(&root, &mut draft, &manifest, &rendered)?;
    let mut upgrade = Upgrade { draft, manifest, rendered, kept, notes, conflicts: Vec::new() };
    upgrade.files()?;
    upgrade.no_longer_made()?;
    upgrade.wire()?;
    let Upgrade { mut draft, mut manifest, mut notes, conflicts, .. } = upgrade;
    if let Some(other) = manifest.other_version() {
        notes.push(format!("rulebook {other} made it, and {} brings it up to date", manifest::RULEBOOK));
        manifest.made_by = Some(manifest::RULEBOOK.to_owned());
    }
    draft.write_manifest(&manifest)?;
    Ok(opened::plan(root, session, draft, notes, conflicts))
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
                self.draft.write_if_new(&manifest::base_of(path), base)?;
            }
            if path == wiring::DB_MODELS {
                for (place, snippet) in &self.rendered.snippets {
                    self.draft.write_if_new(place, snippet)?;
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
        let snippet = |place: &str| self.rendered.snippets.get(place);
        for fault in whole::rewire(&mut self.draft, &self.manifest, snippet, &mut missing)? {
            match fault {
                // With the conflicts in it the file can't be read. Once they are settled, the next run wires it.
                Error::Unsettled { path } if self.conflicts.contains(&path) => {}
                Error::NotRust { path, .. } if self.conflicts.contains(&path) => {}
                other => return Err(other),
            }
        }
        self.notes.extend(
            missing
                .iter()
                .map(|place| format!("{} has no {}; the line to add is `{}`", place.path, place.wanted, place.line)),
        );
        Ok(())
    }
}
