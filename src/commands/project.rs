// src/commands/project.rs - Where a project begins, and paths as the person would write them

use std::env;
use std::path::{Component, Path, PathBuf};

use crate::commands::{progress, settings};
use crate::failure::Failure;
use crate::terminal::Terminal;
use rulebook_lint::project::file_system::FileSystem;
use rulebook_lint::run::{Options, Report, lint};

/// The folder that the command runs in, without symbolic links.
pub fn current_folder() -> Result<PathBuf, Failure> {
    env::current_dir().and_then(|folder| folder.canonicalize()).map_err(|error| {
        Failure::refused(format!("the current folder can't be read: {error}"), "change to another folder")
    })
}

/// What a command looks at: the root of a project, and paths in it.
pub struct Scope {
    /// The folder that is read as a whole, without symbolic links.
    pub root: PathBuf,
    /// The folder that the person stands in.
    pub here: PathBuf,
    /// The paths in it that were asked for, relative to it; empty is all.
    pub paths: Vec<String>,
}

impl Scope {
    /// The project that all of the paths lie in. Without paths, the package that the current folder lies in.
    pub fn of(given: &[PathBuf], here: &Path) -> Result<Self, Failure> {
        let absolute = |path: &PathBuf| {
            here.join(path).canonicalize().map_err(|error| {
                Failure::refused(
                    format!("can't read `{}`: {error}", path.display()),
                    "name files or folders that are there",
                )
            })
        };
        let mut paths: Vec<PathBuf> = given.iter().map(absolute).collect::<Result<_, _>>()?;
        let start = paths.first().map_or(here, PathBuf::as_path);
        let package = package(start).ok_or_else(|| {
            Failure::refused(
                format!("there is no Cargo.toml at `{}` or above it", start.display()),
                "run this in a Rust project, or name a path in one",
            )
        })?;
        let root = root(package);
        if paths.is_empty() {
            paths.push(package.to_owned());
        }
        let inside = |path: &PathBuf| match path.strip_prefix(&root) {
            Ok(_) => Ok(relative(path, &root)),
            Err(_) => Err(Failure::refused(
                format!("`{}` lies outside of the project at `{}`", path.display(), root.display()),
                "lint one project at a time",
            )),
        };
        let paths = paths.iter().map(inside).collect::<Result<Vec<String>, _>>()?;
        // The root itself is all of it.
        let paths = if paths.iter().any(|path| path == ".") { Vec::new() } else { paths };
        Ok(Self { root, here: here.to_owned(), paths })
    }

    /// The project of one file, which need not be there yet.
    pub fn of_file(path: &Path, here: &Path) -> Result<Self, Failure> {
        let absolute = here.join(path);
        let folder = absolute.parent().and_then(|folder| folder.canonicalize().ok());
        let (Some(folder), Some(name)) = (folder, absolute.file_name()) else {
            return Err(Failure::refused(
                format!("`{}` lies in no folder that is there", path.display()),
                "name the place of the file in its project",
            ));
        };
        let scope = Self::of(std::slice::from_ref(&folder), here)?;
        let paths = vec![relative(&folder.join(name), &scope.root)];
        Ok(Self { paths, ..scope })
    }

    /// A path, relative to the root, as the person would write it.
    pub fn show(&self, path: &str) -> String {
        relative(&self.root.join(path), &self.here)
    }

    /// Lints; with a bar on the terminal where that takes long and the options have an observer.
    pub fn lint_in(&self, files: &dyn FileSystem, options: &Options, terminal: Terminal) -> Result<Report, Failure> {
        let work = || lint(files, options);
        let report = match &options.observer {
            Some(observer) => progress::shown(observer, terminal, work),
            None => work(),
        };
        report.map_err(|errors| settings::refusal(errors, &self.root, &|path| self.show(path)))
    }
}

/// The folder of the nearest package or workspace that `start` lies in.
pub fn package(start: &Path) -> Option<&Path> {
    start.ancestors().find(|folder| folder.join("Cargo.toml").is_file())
}

/// The folder that has to be read as a whole to judge `package`: that of the nearest workspace upward, else its own.
pub fn root(package: &Path) -> PathBuf {
    let is_workspace = |folder: &&Path| {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).ok();
        manifest.and_then(|text| text.parse::<toml::Table>().ok()).is_some_and(|table| table.contains_key("workspace"))
    };
    package.ancestors().find(is_workspace).unwrap_or(package).to_owned()
}

/// `path` as seen from `from`, with `/`; both absolute.
pub fn relative(path: &Path, from: &Path) -> String {
    let path: Vec<Component<'_>> = path.components().collect();
    let from: Vec<Component<'_>> = from.components().collect();
    let common = path.iter().zip(&from).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(common).map(|_| "..".to_owned());
    let down = path.iter().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::relative;

    #[test]
    fn a_path_is_seen_from_a_folder() {
        for (path, from, expected) in [
            ("/a/b/c.rs", "/a/b", "c.rs"),
            ("/a/b/c.rs", "/a/d", "../b/c.rs"),
            ("/a/b", "/a/b", "."),
            ("/a/c.rs", "/a/b/d", "../../c.rs"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(from)), expected);
        }
    }
}
