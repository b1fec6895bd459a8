// src/plan/team/mod.rs - A team's own templates, laid over those that the command carries

//! A team's own templates, laid over those that the command carries.
//!
//! They lie in `.rulebook/templates` of the project, or of a folder above it in the same repository; the nearest wins. One
//! that has the name of a template that the command carries takes its place. Another one makes one more file: of the
//! project if it lies in `project/`, of each resource if it lies in `resource/`; one in `resource/components/` makes none,
//! and is there for others to include.

mod names;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::draft::Draft;
use super::opened::{self, find};
use super::render::{Templates, target_of};
use super::{Plan, unified_diff};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Place, Problem, Result};
use crate::manifest::TEMPLATES;
use rulebook_conventions::suggest;

/// A template, by its name: `resource/src/api/__resource__.rs.tera`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateEntry {
    /// Its folder and its path in that.
    pub name: String,
    /// The path of the file that it makes or puts something into, with placeholders for names; none if other templates share
    /// what is in it.
    pub target: Option<String>,
    /// Whose it is.
    pub origin: Origin,
}

/// Whose a template is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The command carries it.
    BuiltIn,
    /// The team's, in the place of one that the command carries.
    Override,
    /// The team's, and one more.
    Additional,
}

/// A template of a team's.
struct Own {
    /// The path that a person knows it by.
    path: String,
    text: String,
}

/// The templates for a project, or for one that is to be made. Of the folders named, those alone; none stands for all.
pub(super) fn of_project(project: &Path, folders: &[&str]) -> Result<Templates> {
    let own = own(project)?;
    let wanted = |name: &str| folders.is_empty() || folders.iter().any(|folder| in_folder(name, folder));
    let mut sources: BTreeMap<String, String> = BTreeMap::new();
    sources.extend(built_in().filter(|(name, _)| wanted(name)).map(|(name, text)| (name, text.to_owned())));
    sources.extend(own.iter().filter(|(name, _)| wanted(name)).map(|(name, own)| (name.clone(), own.text.clone())));
    let team = own.iter().map(|(name, own)| (name.clone(), own.path.clone())).collect();
    let sources = sources.iter().map(|(name, text)| (name.clone(), text.as_str()));
    Templates::load_with_team(sources, team)
}

/// The templates of the project that `start` lies in, in the order of their names.
///
/// # Errors
///
/// If there is no project, or a template of the team's can't be used.
pub fn templates(start: &Path) -> Result<Vec<TemplateEntry>> {
    let own = own(&find(start)?)?;
    let mut entries: BTreeMap<String, Origin> = built_in().map(|(name, _)| (name, Origin::BuiltIn)).collect();
    for name in own.into_keys() {
        let origin = if entries.contains_key(&name) { Origin::Override } else { Origin::Additional };
        entries.insert(name, origin);
    }
    let entry = |(name, origin): (String, Origin)| TemplateEntry { target: target_of(&name), name, origin };
    Ok(entries.into_iter().map(entry).collect())
}

/// What the team's templates change in those that the command carries: a unified diff for each that differs.
///
/// # Errors
///
/// As [`templates`].
pub fn template_diffs(start: &Path) -> Result<Vec<String>> {
    let built_in: BTreeMap<String, &str> = built_in().collect();
    let own = own(&find(start)?)?;
    let diffs = own.iter().map(|(name, own)| unified_diff(name, built_in.get(name).copied(), Some(&own.text)));
    Ok(diffs.filter(|diff| !diff.is_empty()).collect())
}

/// Plans to copy templates that the command carries to the project that `start` lies in: those of these names or in these
/// folders, or all. What is there is never written over.
///
/// # Errors
///
/// If there is no project, or no template of a name.
pub fn eject(start: &Path, names: &[String]) -> Result<Plan> {
    let project = find(start)?;
    let session = Session::open(&project, &Disk)?;
    let mut draft = Draft::new(&project);
    let mut notes = Vec::new();
    let wanted = |name: &str| names.is_empty() || names.iter().any(|asked| in_folder(name, asked) || name == asked);
    unknown(names)?;
    for (name, text) in built_in().filter(|(name, _)| wanted(name)) {
        let path = format!("{TEMPLATES}/{name}");
        match draft.read(&path)? {
            None => draft.write(&path, text)?,
            Some(_) => notes.push(format!("{path} is there already, and is kept as it is")),
        }
    }
    Ok(opened::plan(project, session, draft, notes, Vec::new()))
}

/// Refuses names of which there is no template.
fn unknown(names: &[String]) -> Result<()> {
    let all: Vec<String> = built_in().map(|(name, _)| name).collect();
    let known = |asked: &String| all.iter().any(|name| name == asked || in_folder(name, asked));
    let problem = |(at, asked): (usize, &String)| {
        let help = match suggest(asked, all.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`rulebook templates list` names them".to_owned(),
        };
        let reason = format!("there is no template `{asked}`");
        Problem { token: asked.clone(), place: Place::Argument(at), reason, help }
    };
    let problems: Vec<Problem> = names.iter().enumerate().filter(|(_, asked)| !known(asked)).map(problem).collect();
    if problems.is_empty() { Ok(()) } else { Err(Error::Input(problems)) }
}

fn built_in() -> impl Iterator<Item = (String, &'static str)> {
    rulebook_templates::all().map(|template| (format!("{}/{}", template.folder, template.path), template.text))
}

fn in_folder(name: &str, folder: &str) -> bool {
    name.strip_prefix(folder.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
}

/// The team's templates for a project, by their names.
fn own(project: &Path) -> Result<BTreeMap<String, Own>> {
    let mut folders: Vec<&Path> = project.ancestors().collect();
    // Above the repository, or above a project that is in none, other people's folders begin.
    let last = folders.iter().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    folders.truncate(last + 1);
    let mut own = BTreeMap::new();
    for root in folders.into_iter().rev().filter(|folder| folder.join(TEMPLATES).exists()) {
        read(root, &mut own)?;
    }
    let built_in: Vec<String> = built_in().map(|(name, _)| name).collect();
    for (name, template) in &own {
        names::check(name, &template.path, &built_in)?;
    }
    Ok(own)
}

/// Reads the templates that lie in a folder's `.rulebook`.
fn read(root: &Path, own: &mut BTreeMap<String, Own>) -> Result<()> {
    let folder = apply::resolve(root, TEMPLATES)?;
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::io("read the folder", &folder)(error.into()))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let Some(name) = entry.path().strip_prefix(&folder).ok().and_then(Path::to_str) else { continue };
        let name = name.replace('\\', "/");
        let path = format!("{TEMPLATES}/{name}");
        // A link may lead to another file of the project, and nowhere else.
        let file = apply::resolve(root, &path)?;
        let text = fs::read_to_string(&file).map_err(Error::io("read", &file))?;
        own.insert(name, Own { path, text });
    }
    Ok(())
}
