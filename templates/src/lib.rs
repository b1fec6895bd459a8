// src/lib.rs - The templates that the generator renders, embedded

//! The templates that the generator renders, embedded.
//!
//! `project/` is what a new project is made of, `resource/` what a resource adds to it, and `service/`, `engine/` and
//! `integration/` what those add. The path of
//! a template is the path of the file that it makes, but for `.tera` at its end and for placeholders
//! such as `__resource__`. What a template is given, and how its output is laid out, is the
//! generator's: see its `plan` module.

use include_dir::{Dir, include_dir};

static PROJECT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/project");
static RESOURCE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/resource");
static SERVICE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/service");
static ENGINE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/engine");
static INTEGRATION: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/integration");

/// The folders of templates.
const FOLDERS: [(&str, &Dir<'_>); 5] = [
    ("engine", &ENGINE),
    ("integration", &INTEGRATION),
    ("project", &PROJECT),
    ("resource", &RESOURCE),
    ("service", &SERVICE),
];

/// A template as it is embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// What it is for: `project`, `resource`, `service`, `engine` or `integration`.
    pub folder: &'static str,
    /// Its path in that folder, with `/` on every system.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All templates, in the order of their paths.
///
/// A file that is not UTF-8 is no template; a test sees to it that there is none.
pub fn all() -> impl Iterator<Item = Template> {
    FOLDERS.into_iter().flat_map(|(folder, dir)| in_folder(folder, dir))
}

fn in_folder(folder: &'static str, dir: &'static Dir<'static>) -> Vec<Template> {
    let own = dir
        .files()
        .filter_map(|file| Some(Template { folder, path: file.path().to_str()?, text: file.contents_utf8()? }));
    let deeper = dir.dirs().flat_map(|dir| in_folder(folder, dir));
    let mut templates: Vec<Template> = own.chain(deeper).collect();
    templates.sort_by_key(|template| template.path);
    templates
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use walkdir::WalkDir;

    use super::*;

    #[test]
    fn every_file_of_the_folders_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let on_disk: BTreeSet<String> = FOLDERS
            .into_iter()
            .flat_map(|(folder, _)| WalkDir::new(root.join(folder)))
            .map(|entry| entry.expect("the folder can be read"))
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(root).expect("below the root").display().to_string())
            .collect();
        let embedded: BTreeSet<String> =
            all().map(|template| format!("{}/{}", template.folder, template.path)).collect();
        assert_eq!(embedded, on_disk);
        assert!(embedded.contains("resource/src/api/__resource__.rs.tera"));
    }

    #[test]
    fn rust_and_manifests_are_no_files_that_tools_would_act_on() {
        for template in all() {
            let name = template.path;
            assert!(!name.ends_with(".rs") && !name.ends_with("Cargo.toml"), "{name}");
            assert!(!name.split('/').any(|part| part.starts_with('.')), "{name}");
        }
    }
}
