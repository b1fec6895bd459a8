// src/plan/new.rs - The plan for a new project

//! The plan for a new project.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use super::context::ProjectContext;
use super::draft::Draft;
use super::evolve::Allowed;
use super::making::Making;
use super::migrations::{self, Versions};
use super::opened::UNDONE;
use super::render::Templates;
use super::workspace::{self, Surroundings};
use super::{Plan, team};
use crate::apply::{self, Disk, Session};
use crate::error::{Error, Place, Problem, Result};
use crate::manifest::{self, Manifest};
use crate::spec::ResourceRequest;
use crate::spec::gate::{self, Admitted};
use rulebook_conventions::inflection::Inflector;
use rulebook_conventions::reserved;

/// Names that cargo or the standard library have for themselves.
const TAKEN: [&str; 12] = [
    "alloc",
    "build",
    "core",
    "debug",
    "deps",
    "examples",
    "incremental",
    "proc_macro",
    "proc-macro",
    "release",
    "std",
    "test",
];
/// Names that no file can have on Windows.
const WINDOWS: [&str; 6] = ["aux", "con", "conin", "conout", "nul", "prn"];
const MAX_LENGTH: usize = 64;

/// What a new project is to be.
#[derive(Debug, Clone)]
pub struct NewProject {
    /// The folder to make; its last part is the name of the package.
    pub path: PathBuf,
    /// The resources that it begins with, besides its users.
    pub resources: Vec<ResourceRequest>,
    /// Whether a git repository is made of it, unless it lies in one.
    pub git: bool,
}

/// Plans a new project, with its resources, as one plan.
///
/// # Errors
///
/// If the name is none that a package can have, the folder holds something, or a resource is not possible.
pub fn new_project(new: &NewProject) -> Result<Plan> {
    let home = settled(&new.path).map_err(Error::io("find", &new.path))?;
    new_project_with(new, &team::of_project(&home, &[])?, migrations::clock())
}

pub(super) fn new_project_with(new: &NewProject, templates: &Templates, now: SystemTime) -> Result<Plan> {
    let name = name(&new.path)?;
    let home = settled(&new.path).map_err(Error::io("find", &new.path))?;
    // A new project has no words of a team yet.
    let inflector = Inflector::default();
    let Admitted { resources, notes: chosen } = gate::admit(&new.resources, &[], &inflector)?;
    let recovered = apply::recover(&home, &Disk)?;
    empty(&home)?;
    let surroundings = workspace::around(&home)?;
    let (root, prefix) = match &surroundings {
        Surroundings::Member { root, folder, .. } => (root.clone(), format!("{folder}/")),
        Surroundings::Excluded { .. } | Surroundings::Alone => (home.clone(), String::new()),
    };
    let session = Session::open(&root, &Disk)?;
    // While it waited for another run, that one may have made the project.
    empty(&home)?;
    let mut notes = Vec::new();
    if recovered || session.recovered() {
        notes.push(UNDONE.to_owned());
    }
    notes.extend(surroundings.note(&name));
    notes.extend(chosen);
    let mut draft = Draft::within(&root, prefix);
    if let Surroundings::Member { edited: Some(text), .. } = &surroundings {
        draft.write_in_root(workspace::CARGO, text)?;
    }
    let project =
        ProjectContext::new(&name).in_workspace(matches!(surroundings, Surroundings::Member { .. })).with_users(&[]);
    let rendered = templates.project(&project)?;
    let versions = Versions::following(rendered.iter().map(|file| file.path.as_str()), now);
    for file in rendered {
        draft.write(&file.path, &file.text)?;
        draft.write(&manifest::base_of(&file.path), &file.text)?;
    }
    let manifest = Manifest::new(&name);
    let mut making = Making {
        draft,
        manifest,
        templates,
        project,
        versions,
        force: false,
        allowed: Allowed::default(),
        notes,
        conflicts: Vec::new(),
    };
    making.resources(resources)?;
    let Making { draft, notes, .. } = making;
    let git = new.git && !in_repository(&home);
    let changes = draft.into_changes();
    Ok(Plan { root, project: home, changes, notes, conflicts: Vec::new(), git, session: Some(session) })
}

/// The absolute path without `..` and symbolic links, though its end need not exist yet: what lies around the project is
/// looked for in the folders that it is in, not in those that the path passes on its way.
fn settled(path: &Path) -> io::Result<PathBuf> {
    let mut settled = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => drop(settled.pop()),
            part => settled.push(part),
        }
        if let Ok(real) = settled.canonicalize() {
            settled = real;
        }
    }
    Ok(settled)
}

/// The name of the package, if it is one.
fn name(path: &Path) -> Result<String> {
    let given = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let refused = |reason: String, help: &str| {
        let reason = format!("the name `{given}` {reason}");
        Error::Input(vec![Problem { token: given.clone(), place: Place::Argument(0), reason, help: help.to_owned() }])
    };
    let pattern = "a name is letters a-z, digits, `-` and `_`, and begins with a letter: `trade-book`";
    if given.is_empty() {
        return Err(refused("is empty".to_owned(), pattern));
    }
    if let Some(c) = given.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
        return Err(refused(format!("has the character `{}`", c.escape_default()), pattern));
    }
    if !given.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(refused("does not begin with a letter".to_owned(), pattern));
    }
    if given.len() > MAX_LENGTH {
        return Err(refused(format!("has more than {MAX_LENGTH} characters"), "choose a shorter name"));
    }
    let small = given.to_lowercase();
    let device =
        |stem: &str| small.strip_prefix(stem).is_some_and(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
    if WINDOWS.contains(&small.as_str()) || device("com") || device("lpt") {
        return Err(refused("can be no file on Windows".to_owned(), "choose another name, such as `my-app`"));
    }
    if reserved::rust_keyword(&small.replace('-', "_")).is_some() {
        return Err(refused("is a keyword of Rust".to_owned(), "choose another name, such as `my-app`"));
    }
    if TAKEN.contains(&small.as_str()) {
        return Err(refused(
            "is taken by cargo or the standard library".to_owned(),
            "choose another name, such as `my-app`",
        ));
    }
    Ok(given)
}

/// The folder is not there, or holds nothing.
fn empty(home: &Path) -> Result<()> {
    let not_empty = || Error::NotEmpty { path: home.to_owned() };
    match fs::read_dir(home) {
        Ok(mut entries) => {
            if entries.next().is_none() {
                Ok(())
            } else {
                Err(not_empty())
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(not_empty()),
        Err(error) => Err(Error::io("read the folder", home)(error)),
    }
}

fn in_repository(home: &Path) -> bool {
    home.ancestors().any(|folder| folder.join(".git").exists())
}

/// The note of a project on what lies around it.
impl Surroundings {
    fn note(&self, name: &str) -> Option<String> {
        let shown = |root: &PathBuf| root.join("Cargo.toml").display().to_string();
        match self {
            Self::Alone => None,
            Self::Excluded { root } => Some(format!("{} excludes the folder: `{name}` stands apart", shown(root))),
            Self::Member { root, edited: None, .. } => {
                Some(format!("`{name}` is a member of the workspace {}", shown(root)))
            }
            Self::Member { root, .. } => {
                Some(format!("`{name}` was added to the members of the workspace {}", shown(root)))
            }
        }
    }
}
