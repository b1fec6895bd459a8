// src/commands/review/repository.rs - Two states of a repository, read from its objects: nothing is checked out

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::{Commit, Delta, Diff, DiffFindOptions, DiffOptions, ErrorCode, ObjectType, Repository, Tree, TreeWalkMode};

use crate::failure::Failure;
use rulebook_conventions::settings::FILE_NAME;
use rulebook_lint::project::file_system::{FileSystem, Memory};
use rulebook_lint::review::{Change, ChangeKind};

/// What is compared.
pub struct Compared {
    /// The files before.
    pub base: Memory,
    /// The files of the commit that is reviewed; none if it is what lies in the folder.
    pub head: Option<Memory>,
    /// The files that differ.
    pub changes: Vec<Change>,
    /// The commit that is reviewed, or the one that is checked out.
    pub commit: String,
    /// The way from the repository's root to the project, with a slash behind it.
    pub prefix: String,
}

/// Reads the state at which `base` and what is reviewed have parted, and the files that differ since.
///
/// # Errors
/// If there is no repository, or no such revision.
pub fn compare(root: &Path, base: &str, head: Option<&str>) -> Result<Compared, Failure> {
    let repository = Repository::discover(root).map_err(|error| match error.code() {
        ErrorCode::NotFound => Failure::refused(
            format!("`{}` lies in no git repository", root.display()),
            "a review compares two of its states: run this in a clone",
        ),
        _ => refused(&error),
    })?;
    let prefix = prefix(&repository, root)?;
    let reviewed = commit(&repository, head.unwrap_or("HEAD"))?;
    let other = commit(&repository, base)?;
    // A branch that went on meanwhile changed what is not of this work; where histories share nothing, all counts.
    let parted = repository.merge_base(reviewed.id(), other.id()).and_then(|id| repository.find_commit(id));
    let base = parted.unwrap_or(other);
    let (base_tree, head_tree) = (base.tree().map_err(|e| refused(&e))?, reviewed.tree().map_err(|e| refused(&e))?);
    let mut options = DiffOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).ignore_submodules(true).context_lines(0);
    let mut diff = match head {
        Some(_) => repository.diff_tree_to_tree(Some(&base_tree), Some(&head_tree), Some(&mut options)),
        None => repository.diff_tree_to_workdir_with_index(Some(&base_tree), Some(&mut options)),
    }
    .map_err(|error| refused(&error))?;
    diff.find_similar(Some(DiffFindOptions::new().renames(true).for_untracked(true))).map_err(|e| refused(&e))?;
    Ok(Compared {
        base: files(&repository, &base_tree, &prefix)?,
        head: head.map(|_| files(&repository, &head_tree, &prefix)).transpose()?,
        changes: changes(&diff, &prefix),
        commit: reviewed.id().to_string(),
        prefix,
    })
}

/// Puts the settings files of one state into another.
pub fn take_settings(base: &mut Memory, head: &dyn FileSystem) {
    let is_settings = |path: &&String| path.rsplit('/').next() == Some(FILE_NAME);
    let old: Vec<String> = base.files().keys().filter(is_settings).cloned().collect();
    for path in old {
        base.remove(&path);
    }
    for path in head.walk("").files.iter().filter(is_settings) {
        if let Ok(bytes) = head.read(path) {
            base.insert(path, bytes);
        }
    }
}

fn refused(error: &git2::Error) -> Failure {
    Failure::refused(
        format!("the repository can't be read: {}", error.message()),
        "`git fsck` says what is missing; a shallow or partial clone has to fetch it first",
    )
}

/// The way from the repository's root to the project.
fn prefix(repository: &Repository, root: &Path) -> Result<String, Failure> {
    let top = repository.workdir().and_then(|top| top.canonicalize().ok()).ok_or_else(|| {
        Failure::refused("the repository has no files of its own: it is bare", "run this in a clone that has them")
    })?;
    let parts = root.strip_prefix(&top).unwrap_or(Path::new("")).components();
    Ok(parts.map(|part| format!("{}/", part.as_os_str().to_string_lossy())).collect())
}

fn commit<'r>(repository: &'r Repository, revision: &str) -> Result<Commit<'r>, Failure> {
    let found = repository.revparse_single(revision).and_then(|object| object.peel_to_commit());
    found.map_err(|_| {
        let help = if repository.is_shallow() {
            "this clone is shallow: `git fetch --unshallow`, or fetch the branch first"
        } else {
            "name a branch, a tag or a commit; `git branch --all` and `git log --oneline` list what there is"
        };
        Failure::refused(format!("there is no revision `{revision}` in this repository"), help)
    })
}

/// The files of a tree below a folder. What is hidden is left out, as on the disk, but for what says what is ignored.
fn files(repository: &Repository, tree: &Tree<'_>, prefix: &str) -> Result<Memory, Failure> {
    let mut found: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let walked = tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let Ok(name) = entry.name() else { return 0 };
        let path = format!("{folder}{name}");
        let Some(relative) = path.strip_prefix(prefix) else { return 0 };
        let is_hidden = relative.split('/').any(|part| part.starts_with('.')) && name != ".gitignore";
        // A symbolic link is followed nowhere.
        let is_file = entry.kind() == Some(ObjectType::Blob) && entry.filemode() != 0o120_000;
        if is_file && !is_hidden {
            let bytes = repository.find_blob(entry.id()).map(|blob| blob.content().to_vec());
            found.insert(relative.to_owned(), bytes.unwrap_or_default());
        }
        0
    });
    walked.map_err(|error| refused(&error))?;
    Ok(Memory::new(found))
}

fn changes(diff: &Diff<'_>, prefix: &str) -> Vec<Change> {
    let below = |path: Option<&Path>| Some(path?.to_str()?.strip_prefix(prefix)?.to_owned());
    let lines = first_lines(diff);
    let change = |delta: git2::DiffDelta<'_>| {
        let (old, new) = (below(delta.old_file().path()), below(delta.new_file().path()));
        let (path, kind) = match delta.status() {
            Delta::Added | Delta::Untracked | Delta::Copied => (new?, ChangeKind::Added),
            Delta::Deleted => (old?, ChangeKind::Removed),
            Delta::Modified | Delta::Typechange => (new?, ChangeKind::Modified),
            Delta::Renamed => match (old, new) {
                (Some(from), Some(path)) => (path, ChangeKind::Renamed { from }),
                (Some(path), None) => (path, ChangeKind::Removed),
                (None, path) => (path?, ChangeKind::Added),
            },
            _ => return None,
        };
        let line = delta.new_file().path().and_then(|path| lines.get(path)).copied().unwrap_or(1);
        Some(Change { path, kind, line })
    };
    diff.deltas().filter_map(change).collect()
}

/// The first line that differs of each file, as it is now.
fn first_lines(diff: &Diff<'_>) -> BTreeMap<PathBuf, usize> {
    let mut lines = BTreeMap::new();
    let mut each = |delta: git2::DiffDelta<'_>, hunk: git2::DiffHunk<'_>| {
        if let Some(path) = delta.new_file().path() {
            lines.entry(path.to_owned()).or_insert((hunk.new_start() as usize).max(1));
        }
        true
    };
    // Without its lines a file is looked at from its start.
    diff.foreach(&mut |_, _| true, None, Some(&mut each), None).ok();
    lines
}
