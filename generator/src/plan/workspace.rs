// src/plan/workspace.rs - Whether a new project joins a cargo workspace around it, as `cargo new` decides it

//! Whether a new project joins a cargo workspace around it, as `cargo new` decides it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Item, TableLike};

use crate::error::{Error, Result};

/// The manifest of a package or a workspace.
pub(super) const CARGO: &str = "Cargo.toml";

/// What lies around a new project.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Surroundings {
    /// No workspace.
    Alone,
    /// A workspace that excludes the folder.
    Excluded { root: PathBuf },
    /// A workspace that the project is a member of.
    Member {
        root: PathBuf,
        /// The project's folder in it, with `/`.
        folder: String,
        /// The workspace's `Cargo.toml` with the member; nothing if a pattern covers it already.
        edited: Option<String>,
    },
}

/// The nearest workspace above a folder, and what it says of the folder.
pub(super) fn around(home: &Path) -> Result<Surroundings> {
    for root in home.ancestors().skip(1) {
        let path = root.join(CARGO);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(Error::io("read", path)(error)),
        };
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| Error::Manifest {
            path: path.clone(),
            range: error.span(),
            reason: error.message().to_owned(),
        })?;
        if document.get("workspace").is_some_and(Item::is_table_like) {
            return Ok(member(root, home, document));
        }
    }
    Ok(Surroundings::Alone)
}

/// Whether a project is a member of a workspace around it.
pub(super) fn is_member(home: &Path) -> Result<bool> {
    Ok(matches!(around(home)?, Surroundings::Member { edited: None, .. }))
}

fn member(root: &Path, home: &Path, mut document: DocumentMut) -> Surroundings {
    let parts = home.strip_prefix(root).unwrap_or(home).components();
    let folder = parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/");
    let root = root.to_owned();
    let Some(workspace) = document.get_mut("workspace").and_then(Item::as_table_like_mut) else {
        return Surroundings::Alone;
    };
    let below = |entry: &String| folder == *entry || folder.starts_with(&format!("{}/", entry.trim_end_matches('/')));
    if strings(workspace, "exclude").iter().any(below) {
        return Surroundings::Excluded { root };
    }
    if strings(workspace, "members").iter().any(|pattern| covers(pattern, &folder)) {
        return Surroundings::Member { root, folder, edited: None };
    }
    let members = workspace.entry("members").or_insert_with(|| Item::Value(Array::new().into()));
    if let Some(members) = members.as_array_mut() {
        push(members, &folder);
    }
    Surroundings::Member { root, folder, edited: Some(document.to_string()) }
}

/// Adds a member in the way the others are written: a line of its own where they have lines of their own.
fn push(members: &mut Array, folder: &str) {
    let prefix = members.iter().last().and_then(|last| last.decor().prefix()?.as_str().map(str::to_owned));
    members.push(folder);
    if let (Some(prefix), Some(last)) = (prefix, members.len().checked_sub(1).and_then(|last| members.get_mut(last))) {
        let prefix = if prefix.is_empty() { " ".to_owned() } else { prefix };
        last.decor_mut().set_prefix(prefix);
    }
}

fn strings(table: &dyn TableLike, key: &str) -> Vec<String> {
    let array = table.get(key).and_then(Item::as_array);
    array.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

/// Whether a pattern of cargo's covers a folder: `*` is any part of one name.
fn covers(pattern: &str, folder: &str) -> bool {
    let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
    let (patterns, names): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), folder.split('/').collect());
    patterns.len() == names.len() && patterns.iter().zip(names).all(|(pattern, name)| matches(pattern, name))
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, rest)) => name.strip_prefix(head).is_some_and(|tail| {
            tail.char_indices()
                .map(|(at, _)| at)
                .chain([tail.len()])
                .any(|at| tail.get(at..).is_some_and(|end| matches(rest, end)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Surroundings, around, covers};

    #[test]
    fn patterns_cover_as_cargo_s_do() {
        for (pattern, folder, expected) in [
            ("crates/*", "crates/app", true),
            ("crates/*", "crates/a/b", false),
            ("crates/app-*", "crates/app-x", true),
            ("*", "app", true),
            ("./app/", "app", true),
            ("app", "apps", false),
            ("a*b*c", "axxbyyc", true),
        ] {
            assert_eq!(covers(pattern, folder), expected, "{pattern} {folder}");
        }
    }

    #[test]
    fn a_project_joins_or_stands_apart() {
        let root = tempfile::tempdir().unwrap();
        let home = root.path().join("crates/app");
        let manifest = root.path().join("Cargo.toml");
        let answer = |text: &str| {
            fs::write(&manifest, text).unwrap();
            match around(&home).unwrap() {
                Surroundings::Alone => "alone".to_owned(),
                Surroundings::Excluded { .. } => "excluded".to_owned(),
                Surroundings::Member { folder, edited, .. } => format!("{folder}: {}", edited.unwrap_or_default()),
            }
        };
        assert_eq!(answer("[package]\nname = \"x\"\n"), "alone");
        assert_eq!(answer("[workspace]\nexclude = [\"crates\"]\n"), "excluded");
        assert_eq!(answer("[workspace]\nmembers = [\"crates/*\"]\n"), "crates/app: ");
        assert_eq!(
            answer("# ours\n[workspace]\nmembers = [\"a\"] # all\n"),
            "crates/app: # ours\n[workspace]\nmembers = [\"a\", \"crates/app\"] # all\n"
        );
        assert_eq!(
            answer("[workspace]\nmembers = [\n    \"a\",\n    \"b\",\n]\n"),
            "crates/app: [workspace]\nmembers = [\n    \"a\",\n    \"b\",\n    \"crates/app\",\n]\n"
        );
        assert_eq!(answer("[workspace]\n"), "crates/app: [workspace]\nmembers = [\"crates/app\"]\n");
    }
}
