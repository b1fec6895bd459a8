// src/commands/lint/changed.rs - The files that changed since a revision, as git tells them

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::process::{Command, Output};

use crate::failure::Failure;

/// The files below a folder that differ from where `revision` and what is checked out have parted, relative to the folder:
/// committed since, changed, staged, or not known to git yet. What was deleted is not among them.
///
/// # Errors
/// If there is no git, no repository, or no such revision.
pub fn changed_since(revision: &str, root: &Path) -> Result<BTreeSet<String>, Failure> {
    let commit = commit(revision, root)?;
    // A branch that went on meanwhile changed files that are not of this work; where histories share nothing, all counts.
    let merge_base = git(root, &["merge-base", &commit, "HEAD"])?;
    let base = if merge_base.status.success() { line(&merge_base) } else { commit };
    let tracked =
        list(root, &["diff", "--name-only", "--relative", "--no-renames", "--diff-filter=d", "-z", &base, "--"])?;
    let untracked = list(root, &["ls-files", "--others", "--exclude-standard", "-z"])?;
    Ok(tracked.into_iter().chain(untracked).collect())
}

fn commit(revision: &str, root: &Path) -> Result<String, Failure> {
    let found =
        git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if found.status.success() {
        return Ok(line(&found));
    }
    if !git(root, &["rev-parse", "--is-inside-work-tree"])?.status.success() {
        return Err(Failure::refused(
            format!("`{}` lies in no git repository", root.display()),
            "--changed-since compares with a revision of one: leave it out, or run this in a clone",
        ));
    }
    let is_shallow = line(&git(root, &["rev-parse", "--is-shallow-repository"])?) == "true";
    let help = if is_shallow {
        "this clone is shallow: `git fetch --unshallow`, or fetch the branch first"
    } else {
        "name a branch, a tag or a commit; `git branch --all` and `git log --oneline` list what there is"
    };
    Err(Failure::refused(format!("there is no revision `{revision}` in this repository"), help))
}

fn list(root: &Path, args: &[&str]) -> Result<Vec<String>, Failure> {
    let output = git(root, args)?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::refused(
            format!("git can't tell what changed: {}", said.trim()),
            "`git fsck` says what is missing; a partial clone has to fetch it first",
        ));
    }
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    // A name that is no UTF-8 is in no report either.
    Ok(names.filter_map(|name| String::from_utf8(name.to_vec()).ok()).collect())
}

fn git(root: &Path, args: &[&str]) -> Result<Output, Failure> {
    Command::new("git").arg("-C").arg(root).args(args).output().map_err(|error| {
        let help = match error.kind() {
            io::ErrorKind::NotFound => "--changed-since asks git: install it, or leave the option out",
            _ => "see that `git status` runs here, or leave --changed-since out",
        };
        Failure::refused(format!("git can't be run: {error}"), help)
    })
}

fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
