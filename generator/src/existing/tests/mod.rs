// src/existing/tests/mod.rs - Tables and structs that exist, and the fields that they come to

mod structs;
mod tables;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::{Ask, Found, Source, read};
use crate::error::{Error, Result};
use rulebook_conventions::inflection::Inflector;

/// A project with a workspace, of which nothing is there but what reading needs.
struct Project {
    folder: TempDir,
}

impl Project {
    fn new() -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap() };
        project.write(
            ".rulebook/manifest.toml",
            "version = 1\n[project]\nname = 'app'\n\n[[resource]]\nname = 'workspace'\nplural = 'workspaces'\n\
             migration = '1'\nfields = ['name:string']\n",
        );
        project
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, source: Source<'_>, fields: &[&str], skip: &[&str]) -> Result<Found> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
        let (fields, skip) = (owned(fields), owned(skip));
        let ask = Ask { resource: "job", plural: None, fields: &fields, skip: &skip, source };
        read(self.folder.path(), ask, &Inflector::default())
    }
}

/// All that is wrong and the ways on, one a line.
fn said(error: &Error) -> String {
    assert_eq!(error.exit_code(), 2, "{error}");
    match error {
        Error::Input(problems) => problems.iter().map(|p| format!("{} ({})\n", p.reason, p.help)).collect(),
        other => format!("{other} ({})\n", other.help()),
    }
}
