// src/project/ignored.rs - What git ignores in a folder, by the `.gitignore` files that reach there

//! What git ignores in a folder, by the `.gitignore` files that reach there.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::file_system::FileSystem;
use super::paths;

/// The `.gitignore` files that reach a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ignored {
    /// The nearest first.
    files: Vec<IgnoreFile>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct IgnoreFile {
    /// The way from the file's folder to the folder that this is about, with `/`.
    way: String,
    text: String,
}

impl Ignored {
    /// Those that reach `folder`, which is relative to the root of the run.
    pub(super) fn read(files: &dyn FileSystem, folder: &str) -> Self {
        let within = paths::upward(folder).filter_map(|at| {
            let text = files.read(&paths::join(at, ".gitignore")?).ok()?;
            let way = paths::below(folder, at).unwrap_or_default().to_owned();
            Some(IgnoreFile { way, text: String::from_utf8_lossy(&text).into_owned() })
        });
        let above = files
            .ignores_above()
            .into_iter()
            .filter_map(|above| Some(IgnoreFile { way: paths::join(&above.root, folder)?, text: above.text }));
        Self { files: within.chain(above).collect() }
    }

    /// Whether a file is ignored, by itself or with a folder that it lies in. Of two files that speak of it the nearer
    /// decides, and of the lines of one the last.
    pub fn covers(&self, path: &str) -> bool {
        let said = self.files.iter().find_map(|file| {
            let path = if file.way.is_empty() { path.to_owned() } else { format!("{}/{path}", file.way) };
            let matcher = file.matcher()?;
            let said = matcher.matched_path_or_any_parents(&path, false);
            (!said.is_none()).then(|| said.is_ignore())
        });
        said.unwrap_or(false)
    }
}

impl IgnoreFile {
    /// A line that is no pattern is left out, as git does.
    fn matcher(&self) -> Option<Gitignore> {
        let mut builder = GitignoreBuilder::new("");
        for line in self.text.lines() {
            builder.add_line(None, line).ok();
        }
        builder.build().ok()
    }
}

#[cfg(test)]
mod tests {
    use crate::project::file_system::{Disk, Memory};
    use crate::project::ignored::Ignored;

    #[test]
    fn files_of_the_folder_and_above_decide() {
        let log = "logs/app.log";
        let cases: &[(&[(&str, &str)], bool)] = &[
            (&[], false),
            (&[("app/.gitignore", "/logs\n")], true),
            (&[("app/.gitignore", "target\nlogs/\n")], true),
            (&[("app/.gitignore", "logs/*\n!logs/.gitkeep\n")], true),
            (&[("app/.gitignore", "*.log")], true),
            (&[("app/.gitignore", "# logs\n/target\n")], false),
            (&[("app/.gitignore", "/src/logs\n")], false),
            (&[(".gitignore", "logs")], true),
            (&[(".gitignore", "/logs")], false),
            (&[(".gitignore", "/app/logs")], true),
            (&[(".gitignore", "logs"), ("app/.gitignore", "!logs")], false),
            (&[(".gitignore", "!logs"), ("app/.gitignore", "logs")], true),
            (&[("other/.gitignore", "logs")], false),
        ];
        for (files, expected) in cases {
            let ignored = Ignored::read(&Memory::new(files.iter().copied()), "app");
            assert_eq!(ignored.covers(log), *expected, "{files:?}");
        }
    }

    #[test]
    fn the_repository_above_the_root_counts_and_what_lies_beyond_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        std::fs::create_dir_all(at("repository/.git")).unwrap();
        std::fs::create_dir_all(at("repository/a/app")).unwrap();
        std::fs::write(at(".gitignore"), "data").unwrap();
        std::fs::write(at("repository/.gitignore"), "/a/app/logs").unwrap();
        let ignored = Ignored::read(&Disk::new(at("repository/a")), "app");
        assert!(ignored.covers("logs/app.log"));
        assert!(!ignored.covers("data/app.log"));
    }
}
