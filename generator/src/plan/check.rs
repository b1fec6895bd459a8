// src/plan/check.rs - Whether a project is what the generator would make of it, and nothing is half done

//! Whether a project is what the generator would make of it, and nothing is half done. Nothing is written.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::draft::Draft;
use super::opened::find;
use super::render::Templates;
use super::whole::{self, Whole};
use super::{meaning, merge, team};
use crate::apply;
use crate::error::{Error, Result};
use crate::manifest::{self, Manifest};
use rulebook_conventions::inflection::Inflector;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// What is not as it should be, in the order of the paths.
    pub findings: Vec<CheckFinding>,
    /// The files that people edited: no finding.
    pub edited: Vec<Edited>,
    /// How many files were compared.
    pub files: usize,
    /// The version of rulebook that changed the project last, if it is another one.
    pub made_by: Option<String>,
}

/// One thing that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CheckFinding {
    /// The file, relative to the project.
    pub path: String,
    /// What is wrong with it.
    pub kind: CheckKind,
    /// The same, as a sentence.
    pub message: String,
    /// The way on.
    pub help: String,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckKind {
    /// Nobody edited it, and the templates make something else of it by now.
    Drift,
    /// It was made, and is gone.
    Deleted,
    /// The templates make it, and it never was there.
    Missing,
    /// A line of a resource is not in it.
    Unwired,
    /// It has the markers of a conflict.
    Conflict,
    /// It is no Rust, so that nothing can be said of it.
    Unreadable,
    /// It is kept as the base of a file that no template makes.
    Orphan,
    /// A run was stopped while it wrote.
    HalfDone,
}

/// A file that people edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The file, relative to the project.
    pub path: String,
    /// How many lines it has that were not made.
    pub added: usize,
    /// How many lines were made that it lacks.
    pub removed: usize,
    /// Whether the templates make something else of it by now, which an upgrade merges.
    pub outdated: bool,
}

impl CheckKind {
    /// The kind as programs know it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Drift => "drift",
            Self::Deleted => "deleted",
            Self::Missing => "missing",
            Self::Unwired => "unwired",
            Self::Conflict => "conflict",
            Self::Unreadable => "unreadable",
            Self::Orphan => "orphan",
            Self::HalfDone => "half-done",
        }
    }
}

/// Checks the project that `start` lies in.
///
/// # Errors
///
/// If there is no project, or its manifest or a template is wrong.
pub fn check(start: &Path, inflector: &Inflector) -> Result<Check> {
    check_with(start, inflector, |project| team::of_project(project, &[]))
}

pub(super) fn check_with(
    start: &Path,
    inflector: &Inflector,
    templates: impl FnOnce(&Path) -> Result<Templates>,
) -> Result<Check> {
    if let Some(folder) = apply::half_done(start)? {
        let message = "a run was stopped while it wrote: the project is half changed".to_owned();
        let help = "the next run that writes undoes it first: `rulebook upgrade`".to_owned();
        let path = folder.display().to_string();
        let findings = vec![CheckFinding { path, kind: CheckKind::HalfDone, message, help }];
        return Ok(Check { findings, ..Check::default() });
    }
    let project = find(start)?;
    let templates = templates(&project)?;
    let mut draft = Draft::new(&project);
    let text = draft.read(manifest::PATH)?.unwrap_or_default();
    let manifest = Manifest::parse(&text, &project.join(manifest::PATH), inflector)?;
    let rendered = whole::rendered(&project, &manifest, &templates)?;
    let kept = whole::kept(&project, &mut draft, &manifest, &rendered)?;
    let made_by = manifest.other_version().map(str::to_owned);
    let found = Check { made_by, ..Check::default() };
    let mut checking = Checking { draft, manifest, rendered, kept, found };
    checking.files()?;
    checking.bases();
    checking.wiring()?;
    let mut found = checking.found;
    found.findings.sort();
    Ok(found)
}

struct Checking {
    draft: Draft,
    manifest: Manifest,
    rendered: Whole,
    kept: Whole,
    found: Check,
}

impl Checking {
    fn files(&mut self) -> Result<()> {
        for (path, new) in &self.rendered.files {
            self.found.files += 1;
            let base = self.kept.bases.get(path).and_then(|_| self.kept.files.get(path));
            let found = match (self.draft.read(path)?, base) {
                (None, _) if self.manifest.deleted.contains(path) => continue,
                (None, None) => (CheckKind::Missing, "the templates make it, and it is not there", UPGRADE),
                (None, Some(_)) => (CheckKind::Deleted, "it was made and is gone", BRING_BACK),
                (Some(now), _) if merge::has_markers(&now) => {
                    (CheckKind::Conflict, "it has conflict markers", "choose between the marked lines")
                }
                (Some(now), _) if meaning::same(path, &now, new) => continue,
                (Some(now), Some(base)) if meaning::same(path, &now, base) => {
                    if path.starts_with("migrations/") {
                        continue;
                    }
                    (CheckKind::Drift, "the templates make something else of it by now", UPGRADE)
                }
                (Some(now), base) => {
                    let outdated = base.is_some_and(|base| !meaning::same(path, base, new));
                    self.found.edited.push(edited(path, base.unwrap_or(new), &now, outdated));
                    continue;
                }
            };
            self.found.findings.push(finding(path, found));
        }
        Ok(())
    }

    fn bases(&mut self) {
        let bases = self.kept.bases.keys().filter(|path| !self.rendered.bases.contains_key(*path));
        let bases = bases.map(|path| manifest::base_of(path));
        let snippets = self.kept.snippets.keys().filter(|place| !self.rendered.snippets.contains_key(*place));
        let orphans = bases.chain(snippets.cloned());
        let found = (CheckKind::Orphan, "it is the base of what nothing in the manifest makes", UPGRADE);
        self.found.findings.extend(orphans.map(|path| finding(&path, found)));
    }

    /// Wires all that was made in the draft, which nothing writes, and looks for what that changes.
    fn wiring(&mut self) -> Result<()> {
        let mut missing = Vec::new();
        let snippet = |place: &str| self.rendered.snippets.get(place);
        for fault in whole::rewire(&mut self.draft, &self.manifest, snippet, &mut missing)? {
            self.unreadable(&fault);
        }
        let draft = std::mem::replace(&mut self.draft, Draft::in_memory());
        for change in draft.into_changes() {
            let (before, after) = (change.before.unwrap_or_default(), change.after.unwrap_or_default());
            let lines = added(&before, &after).into_iter().take(3).map(|line| format!("`{}`", line.trim()));
            let message = format!("it lacks {}", lines.collect::<Vec<_>>().join(", "));
            self.found.findings.push(finding(&change.path, (CheckKind::Unwired, &message, REWIRE)));
        }
        for place in missing.iter().filter(|place| !place.wanted.ends_with("such file")) {
            let message = format!("it has no {} for `{}`", place.wanted, place.line);
            self.found.findings.push(finding(&place.path, (CheckKind::Unwired, &message, "add the line by hand")));
        }
        Ok(())
    }

    /// A file that can't be read because of its conflicts was named for those already.
    fn unreadable(&mut self, error: &Error) {
        let Error::NotRust { path, line, column, reason } = error else { return };
        if !self.found.findings.iter().any(|finding| finding.path == *path) {
            let message = format!("it is no valid Rust, at {line}:{column}: {reason}");
            self.found.findings.push(finding(path, (CheckKind::Unreadable, &message, "mend the file")));
        }
    }
}

const UPGRADE: &str = "`rulebook upgrade` brings it up to date";
const BRING_BACK: &str =
    "take it from version control as it was, or let `rulebook upgrade` write down that it stays deleted";
const REWIRE: &str = "`rulebook upgrade` puts it in; `rulebook destroy` takes all of it away";

fn finding(path: &str, (kind, message, help): (CheckKind, &str, &str)) -> CheckFinding {
    CheckFinding { path: path.to_owned(), kind, message: message.to_owned(), help: help.to_owned() }
}

fn edited(path: &str, base: &str, now: &str, outdated: bool) -> Edited {
    let (base, now) = (meaning::unix(base), meaning::unix(now));
    let diff = TextDiff::from_lines(&base, &now);
    let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
    Edited { path: path.to_owned(), added: count(ChangeTag::Insert), removed: count(ChangeTag::Delete), outdated }
}

/// The lines that a text has more than another, without blank ones.
fn added(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let added = diff.iter_all_changes().filter(|change| change.tag() == ChangeTag::Insert);
    added.map(|change| change.value().to_owned()).filter(|line| !line.trim().is_empty()).collect()
}
