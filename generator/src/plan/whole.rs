// src/plan/whole.rs - All that templates make of a manifest, and all that they made when they last did

//! All that templates make of a manifest, and all that they made when they last did.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::SystemTime;

use walkdir::WalkDir;

use super::context::{PartContext, ProjectContext, ResourceContext};
use super::draft::Draft;
use super::evolve::Allowed;
use super::making::{Making, Obstacles};
use super::migrations::Versions;
use super::render::Templates;
use super::wiring::Line;
use super::{wiring, workspace};
use crate::apply;
use crate::error::{Error, MissingPlace, Result};
use crate::manifest::{self, Manifest, Thing};

/// Texts by path.
pub(super) type Files = BTreeMap<String, String>;

/// A project as templates make it.
pub(super) struct Whole {
    /// The files of the project, with all resources wired into them.
    pub(super) files: Files,
    /// The files that resources are not wired into yet, and those of the resources: what is kept as their base.
    pub(super) bases: Files,
    /// What each resource adds to a file of all, by the path at which it is kept.
    pub(super) snippets: Files,
}

/// The project that the templates make of a manifest now.
pub(super) fn rendered(root: &Path, manifest: &Manifest, templates: &Templates) -> Result<Whole> {
    let project =
        ProjectContext::new(&manifest.project).in_workspace(workspace::is_member(root)?).with_users(&manifest.user);
    let mut draft = Draft::in_memory();
    for file in templates.project(&project)? {
        draft.write(&file.path, &file.text)?;
        draft.write(&manifest::base_of(&file.path), &file.text)?;
    }
    let mut making = Making {
        draft,
        manifest: Manifest::new(&manifest.project),
        templates,
        project,
        versions: Versions::following(std::iter::empty(), SystemTime::UNIX_EPOCH),
        force: false,
        allowed: Allowed::default(),
        notes: Vec::new(),
        conflicts: Vec::new(),
    };
    for thing in manifest.things() {
        // Lines that a team's template has no place for were put in by hand, if at all.
        match thing {
            Thing::Resource(made) => making.place(made.clone(), true, &mut Obstacles::default())?,
            Thing::Part(part) => making.place_part(part, &mut Obstacles::default())?,
        }
    }
    Ok(Whole::of(making.draft.into_files()))
}

/// The project as it was made, by the bases and snippets that are kept in it. A snippet that is not kept is taken to be
/// the one that is `rendered` now.
pub(super) fn kept(root: &Path, draft: &mut Draft, manifest: &Manifest, rendered: &Whole) -> Result<Whole> {
    let mut files = Files::new();
    for folder in [manifest::BASES, manifest::SNIPPETS] {
        for path in listed(root, folder)? {
            if let Some(text) = draft.read(&path)? {
                files.insert(path, text);
            }
        }
    }
    let mut whole = Whole::of(files);
    let mut wired = Draft::in_memory();
    for (path, text) in &whole.bases {
        wired.write(path, text)?;
    }
    let snippet = |place: &str| whole.snippets.get(place).or_else(|| rendered.snippets.get(place));
    if let Some(fault) = rewire(&mut wired, manifest, snippet, &mut Vec::new())?.into_iter().next() {
        return Err(fault);
    }
    whole.files = wired.into_files();
    Ok(whole)
}

/// Puts into a draft what all things of a manifest put into files of all. Gives what is wrong with files that are no Rust:
/// those stay as they are.
pub(super) fn rewire<'s>(
    draft: &mut Draft,
    manifest: &Manifest,
    snippet: impl Fn(&str) -> Option<&'s String>,
    missing: &mut Vec<MissingPlace>,
) -> Result<Vec<Error>> {
    let mut faults = Vec::new();
    for Wired { snippet: place, lines } in wired_by(manifest) {
        let models = place.as_deref().and_then(&snippet);
        let models = models.map_or(Ok(Vec::new()), |text| wiring::add_models(draft, text, missing));
        for outcome in [models.map(drop), wiring::wire(draft, &lines, missing)] {
            match outcome {
                Err(fault @ (Error::NotRust { .. } | Error::Unsettled { .. })) => faults.push(fault),
                other => other?,
            }
        }
    }
    Ok(faults)
}

/// What one thing of a manifest puts into files of all.
pub(super) struct Wired {
    /// Where its database models are kept, if it has some.
    snippet: Option<String>,
    pub(super) lines: Vec<Line>,
}

/// What all things of a manifest put into files of all, in their order.
pub(super) fn wired_by(manifest: &Manifest) -> Vec<Wired> {
    let mut types = Vec::new();
    let specs = manifest.specs();
    let wired = |thing: Thing<'_>| match thing {
        Thing::Resource(made) => {
            let context = ResourceContext::new(&made.spec, &made.migration, &types);
            types.extend(context.types());
            let snippet = manifest::snippet_of(&made.spec.names.snake, wiring::MODELS_SNIPPET);
            Wired { snippet: Some(snippet), lines: context.lines() }
        }
        Thing::Part(part) => Wired { snippet: None, lines: PartContext::new(part, &specs).lines() },
    };
    manifest.things().into_iter().map(wired).collect()
}

impl Whole {
    fn of(all: Files) -> Self {
        let mut whole = Self { files: Files::new(), bases: Files::new(), snippets: Files::new() };
        for (path, text) in all {
            if let Some(path) = path.strip_prefix(manifest::BASES).and_then(|path| path.strip_prefix('/')) {
                whole.bases.insert(path.to_owned(), text);
            } else if path.starts_with(manifest::SNIPPETS) {
                whole.snippets.insert(path, text);
            } else {
                whole.files.insert(path, text);
            }
        }
        whole
    }
}

/// The files below a folder of a project, by their paths in the project.
pub(super) fn listed(root: &Path, folder: &str) -> Result<Vec<String>> {
    let folder = apply::resolve(root, folder)?;
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let root = root.canonicalize().map_err(Error::io("open", root))?;
    let mut paths = Vec::new();
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::io("read the folder", &folder)(error.into()))?;
        let path = entry.path().strip_prefix(&root).ok().and_then(Path::to_str);
        if let Some(path) = path.filter(|_| !entry.file_type().is_dir()) {
            paths.push(path.replace('\\', "/"));
        }
    }
    Ok(paths)
}
